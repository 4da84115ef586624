"""What is said when a merge, a split, a link or the renaming of a tag is refused."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

LINKS = {
    "ticket.merged": RefusalText(
        N_("Ticket {number} was merged into ticket {into}."),
        N_("Go there: # {into}."),
        N_("See: supportdesk show {into}"),
    ),
    "merge.itself": RefusalText(
        N_("Ticket {number} cannot be merged into itself."),
        N_("Choose another with {merge_key}."),
        N_("Name another: supportdesk duplicates {number}"),
    ),
    "merge.spam": RefusalText(
        N_("Ticket {number} is spam: nothing is merged into it."),
        N_("Reopen it with {state_key} first, or choose another with {merge_key}."),
        N_("Reopen it first: supportdesk set {number} state=open"),
    ),
    "merge.stopped": RefusalText(N_("The tickets were not merged.")),
    "stop.other_client": RefusalText(
        N_("Ticket {number} is of {client}, ticket {into} of {other}: they are not one client."),
        N_("Whoever answers there answers {other}."),
        N_("Whoever answers there answers {other}. See: supportdesk show {into}"),
    ),
    "stop.merged": RefusalText(
        N_("Ticket {number} was merged into ticket {into} of {client}: the text would go there."),
        N_("Have a look at it first: # {into}."),
        N_("See: supportdesk show {into}"),
    ),
    "note.stopped": RefusalText(N_("The note was not kept; have a look first.")),
    "split.not_clients": RefusalText(
        N_("Only what a client wrote on ticket {number} can begin a ticket of its own."),
        N_("Choose such a message with {merge_key}, or write a new ticket with {new_ticket_key}."),
        N_("See the numbers of its messages: supportdesk show {number}"),
    ),
    "split.stopped": RefusalText(N_("No ticket was made of the message; have a look first.")),
    "stop.split": RefusalText(
        N_("This message of ticket {number} has begun ticket {into} already."),
        N_("Go there: # {into}. Go on only where it holds one more matter."),
        N_("See: supportdesk show {into}"),
    ),
    "split.no_message": RefusalText(
        N_("Ticket {number} has no message {wanted}."),
        N_("Choose one with {merge_key}."),
        N_("See the numbers of its messages: supportdesk show {number}"),
    ),
    "link.unknown": RefusalText(
        N_("There is no link {wanted}. The links are: {allowed}."),
        N_("Choose one with {merge_key}."),
        N_("For example: supportdesk link 5 parent 3"),
    ),
    "link.circle": RefusalText(
        N_("Ticket {number} cannot be linked to {other}: that would lead back to itself."),
        N_("See what {other} is linked to: # {other}."),
        N_("See what it is linked to: supportdesk show {other}"),
    ),
    "link.none": RefusalText(
        N_("Tickets {number} and {other} are not linked; a merge is undone instead."),
        N_("See the links over the conversation."),
        N_("See: supportdesk show {number}"),
    ),
    "tag.missing": RefusalText(
        N_("There is no tag {which}."),
        N_("Choose one in the list."),
        N_("See: supportdesk tags list"),
    ),
    "tag.same": RefusalText(
        N_("The tag is called {tag} already."),
        N_("Choose another name."),
        N_("See: supportdesk tags list"),
    ),
    "tag.stopped": RefusalText(N_("The tag was not renamed.")),
    "stop.tag_in_use": RefusalText(
        N_("There are tickets with a tag {tag} already: both would become one."),
        N_("Go on if they mean the same."),
        N_("If they mean the same: supportdesk tags merge OLD {tag}"),
    ),
}
