"""The clocks of a ticket (R2)."""

import sqlite3
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One cycle of a clock, moments and lengths in milliseconds; `met` is None without verdict."""

    clock: str
    policy: int
    started_at: int
    target: int
    due_at: int | None
    paused_at: int | None
    remaining: int | None
    ended_at: int | None
    met: bool | None
    warned_at: int | None
    breached_at: int | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked."""
        return self.ended_at is not None


def clocks_of(connection: sqlite3.Connection, ticket: int) -> list[ClockRow]:
    """Every cycle of every clock of a ticket, in the order of time."""
    found = connection.execute(
        "SELECT clock, policy_id, started_at, target, due_at, paused_at, remaining, ended_at, met,"
        " warned_at, breached_at FROM sla_clock WHERE ticket_id = ? ORDER BY started_at, id",
        (ticket,),
    )
    return [_clock_row(row) for row in found]


def _clock_row(found: tuple[Any, ...]) -> ClockRow:
    clock, policy, started, target, due, paused, left, ended, met, warned, breached = found
    verdict = None if met is None else bool(met)
    return ClockRow(
        clock, policy, started, target, due, paused, left, ended, verdict, warned, breached
    )


def tickets_to_look_at(connection: sqlite3.Connection) -> int | None:
    """Up to which number tickets have been held to changed policies; None when all have."""
    found = connection.execute("SELECT min(ref) FROM due_work WHERE kind = 'sla_again'").fetchone()
    number: int | None = found[0]
    return number
