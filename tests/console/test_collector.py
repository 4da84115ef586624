"""When garbage is looked for: never long after it was made, and not while nobody works."""

import gc
import os
import platform
import sys
from typing import Any

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from supportdesk.console.collector import (
    ENOUGH,
    FEW_SECONDS,
    LITTLE,
    LONG_REST,
    MANY_MODULES,
    MUCH,
    REMEMBERING,
    ROOM,
    Collector,
)
from supportdesk.console.commands import COMMANDS
from supportdesk.console.screens.help import HelpScreen
from tests.bench.process_load import resident_megabytes
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


class Memory:
    """Blocks of memory of which a look at everything finds some."""

    def __init__(self, looks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept = self.garbage = 0
        self.most = 0
        self._looks = looks
        monkeypatch.setattr(gc, "collect", self._look)
        monkeypatch.setattr(sys, "getallocatedblocks", lambda: self.kept + self.garbage)

    def make(self, blocks: int) -> None:
        """Leave so much garbage."""
        self.garbage += blocks
        self.most = max(self.most, self.kept + self.garbage)

    def _look(self, generation: int = 2) -> None:
        self._looks.append(generation)
        self.garbage = 0 if generation == 2 else self.garbage


def changing(monkeypatch: pytest.MonkeyPatch) -> Collector:
    """One of a console in which a first change has loaded what changes need."""
    collector = Collector()
    late = {f"loaded_late_{n}": gc for n in range(MANY_MODULES + 1)}
    monkeypatch.setattr(sys, "modules", {**sys.modules, **late})
    monkeypatch.setattr(gc, "freeze", lambda: None)
    collector.rest()
    return collector


@pytest.mark.parametrize("pause", [1, 4])
def test_memory_has_its_bound(
    looks: list[int], monkeypatch: pytest.MonkeyPatch, pause: int
) -> None:
    """With keys every so many seconds, each of which leaves garbage."""
    memory, a_key = Memory(looks, monkeypatch), pause * 2_000
    collector = Collector()
    for second in range(10 * LONG_REST):
        if second % pause == 0:
            collector.key()
            memory.make(a_key)
        collector.rest()
    assert MUCH < memory.most <= MUCH + 2 * a_key
    assert looks.count(2) > 2


def test_the_bound_stays_whatever_was_kept_for_a_while(
    looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, collector = Memory(looks, monkeypatch), changing(monkeypatch)
    for memory.kept in (0, 2 * MUCH, 0):
        memory.garbage = memory.most = 0
        for _ in range(200):
            collector.key()
            memory.make(2_000)
            collector.rest()
        assert ROOM < memory.most <= ROOM + 2 * 2_000
    assert looks.count(2) > 2


def test_what_is_open_may_be_more_than_the_bound(
    looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, collector = Memory(looks, monkeypatch), changing(monkeypatch)
    memory.kept = 2 * ROOM
    for _ in range(100):
        collector.key()
        memory.make(2_000)
        collector.rest()
    assert looks.count(2) == 1 + (100 - 1) * 2_000 // (LITTLE + 2_000)


def test_a_second_without_a_key_is_used(looks: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    memory, collector = Memory(looks, monkeypatch), changing(monkeypatch)
    for _ in range(3):
        collector.key()
        memory.make(MUCH)
        collector.rest()
    assert 2 not in looks, "it is less than the bound"
    collector.rest()
    assert looks[-1] == 2


def test_a_long_rest_is_used_once(looks: list[int]) -> None:
    collector = Collector()
    collector.key()
    for _ in range(100 * LONG_REST):
        collector.rest()
    assert looks.count(2) == 1
    assert looks[LONG_REST - 1] == 2


def test_what_is_new_is_looked_at_each_second_and_gone_windows_every_few(looks: list[int]) -> None:
    collector = Collector()
    for _ in range(2 * FEW_SECONDS):
        collector.key()
        collector.rest()
    assert looks == [*[0] * (FEW_SECONDS - 1), 1] * 2


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc hands pages back")
def test_pages_between_what_is_kept_are_handed_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    pieces = [bytes(1_000) for _ in range(60_000)]
    kept = pieces[::50]
    del pieces
    before = resident_megabytes(os.getpid())
    collector = Collector()
    for _ in range(LONG_REST):
        collector.rest()
    assert resident_megabytes(os.getpid()) < before - 30
    assert len(kept) == 1_200


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


async def test_open_windows_keep_no_painted_lines_and_paint_the_same_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    async with stage() as here:
        await here.show(HelpScreen(COMMANDS))
        before = here.lines
        assert any(map(lines_kept, here.app.screen_stack))
        collector = Collector(lambda: here.app.screen_stack)
        for _second in range(LONG_REST):
            collector.rest()
        assert not any(map(lines_kept, here.app.screen_stack))
        assert here.lines == before


def lines_kept(window: Screen[Any]) -> int:
    """Painted lines that the widgets of a window remember."""
    widgets = (window, *window.walk_children(Widget))
    return sum(len(widget._styles_cache._cache) for widget in widgets)


def test_what_textual_remembers_is_there_and_is_let_go(looks: list[int]) -> None:
    for kind in REMEMBERING:
        assert any(hasattr(getattr(kind, name), "cache_clear") for name in vars(kind)), kind
    Region(0, 0, 80, 24).union(Region(3, 4, 5, 6))
    collector = Collector()
    for _ in range(LONG_REST):
        collector.rest()
    assert looks[-1] == 2
    assert Region.union.cache_info().currsize == 0
