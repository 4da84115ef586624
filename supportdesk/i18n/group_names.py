"""What groups of a list are called, on the screen and in plain lines: names as they are (F2)."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.later import N_

FIELDS = {
    "state": N_("state"),
    "queue": N_("queue"),
    "owner": N_("owner"),
    "priority": N_("priority"),
    "kind": N_("kind"),
    "client": N_("client"),
    "channel": N_("channel"),
    "lang": N_("language"),
}
"""By what lists can be grouped."""


def group_name(field: str, held: str | int | None) -> str:
    """The heading of the group of tickets that hold this in `field`."""
    if isinstance(held, int):
        return ticket_names.priority(held)
    if held is None:
        nobodys, without = _("nobody's"), _("without {field}")
        return nobodys if field == "owner" else without.format(field=_(FIELDS[field]))
    called = {
        "state": ticket_names.state,
        "kind": ticket_names.kind,
        "channel": ticket_names.channel,
    }
    return called[field](held) if field in called else held
