"""Undo and redo: exact, or refused with the name of what came later (law 4)."""

from datetime import UTC
from uuid import UUID

import pytest

from supportdesk.domain.action import (
    AddClientNote,
    AddNote,
    Assign,
    ChangeTags,
    ClientReference,
    CreateTicket,
    EditClient,
    MoveToQueue,
    ReceiveMessage,
    Redo,
    SaveTemplate,
    SetKind,
    SetPriority,
    SetState,
    SetSubject,
    Snooze,
    Undo,
)
from supportdesk.domain.errors import Refused
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import clients, desk_lists, search, threads, tickets
from tests.small_desk import SmallDesk


def actions_on(small: SmallDesk, number: int) -> list[object]:
    """One of each command about an existing ticket or its client."""
    client = small.row(number).client_id
    return [
        SetState(number, "hold", reason="other_team"),
        SetState(number, "solved", kind="help"),
        SetPriority(number, 3),
        SetKind(number, "praise"),
        SetSubject(number, "Another subject"),
        ChangeTags(number, add=("vip", "refund"), remove=("old",)),
        Assign(number, small.olga),
        MoveToQueue(number, small.billing),
        Snooze(number, small.clock().replace(hour=23)),
        EditClient(client, (("name", "Anna Lee"), ("vip", "yes"), ("company", "Lee & Sons"))),
        EditClient(client, (("email", "second@example.org"),), (("skill", "novice"),)),
        AddClientNote(client, "Prefers the phone"),
    ]


@pytest.mark.parametrize("index", range(12))
def test_undo_restores_and_redo_repeats_exactly(small: SmallDesk, index: int) -> None:
    number = small.ticket()
    small.act(ChangeTags(number, add=("old",)))
    action = actions_on(small, number)[index]
    before = small.row(number), small.desk.ask(clients.card, small.row(number).client_id)
    small.act(action)  # type: ignore[arg-type]
    after = small.row(number), small.desk.ask(clients.card, small.row(number).client_id)
    assert _lasting(before) != _lasting(after)
    small.act(Undo())
    undone = small.row(number), small.desk.ask(clients.card, small.row(number).client_id)
    assert _lasting(undone) == _lasting(before)
    small.act(Redo())
    redone = small.row(number), small.desk.ask(clients.card, small.row(number).client_id)
    assert _lasting(redone) == _lasting(after)


def _lasting(seen: object) -> str:
    """Everything but the moment and number of the last change."""
    text = repr(seen)
    for field in ("updated_at", "last_event"):
        while (start := text.find(f"{field}=")) >= 0:
            text = text[:start] + text[text.index(",", start) + 1 :]
    return text


def test_undo_walks_back_through_ones_own_commands_only(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetPriority(number, 2))
    small.act(ChangeTags(number, add=("hers",)), by=small.olga)
    small.act(SetKind(number, "help"))
    small.act(Undo())
    small.act(Undo())
    row = small.row(number)
    assert (row.kind, row.priority, row.tags) == (None, 1, ("hers",))


def test_undo_is_refused_when_something_later_stands_there(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetPriority(number, 2))
    small.act(SetPriority(number, 3), by=small.olga)
    with pytest.raises(Refused) as refusal:
        small.act(Undo())
    assert refusal.value.code == "undo.later_change"
    assert refusal.value.parameters["field"] == "priority"
    assert refusal.value.parameters["actor"] == small.olga
    assert small.row(number).priority == 3


def test_a_command_ends_what_could_be_redone(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetPriority(number, 2))
    small.act(Undo())
    small.act(SetKind(number, "help"))
    with pytest.raises(Refused, match=r"redo\.nothing"):
        small.act(Redo())


def test_an_undone_ticket_is_withdrawn_and_can_come_back(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Undo())
    assert (small.row(number).state, small.row(number).reason) == ("closed", "withdrawn")
    assert small.desk.ask(threads.messages, number) == ()
    small.act(Redo())
    assert small.row(number).state == "new"
    assert len(small.desk.ask(threads.messages, number)) == 1


def test_a_creation_is_not_taken_back_under_the_work_of_others(small: SmallDesk) -> None:
    def created() -> tuple[int, UUID]:
        who = ClientReference("Ann Lee", "ann@example.org")
        receipt = small.act(CreateTicket(who, "Refund?", "I paid twice.", tags=("money",)))
        return receipt.tickets[0], receipt.envelope

    for later in (
        lambda number: AddNote(number, "I know this case"),
        lambda number: SetState(number, "hold", "third_party"),
        lambda number: ReceiveMessage(
            ClientReference("Ann Lee", "ann@example.org"), "Re", "Hello?", f"m{number}", number
        ),
    ):
        number, envelope = created()
        small.act(later(number), by=small.olga)
        before = small.row(number)
        with pytest.raises(Refused) as refusal:
            small.act(Undo(envelope))
        assert refusal.value.code == "undo.later_change"
        assert refusal.value.parameters["actor"] == small.olga
        assert small.row(number) == before


def test_a_command_that_changed_nothing_is_not_what_undo_takes_back(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetPriority(number, 2))
    small.act(SetPriority(number, 2))
    small.act(Undo())
    assert small.row(number).priority == 1


def test_a_removed_address_that_is_somebody_elses_now_does_not_come_back(
    small: SmallDesk,
) -> None:
    client = small.row(small.ticket()).client_id
    small.act(EditClient(client, (("email", "second@example.org"),)))
    small.act(EditClient(client, (("email", "-second@example.org"),)))
    bo = ClientReference("Bo", "second@example.org")
    small.desk.act(None, ReceiveMessage(bo, "Hi", "Hello", "m1"))
    with pytest.raises(Refused, match=r"undo\.later_change"):
        small.act(Undo())


def test_a_note_on_a_client_is_found_until_it_is_taken_back(small: SmallDesk) -> None:
    number = small.ticket()

    def found(text: str) -> list[int]:
        query = parse_query(text, now=small.clock(), zone=UTC, me=small.petro)
        return [*small.desk.ask(search.numbers, query)]

    small.act(AddClientNote(small.row(number).client_id, "Просит звонить бухгалтеру"))
    assert found("бухгалтер") == [number]
    assert found("client:бухгалтер") == [], "the name is another thing than what is said of one"
    small.act(Undo())
    assert found("бухгалтер") == []
    small.act(Redo())
    assert found("бухгалтер") == [number]


def test_a_lead_may_undo_for_others_and_nobody_else(small: SmallDesk) -> None:
    number = small.ticket()
    envelope = small.act(SetPriority(number, 2)).envelope
    with pytest.raises(Refused, match=r"undo\.not_own"):
        small.act(Undo(envelope), by=small.tamar)
    small.act(Undo(envelope), by=small.olga)
    assert small.row(number).priority == 1


def test_received_messages_stay(small: SmallDesk) -> None:
    who = ClientReference("Bo", "bo@example.org")
    envelope = small.act(ReceiveMessage(who, "Hi", "Hello", "m1")).envelope
    with pytest.raises(Refused, match=r"undo\.fact"):
        small.act(Undo(envelope))


def test_nothing_to_undo(small: SmallDesk) -> None:
    with pytest.raises(Refused, match=r"undo\.nothing"):
        small.act(Undo(), by=small.tamar)


def test_a_template_is_undone_with_all_its_variants(small: SmallDesk) -> None:
    receipt = small.act(SaveTemplate("Hello", (("en", "Hello"), ("uk", "Вітаю"))))
    assert receipt.template is not None
    small.act(SaveTemplate("Hi", (("en", "Hi"),), template=receipt.template))
    small.act(Undo())
    [template] = small.desk.ask(desk_lists.templates)
    assert (template.title, dict(template.variants)) == ("Hello", {"en": "Hello", "uk": "Вітаю"})
    small.act(Undo())
    assert small.desk.ask(desk_lists.templates) == []


def test_the_same_envelope_twice_is_done_once(small: SmallDesk) -> None:
    from supportdesk.domain.envelope import Envelope, new_id

    who = ClientReference("Bo", "bo@example.org")
    envelope = Envelope(
        new_id(small.clock()), small.petro, small.clock(), CreateTicket(who, "Hi", "Hello")
    )
    first = small.desk.submit(envelope)
    second = small.desk.submit(envelope)
    assert second.repeated
    assert (second.tickets, second.message) == (first.tickets, first.message)
    assert len(small.desk.ask(tickets.changed_since, 0)) == 1


def test_events_hold_no_text_of_people(small: SmallDesk) -> None:
    number = small.ticket("Canary subject", "Canary body")
    client = small.row(number).client_id
    small.act(SetSubject(number, "Canary reworded"))
    small.act(EditClient(client, (("name", "Canary Name"),), (("tone", "Canary tone"),)))
    small.act(EditClient(client, (("email", "canary@example.org"), ("phone", "+380 44 123"))))
    small.act(SaveTemplate("Canary title", (("en", "Canary text"),)))
    raw = small.desk.ask(lambda connection: connection.execute("SELECT * FROM event").fetchall())
    assert not [word for word in ("canary", "38044123") if word in repr(raw).casefold()]
    told = small.desk.ask(threads.events, number)
    assert ("Canary subject", "Canary reworded") in [(e.before, e.after) for e in told]
