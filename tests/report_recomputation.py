"""Every metric of a report, counted one by one in plain Python from the rows of a store (R8)."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any

from supportdesk.domain.metric import METRICS, Kind, Number
from supportdesk.domain.period import Period
from supportdesk.store.read.connection import Reader

SOLVED = ("solved", "closed")
Row = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """One fact: the ticket, when, whose, how much, and whether a rate is of it."""

    ticket: int
    at: int
    who: int | None
    value: float = 1
    base: int = 1


class Rows:
    """All rows that reports are made of, by ticket."""

    def __init__(self, connection: Reader) -> None:
        self.tickets = {t["id"]: t for t in read(connection, "SELECT * FROM ticket")}
        self.spans = by_ticket(
            read(connection, "SELECT * FROM ticket_span ORDER BY ticket_id, number")
        )
        self.messages = by_ticket(
            read(connection, "SELECT * FROM message WHERE NOT withdrawn ORDER BY id")
        )
        self.clocks = by_ticket(read(connection, "SELECT * FROM sla_clock"))
        self.spent = read(connection, "SELECT * FROM time_spent")
        self.entries = read(connection, "SELECT * FROM time_entry WHERE NOT withdrawn")
        self.tags = defaultdict(set)
        for row in read(
            connection,
            "SELECT ticket_id, coalesce(synonym_of, id) AS tag FROM ticket_tag"
            " JOIN tag ON tag.id = tag_id",
        ):
            self.tags[row["ticket_id"]].add(row["tag"])


def read(connection: Reader, statement: str) -> list[Row]:
    """Rows by column name."""
    cursor = connection.execute(statement)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def by_ticket(rows: list[Row]) -> dict[int, list[Row]]:
    """Rows under the ticket they belong to."""
    found = defaultdict(list)
    for row in rows:
        found[row["ticket_id"]].append(row)
    return found


def facts(rows: Rows, metric: str, period: Period, zone: tzinfo) -> list[Fact]:
    """The facts of a metric in a period, those of withdrawn tickets left out."""
    every = facts_of_all(rows, metric, period, zone)
    return [fact for fact in every if rows.tickets[fact.ticket]["reason"] != "withdrawn"]


def facts_of_all(rows: Rows, metric: str, period: Period, zone: tzinfo) -> list[Fact]:
    """The facts of a metric in a period."""
    if metric in ("backlog", "asleep", "load"):
        return [*stood(rows, metric, period)]
    if metric == "waiting":
        return [*waiting(rows, period)]
    if metric == "handling":
        all_of_them = [
            Fact(
                one["ticket_id"],
                int(one.get("quarter", one.get("at", 0))),
                one["operator_id"],
                spent,
            )
            for one in (*rows.spent, *rows.entries)
            if (spent := one["milliseconds"]) is not None
        ]
    elif metric == "csat":
        all_of_them = [
            Fact(t["id"], t["rated_at"], t["owner_id"], t["rating"] in (4, 5))
            for t in rows.tickets.values()
            if t["rating"] is not None
        ]
    elif metric in ("arrivals", "night"):
        all_of_them = [
            Fact(t["id"], at, t["owner_id"], metric == "arrivals" or is_night(at, zone))
            for t in rows.tickets.values()
            if (at := t["created_at"]) is not None
        ]
    elif metric == "first_response":
        all_of_them = [fact for number in rows.tickets for fact in first_response(rows, number)]
    elif metric == "next_reply":
        all_of_them = [fact for number in rows.tickets for fact in next_replies(rows, number)]
    elif metric.endswith("_met"):
        all_of_them = [
            Fact(number, one["ended_at"], rows.tickets[number]["owner_id"], one["met"])
            for number, clocks in rows.clocks.items()
            for one in clocks
            if f"{one['clock']}_met" == metric and None not in (one["met"], one["ended_at"])
        ]
    else:
        all_of_them = [fact for number in rows.tickets for fact in of_solved(rows, metric, number)]
    return [fact for fact in all_of_them if period.since <= fact.at < period.until]


def stood(rows: Rows, metric: str, period: Period) -> Iterator[Fact]:
    """Where tickets stood at the end."""
    for number, spans in rows.spans.items():
        for one in spans:
            if not (one["from_at"] <= period.end and (one["to_at"] or math.inf) > period.end):
                continue
            wanted = {
                "backlog": True,
                "asleep": one["asleep"],
                "load": one["category"] in (0, 1) and not one["asleep"] and one["owner_id"],
            }[metric]
            if one["category"] < 4 and wanted:
                yield Fact(number, period.end, one["owner_id"])


def waiting(rows: Rows, period: Period) -> Iterator[Fact]:
    """Who waits now, unless the period is over."""
    for t in rows.tickets.values():
        if period.until > period.now and t["category"] < 2 and t["waiting_since"] is not None:
            yield Fact(t["id"], period.now, t["owner_id"], period.now - t["waiting_since"])


def voices(rows: Rows, number: int) -> list[Row]:
    """What client and operators said to each other."""
    return [m for m in rows.messages[number] if m["kind"] in ("client", "operator")]


def first_response(rows: Rows, number: int) -> Iterator[Fact]:
    """Our first public message, not counting the one that began the ticket."""
    created = rows.tickets[number]["created_at"]
    said = voices(rows, number)
    if said and said[0]["kind"] == "operator" and said[0]["id"] >> 20 <= created:
        said = said[1:]
    for one in [m for m in said if m["kind"] == "operator"][:1]:
        at = one["id"] >> 20
        yield Fact(number, at, one["operator_id"], max(0, at - created))


def next_replies(rows: Rows, number: int) -> Iterator[Fact]:
    """From the oldest message without an answer to ours, once we had spoken."""
    spoken, asked = False, None
    for one in voices(rows, number):
        at = one["id"] >> 20
        if one["kind"] == "client":
            asked = at if asked is None and spoken else asked
        else:
            if asked is not None:
                yield Fact(number, at, one["operator_id"], at - asked)
            spoken, asked = True, None


def of_solved(rows: Rows, metric: str, number: int) -> Iterator[Fact]:
    """Each time the ticket was solved or opened again."""
    ticket, spans = rows.tickets[number], rows.spans[number]
    handed, paused = 0, 0
    for before, after in pairwise(spans):
        owners = (before["owner_id"], after["owner_id"])
        handed += None not in owners and owners[0] != owners[1]
        if before["category"] in (2, 3):
            paused += before["to_at"] - before["from_at"]
        at = after["from_at"]
        if before["category"] < 4 and after["state"] in SOLVED:
            value = {
                "departures": 1,
                "resolution": max(0, at - ticket["created_at"] - paused),
                "one_touch": ticket["replies"] == 1,
                "no_reply": ticket["replies"] == 0,
                "handovers": handed,
                "rated": ticket["rating"] in (1, 2, 3, 4, 5),
                "reopened": 0,
            }[metric]
            yield Fact(number, at, before["owner_id"], value)
        if metric == "reopened" and before["state"] in SOLVED and after["category"] < 4:
            yield Fact(number, at, after["owner_id"], 1, 0)


def is_night(at: int, zone: tzinfo) -> bool:
    """From 22 to 6 on local clocks."""
    return not 6 <= local(at, zone).hour < 22


def local(at: int, zone: tzinfo) -> datetime:
    """A moment on local clocks."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(zone)


def keys(rows: Rows, fact: Fact, by: str, zone: tzinfo) -> list[Any]:
    """The lines a fact belongs to."""
    ticket, at = rows.tickets[fact.ticket], local(fact.at, zone)
    day = at.date().toordinal() - datetime(1970, 1, 1, tzinfo=UTC).toordinal()
    if by == "tag":
        return [*rows.tags[fact.ticket]] or [None]
    return [
        {
            "": None,
            "queue": ticket["queue_id"],
            "operator": fact.who,
            "kind": ticket["kind"],
            "priority": ticket["priority"],
            "day": day,
            "week": (day + 3) // 7,
            "hour": at.hour,
        }[by]
    ]


def numbers(rows: Rows, metric: str, period: Period, zone: tzinfo, by: str) -> dict[Any, Number]:
    """A metric by lines."""
    every = facts(rows, metric, period, zone)
    lines = defaultdict(list)
    for fact in every:
        for key in keys(rows, fact, by, zone):
            lines[key].append(fact)
    whole = sum(fact.value for fact in every)
    told = {key: number(metric, found, whole) for key, found in lines.items()}
    if metric != "csat":
        return told
    rated = numbers(rows, "rated", period, zone, by)
    return {
        key: replace(one, response=rated[key].share if key in rated else None)
        for key, one in told.items()
    }


def number(metric: str, found: list[Fact], whole: float) -> Number:
    """The summary of some facts."""
    kind, values = METRICS[metric].kind, sorted(fact.value for fact in found)
    tickets = {fact.ticket for fact in found}
    if kind is Kind.COUNT:
        return Number(len(tickets), len(tickets))
    if kind is Kind.RATE:
        hits = {fact.ticket for fact in found if fact.value}
        of = len({fact.ticket for fact in found if fact.base})
        n = len(hits)
        if metric.endswith("_met"):
            n, of = sum(bool(v) for v in values), len(values)
        return Number(len(hits), n, of, share=n / of if of else None)
    if kind is Kind.TIME:
        total = int(sum(values))
        return Number(
            len(tickets), len(values), total=total, share=total / whole if whole else None
        )
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    ninety = values[math.ceil(len(values) * 9 / 10) - 1]
    return Number(
        len(tickets), len(values), median=middle, p90=int(ninety), longest=int(values[-1])
    )
