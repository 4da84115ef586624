"""`sla:` asks how the clocks of a ticket stand at this moment (R6, F96)."""

from collections.abc import Sequence

from supportdesk.domain.query import And, Condition, Equals, Not, Or, Within


def sla_condition(values: Sequence[str | None], now: int) -> Condition:
    """What `ok`, `risk`, `breached` and none mean at `now` (milliseconds).

    Due is the earliest running clock, risk the moment from which one of them warns.
    """
    found = [_one(value, now) for value in values]
    return found[0] if len(found) == 1 else Or(tuple(found))


def silence_condition(values: Sequence[str | None], before: int) -> Condition:
    """What yes and no mean where our last public word was before a moment (milliseconds)."""
    silent = Within("silence", None, before)
    found: list[Condition] = [silent if value == "yes" else Not(silent) for value in values]
    return found[0] if len(found) == 1 else Or(tuple(found))


def _one(value: str | None, now: int) -> Condition:
    later, at_risk = Within("due", now, None), Within("risk", None, now + 1)
    match value:
        case "breached":
            return Within("due", None, now)
        case "risk":
            return And((later, at_risk))
        case "ok":
            return And((later, Not(at_risk)))
        case _:
            return Equals("due", (None,))
