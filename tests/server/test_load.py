"""Many who act and follow, for a few seconds; `python -m tests.bench.server_load` is the whole."""

from pathlib import Path

from tests.bench.server_load import Plan, run
from tests.stores import Stores


def test_nobody_is_refused_forgotten_or_kept_waiting(stores: Stores, tmp_path: Path) -> None:
    """Through two processes on one store: no error, nothing lost, everybody is told in time."""
    plan = Plan(seconds=4, operators=10, readers=10, following=5, tickets=20)
    report = run(plan, stores.empty("load.desk"), tmp_path / "home")
    assert report.faults == []
    assert report.actions.count >= 35
    assert report.followed.count
    assert report.told.p50 < 1_000
