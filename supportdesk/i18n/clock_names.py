"""What the clocks of service levels are called, and how they stand."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

CLOCKS = {
    "first_response": N_("first response"),
    "next_reply": N_("next reply"),
    "update": N_("update"),
    "resolution": N_("resolution"),
}
CONDITIONS = {
    "running": N_("running"),
    "paused": N_("paused"),
    "met": N_("in time"),
    "missed": N_("too late"),
    "stopped": N_("stopped with the ticket"),
    "breached": N_("overdue"),
}
LEVELS = {
    "ok": N_("in time"),
    "risk": N_("at risk"),
    "breached": N_("overdue"),
}


def clock_name(clock: str) -> str:
    """A clock in a word or two."""
    return _(CLOCKS[clock]) if clock in CLOCKS else clock


def condition_name(condition: str) -> str:
    """How a cycle of a clock stands."""
    return _(CONDITIONS[condition])


def level_name(level: str | None) -> str:
    """How a ticket stands."""
    return "—" if level is None else _(LEVELS[level])
