"""What states, priorities, kinds, reasons and channels are called, on screen and in plain lines.

A store may have kinds, reasons and channels of its own: those are called as they are, uncleaned.
"""

from supportdesk.i18n import gettext as _
from supportdesk.i18n import pgettext
from supportdesk.i18n.later import N_, NC_

STATES = {
    "new": NC_("state", "new"),
    "open": NC_("state", "open"),
    "waiting": NC_("state", "waiting"),
    "hold": NC_("state", "on hold"),
    "solved": NC_("state", "solved"),
    "closed": NC_("state", "closed"),
    "merged": NC_("state", "merged"),
    "spam": NC_("state", "spam"),
}
PRIORITIES = (N_("low"), N_("normal"), N_("high"), N_("critical"))

KINDS = {
    "help": NC_("kind", "help"),
    "question": NC_("kind", "question"),
    "feedback": NC_("kind", "feedback"),
    "complaint": NC_("kind", "complaint"),
    "praise": NC_("kind", "praise"),
    "partnership": NC_("kind", "partnership"),
    "lead": NC_("kind", "sales lead"),
}
REASONS = {
    "third_party": N_("third party"),
    "other_team": N_("other team"),
    "client_date": N_("date named by the client"),
    "confirmed": N_("confirmed"),
    "silence": N_("silence"),
    "operator": N_("by operator"),
    "unanswered": N_("unanswered"),
    "withdrawn": N_("withdrawn"),
}
CHANNELS = {
    "email": N_("e-mail"),
    "manual": N_("by hand"),
    "phone": N_("phone"),
    "chat": N_("chat"),
    "web": N_("web"),
}


def state(name: str) -> str:
    """A state's name."""
    return pgettext("state", STATES[name]) if name in STATES else name


def priority(number: int) -> str:
    """A priority's name."""
    return _(PRIORITIES[number])


def kind(name: str) -> str:
    """A kind's name."""
    return pgettext("kind", KINDS[name]) if name in KINDS else name


def reason(name: str) -> str:
    """Why a ticket is on hold, pauses or is closed."""
    return _(REASONS[name]) if name in REASONS else name


def channel(name: str) -> str:
    """Where a conversation is held."""
    return _(CHANNELS[name]) if name in CHANNELS else name
