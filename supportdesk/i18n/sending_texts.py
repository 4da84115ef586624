"""What was done on a copy and where it is on its way, in words.

What another desk says may be any text: clean it on the way to a reader.
"""

from typing import Any

from supportdesk.i18n import gettext as _
from supportdesk.i18n.action_names import ACTIONS
from supportdesk.i18n.later import N_
from supportdesk.i18n.refusals import Interface, is_known, sentence

STATES = {
    "queued": N_("waits"),
    "sending": N_("on its way"),
    "sent": N_("arrived"),
    "unknown": N_("MAY HAVE ARRIVED"),
    "stopped": N_("STOPPED"),
    "withdrawn": N_("taken back"),
    "discarded": N_("discarded"),
    "done": N_("done"),
}
"""How far something is on its way."""


STEPS = {
    "push": N_("goes now"),
    "wait": N_("waits"),
    "stop": N_("stops"),
    "agree": N_("is so there already"),
    "found": N_("has arrived there"),
    "take": N_("comes from there"),
    "add": N_("comes from there"),
    "gone": N_("is gone there"),
}
"""What a sync would do."""

_WISHES = {
    "Note": N_("note"),
    "Take": N_("assignment"),
    "Tags": N_("tags"),
    "Move": N_("queue"),
    "Merge": N_("merge"),
    "Create": N_("new ticket"),
}
"""What is wished of another help desk, where it is called otherwise than our action."""


_WAYS = {
    "again": N_("send it all the same"),
    "arrived": N_("it has arrived"),
    "discard": N_("do not send it"),
}
"""What may be decided about something that waits for a decision."""


def state_text(state: str) -> str:
    """How far something is on its way."""
    return _(STATES[state])


def way_text(way: str, state: str) -> str:
    """What may be decided about something in a state."""
    return _("send it again") if (way, state) == ("again", "unknown") else _(_WAYS[way])


def what_text(what: str, ticket: str) -> str:
    """What is done, and to which ticket: as it is called here, nothing for none or many."""
    known = ACTIONS.get(what) or _WISHES.get(what)
    named = what if known is None else _(known)
    return f"{ticket} {named}".strip()


def because_text(because: dict[str, object], interface: Interface | None, ticket: str = "") -> str:
    """Why it has not arrived: in our words where we know the reason, else in those of the desk.

    What would work is left out where the interface is None; `ticket` is what it is about.
    """
    about = {"number": ticket} if ticket else {}
    stops: Any = because.get("stops") or ()
    reasons = [(f"stop.{stop['name']}", stop.get("parameters") or {}) for stop in stops]
    if not reasons:
        parameters: Any = because.get("parameters") or {}
        reasons = [(str(because.get("code")), parameters)]
    said = because.get("said")
    if said and not all(is_known(code) for code, _parameters in reasons):
        return str(said)
    return " ".join(
        sentence(code, {**about, **held}, interface=interface) for code, held in reasons
    )
