"""Policies of service levels, in their order (F87)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.errors import Invalid
from supportdesk.domain.query import Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.query_pieces import pieces
from supportdesk.domain.sla.policy import Policy, targets_from
from supportdesk.domain.ticket import WITHDRAWN
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.query_sql import Compiled

POLICIES = """
SELECT id, uuid, position, name, query, targets, calendar_id, hold_pauses, out_of_hours
  FROM sla_policy
"""
"""Every policy, as `PolicyRow` has them."""

IN_ORDER = f"{POLICIES} WHERE NOT withdrawn ORDER BY position, id"


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as it is kept; `out_of_hours` in milliseconds."""

    id: int
    uuid: str
    position: int
    name: str
    query: str
    targets: str
    calendar: int | None
    hold_pauses: bool
    out_of_hours: int


def policies(connection: Reader) -> list[PolicyRow]:
    """All policies, the first that holds first."""
    return [policy_row(found) for found in connection.execute(IN_ORDER)]


def any_policy(connection: Reader) -> bool:
    """Whether there is any."""
    found = connection.execute("SELECT 1 FROM sla_policy WHERE NOT withdrawn LIMIT 1")
    return found.fetchone() is not None


def policy_named(connection: Reader, wanted: str) -> PolicyRow | None:
    """The policy with this name, else with this number, or None."""
    folded = " ".join(wanted.split()).casefold()
    rows = policies(connection)
    named = (row for row in rows if row.name.casefold() == folded)
    return next(named, next((row for row in rows if str(row.id) == folded), None))


def hold_pauses(connection: Reader, policy: int) -> bool:
    """Whether a ticket on hold pauses under a policy, also under one that is gone."""
    found = connection.execute("SELECT hold_pauses FROM sla_policy WHERE id = ?", (policy,))
    return bool(found.fetchone()[0])


def policy_names(connection: Reader) -> dict[str, str]:
    """Id as events name it → name, of every policy there was."""
    return {
        str(number): name for number, name in connection.execute("SELECT id, name FROM sla_policy")
    }


def policy_row(found: Sequence[Any]) -> PolicyRow:
    """A row of `POLICIES`."""
    number, uuid, position, name, query, targets, calendar, hold_pauses, out_of_hours = found
    return PolicyRow(
        number, uuid, position, name, query, targets, calendar, bool(hold_pauses), out_of_hours
    )


@lru_cache(maxsize=64)
def policy_of(row: PolicyRow) -> Policy:
    """The policy that a row holds; the same row is read once."""
    return Policy(
        row.id,
        row.name,
        row.query,
        targets_from(row.targets),
        row.calendar,
        row.hold_pauses,
        timedelta(milliseconds=row.out_of_hours),
    )


def question_of(
    row: PolicyRow, now: datetime, custom: Callable[[], Sequence[FieldDefinition]]
) -> Query:
    """For which tickets a policy holds at a moment; every ticket where nothing is said.

    Raises Invalid("query.…").
    """
    return parse_query(row.query, now=now, zone=UTC, custom=custom)


def choice_sql(
    connection: Reader,
    rows: Sequence[PolicyRow],
    now: datetime,
    custom: Callable[[], Sequence[FieldDefinition]],
) -> tuple[str, dict[str, object]]:
    """An expression over a ticket `t` that names the first policy that holds, or NULL.

    None holds for a ticket whose creation was taken back.
    """
    compiled = Compiled(connection, None)
    cases = [f"WHEN t.reason = '{WITHDRAWN}' THEN NULL"]
    for row in rows:
        with suppress(Invalid):  # what its question means is gone: it holds for nothing
            condition = compiled.sql(question_of(row, now, custom).condition)
            cases.append(f"WHEN {condition} THEN {row.id}")
    return f"CASE {' '.join(cases)} END", compiled.parameters


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a policy holds for a ticket; if not, the conditions that do not."""

    policy: PolicyRow
    holds: bool
    failed: tuple[str, ...] = ()


def verdicts(
    connection: Reader,
    ticket: int,
    now: datetime,
    custom: Callable[[], Sequence[FieldDefinition]],
) -> list[Verdict]:
    """What every policy says of a ticket, in their order; the first that holds is its own."""
    found = []
    for row in policies(connection):
        failed = tuple(
            piece
            for piece in pieces(row.query)
            if not _holds(connection, piece, ticket, now, custom)
        )
        found.append(Verdict(row, not failed, failed))
    return found


def _holds(
    connection: Reader,
    query: str,
    ticket: int,
    now: datetime,
    custom: Callable[[], Sequence[FieldDefinition]],
) -> bool:
    compiled = Compiled(connection, None)
    try:
        condition = compiled.sql(parse_query(query, now=now, zone=UTC, custom=custom).condition)
    except Invalid:
        return False
    asked = f"SELECT 1 FROM ticket t WHERE t.id = :ticket AND {condition}"
    return (
        connection.execute(asked, {**compiled.parameters, "ticket": ticket}).fetchone() is not None
    )
