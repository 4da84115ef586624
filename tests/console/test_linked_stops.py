"""What stops on a copy is told where the operator looks, and as often as it stops."""

import pytest

from supportdesk.desk.sending_decisions import Way
from supportdesk.domain.action import AddNote, Reply, SetPriority, SplitMessage
from supportdesk.store.read import threads
from supportdesk.store.read.sendings import QUEUED, STOPPED
from tests.console.consoles import WIDE
from tests.console.linked import Linked
from tests.console.test_linked import first_line, stop_a_reply, team

__all__ = ["team"]


async def test_no_list_stands_behind_what_is_wrong(team: Linked) -> None:
    """Whoever reads `1 STOPPED · #7` takes it for the ticket that has stopped."""
    async with team.console((80, 24)) as console:
        before = first_line(console)
        assert " · Mine" in before
        await stop_a_reply(team)
        await team.seen(console)
        assert "1 STOPPED: g o" in first_line(console)
        assert " · Mine" not in first_line(console)


async def test_what_is_sent_again_and_stops_again_is_told_again(
    team: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk may answer before the console looks again."""
    async with team.console() as console:
        await stop_a_reply(team)
        await team.seen(console)
        (row,) = team.open
        decide = team.copy.decide

        def decide_and_stop(number: int, way: Way) -> tuple[str, ...]:
            drafts = decide(number, way)
            team.copy.stop(number, row.because)
            return drafts

        monkeypatch.setattr(team.copy, "decide", decide_and_stop)
        await console.press("g", "o", "enter", "2")
        await team.seen(console)
        assert console.notice.startswith("Stopped: #1 reply.")


async def test_a_message_split_off_on_the_desk_meanwhile_says_which_ticket_it_began(
    team: Linked,
) -> None:
    message = team.small.desk.ask(threads.messages, 3)[0].id
    async with team.console() as console:
        team.act(SplitMessage(message))
        child = team.small.act(SplitMessage(message), by=team.small.olga).tickets[0]
        await team.sync()
        await team.seen(console)
        assert [one.state for one in team.open] == [STOPPED]
        assert f"This message of ticket 3 has begun ticket {child} already." in console.notice


async def stop_two(team: Linked) -> int:
    """Two replies that stop, on the first ticket and on another one; that other one."""
    other = team.small.ticket("A parcel")
    await team.sync()
    for number in (1, other):
        team.act(Reply(number, f"We pay {number}.", team.small.row(number).last_event))
        team.small.act(Reply(number, "Answered.", 10**6), by=team.small.olga)
    await team.sync()
    assert [row.state for row in team.open] == [STOPPED, STOPPED]
    return other


async def test_the_outbox_stays_open_until_nothing_is_left_to_decide(team: Linked) -> None:
    other = await stop_two(team)
    async with team.console(WIDE) as console:
        await console.press("g", "o", "enter", "4")
        assert console.notice.startswith("#1 reply: it is not sent.")
        assert f"1 #{other} reply" in console.text
        await console.press("enter", "2")
        assert console.notice == f"#{other} reply: it is on its way."
        assert "Outbox" not in console.text


async def test_the_cursor_goes_on_to_the_next_entry(team: Linked) -> None:
    await stop_two(team)
    team.act(AddNote(3, "Waits"))
    async with team.console(WIDE) as console:
        await console.press("g", "o", "enter", "2", "enter", "2")
        assert [row.state for row in team.open] == [QUEUED, QUEUED, QUEUED]


async def test_who_leaves_the_question_is_in_the_outbox_again(team: Linked) -> None:
    other = await stop_two(team)
    async with team.console(WIDE) as console:
        await console.press("g", "o", "down", "enter", "escape")
        assert "Outbox" in console.text
        await console.press("enter")
        assert f"#{other} reply · 14:05 · STOPPED" in console.text
        await console.press("escape")
        await console.press("escape")
        assert "Outbox" not in console.text


async def test_what_is_held_behind_a_stop_says_so(team: Linked) -> None:
    number = await stop_a_reply(team)
    team.act(AddNote(number, "Called"))
    first, second = team.open
    async with team.console(WIDE) as console:
        assert f" team · 1 waits behind {first.number} · 1 STOPPED: g o" in first_line(console)
        await console.press("#", *str(number), "enter")
        assert f"You, 14:05 · waits behind entry {first.number}" in console.text
        await console.press("g", "o")
        assert f"waits behind entry {first.number} · {second.number}" in console.text
        assert "on its way" not in console.text


async def test_both_values_are_seen_where_it_is_decided(team: Linked) -> None:
    team.act(SetPriority(1, 3))
    team.small.act(SetPriority(1, 0), by=team.small.olga)
    await team.sync()
    async with team.console(WIDE) as console:
        await console.press("g", "o")
        told = "priority: here critical, there low (Olga, 14:05); before"
        assert told in console.text
        await console.press("enter")
        assert told in " ".join(console.text.split())


async def test_a_ticket_shows_that_its_reply_has_stopped(team: Linked) -> None:
    number = await stop_a_reply(team)
    async with team.console(WIDE) as console:
        await console.press("3", "#", *str(number), "enter")
        await team.seen(console)
        assert "reply: STOPPED, entry 1 · g o" in console.text
        assert "⊘Where is my refund?" in console.text
        await console.press("g", "o", "enter", "4")
        await team.seen(console)
        assert "reply: STOPPED" not in console.text
        assert "⊘" not in console.text


async def test_a_ticket_shows_that_something_waits_for_the_line(team: Linked) -> None:
    team.cut()
    async with team.console(WIDE) as console:
        await console.press("3", "#", "1", "enter", "c", *"Called", "ctrl+d")
        await team.seen(console)
        assert "note: waits for the line" in console.text
        assert "…Where is my refund?" in console.text
        team.copy.keep_trouble(None)
        await team.sync()
        await team.seen(console)
        assert "note: waits" not in console.text


async def test_the_board_is_not_live_while_the_desk_is_not_followed(team: Linked) -> None:
    async with team.console(WIDE) as console:
        await console.press("g", "b")
        assert " live " in first_line(console)
        await console.press("escape")
        team.cut()
        await team.seen(console)
        await console.press("g", "b")
        assert " live " not in first_line(console)
        assert "as it was 14:05" in first_line(console)
