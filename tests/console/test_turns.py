"""Keys that come all at once mean what they mean one by one."""

import asyncio

import pytest
from textual import events

from supportdesk.console import turns
from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.console.screens.new_ticket import NewTicketScreen
from supportdesk.console.widgets.fields import LineField
from supportdesk.store.read import clients, threads
from tests.console.consoles import Running, running
from tests.small_desk import SmallDesk

NAMED = {"+": "plus", "-": "minus", " ": "space", ",": "comma", "#": "number_sign"}


async def at_once(console: Running, *keys: str) -> None:
    """Keys as one piece of a slow line brings them: nothing happens between two of them."""
    for key in keys:
        character = key if len(key) == 1 else None
        console.app.post_message(events.Key(NAMED.get(key, key), character))
    await console.pilot.pause(0.05)
    await console.settle()


async def test_an_arrow_is_before_the_enter_that_follows_it(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await at_once(console, "p", "down", "down", "enter")
        assert furnished.row(2).priority == 1


async def test_what_is_typed_is_filtered_before_the_arrow_that_follows(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("a", *"a", "down", "enter")
        one_by_one = furnished.row(2).owner
        await console.press("z")
        assert furnished.row(2).owner != one_by_one
        await at_once(console, "a", *"a", "down", "enter")
        assert furnished.row(2).owner == one_by_one


async def test_a_letter_taken_back_is_the_one_before(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await at_once(console, "l", *"+ab", "backspace", *"c", "left", *"x", "end", *"d", "enter")
        assert "axcd" in furnished.row(2).tags


async def test_letters_go_into_the_field_that_tab_has_led_to(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await at_once(console, "N", *"Nobody Known", "tab", "tab", *"Late")
        window = console.app.screen
        assert isinstance(window, NewTicketScreen)
        assert [field.value for field in window.query(LineField)] == ["Nobody Known", "Late"]


async def test_letters_wait_for_the_window_that_a_command_opens(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await at_once(console, "ctrl+p", *"note on the client", "enter", *"from afar", "ctrl+d")
        await console.settle()
        client = furnished.row(2).client_id
        card = furnished.desk.ask(clients.card, client)
        assert card is not None
        assert [note.body for note in card.notes] == ["from afar"]


async def test_a_text_is_whole_when_it_is_handed_over(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await at_once(console, "x", "j", "x", "c", *"for all", "ctrl+d")
        assert "The note is on 2 tickets." in console.notice
        await at_once(console, "r", *"Dear A", "backspace", *"B", "ctrl+d")
        written = [message.body for message in furnished.desk.ask(threads.messages, 1)]
        assert "Dear B" in written


async def test_letters_of_a_text_that_come_at_once_cost_one_turn_and_not_a_frame_each(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("r")
        before = console.app._turn
        await at_once(console, *"The invoice is on its way, dear Ann.")
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "The invoice is on its way, dear Ann."
        assert console.app._turn - before < 4


async def test_a_paste_behind_the_key_that_opens_a_text_is_in_it(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        for event in (events.Key("r", "r"), events.Paste("Hello"), events.Key("x", "x")):
            console.app.post_message(event)
        await console.pilot.pause(0.2)
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "Hellox"


async def test_one_key_that_never_ends_holds_up_no_other(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    go_on = asyncio.Event()
    async with running(furnished) as console:
        settled = console.desk.panes.fetching.settled

        async def waits() -> None:
            await go_on.wait()
            await settled()

        monkeypatch.setattr(console.desk.panes.fetching, "settled", waits)
        for key in ("j", "j", "f1"):
            console.app.post_message(events.Key(key, None))
        await console.pilot.pause(0.4)
        assert not console.app._waiting
        go_on.set()
        await console.settle()
        assert type(console.app.screen).__name__ == "HelpScreen"


async def test_a_key_that_comes_before_its_window_has_a_field_acts_once(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        app, answers = console.app, list[object]()
        app.push_screen(ConfirmScreen("Below", [], yes="do it"), answers.append)
        app.push_screen(ConfirmScreen("Above", [], yes="do it"), answers.append)
        await at_once(console, "y")
        assert answers == [True]
        assert app.defect is None
        await console.press("escape")
        app.push_screen(ChoiceScreen("One of", [Option(1, "one")]), answers.append)
        await at_once(console, "enter")
        await console.pilot.pause(0.2)
        assert [type(answer) for answer in answers] == [bool, type(None), Option]
        assert app.screen is console.desk


async def test_a_click_waits_for_the_letters_before_it(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("N")
        client, subject = console.app.screen.query(LineField)
        await at_once(console, *"Nob")
        at = subject.region
        for kind in (events.MouseDown, events.MouseUp):
            for letter in "ody" if kind is events.MouseDown else "":
                console.app.post_message(events.Key(letter, letter))
            console.app.post_message(
                kind(None, at.x + 2, at.y, 0, 0, 1, False, False, False, at.x + 2, at.y)
            )
        await console.pilot.pause(0.1)
        assert client.value == "Nobody"
        assert console.app.focused is subject
