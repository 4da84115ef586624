"""Marking tickets and changing all that are marked, by keys alone (F7, F8)."""

import asyncio
from datetime import UTC, datetime

import pytest

from supportdesk.console.commands import BY_NAME
from supportdesk.desk import bulk as bulk_rules
from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    CreateTicket,
    SaveTemplate,
    SetPriority,
    SetState,
    Undo,
    on_each,
)
from supportdesk.domain.envelope import Envelope, new_id
from supportdesk.store.read import threads
from tests.console.consoles import WIDE, Running, running
from tests.small_desk import SmallDesk


def marks(console: Running) -> list[int]:
    """The marked tickets."""
    return sorted(console.desk.panes.tickets.marks)


async def test_marks_are_seen_counted_kept_while_moving_and_taken_off(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("3", "x", "j", "j", "ч")
        assert marks(console) == [2, 3]
        assert "All  5 · * 2 marked" in console.text
        marked = [line for line in console.text.splitlines() if "*   #" in line]
        assert len(marked) == 2
        await console.press("k", "k", "k", "x")
        assert marks(console) == [3]
        await console.press("end", "X")
        assert marks(console) == [3]
        assert "Mark one end first" in console.notice
        await console.press("x", "home", "X")
        assert marks(console) == [1, 2, 3, 4, 5]
        await console.press("q")
        assert (marks(console), console.desk.panes.view.name) == ([], "all")
        await console.press("*")
        assert marks(console) == [1, 2, 3, 4, 5]
        await console.press("f5")
        assert marks(console) == [1, 2, 3, 4, 5]
        await console.press("*")
        assert marks(console) == []
        await console.press("*", "1")
        assert marks(console) == []


async def test_a_whole_view_is_marked_beyond_what_is_loaded(small: SmallDesk) -> None:
    for n in range(70):
        small.desk.act(
            small.olga, CreateTicket(ClientReference("Ann", "ann@example.org"), f"T{n}", "Hello")
        )
    async with running(small) as console:
        await console.press("3", "*")
        assert len(marks(console)) == 70
        await console.press("p", "2")
        assert {small.row(number).priority for number in range(1, 71)} == {2}
        assert console.notice == "70 tickets: high. z undoes."
        await console.press("z")
        assert {small.row(number).priority for number in range(1, 71)} == {1}
        assert console.notice == "Undone: priority of 70 tickets. Z does it again."


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        (("A", "y"), "owner", "Petro"),
        (("a", *"olga", "enter"), "owner", "Olga"),
        (("s", *"hold", "enter", "1"), "state", "hold"),
        (("w", "y", "y"), "state", "waiting"),
        (("e", "y", "1"), "state", "solved"),
        (("E", "y"), "state", "closed"),
        (("v", *"bill", "enter"), "queue", "Billing"),
        (("p", "1"), "priority", 3),
        (("l", *"+outage", "enter"), "tags", ("outage",)),
        (("c", *"known", "ctrl+d"), "messages", 2),
    ],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else str(value),
)
async def test_every_change_is_about_all_that_are_marked_and_one_undo_takes_it_back(
    furnished: SmallDesk, keys: tuple[str, ...], name: str, value: object
) -> None:
    async with running(furnished) as console:
        await console.press("2", "*")
        before = [getattr(furnished.row(number), name) for number in (4, 5)]
        await console.press(*keys[:1])
        assert "2 tickets" in console.text
        await console.press(*keys[1:])
        assert [getattr(furnished.row(number), name) for number in (4, 5)] == [value] * 2
        assert marks(console) == []
        assert console.notice.endswith("z undoes.")
        await console.press("z")
        assert [getattr(furnished.row(number), name) for number in (4, 5)] == before
        assert marks(console) == [4, 5]
        await console.press("Z")
        assert [getattr(furnished.row(number), name) for number in (4, 5)] == [value] * 2


async def test_an_undo_marks_what_was_marked_also_what_had_not_changed(
    furnished: SmallDesk,
) -> None:
    furnished.act(SetPriority(4, 2), by=furnished.olga)
    furnished.act(SetPriority(2, 0), by=furnished.olga)
    async with running(furnished) as console:
        await console.press("3", "*", "p", "2", "end", "x", "p", "3")
        assert marks(console) == []
        await console.press("z")
        [last] = marks(console)
        assert last == console.desk.panes.tickets.listing.numbers[-1]
        await console.press("z")
        assert marks(console) == [1, 2, 3, 4, 5]
        await console.press("Z")
        assert marks(console) == []
        await console.press("z")
        assert marks(console) == [1, 2, 3, 4, 5]


async def test_sleep_is_asked_once_for_all(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("2", "*", "d", *"2h", "enter")
        assert furnished.row(4).wake_at == furnished.row(5).wake_at is not None
        await console.press("z")
        assert furnished.row(4).wake_at is None


async def test_what_is_refused_is_listed_by_number_with_its_reason(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("2", "*")
        furnished.act(SetState(4, "closed"), by=furnished.olga)
        await console.press("s", *"spam", "enter")
        assert "1 ticket was left as it was" in console.text
        assert "#4  Ticket 4 is closed and cannot become spam." in console.text
        assert furnished.row(5).state == "spam"
        await console.press("y")
        assert list(console.desk.panes.tickets.listing.numbers) == [4]


async def test_nothing_is_done_without_a_yes(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("2", "*", "E", "enter")
        assert furnished.row(4).state == "new"
        assert marks(console) == [4, 5]
        await console.press("w", "y", "n")
        assert (furnished.row(4).state, furnished.row(5).state) == ("new", "new")


async def test_replies_are_shown_filled_in_and_none_goes_with_a_gap(furnished: SmallDesk) -> None:
    ann = ClientReference("Ann Lee", "ann@example.org")
    with_phone = furnished.act(CreateTicket(ann, "Again", "Hello?")).tickets[0]
    async with running(furnished, WIDE) as console:
        await console.press("2", "*", "r")
        assert "REPLY to the clients of 3 tickets" in console.text
        field = console.app.screen.query_one("TextField")
        field.text = "Dear {{ client.first_name }}, we call {{ client.phone }}."  # type: ignore[attr-defined]
        await console.press("ctrl+d")
        await console.until("Send a reply to 1 client?")
        assert "2 tickets have empty places (⟦client.phone⟧) and get no reply" in console.text
        assert "Dear Ann, we call +44 20 0000 000." in console.text
        await console.press("n")
        assert "Nothing was sent." in console.text
        await console.press("ctrl+d")
        await console.until("Send a reply to 1 client?")
        await console.press("y")
        assert console.notice.startswith("1 ticket answered")
        assert furnished.row(with_phone).replies == 1
        assert {furnished.row(number).replies for number in (4, 5)} == {0}
        await console.press("z")
        assert furnished.row(with_phone).replies == 0
        assert furnished.desk.ask(threads.drafts, furnished.petro) == []


async def test_a_saved_text_goes_to_each_client_in_their_language(furnished: SmallDesk) -> None:
    furnished.act(SaveTemplate("Outage", (("en", "Hello {{ client.first_name }}!"),)))
    async with running(furnished, WIDE) as console:
        await console.press("2", "*", "t", "enter")
        await console.until("Hello Marta!")
        assert "Hello Yusuf!" in console.text
        await console.press("y")
        assert console.notice.startswith("2 tickets answered")
        assert {furnished.row(number).replies for number in (4, 5)} == {1}


async def test_a_long_change_shows_how_far_it_is_and_stops_at_esc(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_rules, "SECONDS_AT_ONCE", -1)
    async with running(furnished) as console:
        told: list[str] = []
        refusals: list[str] = []
        say = console.desk.panes.say

        def hear(notice: object) -> None:
            told.append(getattr(notice, "sentence", ""))
            if told[-1].startswith("3 to go"):
                refusals.append(console.desk.refusal(BY_NAME["take"]))
                console.desk.do_back()
            say(notice)  # type: ignore[arg-type]

        monkeypatch.setattr(console.desk.panes, "say", hear)
        await console.press("3", "*", "p", "1")
        assert "4 to go · Esc stops" in told
        assert "Stopped with" in console.notice
        assert refusals == ["many tickets are being changed; Esc stops that"]
        changed = [n for n in range(1, 6) if furnished.row(n).priority == 3]
        assert 2 <= len(changed) < 5
        await console.press("Z")
        assert {furnished.row(n).priority for n in range(1, 6)} == {3}


async def test_an_undo_typed_early_takes_back_the_whole_change(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_rules, "SECONDS_AT_ONCE", -1)
    numbers = (1, 2, 3)
    before = [furnished.row(number).priority for number in numbers]
    now = furnished.clock()
    change = Envelope(new_id(now), furnished.petro, now, on_each(SetPriority(0, 0), numbers))
    undo = Envelope(new_id(now), furnished.petro, now, Undo())
    async with running(furnished) as console:
        carrying_out = console.desk.carrying_out
        changed, undone = await asyncio.gather(
            carrying_out.carry_out(change), carrying_out.carry_out(undo)
        )
    assert (changed.tickets, sorted(undone.tickets)) == (numbers, sorted(numbers))
    assert [furnished.row(number).priority for number in numbers] == before


async def test_a_console_begins_by_telling_of_a_change_that_was_cut_short(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_rules, "SECONDS_AT_ONCE", -1)
    now = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
    cut = Envelope(new_id(now), furnished.petro, now, on_each(AddNote(0, "x"), (1, 2, 3)))
    furnished.desk.submit(cut)
    async with running(furnished) as console:
        assert "cut short with 2 left" in console.notice
        await console.press("Z")
        assert console.notice == "Done again: note of 2 tickets."


async def test_while_one_conversation_is_read_keys_are_about_it_alone(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("2", "*", "enter", "p", "1")
        shown = console.desk.panes.ticket
        assert shown is not None
        assert [furnished.row(number).priority for number in (4, 5)].count(3) == 1
        assert furnished.row(shown.number).priority == 3
        await console.press("q", "p", "1")
        assert [furnished.row(number).priority for number in (4, 5)] == [3, 3]


async def test_marking_in_a_conversation_goes_to_the_list_where_keys_are_about_the_marks(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("enter", "*")
        assert console.desk.panes.pane == "list"
        count = len(marks(console))
        assert f"{count} marked" in console.notice
        await console.press("l")
        assert f"{count} tickets" in console.text


async def test_what_is_about_one_ticket_is_refused_while_others_are_marked(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("x", "j", "x", ">")
        assert console.notice.endswith(": it is about one ticket; Esc takes the marks off.")
        assert console.desk.writing.open is None
        await console.press("escape", ">")
        assert "it is about one ticket" not in console.notice
