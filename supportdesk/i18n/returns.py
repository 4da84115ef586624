"""Why a planned reply came back unsent, in words (F32)."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

ANY_OTHER = N_("a rule of the desk refused it")
REASONS = {
    "client": N_("the client has written first"),
    "newer": N_("somebody else has written on the ticket"),
    "writing": N_("somebody else was writing to the client"),
    "merged": N_("the ticket was merged into another one"),
    "attachment": N_("the text promises a file, and none goes with it"),
    "recipient": N_("something in it belongs to another client"),
    "braces": N_("there are braces in the text"),
    "role.not_allowed": N_("its operator may not send replies any more"),
    "operator.missing": N_("its operator does not work here any more"),
}


def why_returned(because: str | None) -> str:
    """The reason, by the name of a guard or the code of a refusal."""
    if because is None:
        return _("taken back")
    return _(REASONS.get(because, ANY_OTHER))
