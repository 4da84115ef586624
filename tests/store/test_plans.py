"""How the store answers what the console asks with every change: by what is new, not by all."""

from supportdesk.store.read import tickets
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
