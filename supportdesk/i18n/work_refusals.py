"""What is said when a rule of the desk refuses: people, tickets, texts written."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

PEOPLE = {
    "role.not_allowed": RefusalText(
        N_("The role {role} may not do this ({action})."),
        N_("Ask a lead to do it."),
        N_("Ask a lead to do it."),
    ),
    "role.not_given": RefusalText(
        N_(
            "Only an admin gives and takes away the role {role}, or maps a login to it; yours is"
            " {own}."
        ),
        N_("Ask an admin to do it."),
        N_("Ask an admin to do it."),
    ),
    "role.unknown": RefusalText(
        N_("There is no role {wanted}. The roles are: {allowed}."),
    ),
    "actor.needed": RefusalText(
        N_("Somebody has to be the one who does this."),
        N_("Start the console as an operator: supportdesk --as OPERATOR."),
        N_("Say who you are: --as OPERATOR."),
    ),
    "operator.unmapped": RefusalText(
        N_("The system's user {login} is not an operator of this desk."),
        N_("Start the console as one: supportdesk --as OPERATOR."),
        N_(
            "Act as one with --as OPERATOR, or let a lead run:"
            ' supportdesk operators add "Your Name" --login {login}'
        ),
    ),
    "operator.not_yourself": RefusalText(
        N_("Your role {role} may not act as {name}: that is for leads and admins."),
        N_("Start the console as yourself: without --as."),
        N_("Leave --as out, or ask a lead to do it."),
    ),
    "operator.missing": RefusalText(
        N_("There is no operator {which} at work here."),
        N_("Choose one with {assign_key}."),
        N_("See: supportdesk operators list"),
    ),
    "operator.ambiguous": RefusalText(
        N_("Several operators are called {wanted}: numbers {ids}."),
        N_("Choose one with {assign_key}."),
        N_("Name the login, the e-mail or the number instead."),
    ),
    "operator.nameless": RefusalText(
        N_("An operator needs a name."),
        cli=N_('For example: supportdesk operators add "Ann Lee"'),
    ),
    "operator.login_taken": RefusalText(
        N_("The login {login} belongs to another operator."),
        cli=N_("See: supportdesk operators list"),
    ),
    "client.missing": RefusalText(
        N_("There is no client {which}."),
        N_("Search with {search_key}."),
        N_("See: supportdesk clients list TEXT"),
    ),
    "client.ambiguous": RefusalText(
        N_("Several clients fit {wanted}: numbers {ids}."),
        N_("Search with {search_key}."),
        N_("Name the e-mail or the number instead."),
    ),
    "client.nameless": RefusalText(
        N_("A client needs a name or an address."),
        cli=N_("Give --client NAME or --email ADDRESS."),
    ),
    "client_note.missing": RefusalText(N_("There is no such note on a client.")),
    "timezone.unknown": RefusalText(
        N_("There is no time zone {wanted}."),
        N_("Name a city of the zone, such as Europe/Kyiv."),
        N_("For example: timezone=Europe/Kyiv"),
    ),
    "address.invalid": RefusalText(
        N_("{value} is no usable address ({field})."),
        N_("Correct it on the card with {card_key}."),
        N_("For example: email=ann@example.org phone=+380501234567"),
    ),
    "address.missing": RefusalText(
        N_("The client has no address {value} ({field})."),
        N_("See the card with {card_key}."),
        N_("See: supportdesk clients show WHO"),
    ),
    "address.taken": RefusalText(
        N_("The address {value} belongs to client {client} already ({field})."),
        N_("Search with {search_key} to see that client."),
        N_("See: supportdesk clients show {client}"),
    ),
    "client.value": RefusalText(
        N_("{value} is no {field} of a client. For example: {example}."),
    ),
    "trait.invalid": RefusalText(
        N_("A trait cannot be called {trait}: at most 40 letters, digits, spaces and dashes."),
    ),
}

TICKETS = {
    "ticket.missing": RefusalText(
        N_("There is no ticket {number}."),
        N_("Search with {search_key}."),
        N_("See: supportdesk list QUERY"),
    ),
    "message.missing": RefusalText(N_("There is no message {number}.")),
    "message.kind_unknown": RefusalText(
        N_("There is no kind of message {wanted}. The kinds are: {allowed}."),
    ),
    "message.delivery_unknown": RefusalText(
        N_("A message of the past cannot be {wanted}. It can be: {allowed}."),
    ),
    "state.unknown": RefusalText(
        N_("There is no state {wanted}. The states are: {allowed}."),
        N_("Choose one with {state_key}."),
    ),
    "state.not_allowed": RefusalText(
        N_("Ticket {number} is {state} and cannot become {wanted}. It can become: {allowed}."),
        N_("Choose one with {state_key}."),
        N_("For example: supportdesk set {number} state=STATE"),
    ),
    "state.needs_owner": RefusalText(
        N_("Ticket {number} has no owner, and a solved one needs one."),
        N_("Take it with {take_key}."),
        N_("Take it: supportdesk take {number}"),
    ),
    "state.needs_kind": RefusalText(
        N_("Ticket {number} has no kind of request, and a solved one needs one."),
        N_("Choose the kind when you solve it with {solve_key}."),
        N_("Say it: supportdesk set {number} state=solved kind=question"),
    ),
    "state.needs_reason": RefusalText(
        N_("This state needs a reason, one of: {allowed}."),
        N_("Choose it with {state_key}."),
        N_("Say it: supportdesk set N state=hold reason=third_party"),
    ),
    "state.stopped": RefusalText(N_("The state was not changed.")),
    "stop.waiting_unanswered": RefusalText(
        N_("The client of ticket {number} has written and was not answered yet."),
        N_("Answer with r, or confirm."),
    ),
    "bulk.empty": RefusalText(
        N_("There is no ticket to change."),
        N_("Mark some: x one, X a range, * the whole view."),
        N_("See which tickets a query names: supportdesk list QUERY"),
    ),
    "bulk.no_query": RefusalText(
        N_("A change of many tickets needs a query that says which."),
        cli=N_("For everything at work: -category:done wake:none"),
    ),
    "bulk.unconfirmed": RefusalText(
        N_("Nothing was changed: {count} tickets would be."),
        cli=N_("Add --yes to do it, or --dry-run to see what would become of each."),
    ),
    "snooze.done": RefusalText(
        N_("Ticket {number} is {state}: there is nothing to wake it up for."),
        N_("Reopen it with {state_key} first."),
        N_("Reopen it first: supportdesk set {number} state=open"),
    ),
    "moment.past": RefusalText(
        N_("The moment {until} is past."),
        N_("Choose a later one with {snooze_key}."),
        N_("For example: supportdesk snooze N tomorrow 9:00"),
    ),
    "moment.unknown": RefusalText(
        N_("{text} is no moment that can be read."),
        N_("For example: 2h, tomorrow 9:00, mon, 2026-03-01."),
        N_("For example: 2h, tomorrow 9:00, mon, 2026-03-01"),
    ),
    "subject.empty": RefusalText(N_("A ticket needs a subject.")),
    "subject.too_long": RefusalText(
        N_("A subject has at most {limit} characters; this one has {length}."),
        N_("Say the rest in the text or in a note."),
        N_("Say the rest in the text or in a note."),
    ),
    "tag.invalid": RefusalText(
        N_("{tag} cannot be a tag: one word of letters, digits, - and _, at most 60."),
        N_("For example: +refund -new"),
        N_("For example: supportdesk tag N +refund -new"),
    ),
    "priority.unknown": RefusalText(
        N_("There is no priority {wanted}. They are: low, normal, high, critical."),
        N_("Choose one with {priority_key}."),
    ),
    "kind.unknown": RefusalText(
        N_("{wanted} cannot be a kind of request."),
        N_("Choose one in the list."),
        N_(
            "For example: help, question, feedback, complaint, praise, partnership, lead;"
            " none takes it away."
        ),
    ),
    "field.unknown": RefusalText(
        N_("There is no field {field}. The fields are: {allowed}."),
        cli=N_("Give each as field=value."),
    ),
    "queue.missing": RefusalText(
        N_("There is no queue {which}."),
        N_("Choose one with {move_key}."),
        N_("See: supportdesk queues list"),
    ),
    "queue.none": RefusalText(
        N_("This desk has no queue yet."),
        cli=N_('Make one: supportdesk queues add "First line"'),
    ),
    "queue.invalid": RefusalText(
        N_("A queue needs a name and a line from 1 on ({name}, {line})."),
        cli=N_('For example: supportdesk queues add "Billing" --line 2'),
    ),
    "queue.name_taken": RefusalText(
        N_("There is a queue {name} already."), cli=N_("See: supportdesk queues list")
    ),
}

TEXTS_WRITTEN = {
    "reply.empty": RefusalText(
        N_("A reply without text and files is not sent."),
        N_("Write something, or leave with Esc."),
        N_("Give the text on standard input: supportdesk reply {number} < answer.txt"),
    ),
    "reply.unresolved": RefusalText(
        N_("These places of the template are still empty, so nothing was sent: {marks}."),
        N_("Fill them in or take them out."),
        N_("Fill them in: --ask LABEL=VALUE, or change the text."),
    ),
    "letter.stopped": RefusalText(N_("The letter was not sent again; have a look first.")),
    "reply.stopped": RefusalText(N_("The reply was not sent; have a look first.")),
    "stop.newer": RefusalText(
        N_("Somebody has written on the ticket since you began (newer messages: {count})."),
        N_("Read them above, then send again."),
        N_("Read them: supportdesk show {number}"),
    ),
    "stop.braces": RefusalText(
        N_("The text holds braces as templates have: {found}."),
        N_("Send again if they are meant."),
    ),
    "note.empty": RefusalText(
        N_("A note needs some text."),
        N_("Write something, or leave with Esc."),
        N_("Give the text on standard input, or with --text."),
    ),
    "undo.nothing": RefusalText(N_("There is nothing of yours to undo.")),
    "undo.later_change": RefusalText(
        N_("This cannot be undone: {field} was changed again later (event {event}, {at})."),
        N_("See what happened in the ticket, and change it by hand."),
        N_("See what happened: supportdesk show {number} --events"),
    ),
    "undo.not_own": RefusalText(
        N_("This was done by somebody else ({action}); only a lead may undo it."),
    ),
    "undo.fact": RefusalText(
        N_("This is a record of what happened elsewhere and cannot be undone ({action})."),
    ),
    "redo.nothing": RefusalText(N_("There is no undo of yours to take back.")),
    "template.missing": RefusalText(
        N_("There is no template {which}."),
        N_("Choose one with {template_key}."),
        N_("See: supportdesk templates list"),
    ),
    "template.ambiguous": RefusalText(
        N_("Several templates fit {wanted}: numbers {ids}."),
        N_("Choose one with {template_key}."),
        N_("Name the number instead."),
    ),
    "template.empty": RefusalText(N_("A template needs a title and a text.")),
    "template.syntax": RefusalText(
        N_("The template cannot be read in line {line}, near: {near}"),
        cli=N_("A placeholder looks like {{{{ client.first_name | default: 'there' }}}}."),
    ),
    "template.unknown_name": RefusalText(
        N_("Line {line} of the template: there is no {name}. {nearest_hint}"),
    ),
    "template.unknown_filter": RefusalText(
        N_("Line {line} of the template: there is no filter {name}. {nearest_hint}"),
    ),
    "template.unknown_tag": RefusalText(
        N_("Line {line} of the template: there is no tag {name}. {nearest_hint}"),
    ),
    "template.filter_argument": RefusalText(
        N_("Line {line} of the template: the filter {name} is used in a wrong way."),
    ),
    "template.mark": RefusalText(
        N_("A template cannot hold the brackets that mark an empty place."),
    ),
    "template.too_long": RefusalText(
        N_("The template is too long: at most {limit} characters."),
    ),
    "template.too_large": RefusalText(
        N_("The text the template makes is too long: at most {limit} bytes."),
    ),
}
