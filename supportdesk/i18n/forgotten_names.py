"""What was blanked of a person, in words."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

COUNTS = {
    "tickets": N_("tickets without subject"),
    "messages": N_("messages without text"),
    "files": N_("files removed"),
    "addresses": N_("addresses removed"),
    "notes": N_("notes without text"),
    "events": N_("events without text"),
    "recommendations": N_("recommendations without comment"),
    "properties": N_("properties removed"),
    "fields": N_("custom fields emptied"),
    "drafts": N_("drafts removed"),
    "organisations": N_("organisations of nobody else"),
}


def count_name(name: str) -> str:
    """What a count of the report is of."""
    return _(COUNTS[name]) if name in COUNTS else name
