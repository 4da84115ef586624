"""What is said when a macro, or what a template is for, cannot be as it was wished."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

MACROS = {
    "macro.missing": RefusalText(
        N_("There is no macro {which}."),
        N_("Choose one with f."),
        N_("See: supportdesk macros list"),
    ),
    "macro.ambiguous": RefusalText(
        N_("Several macros fit {wanted}: numbers {ids}."),
        N_("Choose one with f."),
        N_("Name the number instead."),
    ),
    "macro.empty": RefusalText(
        N_("A macro needs a name and something to do."),
        cli=N_('For example: supportdesk macros save "Refund" --state waiting --add refund'),
    ),
    "macro.name_taken": RefusalText(
        N_("There is a macro {name} already."),
        cli=N_("Change it by its name: supportdesk macros save NAME …"),
    ),
    "macro.step": RefusalText(N_("A macro cannot do this ({action}).")),
    "macro.nothing": RefusalText(
        N_("Ticket {number} is already as the macro would make it."),
        N_("Choose another with f."),
        N_("See what it does: supportdesk macros show NAME"),
    ),
    "macro.one_by_one": RefusalText(
        N_("The reply of {macro} is looked at before it goes, on each ticket by itself."),
        N_("t sends a saved text to all of them; or take the marks off with Esc."),
        N_("Send a text to all: supportdesk bulk reply QUERY --template WHICH"),
    ),
    "macro.unresolved": RefusalText(
        N_("These places of the macro's note are still empty, so nothing was done: {marks}."),
        N_("Fill in what it asks for, with f."),
        N_("Fill them in: --ask LABEL=VALUE, or change the macro."),
    ),
    "macro.stopped": RefusalText(N_("Nothing was done; have a look at the ticket first.")),
    "stop.changed": RefusalText(
        N_(
            "Somebody else has changed ticket {number} since this text was begun ({fields});"
            " the macro would change it again."
        ),
        N_("Have a look at it first."),
        N_("See: supportdesk show {number}"),
    ),
    "macro.draft": RefusalText(
        N_("A draft of a reply stands on ticket {number}; a macro never sends or replaces it."),
        N_("Run it again with f and choose."),
        N_("Say what becomes of it: --draft keep, --draft append or --draft replace."),
    ),
    "macro.file": RefusalText(
        N_("{path} is no file of macros: {reason}."),
        cli=N_("See how one looks: supportdesk macros export"),
    ),
    "stage.unknown": RefusalText(
        N_("There is no stage {wanted}. The stages are: {allowed}."),
        N_("Choose one in the list."),
        N_("For example: --stage first"),
    ),
    "message.not_reply": RefusalText(
        N_("Ticket {number} has no reply of ours to make a template of."),
        N_("Answer it first with r."),
        N_("See: supportdesk show {number}"),
    ),
}
