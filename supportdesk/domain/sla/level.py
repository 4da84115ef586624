"""How a ticket stands by its clocks, on four levels (F96)."""

from enum import StrEnum

SOON = 3_600_000
"""Due within an hour: soon, even where nothing warns yet."""


class Level(StrEnum):
    """From calm to overdue."""

    OK = "ok"
    SOON = "soon"
    RISK = "risk"
    BREACHED = "breached"


def level_of(due_at: int | None, risk_at: int | None, now: int) -> Level | None:
    """The level of a ticket; None where no clock runs. Moments in milliseconds."""
    if due_at is None:
        return None
    if due_at < now:
        return Level.BREACHED
    if risk_at is not None and risk_at <= now:
        return Level.RISK
    return Level.SOON if due_at - now < SOON else Level.OK


def level_word(due_at: int | None, risk_at: int | None, now: int) -> str | None:
    """ok, risk or breached, as `sla:` of a query; None where no clock runs."""
    level = level_of(due_at, risk_at, now)
    return None if level is None else str(Level.OK if level is Level.SOON else level)
