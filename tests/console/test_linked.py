"""The console on a copy of another desk: how it stands, what is on its way, what was stopped."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from supportdesk.console.desk.link_texts import HOLDS, link_words
from supportdesk.console.times import Watch
from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeOption,
    ClientReference,
    CreateTicket,
    Reply,
    SetState,
)
from supportdesk.store.read import sendings, threads
from supportdesk.store.read.sendings import STOPPED, LinkRow
from tests.console.consoles import WIDE, Running, shown
from tests.console.linked import NOT_REACHED, Linked, linked
from tests.small_desk import SmallDesk


@pytest.fixture(autouse=True)
def stores_are_made_once(
    copied_store: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How a store is made is tried in `tests.store`; here one is only needed."""
    monkeypatch.setattr("supportdesk.desk.replica.beginning.create_store", copied_store)


@pytest.fixture
async def team(furnished: SmallDesk, tmp_path: Path) -> AsyncIterator[Linked]:
    """A copy of the furnished desk that Petro has."""
    async with linked(furnished, tmp_path) as found:
        yield found


def first_line(console: Running) -> str:
    """What stands over the desk."""
    return console.text.split("\n", 1)[0]


NOW = 1_800_000_000_000


def link(**more: object) -> LinkRow:
    """A link that stands."""
    held: dict[str, object] = {
        "kind": "supportdesk",
        "name": "team",
        "address": "",
        "history": "",
        "operator_id": 1,
        "cursor": "9",
        "complete": True,
        "progress": 0,
        "total": 0,
        "synced_at": NOW,
        "failing_since": None,
        "trouble": {},
        **more,
    }
    return LinkRow(**held)  # type: ignore[arg-type]


FAILING = {"failing_since": NOW - 60_000, "trouble": NOT_REACHED}


@pytest.mark.parametrize(
    ("standing", "counts", "long", "short"),
    [
        (link(), {}, "team ● as it is", "team ●"),
        (link(), {"done": 3, "withdrawn": 1}, "team ● as it is", "team ●"),
        (link(), {"queued": 1, "sent": 1}, "team · 2 on their way", "team · 2 on their way"),
        (link(), {"stopped": 1}, "team · 1 STOPPED: g o", "team · 1 STOPPED"),
        (
            link(),
            {"sending": 1, "stopped": 2, "unknown": 1},
            "team · 1 on its way · 2 STOPPED · 1 UNCLEAR: g o",
            "team · 2 STOPPED · 1 UNCLEAR",
        ),
        (
            link(**FAILING),
            {"queued": 2},
            "team ✗ not reached since 07:59 · 2 wait",
            "team ✗ not reached · 2 wait",
        ),
        (
            link(failing_since=NOW, trouble={"code": "remote.signed_out"}),
            {},
            "team ✗ token refused since 08:00",
            "team ✗ token refused",
        ),
        (
            link(failing_since=NOW, trouble={"code": "remote.broken"}),
            {"stopped": 1},
            "team ✗ not followed since 08:00 · 1 STOPPED",
            "team ✗ not followed · 1 STOPPED",
        ),
        (link(complete=False), {}, "team · reading", "team · reading"),
        (
            link(complete=False, progress=41, total=100),
            {},
            "team · reading 41 %",
            "team · reading 41 %",
        ),
        (
            link(synced_at=NOW - HOLDS - 1),
            {},
            "team · as it was 07:58",
            "team · as it was 07:58",
        ),
        (link(name="a\x1b[2J" + "b" * 40), {}, "a␛[2Jbbbbbbbbbb… ● as it is", None),
    ],
)
def test_the_first_line_says_in_words_what_a_copy_is(
    standing: LinkRow, counts: dict[str, int], long: str, short: str | None
) -> None:
    from datetime import UTC

    words = link_words(standing, counts, Watch(NOW, UTC))
    assert words.long == long
    assert short is None or words.short == short


async def test_the_first_line_changes_by_itself(team: Linked) -> None:
    async with team.console() as console:
        assert " team ● as it is" in first_line(console)
        team.cut()
        await team.seen(console)
        assert " team ✗ not reached since 14:05" in first_line(console)
        team.act(AddNote(1, "One"))
        team.act(AddNote(1, "Two"))
        await team.seen(console)
        assert " team ✗ not reached since 14:05 · 2 wait" in first_line(console)
        team.copy.keep_trouble(None)
        await team.seen(console)
        assert " team · 2 on their way" in first_line(console)
        await team.sync()
        await team.seen(console)
        assert " team ● as it is" in first_line(console)


async def test_a_copy_says_how_far_it_is_read(team: Linked) -> None:
    team.read_partly(41, 100)
    async with team.console() as console:
        assert " team · reading 41 %" in first_line(console)
        await team.sync()
        await team.seen(console)
        assert " team ● as it is" in first_line(console)
        assert "Where is my refund?" in console.text


async def test_what_has_not_arrived_is_marked_in_the_conversation(team: Linked) -> None:
    async with team.console(WIDE) as console:
        await console.press("c", *"Secret", "ctrl+d")
        assert "NOTE · the client does not see it   You, 14:05 · on its way" in console.text
        team.cut()
        await team.seen(console)
        assert "You, 14:05 · waits for the line" in console.text
        await team.sync()
        await team.seen(console)
        lines = [line.split("  ▐")[0].rstrip() for line in console.text.split("\n")]
        assert any("NOTE" in line and line.endswith("You, 14:05") for line in lines)
        assert "waits for the line" not in console.text
        assert "Secret" in console.text


async def test_a_ticket_made_here_gets_its_number_under_the_hands(team: Linked) -> None:
    async with team.console(WIDE) as console:
        await console.press(
            "enter", "N", *"Zoe", "tab", "tab", *"Fire", "tab", *"It burns", "ctrl+d"
        )
        assert "new-1 is written down." in console.notice
        assert "▸ new-1 Fire" in console.text
        assert "▸new-1 Fire" in console.text  # its tab
        await console.press("r", *"We come")
        before = console.desk.writing.open
        assert before is not None
        await team.sync()
        await team.seen(console)
        assert "new-1" not in console.text
        number = shown(console)
        assert number < 10**6
        assert f"  #{number} Fire" in console.text
        assert f"▸#{number} Fire" in console.text
        assert console.desk.panes.tickets.row is not None
        assert console.desk.panes.tickets.row.number == number
        assert console.desk.writing.open is before
        await console.press(*" at once", "ctrl+d")
        await team.sync()
        bodies = [row.body for row in team.small.desk.ask(threads.messages, number)]
        assert bodies[-1] == "We come at once"
        assert f"The reply on #{number}" in console.notice


async def test_a_reply_on_a_ticket_made_here_goes_after_it(team: Linked) -> None:
    team.cut()
    async with team.console(WIDE) as console:
        await console.press("N", *"Zoe", "tab", "tab", *"Fire", "tab", *"It burns", "ctrl+d")
        await console.press("r", *"We come", "ctrl+d")
        assert console.notice == "The reply on new-1 waits for the line. z takes it back."
        assert " · 2 wait" in first_line(console)
        await team.sync()
        await team.seen(console)
        bodies = [row.body for row in team.small.desk.ask(threads.messages, shown(console))]
        assert bodies == ["It burns", "We come"]
        assert team.open == []


async def test_a_number_is_typed_as_it_is_called(team: Linked) -> None:
    made = team.act(CreateTicket(ClientReference("Zoe", "zoe@example.org"), "Fire", "It burns"))
    async with team.console() as console:
        await console.press("#", *"new-1", "enter")
        assert shown(console) == made.tickets[0]
        await console.press("a", "enter")
        assert "new-1 " in console.notice
        await team.sync()
        await team.seen(console)
        number = shown(console)
        await console.press("q", "home", "#", *"new-1", "enter")
        assert shown(console) == number < made.tickets[0]


async def stop_a_reply(team: Linked, body: str = "We pay.") -> int:
    """A reply that stops because another has written meanwhile; its ticket."""
    row = team.small.row(1)
    team.act(Reply(1, body, row.last_event))
    team.small.act(Reply(1, "I have answered already.", 10**6), by=team.small.olga)
    await team.sync()
    assert [one.state for one in team.open] == [STOPPED]
    return 1


async def test_what_was_stopped_is_told_once_and_when_the_console_begins(team: Linked) -> None:
    async with team.console() as console:
        await stop_a_reply(team)
        await team.seen(console)
        told = console.notice
        assert told.startswith("Stopped: #1 reply. Somebody has written on the ticket")
        assert told.endswith("g o decides.")
        assert " team · 1 STOPPED: g o" in first_line(console)
        await console.press("j")
        assert console.notice == ""
        team.small.act(AddNote(2, "Something else"))
        await team.sync()
        await team.seen(console)
        assert console.notice == ""
    async with team.console() as console:
        assert console.notice == told


async def test_what_was_stopped_is_sent_all_the_same(team: Linked) -> None:
    number = await stop_a_reply(team)
    async with team.console(WIDE) as console:
        await console.press("g", "o")
        assert "1 #1 reply · 14:05" in console.text
        assert "STOPPED · 1" in console.text
        assert "We pay. · Somebody has written on the ticket" in console.text
        await console.press("enter")
        assert "We pay." in console.text
        await console.press("2")
        assert console.notice == "#1 reply: it is on its way."
        assert "on its way" in console.text
        await team.sync()
        bodies = [row.body for row in team.small.desk.ask(threads.messages, number)]
        assert bodies[-2:] == ["I have answered already.", "We pay."]
        await team.seen(console)
        assert " team ● as it is" in first_line(console)


async def test_what_was_stopped_is_looked_at_first(team: Linked) -> None:
    number = await stop_a_reply(team)
    async with team.console(WIDE) as console:
        await console.press("j", "g", "o", "enter", "1")
        assert shown(console) == number
        assert "I have answered already." in console.text
        assert [one.state for one in team.open] == [STOPPED]


async def test_what_was_stopped_is_written_on(team: Linked) -> None:
    number = await stop_a_reply(team)
    async with team.console(WIDE) as console:
        await console.press("g", "o", "enter", "3")
        writing = console.desk.writing.open
        assert writing is not None
        assert (writing.ticket.number, writing.composer.body) == (number, "We pay.")
        assert team.open == []
        await console.press(*" Soon.", "ctrl+d")
        await team.sync()
        bodies = [row.body for row in team.small.desk.ask(threads.messages, number)]
        assert bodies[-1] == "We pay. Soon."


async def test_what_was_stopped_is_let_go_of_as_a_draft(team: Linked) -> None:
    await stop_a_reply(team)
    async with team.console(WIDE) as console:
        await console.press("g", "o", "enter", "4")
        assert console.notice == "#1 reply: it is not sent. Its text is a draft: g d."
        assert team.open == []
        assert [draft.body for draft in console.desk.panes.reading.drafts()] == ["We pay."]
        assert " team ● as it is" in first_line(console)


async def test_a_text_that_becomes_no_draft_is_not_lost_by_a_key(team: Linked) -> None:
    team.cut()
    team.act(CreateTicket(ClientReference("Zoe", "zoe@example.org"), "Fire", "It burns"))
    async with team.console(WIDE) as console:
        await console.press("g", "o", "enter", "2")
        assert "What was written here is gone then:" in console.text
        assert "It burns" in console.text
        await console.press("enter")
        assert len(team.open) == 1
        await console.press("enter", "2", "y")
        assert team.open == []
        assert "Fire" not in console.text


async def test_the_outbox_in_sight_follows(team: Linked) -> None:
    team.cut()
    team.act(AddNote(1, "A note"))
    async with team.console(WIDE) as console:
        await console.press("g", "o")
        assert "#1 note · 14:05" in console.text
        assert "waits · 1" in console.text
        await team.sync()
        await team.seen(console)
        assert "Nothing waits to be sent." in console.text


async def test_two_who_take_one_ticket(team: Linked) -> None:
    ticket = team.small.ticket("A parcel")
    await team.sync()
    team.act(Assign(ticket, team.small.petro))
    team.small.act(Assign(ticket, team.small.olga), by=team.small.olga)
    async with team.console(WIDE) as console:
        await team.sync()
        await team.seen(console)
        assert console.notice.startswith(f"Stopped: #{ticket} ")
        assert "was changed meanwhile by somebody else" in console.notice
        assert team.small.row(ticket).owner_id == team.small.olga


async def test_words_of_the_desk_are_cleaned(team: Linked) -> None:
    receipt = team.act(AddNote(1, "A [b]note[/b]\x1b[2J"))
    row = team.copy.ask(sendings.by_key, str(receipt.envelope))
    assert row is not None
    team.copy.stop(
        row.number,
        {"code": "unheard.of\x1b[2J", "said": "\x1b]0;x\x07", "stops": [{"name": "[red]\x1b[2J"}]},
    )
    async with team.console(WIDE) as console:
        assert "\x1b" not in console.notice
        await console.press("g", "o")
        assert "[b]note[/b]␛[2J" in console.text
        await console.press("enter")
        assert "␛]0;x␇" in console.text


async def test_what_never_left_is_taken_back_here(team: Linked) -> None:
    team.cut()
    async with team.console(WIDE) as console:
        await console.press("c", *"Secret", "ctrl+d", "z")
        assert "It had not left this copy." in console.notice
        writing = console.desk.writing.open
        assert writing is not None
        assert writing.composer.body == "Secret"
        await team.sync()
        bodies = [row.body for row in team.small.desk.ask(threads.messages, shown(console))]
        assert "Secret" not in bodies


async def test_what_is_done_at_the_desk_alone_is_refused_with_its_reason(team: Linked) -> None:
    async with team.console(WIDE) as console:
        await console.desk.at.acting.submit(ChangeOption("writing_lock", "on"))
        assert console.notice


async def test_a_copy_is_worked_on_once_it_was_read(team: Linked) -> None:
    team.read_partly(41, 100)
    async with team.console() as console:
        await console.desk.at.acting.submit(SetState(1, "closed"))
        assert console.notice == (
            "The desk team has not been read to its end yet. Wait until the first line says so."
        )
