"""What the groups of a list are called on the screen (F2)."""

from supportdesk.console import names, text
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.later import N_
from supportdesk.store.read.search import GroupName

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


def title(field: str, name: GroupName) -> str:
    """The heading of the group that has `name` in `field`, cleaned."""
    if isinstance(name, int):
        return ticket_names.priority(name)
    if name is None:
        return (
            _("nobody's")
            if field == "owner"
            else _("without {field}").format(field=_(FIELDS[field]))
        )
    named = {"state": names.state, "kind": names.kind, "channel": names.channel}
    return named[field](name) if field in named else text.line(name, 60)
