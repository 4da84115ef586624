"""What is said when a rule refuses a saved view, or there is no ticket to take."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_LIST = N_("See: supportdesk views list")
_KEYS = N_("g v shows the views.")

VIEWS = {
    "board.number": RefusalText(N_("The board has no number {wanted}. It has: {allowed}.")),
    "board.present": RefusalText(
        N_("{wanted} is told of the present alone."), cli=N_("Leave --at out.")
    ),
    "report.limit": RefusalText(
        N_("A report is of all tickets of its query: limit:{limit} has no place in it."),
        cli=N_("Leave limit: out."),
    ),
    "report.line": RefusalText(N_("No line of the report is called {wanted}.")),
    "report.lines": RefusalText(
        N_("A report has no lines by {wanted}. It can have them by: {allowed}.")
    ),
    "report.metric": RefusalText(N_("A report has no metric {wanted}. It has: {allowed}.")),
    "report.period": RefusalText(
        N_("The period from {since} to {until} has no end after its beginning."),
        cli=N_("For example: --since -30d --until yesterday"),
    ),
    "saved_view.missing": RefusalText(N_("There is no view {which}."), _KEYS, _LIST),
    "view.ambiguous": RefusalText(
        N_("Several views are called {wanted}: numbers {ids}."), _KEYS, N_("Name the number.")
    ),
    "view.built_in": RefusalText(
        N_("The view {name} is built in: it can be moved and hidden, not changed or deleted."),
        N_("g v, n makes a view of your own."),
        N_('Make your own: supportdesk views save NAME "QUERY"'),
    ),
    "view.empty": RefusalText(
        N_("A view needs a name and a question."),
        N_("For example: owner:me priority:high"),
        N_('For example: supportdesk views save Refunds "tag:refund -category:done"'),
    ),
    "view.name_too_long": RefusalText(N_("The name of a view has at most {limit} letters.")),
    "view.name_taken": RefusalText(
        N_("There is a view called {name} already."),
        N_("Give it another name, or change that one with g v, e."),
        N_("Change it with supportdesk views edit, or give another name."),
    ),
    "view.not_shared": RefusalText(
        N_("Views of others ({scope}) are changed by leads; your role is {role}."),
        N_("Save it for yourself, or hide it with x in g v."),
        N_("Save it for yourself: --for me; hide it: supportdesk views hide NAME"),
    ),
    "view.unknown_sort": RefusalText(
        N_("No list is sorted by {wanted}. It can be: {allowed}, each with - for the other way.")
    ),
    "view.unknown_group": RefusalText(N_("Nothing is grouped by {wanted}. It can be: {allowed}.")),
    "view.unknown_column": RefusalText(N_("There is no column {wanted}. There are: {allowed}.")),
    "view.unknown_scope": RefusalText(N_("A view is for {allowed}, not for {wanted}.")),
    "view.unknown_digit": RefusalText(N_("The key of a view is 1 to 9, not {wanted}.")),
    "view.no_key": RefusalText(
        N_("No view has the key {wanted}."), N_("g v shows the views; e gives one a key.")
    ),
    "undo.view_name_taken": RefusalText(
        N_("This cannot be undone: another view is called {name} by now (event {event}, {at})."),
        N_("Rename or delete that one first: g v."),
        N_("Rename or delete that one first: supportdesk views edit, views delete"),
    ),
    "undo.view_key_taken": RefusalText(
        N_("This cannot be undone: {name} has the key {digit} by now (event {event}, {at})."),
        N_("Give that one another key first: g v, e."),
        N_("Give that one another key first: supportdesk views edit {name} --key 0"),
    ),
    "views.unreadable": RefusalText(
        N_("{path} holds no views: {reason}."),
        cli=N_("See how one looks: supportdesk views export"),
    ),
    "ticket.none_to_take": RefusalText(
        N_("There is no ticket to take: somebody has every new or open one."),
        N_("3 shows everything at work."),
        N_("See: supportdesk list"),
    ),
}
