"""How much time was spent on tickets, by whom and with what (F42)."""

from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Milliseconds of one kind of work; `at` is the quarter of an hour, or the entry's moment."""

    ticket: int
    operator_id: int
    operator: str
    work: str
    milliseconds: int
    at: int
    source: str
    """timer, added or corrected."""
    reason: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which time is asked for; None is all of it. `since` ≤ time < `until`, in milliseconds."""

    ticket: int | None = None
    operator: int | None = None
    since: int | None = None
    until: int | None = None


_ROWS = """
SELECT s.ticket_id, s.operator_id, o.name, s.work, s.milliseconds, s.{at} AS at,
       {source}, {reason}, {author}
  FROM {table} s JOIN operator o ON o.id = s.operator_id {also}
 WHERE {kept}
"""
_COUNTED = _ROWS.format(
    at="quarter",
    source="'timer'",
    reason="NULL",
    author="NULL",
    table="time_spent",
    also="",
    kept="true",
)
_ENTERED = _ROWS.format(
    at="at",
    source="CASE WHEN s.in_all THEN 'corrected' ELSE 'added' END",
    reason="s.reason",
    author="a.name",
    table="time_entry",
    also="LEFT JOIN operator a ON a.id = s.author_id",
    kept="NOT s.withdrawn",
)
_TOTAL = (
    "SELECT (SELECT coalesce(sum(milliseconds), 0) FROM time_spent WHERE ticket_id = :ticket"
    " {own}) + (SELECT coalesce(sum(milliseconds), 0) FROM time_entry WHERE ticket_id = :ticket"
    " AND NOT withdrawn {own})"
)


def entries(connection: Reader, sought: Sought) -> list[TimeRow]:
    """What was counted and entered, in the order of time."""
    parts = [_limited(_COUNTED, "s.quarter", sought), _limited(_ENTERED, "s.at", sought)]
    found = connection.execute(
        f"{' UNION ALL '.join(parts)} ORDER BY at, 1, 2, 4",
        {
            "ticket": sought.ticket,
            "operator": sought.operator,
            "since": sought.since,
            "until": sought.until,
        },
    )
    return [TimeRow(*row) for row in found]


def total(connection: Reader, ticket: int, operator: int | None) -> int:
    """Milliseconds spent on a ticket by an operator, or by everybody."""
    own = "" if operator is None else "AND operator_id = :operator"
    found = connection.execute(_TOTAL.format(own=own), {"ticket": ticket, "operator": operator})
    return int(found.fetchone()[0])


def _limited(statement: str, at: str, sought: Sought) -> str:
    conditions = (
        ("s.ticket_id = :ticket", sought.ticket),
        ("s.operator_id = :operator", sought.operator),
        (f"{at} >= :since", sought.since),
        (f"{at} < :until", sought.until),
    )
    return statement + "".join(f" AND {one}" for one, value in conditions if value is not None)
