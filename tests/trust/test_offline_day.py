"""A day on a copy with no network, and the evening: `python -m tests.trust.offline_day` tells."""

from pathlib import Path

import pytest

from tests.trust.offline_day import run


@pytest.mark.timeout(600)
def test_everything_done_without_a_network_is_applied_or_stopped_with_its_reason(
    tmp_path: Path,
) -> None:
    day = run(tmp_path)
    assert day.faults() == []
    assert len(day.done) > 50
    stopped = {(row["do"], row["ticket"]): row["because"] for row in day.stopped}
    for ticket in (1, 6, 7):
        assert "newer" in stopped["Reply", ticket]["stops"]
    assert stopped["SetState", 9]["stops"] == ["conflict"]
    assert stopped["SetPriority", 16]["stops"] == ["conflict"]
    assert len(stopped) < 12
