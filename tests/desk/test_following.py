"""Following a ticket: who began it hears how it goes on, and can end it (F21)."""

import pytest

from supportdesk.domain.action import (
    Assign,
    ChangeFollowers,
    ClientReference,
    CreateTicket,
    Escalate,
    MergeTicket,
    ReceiveMessage,
    SaveQueue,
    Undo,
)
from supportdesk.domain.errors import NotFound
from supportdesk.store.read import client_messages, followers
from tests.small_desk import SmallDesk

ANN = ClientReference("Ann Lee", "ann@example.org")


def names(small: SmallDesk, number: int) -> list[str | None]:
    return [one.login for one in small.desk.ask(followers.of_ticket, number)]


def test_following_is_a_change_that_can_be_taken_back(small: SmallDesk) -> None:
    small.ticket()
    small.desk.act(small.petro, ChangeFollowers(1, add=(small.petro, small.olga)))
    assert sorted(map(str, names(small, 1))) == ["olga", "petro"]
    small.desk.act(small.petro, ChangeFollowers(1, remove=(small.petro,)))
    assert names(small, 1) == ["olga"]
    small.desk.act(small.petro, Undo())
    assert sorted(map(str, names(small, 1))) == ["olga", "petro"]
    small.desk.act(small.petro, Undo())
    assert names(small, 1) == []


def test_following_is_no_work_on_the_ticket(small: SmallDesk) -> None:
    number = small.desk.act(None, ReceiveMessage(ANN, "Hi", "Hello there", "m-1")).tickets[0]
    small.desk.act(small.petro, ChangeFollowers(number, add=(small.petro,)))
    assert small.row(number).state == "new"


def test_the_first_owner_follows_what_was_handed_on(small: SmallDesk) -> None:
    small.desk.act(small.olga, SaveQueue("Experts", 3))
    number = small.desk.act(small.olga, CreateTicket(ANN, "Refund", "Where is it?")).tickets[0]
    small.desk.act(small.olga, Assign(number, small.petro))
    small.desk.act(small.olga, Assign(number, small.olga))
    small.desk.act(small.olga, Escalate(number, "Tried everything."))
    assert names(small, number) == ["petro"]
    small.desk.act(small.olga, Undo())
    assert names(small, number) == []


def test_followers_go_with_a_merged_ticket(small: SmallDesk) -> None:
    one, two = (
        small.desk.act(small.olga, CreateTicket(ANN, "Refund", "Where is it?")).tickets[0]
        for _ in range(2)
    )
    small.desk.act(small.petro, ChangeFollowers(two, add=(small.petro,)))
    small.desk.act(small.olga, MergeTicket(two, one))
    assert names(small, one) == ["petro"]
    small.desk.act(small.olga, Undo())
    assert (names(small, one), names(small, two)) == ([], ["petro"])


def test_a_follower_is_told_of_the_client(small: SmallDesk) -> None:
    number = small.desk.act(small.olga, CreateTicket(ANN, "Refund", "Where is it?")).tickets[0]
    small.desk.act(small.olga, Assign(number, small.olga))
    small.desk.act(small.petro, ChangeFollowers(number, add=(small.petro,)))
    seq = small.row(number).last_event
    small.desk.act(None, ReceiveMessage(ANN, "Re", "Well?", "m-2", number))
    for me, whose in ((small.petro, small.petro), (small.olga, small.olga), (99, small.olga)):
        told = small.desk.ask(client_messages.client_messages_since, seq, 0, me)
        assert told == [(number, whose)]


def test_nobody_unknown_follows(small: SmallDesk) -> None:
    small.ticket()
    with pytest.raises(NotFound):
        small.desk.act(small.petro, ChangeFollowers(1, add=(99,)))
    with pytest.raises(NotFound):
        small.desk.act(small.petro, ChangeFollowers(99, add=(small.petro,)))
