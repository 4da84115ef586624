"""The facts that each metric of a report is made of, as SQL (R8).

A fact is a row `ticket, at, who, value, base`: the ticket, the moment (milliseconds), whose it is
(an operator or nobody), the value, and whether it counts in what a rate is of. Statements know
`:since`, `:until`, `:now` and `:end` of the period; `{night}` says of `at` whether it is night.
"""

from supportdesk.domain.rating import SATISFIED

_LEFT = (
    "FROM ticket_span w JOIN ticket_span d ON d.ticket_id = w.ticket_id AND d.number = w.number + 1"
    " WHERE w.category < 4 AND w.to_at >= :since AND w.to_at < :until"
    " AND d.state IN ('solved', 'closed')"
)
"""Where a ticket at work was solved or closed: `w` ended, `d` began."""

_AT_WORK = (
    "SELECT ticket_id, from_at, category, owner_id, asleep FROM ticket_span"
    " WHERE category < 4 AND to_at"
)
_UNTIL_AFTER = f"FROM ({_AT_WORK} IS NULL UNION ALL {_AT_WORK} {{after}}) s"
"""Spans at work that last until after a moment: each half is one stretch of the index."""

_STOOD = f"{_UNTIL_AFTER.format(after='> :end')} WHERE s.from_at <= :end"
"""Where tickets at work stood when the period ended."""

_OURS = "m.kind = 'operator' AND NOT m.withdrawn"
_OPENING = (
    "({one}.id >> 20 <= c.created_at AND NOT EXISTS (SELECT 1 FROM message q"
    " WHERE q.ticket_id = {one}.ticket_id AND q.id < {one}.id AND NOT q.withdrawn"
    " AND q.kind IN ('client', 'operator')))"
)
"""A public message of ours with which a ticket was made (R2)."""

_SPOKEN = (
    "(SELECT max(p.id) FROM message p WHERE p.ticket_id = m.ticket_id AND p.id < m.id"
    " AND p.kind = 'operator' AND NOT p.withdrawn)"
)
"""What we said last before `m`."""

_ASKED = (
    "(SELECT min(c.id) FROM message c WHERE c.ticket_id = m.ticket_id AND c.id < m.id"
    f" AND c.id > {_SPOKEN} AND c.kind = 'client' AND c.asks AND NOT c.withdrawn)"
)
"""The oldest message of the client since then that asks; none where we had not spoken yet."""

_PAUSED = (
    "coalesce((SELECT sum(p.to_at - p.from_at) FROM ticket_span p WHERE p.ticket_id = w.ticket_id"
    " AND p.number <= w.number AND p.category IN (2, 3)), 0)"
)
_HANDED_OVER = (
    "(SELECT count(*) FROM ticket_span a JOIN ticket_span b"
    " ON b.ticket_id = a.ticket_id AND b.number = a.number + 1"
    " WHERE a.ticket_id = w.ticket_id AND b.number <= d.number AND a.owner_id <> b.owner_id)"
)


def _solved(value: str) -> str:
    return (
        f"SELECT w.ticket_id AS ticket, w.to_at AS at, w.owner_id AS who, {value} AS value,"
        f" 1 AS base {_LEFT}"
    )


def _of_solved(condition: str) -> str:
    """Solved tickets, a hit where the ticket `c` is as the condition says."""
    joined = _LEFT.replace(" WHERE ", " JOIN ticket c ON c.id = w.ticket_id WHERE ", 1)
    return (
        "SELECT w.ticket_id AS ticket, w.to_at AS at, w.owner_id AS who,"
        f" {condition} AS value, 1 AS base {joined}"
    )


def _stood(condition: str = "true") -> str:
    return (
        "SELECT s.ticket_id AS ticket, :end AS at, s.owner_id AS who, 1 AS value, 1 AS base"
        f" {_STOOD} AND {condition}"
    )


def _met(clock: str) -> str:
    return (
        "SELECT k.ticket_id AS ticket, k.ended_at AS at, c.owner_id AS who, k.met AS value,"
        " 1 AS base FROM sla_clock k JOIN ticket c ON c.id = k.ticket_id"
        f" WHERE k.clock = '{clock}' AND k.met IS NOT NULL"
        " AND k.ended_at >= :since AND k.ended_at < :until"
    )


def _rated(value: str) -> str:
    return (
        f"SELECT c.id AS ticket, c.rated_at AS at, c.owner_id AS who, {value} AS value, 1 AS base"
        " FROM ticket c WHERE c.rating IS NOT NULL AND c.rated_at >= :since AND c.rated_at < :until"
    )


def _created(value: str) -> str:
    return (
        f"SELECT c.id AS ticket, c.created_at AS at, c.owner_id AS who, {value} AS value, 1 AS base"
        " FROM ticket c WHERE c.created_at >= :since AND c.created_at < :until"
    )


FACTS = {
    "arrivals": _created("1"),
    "departures": _solved("1"),
    "backlog": _stood(),
    "asleep": _stood("s.asleep"),
    "load": _stood("s.category < 2 AND NOT s.asleep AND s.owner_id IS NOT NULL"),
    "waiting": (
        "SELECT c.id AS ticket, :now AS at, c.owner_id AS who, :now - c.waiting_since AS value,"
        " 1 AS base FROM ticket c WHERE c.category < 4 AND c.category < 2"
        " AND c.waiting_since IS NOT NULL"
    ),
    "first_response": (
        "SELECT m.ticket_id AS ticket, m.id >> 20 AS at, m.operator_id AS who,"
        " max(0, (m.id >> 20) - c.created_at) AS value, 1 AS base"
        " FROM message m JOIN ticket c ON c.id = m.ticket_id"
        f" WHERE m.id >= :since << 20 AND m.id < :until << 20 AND {_OURS}"
        f" AND NOT {_OPENING.format(one='m')}"
        " AND NOT EXISTS (SELECT 1 FROM message p WHERE p.ticket_id = m.ticket_id AND p.id < m.id"
        f" AND p.kind = 'operator' AND NOT p.withdrawn AND NOT {_OPENING.format(one='p')})"
    ),
    "next_reply": (
        "SELECT ticket, at, who, at - (asked >> 20) AS value, 1 AS base FROM"
        f" (SELECT m.ticket_id AS ticket, m.id >> 20 AS at, m.operator_id AS who, {_ASKED} AS asked"
        f" FROM message m WHERE m.id >= :since << 20 AND m.id < :until << 20 AND {_OURS}) m"
        " WHERE asked IS NOT NULL"
    ),
    "resolution": _of_solved(f"max(0, w.to_at - c.created_at - {_PAUSED})"),
    "reopened": (
        _solved("0") + " UNION ALL SELECT d.ticket_id, w.from_at, w.owner_id, 1, 0"
        " FROM ticket_span w JOIN ticket_span d"
        " ON d.ticket_id = w.ticket_id AND d.number = w.number - 1"
        " WHERE w.category < 4 AND w.from_at >= :since AND w.from_at < :until"
        " AND d.state IN ('solved', 'closed')"
    ),
    "one_touch": _of_solved("c.replies = 1"),
    "no_reply": _of_solved("c.replies = 0"),
    "handovers": _solved(_HANDED_OVER),
    "csat": _rated(f"c.rating >= {SATISFIED}"),
    "rated": _of_solved("c.rating IS NOT NULL"),
    "night": _created("{night}"),
    "first_response_met": _met("first_response"),
    "next_reply_met": _met("next_reply"),
    "update_met": _met("update"),
    "resolution_met": _met("resolution"),
    "handling": (
        "SELECT ticket_id AS ticket, quarter AS at, operator_id AS who, milliseconds AS value,"
        " 1 AS base FROM time_spent WHERE quarter >= :since AND quarter < :until"
        " UNION ALL SELECT ticket_id, at, operator_id, milliseconds, 1 FROM time_entry"
        " WHERE NOT withdrawn AND at >= :since AND at < :until"
    ),
}
"""Metric → its facts."""

BEGUN = (
    "SELECT s.ticket_id AS ticket, s.from_at AS at, s.owner_id AS who, 1 AS value, 1 AS base"
    " FROM ticket_span s WHERE s.category < 4 AND s.from_at >= :since AND s.from_at < :until"
)
ENDED = (
    "SELECT s.ticket_id AS ticket, s.to_at AS at, s.owner_id AS who, 1 AS value, 1 AS base"
    " FROM ticket_span s WHERE s.category < 4 AND s.to_at >= :since AND s.to_at < :until"
)
STOOD_BEFORE = (
    "SELECT s.ticket_id AS ticket, :since AS at, s.owner_id AS who, 1 AS value, 1 AS base"
    f" {_UNTIL_AFTER.format(after='>= :since')} WHERE s.from_at < :since"
)
"""What a backlog grows by, shrinks by, and was when the period began."""
