"""What a macro does to a ticket, in words: for its preview and for the composer it waits in."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from supportdesk.console import names, text
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.later import N_

if TYPE_CHECKING:
    from supportdesk.desk.macro_changes import Change, Held

FIELDS = {
    "state": N_("state"),
    "priority": N_("priority"),
    "kind": N_("kind"),
    "queue": N_("queue"),
    "owner": N_("owner"),
    "wake": N_("asleep until"),
}
ARROW = "→"


def preview(changes: "Sequence[Change]", *, client: str, sends: bool) -> str:
    """Every change on a line of its own, then the texts whole."""
    lines = [_line(change) for change in changes if change.field not in ("note", "reply")]
    for change in changes:
        if change.field == "note":
            lines += ["", _("note, the client will not see it:"), str(change.after)]
        elif change.field == "reply":
            heading = _("reply to {client}, sent at once:") if sends else _("draft to {client}:")
            lines += ["", heading.format(client=text.line(client, 60)), str(change.after)]
    return "\n".join(lines).strip("\n")


def summary(changes: "Iterable[Change]") -> str:
    """The changes in a few words."""
    said = [_("note") if change.field == "note" else _short(change) for change in changes]
    return " · ".join(said)


def _line(change: "Change") -> str:
    if change.field == "tag":
        return f"{_('tags')}: {_short(change)}"
    before, after = (value(change.field, held) for held in (change.before, change.after))
    return f"{field(change.field)}: {before} {ARROW} {after}"


def _short(change: "Change") -> str:
    if change.field == "tag":
        sign, tag = ("+", change.after) if change.before is None else ("-", change.before)
        return f"{sign}{text.line(str(tag), 60)}"
    if change.field == "wake":
        return f"{field('wake')} {value('wake', change.after)}"
    return value(change.field, change.after)


def field(name: str) -> str:
    """What a field of a change is called."""
    return _(FIELDS[name])


def value(of: str, held: "Held") -> str:
    """What a field holds, as the desk screen calls it."""
    if held is None:
        return _("nobody") if of == "owner" else "—"
    match of:
        case "state":
            return names.state(str(held))
        case "priority":
            return ticket_names.priority(int(held))
        case "kind":
            return names.kind(str(held))
    return text.line(str(held), 60)
