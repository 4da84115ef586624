"""Making one client of two, and separating them exactly (F52)."""

import pytest

from supportdesk.desk import client_merging
from supportdesk.domain.action import (
    AddClientNote,
    ClientReference,
    CreateTicket,
    EditClient,
    HistoricClientEvent,
    MergeClients,
    ReceiveMessage,
    RecordClientEvents,
    Redo,
    SaveClientProperty,
    Undo,
)
from supportdesk.domain.errors import Refused
from supportdesk.store.read import client_duplicates, clients, health, timeline
from supportdesk.store.read.client_rows import ClientCard
from tests.small_desk import SmallDesk

ANN, OTHER = 1, 2


def two(small: SmallDesk) -> tuple[int, int]:
    """Ann Lee twice, each with a ticket: numbers of the tickets."""
    first = small.ticket()
    who = ClientReference("Ann Lee", "ann.lee@work.example", "+380501234567")
    second = small.act(CreateTicket(who, "Second", "Again")).tickets[0]
    small.act(EditClient(OTHER, (("email", "third@example.org"), ("language", "uk"))))
    return first, second


def card(small: SmallDesk, client: int) -> ClientCard:
    """The card of a client."""
    found = small.desk.ask(clients.card, client)
    assert found is not None
    return found


def stored(small: SmallDesk) -> list[tuple[object, ...]]:
    """Everything that a merge may touch, as it lies in the store."""
    return small.desk.ask(
        lambda c: [
            row
            for question in (
                "SELECT id, name, organisation_id, language, timezone, channel, vip, traits,"
                " merged_into FROM client ORDER BY id",
                "SELECT id, client_id, kind, key, shown, place FROM client_address ORDER BY id",
                "SELECT id, client_id FROM ticket ORDER BY id",
                "SELECT client_id, property_id, value FROM client_property_value ORDER BY 1, 2",
                "SELECT id, client_id, body FROM client_note ORDER BY id",
            )
            for row in c.execute(question)
        ]
    )


def sound(small: SmallDesk) -> bool:
    """Whether every check of the store passes."""
    return not [one for one in small.desk.ask(lambda c: [*health.findings(c)]) if one.faults]


def test_everything_of_both_is_on_one_card(small: SmallDesk) -> None:
    first, second = two(small)
    small.act(AddClientNote(OTHER, "Calls after twelve"))
    small.act(RecordClientEvents((HistoricClientEvent(OTHER, "visit", small.clock()),)))
    small.act(EditClient(OTHER, (("company", "Lee Ltd"),), (("skill", "novice"),)))
    small.act(SaveClientProperty("Plan"), by=small.olga)
    small.act(EditClient(OTHER, properties=(("Plan", "gold"),)))
    small.act(MergeClients(OTHER, ANN))
    found = card(small, ANN)
    assert found.emails == ("ann@example.org", "ann.lee@work.example", "third@example.org")
    assert found.phones == ("+380501234567",)
    assert (found.company, found.language, found.traits) == (
        "Lee Ltd",
        "uk",
        (("skill", "novice"),),
    )
    assert [held.value for held in found.properties] == ["gold"]
    assert [note.body for note in found.notes] == ["Calls after twelve"]
    assert found.event_count == 1
    assert found.open_tickets == 2
    assert small.row(second).client_id == ANN
    assert small.row(second).client_email == "ann@example.org"
    assert found.merged == (OTHER,)
    assert card(small, OTHER).id == ANN, "the former number leads to the card that stays"
    told = small.desk.ask(timeline.page, ANN)
    assert {row.ticket for row in told} == {first, second, None}
    assert sound(small)


def test_the_undo_is_exact_and_so_is_the_redo(small: SmallDesk) -> None:
    two(small)
    small.act(EditClient(OTHER, (("vip", "yes"),), (("tone", "calm"),)))
    before = stored(small)
    small.act(MergeClients(OTHER, ANN))
    after = stored(small)
    assert before != after
    small.act(Undo())
    assert stored(small) == before
    small.act(Redo())
    assert stored(small) == after
    assert sound(small)


def test_who_writes_from_a_former_address_is_the_client_that_stays(small: SmallDesk) -> None:
    two(small)
    small.act(MergeClients(OTHER, ANN))
    who = ClientReference("Ann", "ann.lee@work.example")
    made = small.act(ReceiveMessage(who, "New", "Hello", "m1@example.org")).tickets[0]
    assert small.row(made).client_id == ANN
    small.act(Undo())
    assert small.row(made).client_id == ANN, "what came after the merge is not the other one's"
    assert card(small, OTHER).emails == ("ann.lee@work.example", "third@example.org")


def test_both_are_found_by_either_name_and_by_notes(small: SmallDesk) -> None:
    _first, second = two(small)
    small.act(EditClient(OTHER, (("name", "Anneliese Leigh"),)))
    small.act(AddClientNote(OTHER, "Prefers mornings"))
    small.act(MergeClients(OTHER, ANN))
    assert small.desk.ask(clients.ids_by_text, "anneliese") == [ANN]
    assert small.desk.ask(clients.ids_by_text, "third@example.org") == [ANN]
    by_note = "SELECT rowid FROM client_text WHERE client_text MATCH :wanted"
    wanted = {"wanted": '{notes} : ("morn")'}
    assert (ANN,) in small.desk.ask(lambda c: c.execute(by_note, wanted).fetchall())
    assert second in {row.number for row in card(small, ANN).tickets}
    small.act(Undo())
    assert small.desk.ask(clients.ids_by_text, "anneliese") == [OTHER]


def test_a_later_change_of_what_it_set_refuses_the_undo_and_is_named(small: SmallDesk) -> None:
    two(small)
    merged = small.act(MergeClients(OTHER, ANN))
    later = small.act(EditClient(ANN, (("email", "-ann.lee@work.example"),)))
    with pytest.raises(Refused, match=r"undo\.later_change") as refused:
        small.act(Undo(merged.envelope))
    assert refused.value.parameters["event"] == later.last_event
    small.act(Undo())
    small.act(EditClient(ANN, (("language", "en"),)))
    with pytest.raises(Refused, match=r"undo\.later_change"):
        small.act(Undo(merged.envelope))


def test_a_client_merged_twice_stands_on_the_last_card(small: SmallDesk) -> None:
    two(small)
    who = ClientReference("A. Lee", "a@third.example")
    small.act(CreateTicket(who, "Third", "Hello"))
    first = small.act(MergeClients(OTHER, ANN))
    small.act(MergeClients(ANN, 3))
    assert card(small, OTHER).id == card(small, ANN).id == 3
    assert card(small, 3).merged == (ANN, OTHER)
    assert len(card(small, 3).emails) == 4
    with pytest.raises(Refused, match=r"undo\.later_change"):
        small.act(Undo(first.envelope))
    small.act(Undo())
    small.act(Undo())
    assert [card(small, n).id for n in (1, 2, 3)] == [1, 2, 3]
    assert sound(small)


def test_what_cannot_be_merged_is_refused(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(small)
    with pytest.raises(Refused, match=r"client\.itself"):
        small.act(MergeClients(ANN, ANN))
    monkeypatch.setattr(client_merging, "MOST_TICKETS", 0)
    with pytest.raises(Refused, match=r"client\.too_many"):
        small.act(MergeClients(OTHER, ANN))
    monkeypatch.undo()
    small.act(MergeClients(OTHER, ANN))
    with pytest.raises(Refused, match=r"client\.merged"):
        small.act(MergeClients(OTHER, ANN))


def test_two_organisations_are_asked_about_first(small: SmallDesk) -> None:
    two(small)
    small.act(EditClient(ANN, (("company", "Lee Ltd"),)))
    small.act(EditClient(OTHER, (("company", "Other Ltd"),)))
    with pytest.raises(Refused, match=r"client\.stopped") as stopped:
        small.act(MergeClients(OTHER, ANN))
    assert [stop.name for stop in stopped.value.stops] == ["other_company"]
    small.act(MergeClients(OTHER, ANN), "other_company")
    assert card(small, ANN).company == "Lee Ltd"


def test_what_is_said_to_a_merged_client_goes_to_the_one_that_stays(small: SmallDesk) -> None:
    two(small)
    small.act(MergeClients(OTHER, ANN))
    small.act(AddClientNote(OTHER, "By the former number"))
    small.act(EditClient(OTHER, (("timezone", "Europe/Kyiv"),)))
    assert card(small, ANN).notes[0].body == "By the former number"
    assert card(small, ANN).timezone == "Europe/Kyiv"


@pytest.mark.parametrize(
    ("name", "address", "phone", "because"),
    [
        ("Lee Ann", "x@example.com", None, "name"),
        ("Somebody", "ann.lee@other.example", None, "email"),
        ("Somebody", None, "0501234567", "phone"),
        ("Ann Lee", None, "0501234567", "phone name"),
    ],
)
def test_duplicates_are_offered_with_the_reason(
    small: SmallDesk, name: str, address: str | None, phone: str | None, because: str
) -> None:
    small.act(
        CreateTicket(ClientReference("Ann Lee", "ann.lee@example.org", "+380501234567"), "x", "y")
    )
    small.act(CreateTicket(ClientReference(name, address, phone), "x", "y"))
    (found,) = small.desk.ask(client_duplicates.duplicates, 1)
    assert (found.id, found.because) == (2, because)


def test_strangers_are_not_offered(small: SmallDesk) -> None:
    small.act(CreateTicket(ClientReference("Ann Lee", "info@example.org"), "x", "y"))
    small.act(CreateTicket(ClientReference("Ann Smith", "info@other.example"), "x", "y"))
    assert small.desk.ask(client_duplicates.duplicates, 1) == []
    small.act(CreateTicket(ClientReference("Ann Lee", "a@b.example"), "x", "y"))
    small.act(MergeClients(3, 1))
    assert small.desk.ask(client_duplicates.duplicates, 1) == []
