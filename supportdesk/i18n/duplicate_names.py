"""Why two clients may be one person, in words."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

REASONS = {
    "phone": N_("the same phone"),
    "name": N_("the same name"),
    "email": N_("the same beginning of the e-mail"),
}


def reasons(because: str) -> str:
    """What is alike, in words."""
    return ", ".join(_(REASONS[reason]) for reason in because.split())
