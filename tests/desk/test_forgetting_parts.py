"""A person of whom much was said is forgotten in parts, between which others work (F160, law 2)."""

from collections.abc import Iterator

import pytest

from supportdesk.desk import forgetting
from supportdesk.domain.action import AddNote, ClientReference, CreateTicket, ForgetClient, Reply
from supportdesk.domain.envelope import Envelope, Receipt, new_id
from supportdesk.store.read import clients, health, threads
from supportdesk.store.write import forgetting as stored
from tests.desk.test_forgetting import everything_about, left_in_files
from tests.small_desk import SmallDesk


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission has time for one text."""
    monkeypatch.setattr(forgetting, "SECONDS_AT_ONCE", 0.0)
    monkeypatch.setattr(stored, "_AT_ONCE", 1)


def parts(small: SmallDesk, client: int) -> Iterator[Receipt]:
    """What comes of forgetting somebody, part by part."""
    now = small.clock()
    confirmed = frozenset({"forget"})
    envelope = Envelope(new_id(now), small.olga, now, ForgetClient(client), confirmed)
    return small.desk.carry_out(envelope)


@pytest.mark.usefixtures("hasty")
def test_others_work_between_two_parts_and_nothing_is_left_at_the_end(small: SmallDesk) -> None:
    mine = small.ticket()
    number = everything_about(small)
    client = small.row(number).client_id
    left = []
    for receipt in parts(small, client):
        left.append(receipt.left)
        small.act(AddNote(mine, "I work"))
        assert not [one for one in small.desk.ask(lambda c: [*health.findings(c)]) if one.faults]
    assert len(left) > 2
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert dict(receipt.counts)["messages"] == receipt.counts[1][1] > 4
    assert small.desk.clean_file()
    assert left_in_files(small) == set()


@pytest.mark.usefixtures("hasty")
def test_what_was_interrupted_goes_on_by_forgetting_again(small: SmallDesk) -> None:
    number = everything_about(small)
    client = small.row(number).client_id
    first = next(parts(small, client))
    assert first.left > 0
    card = small.desk.ask(clients.card, client)
    assert card is not None
    assert card.forgotten_at is None
    small.act(ForgetClient(client), "forget", by=small.olga)
    assert small.desk.clean_file()
    assert left_in_files(small) == set()


@pytest.mark.usefixtures("hasty")
def test_a_reply_that_is_about_to_leave_is_not_emptied_before_it_is_stopped(
    small: SmallDesk,
) -> None:
    who = ClientReference("Canary", "canary@mail.example")
    number = small.act(CreateTicket(who, "Help", "First")).tickets[0]
    for text in ("Second", "Third"):
        small.act(AddNote(number, text))
    small.act(Reply(number, "On its way", small.row(number).last_event))
    left = [next(parts(small, small.row(number).client_id)).left for _ in range(2)]
    assert left == [2, 1]
    said = small.desk.ask(threads.messages, number)
    assert [one.body for one in said] == ["", "", "Third", "On its way"]
