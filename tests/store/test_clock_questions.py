"""`sla:` answers as the levels say, at every moment, by SQL and of one ticket (R6, F96)."""

from datetime import UTC

import pytest

from supportdesk.domain.action import PolicyTarget, SavePolicy, SetState
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.query import And, Equals, Not, Or, Within
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.sla.level import Level, level_of
from supportdesk.store.read import search
from supportdesk.store.read.rows import TicketRow
from tests.small_desk import SmallDesk

MINUTE = 60_000
MEANT = {"ok": (Level.OK, Level.SOON), "risk": (Level.RISK,), "breached": (Level.BREACHED,)}


def holds(condition: object, row: TicketRow) -> bool:
    """The condition of one ticket, by its two moments."""
    match condition:
        case And(parts):
            return all(holds(part, row) for part in parts)
        case Or(parts):
            return any(holds(part, row) for part in parts)
        case Not(part):
            return not holds(part, row)
        case Equals("due", (None,)):
            return row.due_at is None
        case Within(name, low, high):
            at = row.due_at if name == "due" else row.risk_at
            return at is not None and (low is None or at >= low) and (high is None or at < high)
    raise AssertionError(condition)


@pytest.mark.parametrize("word", ["ok", "risk", "breached", "none"])
def test_levels_are_asked_for(small: SmallDesk, word: str) -> None:
    target = PolicyTarget("normal", "resolution", 60)
    small.act(SavePolicy("Standard", targets=(target,)), by=small.olga)
    numbers = []
    for _ticket in range(4):
        numbers.append(small.ticket())
        small.clock.forward(minutes=25)
    small.act(SetState(numbers[2], "waiting"), "waiting_unanswered")
    rows = [small.row(number) for number in numbers]
    seen = set()
    for minutes in range(-10, 90, 5):
        now = small.clock.now.timestamp() * 1000 + minutes * MINUTE
        query = parse_query(f"sla:{word}", now=from_milliseconds(int(now)), zone=UTC)
        found = small.desk.ask(search.numbers, query)
        levels = {row.number: level_of(row.due_at, row.risk_at, int(now)) for row in rows}
        meant = MEANT.get(word, (None,))
        assert sorted(found) == [number for number in numbers if levels[number] in meant]
        assert sorted(found) == [row.number for row in rows if holds(query.condition, row)]
        seen.add(len(found))
    assert max(seen) > 0
