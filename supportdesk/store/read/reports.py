"""The numbers of a report, each summed by the store in one statement, and the tickets behind them.

A report is of the tickets of a query, asked as they are now: its order, groups and limit mean
nothing here. Queue, kind, tags and priority of a line are the ticket's of now; the operator is who
owned the ticket at the moment of the fact, or who replied or worked.
"""

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate

from supportdesk.domain.metric import METRICS, NIGHT_BEGINS, NIGHT_ENDS, Kind, Moment, Number
from supportdesk.domain.period import DAY, HOUR, Period, buckets
from supportdesk.domain.query import Query
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.query_sql import Compiled
from supportdesk.store.read.report_facts import BEGUN, ENDED, FACTS, STOOD_BEFORE
from supportdesk.store.read.sql_parts import stands

Key = int | str | None
"""What the facts of a line have in common: an id, a kind, a number of a day; None is nothing."""

_HITS = "CASE WHEN value > 0 THEN ticket END"
_COUNT = "SELECT key, count(DISTINCT ticket) FROM fact GROUP BY key"
_RATE = (
    f"SELECT key, count(DISTINCT {_HITS}), count(DISTINCT {_HITS}),"
    " count(DISTINCT CASE WHEN base > 0 THEN ticket END) FROM fact GROUP BY key"
)
_RATE_OF_FACTS = (
    f"SELECT key, count(DISTINCT {_HITS}), sum(value > 0), sum(base) FROM fact GROUP BY key"
)
_LENGTH = """
, ranked AS (SELECT key, ticket, value, row_number() OVER (PARTITION BY key ORDER BY value) AS r,
                    count(*) OVER (PARTITION BY key) AS n FROM fact)
SELECT key, count(DISTINCT ticket), max(n), avg(CASE WHEN r IN ((n + 1) / 2, (n + 2) / 2)
       THEN value END), max(CASE WHEN r = (9 * n + 9) / 10 THEN value END), max(value)
  FROM ranked GROUP BY key
"""
"""The median is the mean of the middle two; the 90th percentile has nine tenths at or below it."""
_TIME = "SELECT key, count(DISTINCT ticket), count(*), sum(value) FROM fact GROUP BY key"

_TAGS = (
    " LEFT JOIN (SELECT DISTINCT k.ticket_id, coalesce(g.synonym_of, g.id) AS tag"
    " FROM ticket_tag k JOIN tag g ON g.id = k.tag_id) tags ON tags.ticket_id = f.ticket"
)
_KEYS = {
    "": "NULL",
    "queue": "t.queue_id",
    "operator": "f.who",
    "kind": "t.kind",
    "tag": "tags.tag",
    "priority": "t.priority",
    "day": f"({{local}}) / {DAY}",
    "week": f"(({{local}}) / {DAY} + 3) / 7",
    "hour": f"({{local}}) / {HOUR} % 24",
}
_OF_TICKETS = ("queue", "kind", "priority")
"""Lines that the ticket itself tells; for others no ticket is looked up (a fact has its own)."""
_EVERY_TICKET = "true"
"""The condition of a query that asks for nothing."""


def first_created(connection: Reader) -> int | None:
    """When the oldest ticket was created (milliseconds)."""
    found: int | None = connection.execute(
        f"SELECT min(created_at) FROM ticket WHERE {stands('id')}"
    ).fetchone()[0]
    return found


def numbers(
    connection: Reader, metric: str, query: Query, period: Period, by: str = ""
) -> dict[Key, Number]:
    """A metric by the lines of a report; without `by` its only line is None.

    What is told of one moment has no days; the backlog of a day or week is that at its end.
    """
    known = METRICS[metric]
    if not is_told(metric, period, by):
        return {}
    if metric == "backlog" and by in ("day", "week"):
        return _backlog_by(connection, query, period, by)
    facts, parameters = _facts(connection, FACTS[metric], query, period, by)
    summary = {
        Kind.COUNT: _COUNT,
        Kind.RATE: _RATE_OF_FACTS if known.by_fact else _RATE,
        Kind.LENGTH: _LENGTH,
        Kind.AMOUNT: _LENGTH,
        Kind.TIME: _TIME,
    }[known.kind]
    found = connection.execute(f"{facts} {summary}", parameters).fetchall()
    whole = sum(row[3] for row in found) if known.kind is Kind.TIME and by != "tag" else 0
    if known.kind is Kind.TIME and by == "tag":
        whole = sum(one.total or 0 for one in numbers(connection, metric, query, period).values())
    told = {row[0]: _number(known.kind, row[1:], whole) for row in found}
    if metric == "csat":
        rated = numbers(connection, "rated", query, period, by)
        shares = {key: one.share for key, one in rated.items()}
        return {key: replace(one, response=shares.get(key)) for key, one in told.items()}
    return told


def is_told(metric: str, period: Period, by: str = "") -> bool:
    """Whether a metric has anything to say of such a period and such lines."""
    moment = METRICS[metric].moment
    if moment is Moment.NOW and period.until <= period.now:
        return False
    return moment is Moment.PERIOD or by not in _moments_without(metric)


def tickets_behind(
    connection: Reader,
    metric: str,
    query: Query,
    period: Period,
    *,
    by: str = "",
    key: Key = None,
) -> list[int]:
    """The tickets behind a number, by their own: of a rate those that hit.

    With `by`, behind the number of the line of that key.
    """
    if not is_told(metric, period, by):
        return []
    if metric == "backlog" and by in ("day", "week"):
        until = _bucket_end(period, by, int(key or 0))
        return tickets_behind(connection, metric, query, replace(period, until=until))
    facts, parameters = _facts(connection, FACTS[metric], query, period, by)
    hit = "value > 0" if METRICS[metric].kind is Kind.RATE else "true"
    found = connection.execute(
        f"{facts} SELECT DISTINCT ticket FROM fact WHERE {hit} AND key IS :key ORDER BY ticket",
        {**parameters, "key": key},
    )
    return [ticket for (ticket,) in found]


def _bucket_end(period: Period, by: str, wanted: int) -> int:
    """The first moment after a day or week, at most the end of the period."""
    moments = range(period.since, period.until)
    return period.since + bisect_right(moments, wanted, key=lambda at: period.bucket(at, by))


def _moments_without(metric: str) -> tuple[str, ...]:
    return ("hour",) if metric == "backlog" else ("day", "week", "hour")


def _facts(
    connection: Reader, facts: str, query: Query, period: Period, by: str
) -> tuple[str, dict[str, object]]:
    """The beginning of a statement: the facts of the query's tickets, each with its key."""
    compiled = Compiled(connection, query.me)
    condition = compiled.sql(query.condition)
    night = f"(({_local(period, 'c.created_at')}) / {HOUR} % 24)"
    told = facts.replace("{night}", f"({night} >= {NIGHT_BEGINS} OR {night} < {NIGHT_ENDS})")
    key = _KEYS[by].format(local=_local(period, "f.at"))
    tags = _TAGS if by == "tag" else ""
    asks_tickets = condition != _EVERY_TICKET or by in _OF_TICKETS
    ticket = " JOIN ticket t ON t.id = f.ticket" if asks_tickets else ""
    return (
        f"WITH fact AS (SELECT f.ticket, f.value, f.base, {key} AS key FROM ({told}) f"
        f"{ticket}{tags} WHERE {condition} AND {stands('f.ticket')})",
        {
            **compiled.parameters,
            "since": period.since,
            "until": period.until,
            "now": period.now,
            "end": period.end,
        },
    )


def _local(period: Period, moment: str) -> str:
    """A moment on local clocks, as `Period.local` has it."""
    first, *later = period.offsets
    cases = "".join(f" WHEN {moment} >= {begin} THEN {offset}" for begin, offset in later[::-1])
    return f"{moment} + CASE{cases} ELSE {first[1]} END" if later else f"{moment} + {first[1]}"


def _number(kind: Kind, row: tuple[int, ...], whole: int) -> Number:
    match kind, row:
        case Kind.COUNT, (tickets,):
            return Number(tickets, tickets)
        case Kind.RATE, (tickets, hits, of):
            return Number(tickets, hits, of, share=hits / of if of else None)
        case Kind.TIME, (tickets, n, total):
            return Number(tickets, n, total=total, share=total / whole if whole else None)
    tickets, n, median, p90, longest = row
    return Number(tickets, n, median=median, p90=p90, longest=longest)


def _backlog_by(connection: Reader, query: Query, period: Period, by: str) -> dict[Key, Number]:
    """The backlog at the end of each day or week: what it was, and what came and went since."""

    def counted(facts: str, by: str) -> dict[Key, int]:
        beginning, parameters = _facts(connection, facts, query, period, by)
        statement = f"{beginning} SELECT key, count(*) FROM fact GROUP BY key"
        return dict(connection.execute(statement, parameters).fetchall())

    stood = counted(STOOD_BEFORE, "").get(None, 0)
    begun, ended = counted(BEGUN, by), counted(ENDED, by)
    come = [one for one in buckets(period, by) if one <= period.bucket(period.end, by)]
    changes = (begun.get(one, 0) - ended.get(one, 0) for one in come)
    return {
        one: Number(n, n)
        for one, n in zip(come, list(accumulate(changes, initial=stood))[1:], strict=True)
    }
