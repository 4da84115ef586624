"""The largest tickets cost no more than a few small ones: within one run, on any machine."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.trust.largest_tickets import LONGEST_HOLD, Times, make_largest, measured

pytestmark = pytest.mark.terminal

ROOM = 120.0
"""Milliseconds any key may take besides what it takes on a small ticket: a busy machine's noise."""
TIMES = 6
"""How much longer a key may take on the largest ticket than on a small one."""
HOLDS = 3
"""How much longer than any key on a small one it may hold a console that is slower than ours."""


@pytest.mark.timeout(400)
def test_the_largest_tickets_never_freeze_the_console(tmp_path: Path) -> None:
    """What is slow once may have met a clock's tick or a busy machine; what is slow twice is."""
    store = tmp_path / "largest.desk"
    numbers = make_largest(store)
    once = slow(measured(store, tmp_path, numbers))
    twice: dict[str, Times] = {}
    if once:
        suspects = {name: numbers[name] for name in ("small", *once)}
        again = slow(measured(store, tmp_path, suspects))
        twice = {name: again[name] for name in again if again[name].keys() & once[name].keys()}
    assert twice == {}


def slow(found: Mapping[str, Times]) -> dict[str, Times]:
    """What took too long beside the small ticket, by what is large."""
    small = found["small"]
    longest = max(LONGEST_HOLD, HOLDS * max(taken.held for taken in small.values()))
    by_name = {
        name: {
            key: taken
            for key, taken in times.items()
            if taken.painted > TIMES * small[key].painted + ROOM or taken.held > longest
        }
        for name, times in found.items()
    }
    return {name: times for name, times in by_name.items() if times}
