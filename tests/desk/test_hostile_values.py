"""What nobody can mean is refused by name, never a defect of the program (law 12)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from supportdesk.domain.action import (
    Action,
    AddNote,
    Assign,
    ClientReference,
    EditClient,
    HistoricMessage,
    HistoricTicket,
    RecordHistory,
    SetSubject,
)
from supportdesk.domain.errors import DeskError, Invalid, NotFound
from supportdesk.domain.memory import KeepDraft, MarkSeen
from supportdesk.store.read import clients, health, tickets
from tests.small_desk import SmallDesk


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (AddNote(1, "half a character \udc80"), "text.not_utf8"),
        (SetSubject(1, "\ud83d"), "text.not_utf8"),
        (AddNote(2**70, "text"), "number.too_large"),
        (Assign(1, 2**64), "number.too_large"),
        (AddNote(-1, "text"), "ticket.missing"),
        (EditClient(1, (("vip", "perhaps"),)), "client.value"),
        (EditClient(1, (("timezone", "../../etc/passwd"),)), "timezone.unknown"),
        (EditClient(1, (("timezone", "Europe"),)), "timezone.unknown"),
        (EditClient(1, (("language", "\x1b[2J"),)), "client.value"),
    ],
)
def test_a_senseless_value_is_refused(small: SmallDesk, action: Action, code: str) -> None:
    small.ticket()
    before = small.row(1)
    with pytest.raises(DeskError) as refusal:
        small.act(action)
    assert refusal.value.code == code
    assert small.row(1) == before


def test_questions_refuse_it_too(small: SmallDesk) -> None:
    with pytest.raises(Invalid, match=r"number\.too_large"):
        small.desk.ask(clients.card, 2**70)
    with pytest.raises(Invalid, match=r"text\.not_utf8"):
        small.desk.ask(clients.ids_by_text, "\udc80")


def test_a_draft_for_no_ticket_is_told_as_such(small: SmallDesk) -> None:
    for memory in (KeepDraft(small.petro, 99, "reply", "text"), MarkSeen(small.petro, 99, 1)):
        with pytest.raises(NotFound, match=r"ticket\.missing"):
            small.desk.remember(memory)


def test_a_client_may_have_a_zone_and_a_language(small: SmallDesk) -> None:
    client = small.row(small.ticket()).client_id
    small.act(EditClient(client, (("timezone", "Europe/Kyiv"), ("language", "UK"))))
    card = small.desk.ask(clients.card, client)
    assert card is not None
    assert (card.timezone, card.language) == ("Europe/Kyiv", "uk")
    small.act(EditClient(client, (("timezone", None), ("language", ""))))
    emptied = small.desk.ask(clients.card, client)
    assert emptied is not None
    assert (emptied.timezone, emptied.language) == (None, None)


@pytest.mark.parametrize(
    ("ticket", "message", "code"),
    [
        ({"state": "nonsense"}, {}, "state.unknown"),
        ({"priority": 7}, {}, "priority.unknown"),
        ({}, {"kind": "nonsense"}, "message.kind_unknown"),
        ({}, {"delivery": "queued"}, "message.delivery_unknown"),
    ],
)
def test_history_in_words_nobody_knows_is_refused(
    small: SmallDesk, ticket: dict[str, Any], message: dict[str, Any], code: str
) -> None:
    ann, then = ClientReference("Ann Lee", "ann@example.org"), datetime(2020, 1, 1, tzinfo=UTC)
    spoken = HistoricMessage("m1", "client", ann, then, "Hello")
    historic = HistoricTicket("t1", "Hi", ann, (replace(spoken, **message),), then)
    with pytest.raises(Invalid) as refusal:
        small.desk.act(None, RecordHistory((replace(historic, **ticket),)))
    assert refusal.value.code == code
    assert small.desk.ask(tickets.row, 1, None) is None


def test_a_message_from_before_all_clocks_is_counted_as_it_is_kept(small: SmallDesk) -> None:
    ann = ClientReference("Ann Lee", "ann@example.org")
    long_ago = datetime(1900, 1, 1, tzinfo=UTC)
    messages = (HistoricMessage("m1", "client", ann, long_ago, "Hello"),)
    small.desk.act(
        None, RecordHistory((HistoricTicket("t1", "Hi", ann, messages, created_at=long_ago),))
    )
    assert small.row(1).waiting_since == 1
    assert not [found for found in small.desk.ask(health.findings) if found.faults]


def test_a_language_that_is_none_does_not_stand_in_the_way_of_one(small: SmallDesk) -> None:
    ann, then = ClientReference("Ann", "ann@example.org"), datetime(2026, 1, 1, tzinfo=UTC)
    tickets = tuple(
        HistoricTicket(
            source_id=f"t{n}",
            subject="x",
            client=ann,
            messages=(),
            created_at=then,
            language=spoken,
        )
        for n, spoken in enumerate(("", "ru"))
    )
    small.act(RecordHistory(tickets))
    client = small.row(1).client_id
    card = small.desk.ask(clients.card, client)
    assert card is not None
    assert card.language == "ru"
