"""Writing from the desk screen: replies, notes and drafts, and nothing typed is lost."""

from asyncio import create_task, get_running_loop
from asyncio import sleep as sleep_a_little
from threading import Event
from time import sleep
from typing import Any

import pytest
from textual import events

from supportdesk.domain.action import ClientReference, ReceiveMessage
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import StoreTrouble
from supportdesk.domain.memory import MarkSeen
from supportdesk.store.read import threads
from tests.console.consoles import WIDE, running, shown
from tests.small_desk import SmallDesk


async def test_a_reply_is_accepted_and_recalled_into_its_composer(furnished: SmallDesk) -> None:
    async with running(furnished, after_sending="stay") as console:
        await console.press("r", *"Yes", "ctrl+d")
        assert console.desk.writing.open is None
        assert "accepted. z recalls it for 10 s." in console.notice
        assert "z recalls it for 10 s" in console.text
        furnished.clock.forward(seconds=4)
        await console.pilot.pause(0.3)
        assert "z recalls it for 6 s" in console.text
        await console.press("z")
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "Yes"
        assert console.notice.startswith("Undone: reply of #2")


async def test_the_desk_lets_a_reply_go_when_its_time_has_come(furnished: SmallDesk) -> None:
    async with running(furnished, after_sending="stay") as console:
        await console.press("r", *"Yes", "ctrl+d")
        furnished.clock.forward(seconds=11)
        await console.pilot.pause(0.4)
        await console.settle()
        assert "saved · no outgoing channel" in console.text


async def test_a_note_is_visibly_no_reply(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("c")
        assert "NOTE · the client will not see this" in console.text
        await console.press(*"Beware", "ctrl+d")
        assert "█ NOTE · the client does not see it   You, 14:05" in console.text
        assert furnished.row(2).replies == 0


async def test_a_left_text_is_a_draft_and_goes_on_later(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("r", *"Half a", "escape", "q")
        assert console.notice == "The draft is kept. r goes on with it."
        draft = furnished.desk.ask(threads.draft, furnished.petro, 2, "reply")
        assert draft is not None
        assert draft.body == "Half a"
        await console.press("j", "g", "d")
        assert "#2 reply · Half a" in console.text
        await console.press("enter")
        assert shown(console) == 2
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "Half a"


async def test_a_discarded_text_comes_back_by_undo(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("r", *"Mine", "escape", "x")
        assert console.notice == "The text is discarded. z brings it back."
        assert furnished.desk.ask(threads.draft, furnished.petro, 2, "reply") is None
        await console.press("z")
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "Mine"


async def test_a_reply_stops_when_the_client_has_written_meanwhile(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("r", *"Late")
        who = ClientReference("Иван Петров", "client3True@example.org")
        furnished.act(ReceiveMessage(who, "Re:", "Never mind, solved!", "m@x", ticket=2))
        await console.press("ctrl+d")
        assert "Never mind, solved!" in console.text
        assert furnished.row(2).replies == 0
        await console.pilot.pause(0.2)
        await console.settle()
        kept = furnished.desk.ask(threads.draft, furnished.petro, 2, "reply")
        assert kept is not None
        assert kept.body == "Late"
        await console.press("escape")
        assert console.desk.writing.open is not None
        await console.press("ctrl+d", "y")
        assert furnished.row(2).replies == 1


async def test_what_is_typed_quickly_reaches_the_dialog_or_text_it_was_meant_for(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        for letter in "d2h":
            console.app.post_message(events.Key(letter, letter))
        await console.press("enter")
        assert console.notice.startswith("#2 sleeps until 16:05.")
        for letter in "rquick":
            console.app.post_message(events.Key(letter, letter))
        await console.settle()
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "quick"


async def test_nothing_of_one_text_is_left_in_the_next(furnished: SmallDesk) -> None:
    async with running(furnished, after_sending="stay") as console:
        await console.press("r", *"First", "ctrl+d", "q", "j", "r")
        composer = console.desk.writing.open.composer if console.desk.writing.open else None
        assert composer is not None
        assert (composer.body, composer.receiver.name) == ("", "Ann Lee")
        await console.press("ctrl+z")
        assert composer.body == ""
        await console.press(*"Two", "escape", "q")
        assert furnished.desk.ask(threads.draft, furnished.petro, 2, "reply") is None
        kept = furnished.desk.ask(threads.draft, furnished.petro, 1, "reply")
        assert kept is not None
        assert kept.body == "Two"


async def test_a_sent_reply_is_shown_in_one_frame(furnished: SmallDesk) -> None:
    async with running(furnished, size=WIDE, after_sending="stay") as console:
        await console.press("r", *"Yes", "ctrl+d", "r", *"Yes")
        await console.pilot.pause(1)
        layouts: list[object] = []
        console.desk.screen_layout_refresh_signal.subscribe(console.desk, layouts.append)
        await console.press("ctrl+d")
        assert "accepted" in console.notice
        assert len(layouts) == 1


async def test_while_a_text_is_on_its_way_no_key_is_lost_with_it(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, go_on = furnished.desk.submit, Event()

    def slow(*arguments: Any) -> Receipt:
        go_on.wait(5)
        return submit(*arguments)

    async with running(furnished) as console:
        await console.press("r", *"Yes")
        monkeypatch.setattr(furnished.desk, "submit", slow)
        await console.pilot.press("ctrl+d", *"lost")
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "Yes"
        go_on.set()
        await console.settle()
        assert console.desk.writing.open is None
        await console.settle()
        assert furnished.desk.ask(threads.draft, furnished.petro, 2, "reply") is None
        assert furnished.desk.ask(threads.messages, 2)[-1].body == "Yes"


@pytest.mark.parametrize("accepted_after", [0.0, 0.1])
async def test_a_stall_while_a_reply_is_sent_leaves_no_draft_of_it(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch, accepted_after: float
) -> None:
    submit = furnished.desk.submit

    async with running(furnished, after_sending="stay") as console:
        loop = get_running_loop()

        def slow(*arguments: Any) -> Receipt:
            loop.call_soon_threadsafe(sleep, 0.2)
            sleep(accepted_after)
            return submit(*arguments)

        await console.press("r", *"Yes")
        monkeypatch.setattr(furnished.desk, "submit", slow)
        await console.press("ctrl+d")
        await console.until("recalls it for")
        await console.settle()
        assert furnished.desk.ask(threads.draft, furnished.petro, 2, "reply") is None


async def test_on_narrow_screens_a_text_takes_the_place_of_the_list(furnished: SmallDesk) -> None:
    async with running(furnished, size=(60, 24)) as console:
        assert console.desk.panes.tickets.region.height > 0
        await console.press("r", *"Yes")
        assert "Reply to" in console.text
        assert console.desk.panes.tickets.region.height == 0
        await console.press("escape", "q")
        assert "Reply to" not in console.text


async def test_a_program_that_is_ended_keeps_what_was_typed_last(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("r", *"last")
        console.app.leave(15)
    draft = furnished.desk.ask(threads.draft, furnished.petro, 2, "reply")
    assert draft is not None
    assert draft.body == "last"


async def test_what_the_desk_refuses_stays_in_the_window_it_was_typed_in(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise StoreTrouble("store.full", path="here.desk")

    async with running(furnished) as console:
        await console.press("l", *"no;tag", "enter")
        assert "no;tag" in console.text
        assert "cannot be a tag" in console.text
        await console.press("escape", "N", *"Zoe", "enter", "tab", "tab", *"story")
        monkeypatch.setattr(furnished.desk, "submit", full)
        await console.press("ctrl+d")
        assert "The disk of here.desk is full" in console.text
        assert "story" in console.text
        monkeypatch.undo()
        await console.press("ctrl+d")
        assert console.notice.endswith("is written down. z undoes.")


async def test_a_draft_that_comes_late_is_not_kept_behind_the_reply(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("r", *"First")
        writing = console.desk.writing.open
        assert writing is not None
        late = console.desk.writing._keep(writing, asked=False)
        await console.press("ctrl+d")
        await late
        assert furnished.row(2).replies == 1
        assert furnished.desk.ask(threads.draft, furnished.petro, 2, "reply") is None


async def test_nothing_personal_is_remembered_before_the_reply_is_in_sight(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        acting = console.desk.families._at.acting
        async with acting.one_frame():
            keeping = create_task(acting.keep(MarkSeen(furnished.petro, 2, 0)))
            await sleep_a_little(0.05)
            assert not keeping.done()
        assert await keeping


async def test_what_is_sent_with_a_gap_leads_to_the_gap(furnished: SmallDesk) -> None:
    async with running(furnished, after_sending="stay") as console:
        await console.press("r")
        assert console.desk.writing.open is not None
        console.desk.writing.open.composer.insert("call ⟦client.phone⟧ now")
        await console.press("end", "ctrl+d")
        assert "still empty, so nothing was sent: ⟦client.phone⟧" in console.notice
        await console.press(*"me", "ctrl+d")
        assert console.desk.writing.open is None
        assert furnished.desk.ask(threads.messages, 2)[-1].body == "call me now"
