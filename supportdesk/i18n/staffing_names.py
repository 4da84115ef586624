"""What statuses, ways of dealing and the reasons of waiting are called (R3)."""

from collections.abc import Sequence

from supportdesk.i18n import gettext as _
from supportdesk.i18n import pgettext
from supportdesk.i18n.later import N_, NC_

STATUSES = {
    "available": NC_("status", "available"),
    "busy": NC_("status", "busy"),
    "break": NC_("status", "on a break"),
    "away": NC_("status", "away"),
    "offline": NC_("status", "offline"),
}
MARKS = {"available": "●", "busy": "◐", "break": "○", "away": "○", "offline": "·"}
"""A sign beside the word: what somebody does is never told by colour alone."""

DEALING = {
    "off": NC_("dealing", "by hand"),
    "balanced": NC_("dealing", "balanced"),
    "round_robin": NC_("dealing", "in turn"),
}
WHY = {
    "last_owner": N_("has the client's other ticket"),
    "balanced": N_("most room"),
    "round_robin": N_("next in turn"),
}
"""Why somebody was dealt a ticket."""


def status_name(status: str) -> str:
    """A status in a word."""
    return pgettext("status", _known(STATUSES, status))


def status_text(status: str, load: int, cap: int) -> str:
    """A status with its sign, and the load against the cap: `● available 2/3`."""
    return f"{MARKS.get(status, '')} {status_name(status)} {load}/{cap}"


def dealing_name(mode: str) -> str:
    """A way of dealing in a word."""
    return pgettext("dealing", _known(DEALING, mode))


def why_name(why: str) -> str:
    """Why somebody was dealt a ticket."""
    return _(WHY.get(why, why))


def why_moved(rule: str | None) -> str:
    """Why the desk itself gave a ticket another owner, or nothing where somebody did it."""
    name, _colon, why = (rule or "").partition(":")
    said = {
        "deal": _("dealt: {why}").format(why=why_name(why)),
        "take_back": _("taken back: nobody touched it"),
        "absence": _("the owner is away"),
    }
    return said.get(name, "")


def waiting_reason(
    reason: str, *, needs: Sequence[str] = (), load: int = 0, cap: int = 0, name: str = ""
) -> str:
    """Why nobody has been dealt a ticket (`domain.assignment.Left`)."""
    said = {
        "nobody_works": _("nobody works this queue"),
        "nobody_with": _("nobody with {skills}").format(skills=" + ".join(needs)),
        "nobody_available": _("nobody available"),
        "all_busy": _("all busy {load}/{cap}").format(load=load, cap=cap),
        "returned": _("everybody who could has had it"),
        "kept": _("kept for {name}, who is due").format(name=name),
        "next": _("{name} gets it next").format(name=name),
    }
    return said.get(reason, reason)


def _known(names: dict[str, str], name: str) -> str:
    return names.get(name, name)
