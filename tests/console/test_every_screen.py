"""Every screen in every size and language: no words of ours cut, nothing over anything else.

What customers write is short here, so that any ellipsis stands for words of the program.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from supportdesk.console.commands import BY_NAME, COMMANDS
from supportdesk.console.screens.report import ReportScreen
from supportdesk.domain.action import (
    AddNote,
    Assign,
    ClientReference,
    CreateTicket,
    PolicyTarget,
    Reply,
    SaveCalendar,
    SavePolicy,
)
from supportdesk.i18n import choose_language
from tests.console.consoles import Running, running
from tests.small_desk import SmallDesk

SIZES = ((80, 24), (100, 30), (140, 40))
LANGUAGES = ("en", "ru", "uk")
LEAVES = {"quit"}
"""Commands after which there is no console any more."""
TOLD_WHOLE_BELOW = {"help"}
"""Their lists begin texts that are told whole under the list, for the line of the cursor."""


@pytest.fixture
def short(small: SmallDesk) -> SmallDesk:
    """A desk whose every name and text is short."""
    small.clock.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    for name in ("Ann", "Ada", "Ira", "Ian", "Eva", "Leo"):
        who = ClientReference(name, f"{name}@a.org".lower())
        number = small.act(CreateTicket(who, "Hi", "One.", tags=("a",))).tickets[0]
        small.act(Assign(number, small.petro))
        small.act(Reply(number, "Two.", 10**6))
        small.act(AddNote(number, "Three."))
    return small


@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_screen_is_cut_or_overlaps(short: SmallDesk, language: str) -> None:
    faults = []
    choose_language(language)
    try:
        async with running(short, SIZES[0]) as console:
            faults += await _in_all_sizes(console, "desk")
            for command in COMMANDS:
                if command.name not in LEAVES:
                    console.desk.do(command)
                    await console.settle()
                    faults += await _in_all_sizes(console, command.name)
                    await _back(console)
            for command in COMMANDS:
                if command.name in console.desk._for_many:
                    await console.press("x")
                    console.desk.do(command)
                    await console.settle()
                    faults += await _in_all_sizes(console, f"many: {command.name}")
                    await _back(console)
            await console.press("g", "v", "x", "n")
            faults += await _in_all_sizes(console, "view form")
    finally:
        choose_language("en")
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.mark.timeout(400)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_window_of_a_lead_is_cut_or_overlaps(short: SmallDesk, language: str) -> None:
    office = SaveCalendar("Office", None, "UTC", "mon-fri 09:00-17:00", default=True)
    targets = (PolicyTarget("normal", "first_response", 60), PolicyTarget("normal", "update", 60))
    for action in (office, SavePolicy("Gold", query="vip:yes"), SavePolicy("All", targets=targets)):
        short.act(action, by=short.olga)
    faults = []
    choose_language(language)
    try:
        async with running(replace(short, petro=short.olga), SIZES[0]) as console:
            await console.press("3")
            for name in ("why", "service_levels", "calendars", "roster_check"):
                console.desk.do(BY_NAME[name])
                await console.settle()
                assert console.app.screen is not console.desk
                faults += await _in_all_sizes(console, name)
                await _back(console)
            faults += await _report(console)
            faults += await _board(console)
    finally:
        choose_language("en")
    assert not faults, "\n".join(dict.fromkeys(faults))


async def _report(console: Running) -> list[str]:
    """The report with totals, with lines, with the days before, and its questions."""
    console.desk.do(BY_NAME["report"])
    await _measured(console)
    faults = await _in_all_sizes(console, "report")
    for keys in (("b", "down", "enter"), ("c",), ("end",)):
        await console.press(*keys)
        await _measured(console)
        faults += await _in_all_sizes(console, f"report {keys[0]}")
    for key in ("p", "b", "/", "?"):
        await console.press(key)
        faults += await _in_all_sizes(console, "help" if key == "?" else f"report {key}")
        await console.press("escape")
    await _back(console)
    return faults


async def _measured(console: Running) -> None:
    """Wait until the report has its numbers."""
    for _moment in range(500):
        await console.pilot.pause(0.01)
        screen = console.app.screen
        if isinstance(screen, ReportScreen) and screen._measuring is None:
            return
    raise AssertionError(console.text)


async def _board(console: Running) -> list[str]:
    """The board, what its week counts, and what it says of people needed."""
    console.desk.do(BY_NAME["board"])
    await console.until("00 01 02")
    faults = await _in_all_sizes(console, "board")
    for key in ("w", "#", "w", "p", "c"):
        await console.press(key)
        await console.pilot.pause(0.05)
        faults += await _in_all_sizes(console, f"board {key}")
    await _back(console)
    return faults


async def _in_all_sizes(console: Running, name: str) -> list[str]:
    found = []
    for columns, rows in (*SIZES[1:], SIZES[0]):
        await console.pilot.resize_terminal(columns, rows)
        await console.settle()  # on a busy machine the last of the lines come a moment later
        found += [f"{name} {columns}x{rows}: {fault}" for fault in _faults(console, name)]
    return found


def _faults(console: Running, name: str) -> Iterator[str]:
    for line in console.text.splitlines():
        if name not in TOLD_WHOLE_BELOW and re.search(r"\S…", line):
            yield f"cut: {line.strip()}"
    screen = console.app.screen
    for widget in screen.walk_children(Widget):
        if not widget.is_on_screen or not widget.display:
            continue
        yield from _out_of_place(widget)
        if isinstance(widget, Static) and _is_cut(widget, console.app):
            yield f"cut: {widget!r} {str(widget.render())!r}"


def _is_cut(words: Static, app: App[None]) -> bool:
    """Whether words need more lines than they have."""
    width, height = words.content_size
    return bool(width) and words.get_content_height(app.size, app.size, width) > height


def _out_of_place(widget: Widget) -> Iterator[str]:
    parent = widget.parent
    if not isinstance(parent, Widget) or not widget.region:
        return
    scrolls = parent.styles.overflow_y == "auto" and not isinstance(parent, Screen)
    if not scrolls and not parent.region.contains_region(widget.region):
        yield f"out of its parent: {widget!r} {widget.region} in {parent.region}"
    for other in parent.displayed_children:
        if other is widget:
            return
        if other.layer == widget.layer and other.region.overlaps(widget.region):
            yield f"overlap: {widget!r} and {other!r}"


async def _back(console: Running) -> None:
    """Leave what a command opened."""
    for _ in range(6):
        if len(console.app.screen_stack) > 1:
            await console.press("escape")
        elif console.desk.writing.open:
            await console.press("escape", "q")
        elif console.desk.panes.tickets.marks:
            await console.press("escape")
        else:
            return
    raise AssertionError(f"no way back:\n{console.text}")
