"""What stops on a copy is told where the operator looks, and as often as it stops."""

import pytest

from supportdesk.desk.sending_decisions import Way
from supportdesk.domain.action import SplitMessage
from supportdesk.store.read import threads
from supportdesk.store.read.sendings import STOPPED
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
