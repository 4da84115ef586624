"""Why something that was done here has not reached the help desk that this desk stands for."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_AGAIN = N_("Send it again, or discard it.")

MIRROR = {
    "mirror.conflict": RefusalText(
        N_("Somebody has changed it there meanwhile ({field}): {there}, here: {here}."), _AGAIN
    ),
    "mirror.reply_newer": RefusalText(
        N_("Somebody has written on the ticket meanwhile: read it first."), _AGAIN
    ),
    "mirror.copies": RefusalText(
        N_("The other help desk decides itself who gets copies: the ones named here are left out."),
        _AGAIN,
    ),
    "mirror.ticket_gone": RefusalText(
        N_("The ticket is no more there, or was merged into another one."), _AGAIN
    ),
    "mirror.ticket_not_there": RefusalText(
        N_("The other help desk does not know the ticket yet."), _AGAIN
    ),
    "mirror.ticket_split_here": RefusalText(
        N_("The other help desk cannot split tickets: this one stays here alone."), _AGAIN
    ),
    "mirror.unknown": RefusalText(
        N_("No answer came: it may have arrived, but it was not found there."),
        N_("Look there; then send it again, or say that it arrived."),
        N_("Look there first."),
    ),
    "mirror.rejected": RefusalText(N_("The other help desk does not take it: {said}"), _AGAIN),
    "mirror.denied": RefusalText(N_("You may not do this at the other help desk. {said}"), _AGAIN),
    "mirror.retry": RefusalText(
        N_("It could not be sent yet."),
        N_("It is tried again by itself."),
        N_("It is tried again by itself."),
    ),
    "mirror.state_several": RefusalText(
        N_("Several states there come to it: {offered}."),
        N_("Choose one of them."),
        N_("Choose one of them."),
    ),
    "mirror.state_not_offered": RefusalText(
        N_("No state that may be set there comes to it; these may: {offered}."),
        N_("Choose one of them, or discard it."),
        N_("Choose one of them, or discard it."),
    ),
    "mirror.operator_unknown_there": RefusalText(
        N_("{name} does not work at the other help desk."), _AGAIN
    ),
    "mirror.queue_unknown_there": RefusalText(
        N_("There is no such queue at the other help desk: {name}."), _AGAIN
    ),
    "mirror.client_no_address": RefusalText(
        N_("The client has no e-mail address, and the other help desk asks for one."),
        N_("Add one on the card; then send it again."),
        N_("Add one on the card; then send it again."),
    ),
    "mirror.choose": RefusalText(
        N_("Entry {number} needs an answer first: which state is meant."),
        N_("Choose one."),
        N_("See which there are: supportdesk sync list"),
    ),
    "mirror.none": RefusalText(
        N_("This desk stands for no other help desk."), cli=N_("See: supportdesk link list")
    ),
}
