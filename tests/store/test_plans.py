"""How the store answers what the console asks with every change: by what is new, not by all."""

import sqlite3
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from supportdesk.console.reading import Reading
from supportdesk.console.views import VIEWS, View
from supportdesk.domain.action import ChangeTags, DefineFields, EditClient, LinkTicket, RenameTag
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.period import Period
from supportdesk.domain.query import And, Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import (
    articles,
    bulks,
    client_details,
    client_messages,
    clients,
    desk_lists,
    draft_files,
    letters,
    links,
    organisations,
    outbox,
    presence,
    recipients,
    reports,
    search,
    tickets,
    timeline,
)
from supportdesk.store.read.connection import Reader
from supportdesk.store.write import conversations
from tests.reading import read_from_file
from tests.small_desk import SmallDesk
from tests.stores import FileStores, Stores


@pytest.fixture
def stores(tmp_path: Path, copied_store: Callable[[Path], None]) -> Stores:
    """Of stores in files alone."""
    return FileStores(tmp_path, copied_store)


def plans(reader: sqlite3.Connection, ask: Callable[[], object]) -> list[str]:
    """The steps of every plan of what is asked."""
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    ask()
    reader.set_trace_callback(None)
    return [row[3] for one in asked for row in reader.execute(f"EXPLAIN QUERY PLAN {one}")]


def test_following_changes_looks_at_new_events_only(small: SmallDesk) -> None:
    number = small.ticket()
    reader = read_from_file(small.desk)
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    assert tickets.changed_since(reader, 0) == [number]
    reader.set_trace_callback(None)
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert plan[0].startswith("SEARCH event USING INTEGER PRIMARY KEY (rowid>?)"), plan


@pytest.mark.parametrize(
    "question",
    [
        links.of_ticket,
        links.alike,
        links.end_of_merges,
        outbox.planned,
        recipients.of_ticket,
        articles.used_in,
    ],
)
def test_what_belongs_to_a_ticket_is_found_without_looking_at_all_tickets(
    small: SmallDesk, question: Callable[[Reader, int], object]
) -> None:
    number, other = small.ticket(), small.ticket()
    small.act(LinkTicket(number, "follow_up", other))
    reader = read_from_file(small.desk)
    steps = plans(reader, lambda: question(reader, number))
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") and "subquery" not in step]


QUESTIONS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "who is there": lambda reader: presence.others(reader, 1, 10**12),
    "who was on a ticket": lambda reader: presence.last_seen(reader, 1),
    "whose place is kept": lambda reader: presence.claim(reader, 1, 10**12),
    "whether marks have moved": lambda reader: presence.mark_number(reader, 1),
    "files of a draft": lambda reader: draft_files.files(reader, 1, 1, "reply"),
    "options": desk_lists.options,
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_every_console_asks_of_its_neighbours_is_found_by_an_index(
    small: SmallDesk, name: str
) -> None:
    small.ticket()
    reader = read_from_file(small.desk)
    steps = plans(reader, lambda: QUESTIONS[name](reader))
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") and step != "SCAN o"], steps


def test_a_tag_is_renamed_without_writing_to_any_ticket(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(ChangeTags(number, add=("refnd",)))
    before = small.row(number)
    events = small.desk.ask(tickets.change_number)
    small.act(RenameTag("refnd", "refund"))
    assert small.desk.ask(tickets.change_number) == events + 1
    assert small.row(number).last_event == before.last_event
    assert small.row(number).tags == ("refund",)


@pytest.mark.parametrize("asked", ["order:A-1", "days>3", "order:none number:1"])
def test_a_custom_field_is_looked_up_in_an_index(small: SmallDesk, asked: str) -> None:
    fields = (FieldDefinition("order", "", "text"), FieldDefinition("days", "", "int"))
    small.act(DefineFields(fields), by=small.olga)
    reader = read_from_file(small.desk)
    query = parse_query(asked, now=small.clock(), zone=UTC, custom=lambda: fields)
    steps = plans(reader, lambda: search.numbers(reader, query))
    looked_up = [step for step in steps if "field_value" in step]
    assert looked_up
    assert all(step.startswith("SEARCH field_value USING") for step in looked_up), looked_up


def test_an_interrupted_bulk_is_found_without_looking_at_others(small: SmallDesk) -> None:
    reader = read_from_file(small.desk)
    plan = [
        row[3]
        for row in reader.execute(f"EXPLAIN QUERY PLAN {bulks.INTERRUPTED}", {"actor": small.petro})
    ]
    assert any("envelope_by_actor (actor_id=?)" in step for step in plan), plan
    assert any("bulk_step_by_bulk (bulk_id=? AND stops=?)" in step for step in plan), plan
    assert not [step for step in plan if step.startswith("SCAN") and "v" not in step.split()], plan


@pytest.mark.parametrize("question", [clients.card, timeline.page, client_details.family])
def test_what_belongs_to_a_client_is_found_without_looking_at_all_others(
    small: SmallDesk, question: Callable[[Reader, int], object]
) -> None:
    client = small.row(small.ticket()).client_id
    reader = read_from_file(small.desk)
    steps = plans(reader, lambda: question(reader, client))
    assert steps
    scans = [
        step
        for step in steps
        if step.startswith("SCAN") and "(" not in step and "subquery" not in step
    ]
    assert not scans, scans
    assert not any("OFFSET" in step for step in steps)


def test_an_organisation_is_found_by_its_people(small: SmallDesk) -> None:
    small.act(EditClient(small.row(small.ticket()).client_id, (("company", "Acme"),)))
    reader = read_from_file(small.desk)
    steps = plans(reader, lambda: organisations.card(reader, 1))
    assert any("ix_client_organisation_id" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN")], steps


def test_new_client_messages_are_found_among_new_events_only(small: SmallDesk) -> None:
    number = small.ticket()
    reader = read_from_file(small.desk)
    found: list[tuple[int, int | None]] = []
    steps = plans(
        reader,
        lambda: found.extend(client_messages.client_messages_since(reader, 0, 0, 999)),
    )
    assert [ticket for ticket, _owner in found] == [number]
    assert steps[0].startswith("SEARCH e USING INTEGER PRIMARY KEY (rowid>?)"), steps
    assert not [step for step in steps if step.startswith("SCAN")], steps


def test_lists_of_rows_look_at_new_messages_only(small: SmallDesk) -> None:
    number = small.ticket()
    plan = plan_of(small, lambda reader: tickets.rows(reader, [number], small.petro))
    assert any("SEARCH m USING INDEX message_by_ticket (ticket_id=? AND id>?)" in p for p in plan)


def test_taking_the_next_ticket_reads_one_line_of_an_index(small: SmallDesk) -> None:
    statement = str(conversations._FIRST_UNASSIGNED.compile(compile_kwargs={"literal_binds": True}))
    reader = read_from_file(small.desk)
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert plan == ["SEARCH ticket USING INDEX ticket_by_owner (owner_id=?)"], plan


@pytest.mark.parametrize("view", ["owner:me state:open", "state:waiting", "category:new,active"])
def test_a_view_of_tickets_at_work_is_read_in_order_from_their_index(
    small: SmallDesk, view: str
) -> None:
    query = parse_query(view, now=small.clock(), zone=UTC, me=small.petro)
    plan = plan_of(small, lambda reader: search.numbers(reader, query, 64))
    assert any("USING INDEX ticket_by_o" in part for part in plan), plan
    assert not any("ORDER BY" in part for part in plan), plan


def test_what_is_unread_is_counted_without_the_tickets_themselves(small: SmallDesk) -> None:
    plan = plan_of(small, lambda reader: tickets.counts(reader, small.petro))
    assert any("t USING COVERING INDEX ticket_by_owner" in part for part in plan), plan


def test_a_saved_view_is_counted_without_sorting(small: SmallDesk) -> None:
    query = parse_query("category:waiting", now=small.clock(), zone=UTC)
    plan = plan_of(small, lambda reader: search.count(reader, query))
    assert not any("ORDER BY" in part for part in plan), plan


@pytest.mark.parametrize("question", [outbox.untold, outbox.of_operator])
def test_what_came_back_is_found_without_looking_at_everything_planned(
    small: SmallDesk, question: Callable[[Reader, int], object]
) -> None:
    steps = plans(read_from_file(small.desk), lambda: question(small.desk.connection, small.petro))
    assert [step for step in steps if "outbox_by_operator" in step]
    assert not [step for step in steps if step.startswith("SCAN")]


def test_addresses_are_completed_by_their_beginning(small: SmallDesk) -> None:
    reader = read_from_file(small.desk)
    steps = plans(reader, lambda: recipients.known(reader, "ann"))
    assert [step for step in steps if "message_recipient_by_key" in step]
    assert not [step for step in steps if step.startswith("SCAN") and "subquery" not in step]


def plan_of(small: SmallDesk, ask: Callable[[sqlite3.Connection], object]) -> list[str]:
    """How the last statement of a question is answered."""
    reader = read_from_file(small.desk)
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    ask(reader)
    reader.set_trace_callback(None)
    return [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]


@pytest.mark.parametrize("view", [view for view in VIEWS if view.name != "snoozed"])
def test_arrivals_are_looked_for_among_what_has_changed(small: SmallDesk, view: View) -> None:
    numbers = [small.ticket(f"Number {n}") for n in range(3)]
    reading = Reading(small.desk, small.petro, UTC)
    steps = plans(read_from_file(small.desk), lambda: reading.arrived(view, numbers))
    assert [step for step in steps if " t " in step] == [
        "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"
    ]


@pytest.mark.parametrize(
    ("metric", "read"),
    [
        ("backlog", {"ticket_span USING COVERING INDEX ticket_span_at_work"}),
        ("load", {"ticket_span USING COVERING INDEX ticket_span_at_work"}),
        ("departures", {"w USING INDEX ticket_span_at_work", "d USING INDEX"}),
        ("waiting", {"c USING INDEX ticket_by_"}),
    ],
)
def test_a_report_reads_what_was_at_work_and_no_ticket_besides(
    small: SmallDesk, metric: str, read: set[str]
) -> None:
    everything, period = Query(And(())), Period(0, 1 << 50, 1 << 49, ((0, 0),))
    plan = plan_of(small, lambda c: reports.numbers(c, metric, everything, period))
    tables = ("c", "d", "m", "t", "w", "ticket", "ticket_span", "message")
    found = [line for line in plan if line.startswith(("SEARCH", "SCAN"))]
    found = [line for line in found if line.split()[1] in tables]
    found = [line for line in found if "INDEX ticket_withdrawn (" not in line]
    assert found
    for line in found:
        assert any(part in line for part in read), line


def test_letters_that_failed_are_found_without_looking_at_messages(small: SmallDesk) -> None:
    reader = read_from_file(small.desk)
    query = parse_query("mail:failed", now=small.clock.now, zone=UTC, me=small.petro)
    asked = (
        lambda: letters.failed(reader, small.petro),
        lambda: letters.under_way(reader, small.petro),
        lambda: list(search.numbers(reader, query)),
    )
    for ask in asked:
        steps = plans(reader, ask)
        assert any("letter_by_state" in step for step in steps), steps
        assert not [step for step in steps if step.startswith(("SCAN m", "SCAN t"))]
