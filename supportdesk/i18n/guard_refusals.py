"""What is said when a guard stops a reply, a file does not fit, or somebody else writes."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

GUARDS = {
    "stop.attachment": RefusalText(
        N_("The text speaks of a file (“{found}”), and none goes with it."),
        N_("Go back and attach it with Ctrl+F, or go on."),
        N_("Attach it: --attach FILE"),
    ),
    "stop.recipient": RefusalText(
        N_("This belongs to somebody else: {found}. The ticket is of {client}."),
        N_("Go back and look whom you write to, or go on."),
        N_("See whose ticket it is: supportdesk show N"),
    ),
    "stop.stranger": RefusalText(
        N_("{found} takes no part in the ticket of {client}."),
        N_("Go back and look whom it would go to, or go on."),
        N_("See who takes part: supportdesk show N"),
    ),
    "stop.writing": RefusalText(
        N_("{operator} writes to this client at this moment (known until {until})."),
        N_("Ask them, or go on in their place; the ticket tells that you did."),
        N_("See who is there: supportdesk presence N"),
    ),
    "writing.not_locked": RefusalText(
        N_("Nobody's place is kept while they write: the desk has that off."),
        N_("Write with r."),
        N_("A lead turns it on: supportdesk options set writing_lock=on"),
    ),
    "files.too_large": RefusalText(
        N_("The files have {size} MB together; {limit} MB go by this channel ({channel})."),
        N_("Take one off with Ctrl+F, or make it smaller."),
        N_("Attach smaller files, or let a lead run: supportdesk options set file_limit=MB"),
    ),
    "files.changed": RefusalText(
        N_("The files of this text were changed in another window."),
        N_("Look at those that go with it now, and send again."),
    ),
    "file.no_preview": RefusalText(
        N_("{name} is no text that can be shown here."),
        N_("Save it: supportdesk attachments N --save FOLDER"),
        N_("Save it: supportdesk attachments N --save FOLDER"),
    ),
    "file.none": RefusalText(
        N_("Ticket {number} has no files."), N_("Ctrl+F in a reply or a note adds one.")
    ),
    "file.unreadable.no_file": RefusalText(
        N_("{path} is no plain file, so it cannot go along."),
        N_("Give the path of a file."),
        N_("Give the path of a file."),
    ),
    "file.unreadable.link": RefusalText(
        N_("{path} is a link; it leads to {leads_to}."),
        N_("If that is the file you mean, give its own path."),
        N_("If that is the file you mean, give its own path."),
    ),
    "file.unreadable.too_large": RefusalText(
        N_("The file {path} is larger than the {limit} MB that may go with a message here."),
        N_("Give a smaller one."),
        N_("Attach smaller files, or let a lead run: supportdesk options set file_limit=MB"),
    ),
    "attachment.missing": RefusalText(
        N_("There is no file {number} here."),
        cli=N_("See their numbers: supportdesk attachments N, supportdesk drafts list"),
    ),
    "option.unknown": RefusalText(
        N_("There is no option {wanted} of the desk. The options are: {allowed}."),
        cli=N_("See: supportdesk options"),
    ),
    "option.value": RefusalText(
        N_("The option {name} cannot be {wanted}; it can be: {allowed}."),
        cli=N_("See: supportdesk options"),
    ),
}
