"""What is said when the past cannot be looked at so."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

HISTORY = {
    "audit.not_allowed": RefusalText(
        N_("The events of the whole desk are for: {allowed}; yours is {role}."),
        cli=N_("Of one ticket everybody sees them: supportdesk show N --events"),
    ),
    "audit.about": RefusalText(
        N_("No event is about {wanted}. They are about: {allowed}."),
    ),
    "replay.not_yet": RefusalText(
        N_("Ticket {number} was not there yet; it was created {created}."),
        cli=N_("What happened to it: supportdesk show {number} --events"),
    ),
}
