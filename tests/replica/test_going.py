"""What goes from a copy, when, in which order: wrong clocks, a revoked token, answers that fail."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from supportdesk.desk.replica import taking
from supportdesk.domain import action
from supportdesk.domain.errors import Refused
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import DiscardDraft
from supportdesk.remote.own_desk import following
from supportdesk.remote.trouble import Busy, RemoteTrouble, SignedOut, Unreachable
from supportdesk.store.read import changes, threads, tickets
from supportdesk.store.read.health import findings
from supportdesk.store.read.rows import TicketRow
from supportdesk.store.read.sendings import QUEUED, SENDING, STOPPED
from supportdesk.store.write import overlay
from tests.reading import file_of
from tests.replica.copies import Copied, copied, differences
from tests.small_desk import SmallDesk

ANN = action.ClientReference("Ann Lee", "ann@example.org")


def failing(trouble: RemoteTrouble, when: str) -> Callable[[str], None]:
    """A line on which writing ends in a trouble; reading passes first."""
    asked = iter(range(1000))

    def fail(moment: str) -> None:
        if moment == when and next(asked) >= 1:
            raise trouble

    return fail


def row_of(copy: Copied, number: int) -> TicketRow:
    """A ticket as the copy has it."""
    found = copy.desk.ask(tickets.row, number, copy.operator)
    assert found is not None
    return found


def texts(desk: Any, number: int) -> list[str]:
    return [message.body for message in desk.ask(threads.messages, number)]


@pytest.mark.parametrize("days", [-1, 1])
async def test_a_copy_whose_clock_is_a_day_off_sends_and_reads_all_the_same(
    small: SmallDesk, copy_of: Any, number: int, days: int
) -> None:
    copy = await copied(small, copy_of)
    copy.desk.clock = lambda: small.clock() + timedelta(days=days)
    row = row_of(copy, number)
    copy.desk.act(small.petro, action.Reply(number, "Soon", row.last_event))
    copy.desk.act(small.petro, action.AddNote(number, "Called"))
    copy.server.fault = failing(Busy(small.clock() + timedelta(minutes=1)), "before")
    with pytest.raises(Busy):
        await copy.sync()
    assert len(copy.open) == 2
    copy.server.fault = lambda _when: None
    small.clock.forward(minutes=3)
    await copy.sync()
    assert copy.open == []
    assert sorted(texts(small.desk, number)) == ["Called", "I paid twice.", "Soon"]
    at_there = small.row(number).updated_at
    assert abs(at_there - small.clock().timestamp() * 1000) < 12 * 3_600_000


async def test_what_a_revoked_token_left_here_goes_with_the_next_one(
    small: SmallDesk, copy_of: Any, number: int
) -> None:
    copy = await copied(small, copy_of)
    copy.desk.act(small.petro, action.AddNote(number, "Called"))
    copy.server.fault = failing(SignedOut(), "before")
    with pytest.raises(SignedOut):
        await copy.sync()
    (row,) = copy.open
    assert (row.state, row.because["code"]) == (QUEUED, "remote.signed_out")
    assert "Called" in texts(copy.desk, number)
    copy.server.fault = lambda _when: None
    await copy.sync()
    assert copy.open == []
    assert texts(small.desk, number).count("Called") == 1


async def test_what_may_be_done_there_is_neither_let_go_of_nor_stopped_here(
    small: SmallDesk, copy_of: Any, number: int
) -> None:
    copy = await copied(small, copy_of)
    row = row_of(copy, number)
    copy.desk.act(small.petro, action.Reply(number, "Soon", row.last_event))
    copy.server.fault = failing(Unreachable("cut", sent=True), "after")
    with pytest.raises(Unreachable):
        await copy.sync()
    copy.server.fault = lambda _when: None
    (sending,) = copy.open
    assert sending.state == SENDING
    with pytest.raises(Refused, match="not_now"):
        copy.desk.discard(sending.number)
    small.desk.act(None, action.ReceiveMessage(ANN, "", "And?", "mail-1", number))
    small.clock.forward(minutes=5)
    await copy.sync()
    assert copy.open == []
    assert texts(small.desk, number).count("Soon") == 1


async def test_whoever_sends_past_a_newer_message_is_asked_again_by_the_next_one(
    small: SmallDesk, copy_of: Any, number: int
) -> None:
    copy = await copied(small, copy_of)
    row = row_of(copy, number)
    copy.desk.act(small.petro, action.Reply(number, "Soon", row.last_event))
    small.desk.act(None, action.ReceiveMessage(ANN, "", "And?", "mail-1", number))
    await copy.sync()
    (stopped,) = copy.open
    assert stopped.state == STOPPED
    copy.desk.send_anyway(stopped.number)
    small.desk.act(None, action.ReceiveMessage(ANN, "", "No, forget it!", "mail-2", number))
    await copy.sync()
    (stopped,) = copy.open
    assert [stop["name"] for stop in stopped.because["stops"]] == ["newer"]
    assert "Soon" not in texts(small.desk, number)
    copy.desk.send_anyway(stopped.number)
    await copy.sync()
    assert copy.open == []
    assert texts(small.desk, number)[-1] == "Soon"


async def test_a_merge_goes_after_what_was_done_to_both_tickets_before(
    small: SmallDesk, copy_of: Any, number: int
) -> None:
    other = small.ticket("Other")
    copy = await copied(small, copy_of)
    copy.desk.act(small.petro, action.AddNote(number, "First"))
    copy.desk.act(small.petro, action.MergeTicket(number, other))
    copy.desk.act(small.petro, action.AddNote(other, "Last"))
    assert [row.what for row in copy.desk.to_send()] == ["AddNote"]
    await copy.sync()
    assert copy.open == []
    assert texts(small.desk, other)[-2:] == ["First", "Last"]


async def test_a_bulk_tells_what_was_not_done_there_and_is_taken_back_as_one(
    small: SmallDesk, copy_of: Any, number: int
) -> None:
    other = small.ticket("Other")
    copy = await copied(small, copy_of)
    many = action.Bulk((action.SetPriority(number, 3), action.SetPriority(other, 3)))
    copy.desk.act(small.petro, many)
    copy.desk.act(small.petro, action.Undo())
    assert copy.open == []
    assert small.row(number).priority == row_of(copy, number).priority
    copy.desk.act(small.petro, many)
    small.act(action.SetPriority(other, 0), by=small.olga)
    await copy.sync()
    assert small.row(number).priority == 3
    (stopped,) = copy.open
    assert (stopped.state, stopped.because["code"]) == (STOPPED, "sync.partly")
    assert [stop["name"] for stop in stopped.because["stops"]] == ["conflict"]
    assert (stopped.because["went"], stopped.because["stayed"]) == ([number], [other])


async def test_a_macro_that_was_made_here_can_be_done_anew(
    small: SmallDesk, copy_of: Any, number: int
) -> None:
    copy = await copied(small, copy_of)
    copy.desk.act(small.petro, action.SaveMacro("Calm", Macro(state="waiting")))
    small.act(action.AddNote(number, "Meanwhile"), by=small.olga)
    page = copy.server.item(copy.desk.link.change, 100)
    assert json.loads(copy.open[0].action)["do"] == "SaveMacro"
    await copy.sync()
    assert copy.open == []
    assert page["complete"]


async def test_a_page_names_the_client_of_an_address_and_not_its_place(
    small: SmallDesk, copy_of: Any
) -> None:
    """A page that ends between the two events of an address: each of them names one client."""
    small.ticket()
    small.act(action.CreateTicket(action.ClientReference("Eve", "eve@example.org"), "S", "B"))
    copy = await copied(small, copy_of)
    first, other = sorted(small.desk.ask(client_numbers))[:2]
    small.act(action.MergeClients(other, first), "merge")
    since = copy.desk.link.change
    seen = small.desk.ask(changes.changes, since, 100)
    places = [event for event in seen.events if event.field == "place"]
    assert places, "an address has got another place"
    for event in places:
        alone = small.desk.ask(changes.changes, event.seq - 1, 1)
        assert alone.clients == (first,)
    await copy.sync()
    assert copy.desk.link.trouble == {}


def client_numbers(connection: Any) -> list[int]:
    """All clients."""
    return [number for (number,) in connection.execute("SELECT id FROM client")]


async def test_whoever_has_lost_an_address_is_not_found_by_it(
    small: SmallDesk, copy_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page about one client may give them what is, here, another's: rows are as they are now."""
    monkeypatch.setattr(following, "PAGE", 1)
    small.ticket()
    small.act(action.CreateTicket(action.ClientReference("Eve", "eve@example.org"), "S", "B"))
    copy = await copied(small, copy_of)
    first, other = sorted(small.desk.ask(client_numbers))[:2]
    small.act(action.EditClient(first, (("name", "Anna Lee"),)))
    small.act(action.MergeClients(other, first), "merge")
    await copy.sync()
    assert differences(copy.path, file_of(small.desk), audits=False) == {}


async def test_a_copy_is_repaired_under_what_was_done_on_it(small: SmallDesk, copy_of: Any) -> None:
    small.ticket()
    copy = await copied(small, copy_of)
    copy.desk.act(small.petro, action.Assign(1, small.petro))
    copy.desk.act(small.petro, action.Snooze(1, small.clock.now + timedelta(hours=5)))
    copy.desk.lease(lambda c: c.exec_driver_sql("DELETE FROM ticket_count"))
    copy.desk.repair()
    assert [one.check for one in copy.desk.ask(lambda c: [*findings(c)]) if one.faults] == []
    assert [*copy.desk.connection.execute("SELECT * FROM due_work")] == []
    copy.desk.lease(overlay.take_away)
    assert differences(copy.path, file_of(small.desk), audits=False) == {}


async def test_what_was_taken_back_is_no_draft_anew_with_each_page(
    small: SmallDesk, copy_of: Any
) -> None:
    small.ticket()
    copy = await copied(small, copy_of)
    copy.desk.act(small.petro, action.AddNote(1, "Taken back"))
    copy.desk.act(small.petro, action.Undo())
    copy.desk.remember(DiscardDraft(small.petro, 1, "note"))
    for tag in "one", "two":
        small.act(action.ChangeTags(1, (tag,)))
        await copy.sync()
    assert copy.desk.ask(threads.drafts, small.petro) == []


async def test_what_was_not_shown_is_not_passed(small: SmallDesk, copy_of: Any) -> None:
    """It stopped for a role: that somebody has answered meanwhile nobody was told."""
    small.ticket()
    copy = await copied(small, copy_of)
    seen = small.row(1).last_event
    copy.desk.act(small.petro, action.Reply(1, "Mine", seen))
    (row,) = copy.open
    copy.desk.stop(row.number, {"code": "role.missing", "parameters": {}})
    small.act(action.Reply(1, "Answered there", seen), by=small.olga)
    await copy.sync()
    copy.desk.send_anyway(row.number)
    await copy.sync()
    (row,) = copy.open
    assert [stop["name"] for stop in row.because["stops"]] == ["newer"]


async def test_who_has_made_a_ticket_here_has_read_it(small: SmallDesk, copy_of: Any) -> None:
    """A call is taken down and answered before the desk can be reached."""
    small.ticket()
    copy = await copied(small, copy_of)
    (made,) = copy.desk.act(small.petro, action.CreateTicket(ANN, "A call", "Where is it?")).tickets
    row = copy.desk.ask(tickets.row, made, small.petro)
    assert row is not None
    copy.desk.act(small.petro, action.Reply(made, "On its way.", row.last_event))
    small.ticket("Another")
    small.clock.forward(minutes=5)
    await copy.sync()
    assert copy.open == []
    here = copy.desk.ask(tickets.row, 3, small.petro)
    assert here is not None
    assert not here.unread
    assert "On its way." in [m.body for m in small.desk.ask(threads.messages, 3)]


async def test_what_a_page_is_not_about_stands_while_it_comes(
    small: SmallDesk, copy_of: Any
) -> None:
    """To do everything anew at each page would hold the store as long as there are doings."""
    for who in "one", "two", "three":
        small.act(action.CreateTicket(action.ClientReference(who, f"{who}@example.org"), "S", "B"))
    copy = await copied(small, copy_of)
    for ticket in 1, 2, 3:
        copy.desk.act(small.petro, action.AddNote(ticket, f"About {ticket}"))
    copy.desk.act(small.petro, action.LinkTicket(3, "duplicate", 2))
    before = steps_of(copy)
    small.act(action.AddNote(1, "Said there"), by=small.olga)
    await take_what_is_new(copy)
    changed = {sending for sending, ids in steps_of(copy).items() if ids != before[sending]}
    assert changed == {1}
    before = steps_of(copy)
    small.act(action.SetPriority(2, 3), by=small.olga)
    await take_what_is_new(copy)
    changed = {sending for sending, ids in steps_of(copy).items() if ids != before[sending]}
    assert changed == {2, 3, 4}, "what is bound up with it is done anew as well"
    before = steps_of(copy)
    small.act(action.SaveQueue("Third line", 2), by=small.olga)
    await take_what_is_new(copy)
    changed = {sending for sending, ids in steps_of(copy).items() if ids != before[sending]}
    assert changed == {1, 2, 3, 4}, "rules may have changed for all of them"
    before = steps_of(copy)
    small.act(action.SetStatus("busy"), by=small.olga)
    await take_what_is_new(copy)
    assert steps_of(copy) == before, "what colleagues do right now changes nothing of it"
    small.act(action.AddNote(1, "Said once more"), by=small.olga)
    await take_what_is_new(copy)
    before = steps_of(copy)
    small.desk.act(None, action.SaveOperator("Olga Petrova", operator=small.olga))
    await take_what_is_new(copy)
    assert steps_of(copy) != before, "what a colleague is may change any of it"
    said = [message.body for message in copy.desk.ask(threads.messages, 1)]
    assert said.count("About 1") == said.count("Said there") == 1
    copy.desk.lease(overlay.take_away)
    assert differences(copy.path, file_of(small.desk), audits=False) == {}


async def test_what_leaves_is_not_done_anew_for_the_others(
    small: SmallDesk, copy_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes back on line with many doings would do all of them anew for each that left."""
    done_anew: list[int] = []
    monkeypatch.setattr(taking, "_do_again", lambda _c, row, _s: done_anew.append(row.number))
    for n in range(6):
        small.act(action.CreateTicket(action.ClientReference(f"C{n}", f"c{n}@a.org"), "S", "B"))
    copy = await copied(small, copy_of)
    for ticket in range(1, 7):
        copy.desk.act(small.petro, action.AddNote(ticket, "Said here"))
    await copy.sync()
    assert copy.open == []
    assert done_anew == []
    assert differences(copy.path, file_of(small.desk), audits=False) == {}


def steps_of(copy: Copied) -> dict[int, list[int]]:
    """The numbers of the steps back from each doing."""
    found: dict[int, list[int]] = {}
    for sending, step in copy.desk.connection.execute("SELECT sending, id FROM overlay_step"):
        found.setdefault(sending, []).append(step)
    return found


async def take_what_is_new(copy: Copied) -> None:
    """Take the next page, and send nothing."""
    link = copy.desk.link
    copy.desk.take(await copy.server.changes(link.change, link.mark, following.PAGE))
