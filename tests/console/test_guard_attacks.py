"""Attacks on the guards of a reply with the keys: every trap on every way (F34–F36, F76, F77).

Nothing but `y` passes a stop, and it passes that one alone.
"""

from collections.abc import Callable

import pytest
from textual.widgets import TextArea

from supportdesk.domain.action import AddNote, ChangeOption
from supportdesk.domain.memory import ClaimWriting
from supportdesk.store.read import outbox, threads
from tests.console.consoles import WIDE, Running, running, shown
from tests.small_desk import SmallDesk

FINE = "All is well."


def forgotten(_small: SmallDesk, _number: int) -> str:
    """A file is promised and none goes along."""
    return "The log is attached."


def stranger(_small: SmallDesk, _number: int) -> str:
    """What belongs to another client stands in the text."""
    return "All is well, ann@example.org."


def braces(_small: SmallDesk, _number: int) -> str:
    """Braces were typed."""
    return "All is {{ well }}."


def news(small: SmallDesk, number: int) -> str:
    """Somebody writes while the reply is being written."""
    small.act(AddNote(number, "Wait!"), by=small.olga)
    return FINE


def writer(small: SmallDesk, number: int) -> str:
    """Somebody else writes at this moment, and the desk keeps places."""
    small.act(ChangeOption("writing_lock", "on"), by=small.olga)
    small.desk.remember(ClaimWriting(small.olga, number))
    return FINE


TRAPS = (forgotten, stranger, braces, news, writer)
WAYS = {
    "at once": ("ctrl+d",),
    "review": ("escape", "s"),
    "and wait": ("escape", "w"),
    "later": ("escape", "d", *"2h", "enter"),
}


def sent(small: SmallDesk, number: int) -> tuple[int, int]:
    """How many messages a ticket has, and how many replies are planned on it."""
    return len(small.desk.ask(threads.messages, number)), len(
        small.desk.ask(outbox.planned, number)
    )


async def go(console: Running, way: str) -> None:
    """Go one way, from the text or from its review."""
    keys = WAYS[way]
    in_text = isinstance(console.app.focused, TextArea)
    await console.press(*(keys if in_text or keys[0] != "escape" else keys[1:]))
    assert "Stop and look" in console.text, console.text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("trap", TRAPS)
async def test_no_key_but_y_passes_a_stop(
    furnished: SmallDesk, trap: Callable[[SmallDesk, int], str], way: str
) -> None:
    async with running(furnished, WIDE) as console:
        number = shown(console)
        await console.press("r")
        await console.press(*trap(furnished, number))
        before = sent(furnished, number)
        await go(console, way)
        await console.press("ctrl+d", "ctrl+d", "s", "w", "enter")
        assert "Stop and look" not in console.text
        assert sent(furnished, number) == before
        await go(console, way)
        await console.press("escape")
        assert sent(furnished, number) == before
        await go(console, way)
        await console.press("y")
        assert sum(sent(furnished, number)) == sum(before) + 1


async def test_what_passes_one_stop_passes_no_other(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        number = shown(console)
        await console.press("r", *"The log is attached.")
        before = sent(furnished, number)
        await go(console, "at once")
        news(furnished, number)
        await console.press("y")
        assert "Stop and look" in console.text, "the note has come while the first stop was read"
        await console.press("enter")
        assert sent(furnished, number) == (before[0] + 1, before[1]), "Olga's note alone"
