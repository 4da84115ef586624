"""What was done on a copy and where it is on its way, in words.

What another desk says may be any text: clean it on the way to a reader.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.i18n import gettext as _
from supportdesk.i18n.action_names import ACTIONS
from supportdesk.i18n.later import N_
from supportdesk.i18n.refusals import Interface, is_known, sentence

MOST_NAMED = 20
"""Tickets that are named of many."""

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


def state_text(state: str, behind: int | None = None) -> str:
    """How far something is on its way; `behind` is the entry that has stopped in front of it."""
    if behind is not None:
        return _("waits behind entry {entry}").format(entry=behind)
    return _(STATES[state])


def way_text(way: str, state: str) -> str:
    """What may be decided about something in a state."""
    return _("send it again") if (way, state) == ("again", "unknown") else _(_WAYS[way])


def many_text(because: Mapping[str, Any]) -> str:
    """Of something that was done to many: where it went, and where it did not; or nothing."""
    if "went" not in because:
        return ""
    said = _("Done there: {went}. Not done: {stayed}.")
    return said.format(went=_tickets(because["went"]), stayed=_tickets(because["stayed"]))


def _tickets(numbers: Sequence[int]) -> str:
    """How many, and which."""
    named = ", ".join(f"#{number}" for number in numbers[:MOST_NAMED])
    if not numbers:
        return "0"
    more = "…" if len(numbers) > MOST_NAMED else ""
    return f"{len(numbers)} ({named}{more})"


def what_text(what: str, ticket: str) -> str:
    """What is done, and to which ticket: as it is called here, nothing for none or many."""
    known = ACTIONS.get(what) or _WISHES.get(what)
    named = what if known is None else _(known)
    return f"{ticket} {named}".strip()


def because_text(because: dict[str, object], interface: Interface | None, ticket: str = "") -> str:
    """Why it has not arrived: in our words where we know the reason, else in those of the desk.

    What would work is left out where the interface is None; `ticket` is what it is about.
    """
    about: dict[str, object] = {"number": ticket} if ticket else {}
    stops: Any = because.get("stops") or ()
    reasons = [(f"stop.{stop['name']}", stop.get("parameters") or {}) for stop in stops]
    if not reasons:
        parameters: Any = because.get("parameters") or {}
        if isinstance(parameters.get("field"), str):
            from supportdesk.i18n.event_names import changed_field

            about["field"] = changed_field(parameters["field"])
        reasons = [(str(because.get("code")), parameters)]
    said = because.get("said")
    if said and not all(is_known(code) for code, _parameters in reasons):
        return str(said)
    told = (sentence(code, {**held, **about}, interface=interface) for code, held in reasons)
    return " ".join(filter(None, (many_text(because), *told)))
