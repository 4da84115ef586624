"""How the store answers what the console asks with every change: by what is new, not by all."""

from supportdesk.store.read import bulks, tickets
from tests.small_desk import SmallDesk


def test_following_changes_looks_at_new_events_only(small: SmallDesk) -> None:
    number = small.ticket()
    reader = small.desk.connection
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    assert tickets.changed_since(reader, 0) == [number]
    reader.set_trace_callback(None)
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert plan[0].startswith("SEARCH event USING INTEGER PRIMARY KEY (rowid>?)"), plan


def test_an_interrupted_bulk_is_found_without_looking_at_others(small: SmallDesk) -> None:
    reader = small.desk.connection
    plan = [
        row[3]
        for row in reader.execute(f"EXPLAIN QUERY PLAN {bulks.INTERRUPTED}", {"actor": small.petro})
    ]
    assert any("envelope_by_actor (actor_id=?)" in step for step in plan), plan
    assert any("bulk_step_by_bulk (bulk_id=? AND stops=?)" in step for step in plan), plan
    assert not [step for step in plan if step.startswith("SCAN") and "v" not in step.split()], plan
