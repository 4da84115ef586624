"""When garbage is looked for: never long after it was made, and not while nobody works."""

import gc
import sys

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region

from supportdesk.console.collector import (
    ENOUGH,
    FEW_SECONDS,
    LONG_REST,
    LONG_WORK,
    LONGEST_WORK,
    MANY_MODULES,
    MUCH,
    REMEMBERING,
    Collector,
)
from supportdesk.console.commands import COMMANDS
from supportdesk.console.screens.help import HelpScreen
from tests.console.stage import stage


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every look at everything (2) or at what is new (0, 1), with new garbage every second."""
    taken: list[int] = []
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    monkeypatch.setattr(gc, "get_count", lambda: (ENOUGH + 1, 0, 0))
    monkeypatch.setattr(gc, "collect", lambda generation=2: taken.append(generation))
    monkeypatch.setattr(sys, "getallocatedblocks", lambda: 1)
    return taken


def test_keys_that_never_rest_leave_no_more_than_two_minutes_of_garbage(looks: list[int]) -> None:
    collector = Collector()
    for _ in range(3 * LONGEST_WORK):
        collector.key()
        collector.rest()
    assert looks.count(2) == 3
    assert looks[LONGEST_WORK - 1] == 2


def test_after_a_minute_of_work_a_second_without_a_key_is_used(looks: list[int]) -> None:
    collector = Collector()
    for _ in range(LONG_WORK + 5):
        collector.key()
        collector.rest()
    assert 2 not in looks
    collector.rest()
    assert looks[-1] == 2


@pytest.mark.parametrize(("pause", "bound"), [(1, 2 * MUCH), (4, MUCH)])
def test_memory_has_its_bound_and_a_second_without_a_key_is_used_before(
    looks: list[int], monkeypatch: pytest.MonkeyPatch, pause: int, bound: int
) -> None:
    """With keys every so many seconds, each of which leaves garbage."""
    a_key = pause * 2_000
    blocks = 0

    def look(generation: int = 2) -> None:
        nonlocal blocks
        looks.append(generation)
        blocks = 0 if generation == 2 else blocks

    monkeypatch.setattr(gc, "collect", look)
    monkeypatch.setattr(sys, "getallocatedblocks", lambda: blocks)
    collector = Collector()
    most = 0
    for second in range(LONG_WORK * 4):
        if second % pause == 0:
            collector.key()
            blocks += a_key
        most = max(most, blocks)
        collector.rest()
    assert bound < most <= bound + 2 * a_key
    assert looks.count(2) > 4


def test_a_long_rest_is_used_once(looks: list[int]) -> None:
    collector = Collector()
    collector.key()
    for _ in range(10 * LONGEST_WORK):
        collector.rest()
    assert looks.count(2) == 1
    assert looks[LONG_REST - 1] == 2


def test_what_is_new_is_looked_at_each_second_and_gone_windows_every_few(looks: list[int]) -> None:
    collector = Collector()
    for _ in range(2 * FEW_SECONDS):
        collector.key()
        collector.rest()
    assert looks == [*[0] * (FEW_SECONDS - 1), 1] * 2


def test_nobody_who_rests_is_disturbed(looks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
    collector = Collector()
    for _ in range(10 * LONG_REST):
        collector.rest()
    assert len(looks) == 1 + (LONG_REST - 1) // FEW_SECONDS


def test_what_is_loaded_with_the_first_change_is_not_looked_through(
    looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(len(sys.modules)))
    collector = Collector()
    collector.rest()
    assert not frozen
    late = {f"loaded_late_{n}": gc for n in range(MANY_MODULES + 1)}
    monkeypatch.setattr(sys, "modules", {**sys.modules, **late})
    for _ in range(3):
        collector.rest()
    assert frozen == [len(sys.modules)]


async def test_windows_that_are_gone_leave_no_painted_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    async with stage() as here:
        kept = []
        for _ in range(4):
            await here.show(HelpScreen(COMMANDS))
            await here.press("escape")
            collector = Collector()
            for _second in range(LONG_REST):
                collector.rest()
            kept.append(sum(isinstance(one, StylesCache) for one in gc.get_objects()))
    assert len(set(kept[1:])) == 1


def test_what_textual_remembers_is_there_and_is_let_go(looks: list[int]) -> None:
    for kind in REMEMBERING:
        assert any(hasattr(getattr(kind, name), "cache_clear") for name in vars(kind)), kind
    Region(0, 0, 80, 24).union(Region(3, 4, 5, 6))
    collector = Collector()
    for _ in range(LONG_REST):
        collector.rest()
    assert looks[-1] == 2
    assert Region.union.cache_info().currsize == 0
