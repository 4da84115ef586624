"""How the store answers what the console asks with every change: by what is new, not by all."""

import sqlite3
from collections.abc import Callable

import pytest

from supportdesk.domain.action import ChangeTags, LinkTicket, RenameTag
from supportdesk.store.read import articles, bulks, links, tickets
from tests.small_desk import SmallDesk


def plans(reader: sqlite3.Connection, ask: Callable[[], object]) -> list[str]:
    """The steps of every plan of what is asked."""
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    ask()
    reader.set_trace_callback(None)
    return [row[3] for one in asked for row in reader.execute(f"EXPLAIN QUERY PLAN {one}")]


def test_following_changes_looks_at_new_events_only(small: SmallDesk) -> None:
    number = small.ticket()
    reader = small.desk.connection
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    assert tickets.changed_since(reader, 0) == [number]
    reader.set_trace_callback(None)
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert plan[0].startswith("SEARCH event USING INTEGER PRIMARY KEY (rowid>?)"), plan


@pytest.mark.parametrize(
    "question",
    [links.of_ticket, links.alike, links.end_of_merges, articles.used_in],
)
def test_what_belongs_to_a_ticket_is_found_without_looking_at_all_tickets(
    small: SmallDesk, question: Callable[[sqlite3.Connection, int], object]
) -> None:
    number, other = small.ticket(), small.ticket()
    small.act(LinkTicket(number, "follow_up", other))
    reader = small.desk.connection
    steps = plans(reader, lambda: question(reader, number))
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") and "subquery" not in step]


def test_a_tag_is_renamed_without_writing_to_any_ticket(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(ChangeTags(number, add=("refnd",)))
    before = small.row(number)
    events = small.desk.ask(tickets.change_number)
    small.act(RenameTag("refnd", "refund"))
    assert small.desk.ask(tickets.change_number) == events + 1
    assert small.row(number).last_event == before.last_event
    assert small.row(number).tags == ("refund",)


def test_an_interrupted_bulk_is_found_without_looking_at_others(small: SmallDesk) -> None:
    reader = small.desk.connection
    plan = [
        row[3]
        for row in reader.execute(f"EXPLAIN QUERY PLAN {bulks.INTERRUPTED}", {"actor": small.petro})
    ]
    assert any("envelope_by_actor (actor_id=?)" in step for step in plan), plan
    assert any("bulk_step_by_bulk (bulk_id=? AND stops=?)" in step for step in plan), plan
    assert not [step for step in plan if step.startswith("SCAN") and "v" not in step.split()], plan
