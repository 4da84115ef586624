"""A person who wants to be forgotten leaves nothing in the file (F160)."""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from supportdesk.domain.action import (
    AddClientNote,
    AddNote,
    AddTime,
    Bulk,
    CancelSending,
    ChangeTags,
    ClientReference,
    CreateTicket,
    DefineFields,
    EditClient,
    ForgetClient,
    Forward,
    HistoricClientEvent,
    MergeClients,
    MergeTicket,
    NewAttachment,
    ReceiveMessage,
    Recipient,
    Recipients,
    RecordClientEvents,
    RecordHistory,
    Reply,
    SaveClientProperty,
    SendLater,
    SetField,
    SetSubject,
    Undo,
)
from supportdesk.domain.action.fact import HistoricMessage, HistoricTicket
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.memory import KeepDraft, KeepLookup
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import clients, health, search, threads, tickets, timeline
from supportdesk.store.write import engine
from tests.reading import file_of
from tests.small_desk import SmallDesk

CANARY = re.compile(rb"canary\w*|zebra\w*|kanar\w*", re.IGNORECASE)
"""Words that stand in nothing but what is to be forgotten; also as their stems."""


def left_in_files(small: SmallDesk) -> set[bytes]:
    """The forgotten words that any file of the store still holds."""
    folder = file_of(small.desk).parent
    return {word for file in folder.iterdir() for word in CANARY.findall(file.read_bytes())}


def everything_about(small: SmallDesk) -> int:
    """A client of whom every place of the store holds something; the number of the ticket."""
    who = ClientReference("Canary Nameson", "canary@mail.example", "+380509999999")
    file = NewAttachment("canaryfile.txt", "text/plain", b"canarycontent " * 30_000)
    made = small.act(CreateTicket(who, "Canarysubject", "canarybody zebras", attachments=(file,)))
    number = made.tickets[0]
    client = small.row(number).client_id
    small.act(EditClient(client, (("email", "-canary@mail.example"),)))
    small.act(EditClient(client, (("email", "canarytwo@mail.example"), ("company", "Canary Ltd"))))
    small.act(EditClient(client, (("company", ""),), (("canarytrait", "canaryvalue"),)))
    small.act(EditClient(client, (("name", "Canary Renamed"),)))
    small.act(SaveClientProperty("Plan"), by=small.olga)
    small.act(EditClient(client, properties=(("Plan", "canaryplan"),)))
    small.act(DefineFields((FieldDefinition("order", "", "text"),)), by=small.olga)
    small.act(SetField(number, "order", "canaryorder"))
    small.act(SetField(number, "order", "canaryorder again"))
    small.act(AddTime(number, 60_000, "canarycall"))
    small.act(AddClientNote(client, "canarynote"))
    small.act(Undo())
    small.act(AddClientNote(client, "canarynotes again"))
    event = HistoricClientEvent(
        client, "canarykind", small.clock(), "canarytext", (("page", "/canary"),), "canaryid"
    )
    small.act(RecordClientEvents((event,)))
    small.act(SetSubject(number, "Canarysubject changed"))
    small.act(Reply(number, "canaryreply to zebra", 10**6))
    small.act(Undo())
    small.act(Reply(number, "canaryreply sent", 10**6))
    small.act(AddNote(number, "canaryprivate note"))
    copies = Recipients(cc=(Recipient("canarycopy@mail.example", "Canary Copied"),))
    small.act(Reply(number, "canarycopied", 10**6, recipients=copies, signature="canarysigned"))
    vendor = Recipients(to=(Recipient("canaryvendor@mail.example", "Canary Vendor"),))
    small.act(Forward(number, "canaryforward", 10**6, vendor))
    at = small.clock() + timedelta(hours=2)
    small.act(SendLater(Reply(number, "canaryplanned", 10**6, recipients=copies), at))
    small.act(CancelSending(1))
    small.act(SendLater(Forward(number, "canaryplanned too", 10**6, vendor), at))
    small.desk.remember(KeepDraft(small.petro, number, "reply", "canarydraft"))
    small.desk.remember(KeepLookup(small.petro, client, "Orders", ("canaryorder",)))
    small.act(ReceiveMessage(who, "Re: x", "canarysecond message", "canary-1@mail.example", number))
    small.desk.act(
        None,
        RecordHistory(
            (
                HistoricTicket(
                    "canary-history",
                    "Canaryhistory",
                    who,
                    (HistoricMessage("canary-2", "client", who, small.clock(), "canaryold"),),
                    small.clock(),
                    reason="canaryreason",
                ),
            )
        ),
    )
    return number


def test_every_byte_of_a_person_leaves_the_store(small: SmallDesk) -> None:
    kept = small.ticket(body="My own words stay.")
    number = everything_about(small)
    copied = Recipients(
        cc=(Recipient("Canary@mail.example", "Canary"), Recipient("bob@mail.example"))
    )
    small.act(Reply(kept, "To both", 10**6, recipients=copied), "newer", "recipient")
    small.desk.clean_file()
    assert len(left_in_files(small)) > 10, "the words are in the file before"
    small.act(ForgetClient(small.row(number).client_id), "forget", by=small.olga)
    assert small.desk.clean_file()
    assert left_in_files(small) == set()
    message, reply = small.desk.ask(threads.messages, kept)
    assert message.body == "My own words stay."
    assert reply.recipients == Recipients(cc=(Recipient("bob@mail.example"),))
    small.clock.forward(hours=3)
    small.desk.work()
    assert not [one for one in small.desk.ask(lambda c: [*health.findings(c)]) if one.faults]
    small.desk.close()
    assert left_in_files(small) == set()


def test_counts_stay_and_are_reported(small: SmallDesk) -> None:
    number = everything_about(small)
    client = small.row(number).client_id
    counts = small.desk.ask(tickets.counts, small.petro)
    before = small.row(number)
    receipt = small.act(ForgetClient(client), "forget", by=small.olga)
    counted = dict(receipt.counts)
    assert (counted["tickets"], counted["files"], counted["drafts"]) == (2, 1, 2)
    assert (counted["notes"], counted["events"], counted["properties"]) == (2, 1, 1)
    assert counted["fields"] == 1
    assert small.desk.ask(tickets.counts, small.petro) == counts
    after = small.row(number)
    assert (after.messages, after.replies, after.state) == (
        before.messages,
        before.replies,
        before.state,
    )
    assert after.fields == ()
    assert (after.subject, after.client, after.client_email) == ("—", "—", None)
    assert {one.body for one in small.desk.ask(threads.messages, number)} == {""}
    found = small.desk.ask(clients.card, client)
    assert found is not None
    assert found.forgotten_at is not None
    assert (found.emails, found.phones, found.traits, found.lookups) == ((), (), (), ())
    assert {row.text for row in small.desk.ask(timeline.page, client)} == {"—", ""}


def test_search_finds_nothing_of_it(small: SmallDesk) -> None:
    number = everything_about(small)

    def found(word: str) -> list[int]:
        query = parse_query(word, now=small.clock(), zone=small.clock().tzinfo, me=None)  # type: ignore[arg-type]
        return list(small.desk.ask(search.numbers, query, None))

    assert found("zebra") == [number]
    assert found("canarycontent") == [number], "the words of the file"
    small.act(ForgetClient(small.row(number).client_id), "forget", by=small.olga)
    assert found("zebra") == found("canarycontent") == []
    assert small.desk.ask(clients.ids_by_text, "canary") == []


def test_it_asks_first_and_cannot_be_undone(small: SmallDesk) -> None:
    number = everything_about(small)
    client = small.row(number).client_id
    with pytest.raises(Refused, match=r"client\.not_forgotten") as stopped:
        small.act(ForgetClient(client), by=small.olga)
    (stop,) = stopped.value.stops
    assert (stop.name, stop.parameters["tickets"]) == ("forget", 2)
    assert small.row(number).client == "Canary Renamed"
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(ForgetClient(client), "forget", by=small.petro)
    small.act(ChangeTags(number, add=("before",)), by=small.olga)
    done = small.act(ForgetClient(client), "forget", by=small.olga)
    for undo in (Undo(), Undo(done.envelope)):
        with pytest.raises(Refused, match=r"undo\.forgotten"):
            small.act(undo, by=small.olga)
    assert small.row(number).tags == ("before",), "what was done before is not undone in its place"


def test_nothing_blanked_comes_back_by_an_undo_of_what_was_before(small: SmallDesk) -> None:
    number = everything_about(small)
    client = small.row(number).client_id
    renamed = small.act(EditClient(client, (("name", "Canary Thrice"),), (("skill", "novice"),)))
    small.act(ForgetClient(client), "forget", by=small.olga)
    with pytest.raises(Refused, match=r"undo\.later_change"):
        small.act(Undo(renamed.envelope))
    assert small.row(number).client == "—"
    with pytest.raises(Refused, match=r"client\.forgotten"):
        small.act(EditClient(client, (("name", "Canary"),)))
    small.desk.remember(KeepLookup(small.petro, client, "Orders", ("canary",)))
    small.act(RecordClientEvents((HistoricClientEvent(client, "visit", small.clock()),)))
    found = small.desk.ask(clients.card, client)
    assert found is not None
    assert (found.lookups, found.event_count) == ((), 1)


def test_who_was_merged_and_who_writes_again(small: SmallDesk) -> None:
    number = everything_about(small)
    client = small.row(number).client_id
    other = small.act(
        CreateTicket(ClientReference("Canary Twin", "canary3@mail.example"), "x", "canarytwin")
    ).tickets[0]
    small.act(MergeClients(small.row(other).client_id, client))
    small.act(ForgetClient(client), "forget", by=small.olga)
    small.desk.clean_file()
    assert left_in_files(small) == set()
    again = small.act(
        CreateTicket(ClientReference("New", "canary3@mail.example"), "x", "hello")
    ).tickets[0]
    assert small.row(again).client_id not in (client, small.row(other).client_id - 1)
    with pytest.raises(NotFound):
        small.act(ForgetClient(99), "forget", by=small.olga)


def test_what_the_person_wrote_on_the_ticket_of_another_goes_too(small: SmallDesk) -> None:
    kept = small.ticket()
    number = everything_about(small)
    client = small.row(number).client_id
    small.act(MergeTicket(number, kept), "other_client")
    small.act(ForgetClient(client), "forget", by=small.olga)
    bodies = {one.kind: one.body for one in small.desk.ask(threads.messages, kept)}
    assert "I paid twice." in {one.body for one in small.desk.ask(threads.messages, kept)}
    assert bodies["client"] in ("", "I paid twice.")
    assert not any("canarybody" in one.body for one in small.desk.ask(threads.messages, kept))


def test_texts_of_an_interrupted_change_of_many_go_too(small: SmallDesk) -> None:
    number = everything_about(small)
    small.desk.clean_file()
    step = Bulk((AddNote(number, "canarybulk text"), AddNote(number, "canarybulk more")))
    raw = sqlite3.connect(file_of(small.desk))
    small.act(step)
    raw.execute(
        "INSERT INTO bulk_step(bulk_id, ticket_id, action, stops)"
        " SELECT id, ?, 'canarystep left over', '' FROM bulk LIMIT 1",
        (number,),
    )
    raw.commit()
    raw.close()
    small.act(ForgetClient(small.row(number).client_id), "forget", by=small.olga)
    assert small.desk.clean_file()
    assert left_in_files(small) == set()


@pytest.fixture
def tiny_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is merged a page at a time, as on a large store."""
    monkeypatch.setattr(engine, "MERGED_PAGES", 1)


@pytest.mark.usefixtures("tiny_parts")
def test_a_larger_index_is_cleaned_in_small_steps(small: SmallDesk) -> None:
    for n in range(60):
        small.ticket(f"Subject {n}", f"word{n} other{n * 7} more{n * 13} " * 20)
    number = everything_about(small)
    small.act(ForgetClient(small.row(number).client_id), "forget", by=small.olga)
    assert small.desk.clean_file()
    assert left_in_files(small) == set()
    assert not [one for one in small.desk.ask(lambda c: [*health.findings(c)]) if one.faults]


def test_somebody_who_still_reads_is_told_of(small: SmallDesk, tmp_path: Path) -> None:
    number = everything_about(small)
    reader = sqlite3.connect(file_of(small.desk), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM message").fetchone()
    small.act(ForgetClient(small.row(number).client_id), "forget", by=small.olga)
    with small.desk._open_writer().transaction() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=100")  # as if it had waited its 10 s
    assert not small.desk.clean_file()
    reader.close()
    assert small.desk.clean_file()
    assert left_in_files(small) == set()
    assert tmp_path.exists()
