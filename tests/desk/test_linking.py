"""Splitting a message off and linking tickets; which tickets are offered as the same (F25-F28)."""

import sqlite3

import pytest

from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    CreateTicket,
    LinkTicket,
    MergeTicket,
    NewAttachment,
    ReceiveMessage,
    Redo,
    SetState,
    SplitMessage,
    Undo,
    UnlinkTicket,
)
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.likeness import ALIKE, likeness, trigrams
from supportdesk.store.read import health, links, threads
from supportdesk.store.read.rows import LinkRow
from tests.reading import file_of
from tests.recomputation import everything
from tests.small_desk import SmallDesk

ANN = ClientReference("Ann Lee", "ann@example.org")
KINDS = ("parent", "duplicate", "problem", "follow_up")


def held(small: SmallDesk, number: int) -> list[tuple[int, str, int]]:
    """The links from and to a ticket."""
    found = small.desk.ask(links.of_ticket, number)
    return [(link.ticket, link.kind, link.other) for link in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_is_seen_from_both_sides_and_undone_exactly(small: SmallDesk, kind: str) -> None:
    child, parent, other = small.ticket(), small.ticket("Other"), small.ticket("Third")
    small.act(LinkTicket(child, kind, parent))
    assert held(small, child) == held(small, parent) == [(child, kind, parent)]
    small.act(LinkTicket(child, kind, other))
    assert held(small, parent) == [], "a ticket has one link of a kind"
    small.act(Undo())
    assert held(small, parent) == [(child, kind, parent)]
    small.act(UnlinkTicket(parent, child))
    assert held(small, child) == []
    small.act(Undo())
    small.act(Undo())
    assert held(small, child) == []
    small.act(Redo())
    assert small.desk.ask(links.from_ticket, child) == (LinkRow(child, kind, parent),)
    assert small.desk.ask(links.from_ticket, parent) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_circle_of_any_length_is_refused(small: SmallDesk, kind: str) -> None:
    a, b, c = (small.ticket(name) for name in ("One", "Two", "Three"))
    small.act(LinkTicket(a, kind, b))
    small.act(LinkTicket(b, kind, c))
    for ticket, other in ((a, a), (b, a), (c, a), (c, b)):
        with pytest.raises(Refused, match=r"link\.circle"):
            small.act(LinkTicket(ticket, kind, other))
    assert held(small, c) == [(b, kind, c)]


def test_what_cannot_be_linked_or_unlinked_is_said(small: SmallDesk) -> None:
    a, b, c = (small.ticket(name) for name in ("One", "Two", "Three"))
    with pytest.raises(Invalid, match=r"link\.unknown"):
        small.act(LinkTicket(a, "merged", b))
    with pytest.raises(Refused, match=r"link\.none"):
        small.act(UnlinkTicket(a, b))
    small.act(MergeTicket(a, b))
    with pytest.raises(Refused, match=r"link\.none"):
        small.act(UnlinkTicket(a, b))
    for ticket, other in ((a, c), (c, a)):
        with pytest.raises(Refused) as refusal:
            small.act(LinkTicket(ticket, "parent", other))
        assert (refusal.value.code, refusal.value.parameters["into"]) == ("ticket.merged", b)


def test_doctor_sees_links_that_do_not_hold_together(small: SmallDesk) -> None:
    a, b = small.ticket(), small.ticket("Other")
    raw = sqlite3.connect(file_of(small.desk))
    raw.execute("INSERT INTO ticket_link VALUES (?, 'merged', ?)", (a, b))
    raw.execute("INSERT INTO ticket_link VALUES (?, 'parent', ?), (?, 'parent', ?)", (a, b, b, a))
    raw.execute("INSERT INTO tag(name, synonym_of) VALUES ('lost', 77)")
    raw.commit()
    raw.close()
    faults = {f.check: f.faults for f in small.desk.ask(lambda c: [*health.findings(c)])}
    assert faults["links of merged tickets"] == 1
    assert faults["links that lead in a circle"] == 2
    assert faults["tags that mean no tag"] == 1


def test_a_split_message_begins_a_child_and_stays_where_it_was(small: SmallDesk) -> None:
    number = small.ticket()
    files = (NewAttachment("scan.txt", "text/plain", b"invoice"),)
    received = small.desk.act(
        None, ReceiveMessage(ANN, "Re", "And my invoice is wrong", "m2", number, attachments=files)
    )
    assert received.message is not None
    small.clock.forward(hours=3)
    receipt = small.act(SplitMessage(received.message, subject="Invoice is wrong"))
    child = receipt.tickets[0]
    assert receipt.tickets == (child, number)
    assert held(small, number) == [(child, "parent", number)]
    row = small.row(child)
    assert (row.subject, row.state, row.client) == ("Invoice is wrong", "new", "Ann Lee")
    [copy] = small.desk.ask(threads.messages, child)
    original = small.desk.ask(threads.messages, number)[-1]
    assert (copy.body, copy.sent_at) == (original.body, original.sent_at)
    assert [file.sha256 for file in copy.attachments] == [
        file.sha256 for file in original.attachments
    ]
    assert row.waiting_since == original.sent_at, "the client waits since they wrote"
    assert small.row(number).messages == 2
    everything(small.desk)
    small.act(Undo())
    assert held(small, number) == []
    assert (small.row(child).state, small.row(child).messages) == ("closed", 0)
    small.act(Redo())
    assert held(small, number) == [(child, "parent", number)]
    everything(small.desk)


def test_only_what_a_client_wrote_is_split_off(small: SmallDesk) -> None:
    number = small.ticket()
    note = small.act(AddNote(number, "my own thought")).message
    assert note is not None
    with pytest.raises(Refused, match=r"split\.not_clients"):
        small.act(SplitMessage(note))


def alike(small: SmallDesk, number: int) -> list[int]:
    """The numbers of the tickets offered for one."""
    return [other.number for other in small.desk.ask(links.alike, number)]


def test_tickets_of_one_client_with_a_similar_subject_are_offered(small: SmallDesk) -> None:
    first = small.ticket("Where is my refund?")
    small.act(CreateTicket(ClientReference("Bo", "bo@example.org"), "Where is my refund?", "x"))
    small.ticket("Password does not work")
    spam = small.ticket("Where is my refund!")
    small.act(SetState(spam, "spam"))
    second = small.ticket("Re: where is my refund")
    assert alike(small, second) == [first]
    assert alike(small, first) == [second]
    small.act(MergeTicket(second, first))
    assert alike(small, first) == []
    small.clock.forward(days=31)
    assert alike(small, small.ticket("Where is my refund?")) == []


def test_a_withdrawn_ticket_and_one_without_subject_are_not_offered(small: SmallDesk) -> None:
    small.ticket("Where is my refund?")
    small.act(Undo())
    nameless = small.ticket(" ")
    assert alike(small, small.ticket("Where is my refund?")) == []
    assert alike(small, nameless) == alike(small, small.ticket(" ")) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Не приходит счёт", "не приходит счет", True),
        ("Не працює вхід у кабінет", "Re: не працює вхід у кабінет", True),
        ("Where is my refund?", "Where is my invoice?", False),
        ("Оплата не прошла", "Вход не работает", False),
        ("", "", False),
        ("!!!", "???", False),
    ],
)
def test_likeness_is_that_of_words_not_of_signs(one: str, other: str, same: bool) -> None:
    assert (likeness(trigrams(one), trigrams(other)) >= ALIKE) == same


def test_the_second_of_two_who_split_a_message_off_learns_where_it_went(small: SmallDesk) -> None:
    number = small.ticket()
    received = small.desk.act(None, ReceiveMessage(ANN, "Re", "My invoice is wrong", "m2", number))
    assert received.message is not None
    child = small.act(SplitMessage(received.message)).tickets[0]
    with pytest.raises(Refused) as refusal:
        small.act(SplitMessage(received.message, subject="Invoice"), by=small.olga)
    [stop] = refusal.value.stops
    assert (stop.name, stop.parameters) == ("split", {"number": number, "into": child})
    other = small.act(SplitMessage(received.message, subject="Invoice"), "split").tickets[0]
    assert {link[0] for link in held(small, number)} == {child, other}
    small.act(Undo())
    small.act(Undo())
    small.act(SplitMessage(received.message), by=small.olga)


def test_two_messages_of_one_ticket_begin_a_ticket_each(small: SmallDesk) -> None:
    number = small.ticket()
    first, second = (
        small.desk.act(None, ReceiveMessage(ANN, "Re", body, body, number)).message
        for body in ("One", "Two")
    )
    assert first is not None
    assert second is not None
    small.clock.forward(seconds=1)
    third = small.desk.act(None, ReceiveMessage(ANN, "Re", "Three", "m3", number)).message
    assert third is not None
    for message in (first, third):
        small.act(SplitMessage(message))
