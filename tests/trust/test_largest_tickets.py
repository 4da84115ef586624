"""The largest tickets cost no more than a few small ones: within one run, on any machine."""

from pathlib import Path

import pytest

from tests.trust.largest_tickets import LONGEST_HOLD, make_largest, measured

pytestmark = pytest.mark.terminal

ROOM = 120.0
"""Milliseconds any key may take besides what it takes on a small ticket: a busy machine's noise."""
TIMES = 6
"""How much longer a key may take on the largest ticket than on a small one."""
HOLDS = 3
"""How much longer than any key on a small one it may hold a console that is slower than ours."""


@pytest.mark.timeout(400)
def test_the_largest_tickets_never_freeze_the_console(tmp_path: Path) -> None:
    store = tmp_path / "largest.desk"
    found = measured(store, tmp_path, make_largest(store))
    small = found["small"]
    longest = max(LONGEST_HOLD, HOLDS * max(taken.held for taken in small.values()))
    slow = {
        f"{name}: {key}": (taken, small[key])
        for name, times in found.items()
        for key, taken in times.items()
        if taken.painted > TIMES * small[key].painted + ROOM or taken.held > longest
    }
    assert slow == {}
