"""What changed nothing on a copy is not kept to be sent: it could only undo what others do."""

from dataclasses import replace

from supportdesk.domain.action import (
    Assign,
    Bulk,
    ChangeOption,
    ChangeTags,
    SetPriority,
    TakeOverWriting,
)
from supportdesk.domain.envelope import Envelope, new_id
from supportdesk.store.read.sendings import QUEUED
from tests.console.linked import Linked
from tests.console.test_linked import team

__all__ = ["team"]


async def test_a_priority_that_is_so_already_overwrites_nobody(team: Linked) -> None:
    team.small.act(SetPriority(1, 2), by=team.small.olga)
    await team.sync()
    team.cut()
    async with team.console() as console:
        await console.press("3", "#", "1", "enter", "p", "enter")
        assert console.notice == "It was so already; nothing has changed."
        receipt = team.act(SetPriority(1, 2))
        assert receipt.tickets == (1,)
        await team.seen(console)
    assert team.open == []
    team.small.act(SetPriority(1, 0), by=team.small.olga)
    await team.sync()
    assert team.open == []
    assert team.small.row(1).priority == 0


async def test_of_what_changes_nothing_nothing_waits(team: Linked) -> None:
    team.small.act(SetPriority(1, 2), by=team.small.olga)
    team.small.act(Assign(1, team.small.petro), by=team.small.olga)
    team.small.act(ChangeTags(1, add=("refund",)), by=team.small.olga)
    await team.sync()
    for action in (
        SetPriority(1, 2),
        Assign(1, team.small.petro),
        ChangeTags(1, add=("refund",)),
        Bulk((SetPriority(1, 2), Assign(1, team.small.petro))),
    ):
        team.act(action)
        assert team.open == [], action


async def test_the_same_envelope_again_is_answered_as_before(team: Linked) -> None:
    team.act(SetPriority(1, 2))
    await team.sync()
    now = team.small.clock()
    envelope = Envelope(new_id(now), team.small.petro, now, SetPriority(1, 2))
    first = team.copy.submit(envelope)
    assert team.copy.submit(envelope) == replace(first, repeated=True)


async def test_what_changes_one_of_many_is_sent(team: Linked) -> None:
    other = team.small.ticket("A parcel")
    team.small.act(SetPriority(1, 2), by=team.small.olga)
    await team.sync()
    team.act(Bulk((SetPriority(1, 2), SetPriority(other, 2))))
    assert [row.state for row in team.open] == [QUEUED]
    await team.sync()
    assert team.small.row(other).priority == 2


async def test_the_place_of_a_writer_is_asked_for_whoever_holds_it_there(team: Linked) -> None:
    """Who writes is known at the desk alone."""
    team.small.act(ChangeOption("writing_lock", "on"), by=team.small.olga)
    await team.sync()
    team.act(TakeOverWriting(1))
    assert [row.what for row in team.open] == ["TakeOverWriting"]
    await team.sync()
    assert team.open == []
