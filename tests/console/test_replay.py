"""The history of a ticket on the screen: step by step, and to the message of a step."""

import re

import pytest

from supportdesk.console.screens.replay import ReplayScreen
from supportdesk.domain.action import AddNote, Assign, Reply, SetPriority, SetState, SetSubject
from supportdesk.i18n import choose_language
from tests.console.consoles import USUAL, WIDE, Running, running
from tests.small_desk import SmallDesk


@pytest.fixture
def worked_on(small: SmallDesk) -> SmallDesk:
    """One ticket with a history: created, taken, answered, urgent, solved."""
    number = small.ticket()
    small.act(Assign(number, small.petro))
    small.act(Reply(number, "On its way.", 10**6))
    small.act(SetPriority(number, 2))
    small.act(AddNote(number, "Look at the order."))
    small.act(SetState(number, "solved", kind="help"))
    return small


def cursor(console: Running) -> str:
    """The step under the cursor."""
    found = re.search(r"▌ (.*)$", console.text.partition("History of")[2], re.MULTILINE)
    assert found is not None, console.text
    return found[1]


@pytest.mark.parametrize("size", [USUAL, WIDE])
async def test_every_step_shows_the_ticket_as_it_stood_then(
    worked_on: SmallDesk, size: tuple[int, int]
) -> None:
    async with running(worked_on, size) as console:
        await go_to_solved(console)
        assert "solved · high · help" in console.text
        assert "3 messages, newest first" in console.text
        while "priority:" not in cursor(console):
            await console.press("[")
        assert "open · high · First line" in console.text
        assert "2 messages, newest first" in console.text
        assert "Look at the order." not in console.text
        await console.press("[")
        assert "open · normal · First line" in console.text
        await console.press("home")
        assert "ticket added" in cursor(console)
        assert "new · normal · First line · nobody" in console.text
        assert "0 messages" in console.text
        await console.press("]")
        assert "1 message, newest first" in console.text
        assert "I paid twice." in console.text


async def go_to_solved(console: Running) -> None:
    """Find the solved ticket and show its history."""
    await console.press("#", "1", "enter")
    await console.press("H")
    await console.until("History of ticket")


@pytest.mark.parametrize(("back", "forth"), [("[", "]"), ("х", "ъ"), ("х", "ї"), ("k", "j")])
async def test_steps_on_every_layout(worked_on: SmallDesk, back: str, forth: str) -> None:
    async with running(worked_on, WIDE) as console:
        await go_to_solved(console)
        last = cursor(console)
        await console.press(back)
        assert cursor(console) != last
        await console.press(forth)
        assert cursor(console) == last
        await console.press("up", "down")
        assert cursor(console) == last


async def test_enter_goes_to_the_message_of_a_step(worked_on: SmallDesk) -> None:
    async with running(worked_on, WIDE) as console:
        await go_to_solved(console)
        await console.press("enter")
        assert "This step is about no message." in console.text
        while "reply added" not in cursor(console):
            await console.press("[")
        await console.press("enter")
        assert not isinstance(console.app.screen, ReplayScreen)
        assert console.desk.panes.pane == "thread"


async def test_a_long_conversation_is_scrolled_to_the_message(small: SmallDesk) -> None:
    number = small.ticket(body="The very first words.\n" * 3)
    for n in range(40):
        small.act(AddNote(number, f"Note {n}\n" * 4))
    async with running(small, USUAL) as console:
        await go_to_solved(console)
        await console.press("home", "]", "enter")
        assert "The very first words." in console.text


async def test_texts_of_strangers_are_cleaned(small: SmallDesk) -> None:
    hostile = "\x1b]0;title\x07body [b]bold[/b] \u202eover"
    number = small.ticket("\x1b[31mred\u202e subject", hostile)
    small.act(SetSubject(number, "\x1b[2Jgone [red]x[/red]"))
    async with running(small, WIDE) as console:
        await go_to_solved(console)
        await console.press("home", "]", "]", "[")
        for sign in ("\x1b", "\x07", "\u202e"):
            assert sign not in console.text
        assert "[b]bold[/b]" in console.text


@pytest.mark.parametrize(
    ("language", "title"), [("ru", "История заявки #1"), ("uk", "Історія заявки #1")]
)
async def test_it_speaks_three_languages(worked_on: SmallDesk, language: str, title: str) -> None:
    choose_language(language)
    try:
        async with running(worked_on, USUAL) as console:
            await console.press("#", "1", "enter")
            await console.press("Р")
            await console.until(title)
            assert title in console.text
    finally:
        choose_language("en")


async def test_a_desk_that_is_only_read_has_its_histories(worked_on: SmallDesk) -> None:
    worked_on.desk.read_only_because = "asked"
    async with running(worked_on, WIDE) as console:
        await go_to_solved(console)
        await console.press("[", "[")
        assert "History of ticket #1" in console.text
