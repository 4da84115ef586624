"""What is said when something about clients and organisations is refused."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

CLIENTS = {
    "client.itself": RefusalText(
        N_("Client {number} cannot be merged into themselves."),
        N_("Choose another one."),
        N_("See: supportdesk client duplicates {number}"),
    ),
    "client.merged": RefusalText(
        N_("Client {number} was merged into client {into} already."),
        N_("Go on with that one."),
        N_("See: supportdesk client show {into}"),
    ),
    "client.forgotten": RefusalText(
        N_("Client {number} was forgotten at their own wish: nothing is written down any more."),
        N_("Whoever writes again is a new client."),
        N_("Whoever writes again is a new client."),
    ),
    "client.too_many": RefusalText(
        N_("Client {number} has more than {limit} tickets, too many to be merged away at once."),
        N_("Merge client {into} into this one instead."),
        N_("The other way round: supportdesk client merge {into} {number}"),
    ),
    "client.stopped": RefusalText(N_("The clients were not merged; have a look first.")),
    "stop.other_company": RefusalText(
        N_("{client} belongs to {company}, the other one to {other}."),
        N_("Go on if it is one person all the same."),
    ),
    "client.not_forgotten": RefusalText(
        N_("Nothing was forgotten yet."),
        cli=N_("Add --yes to do it."),
    ),
    "stop.forget": RefusalText(
        N_(
            "{client} (client {number}) will be forgotten: name, addresses, notes, properties and"
            " all texts of their tickets (tickets: {tickets}, messages: {messages}, files: {files},"
            " drafts: {drafts}). Counts stay. This cannot be undone. Backups still hold it."
        ),
        N_("Tags and kinds stay: change them first if they name the person."),
        N_("Tags and kinds stay: change them first if they name the person."),
    ),
    "undo.forgotten": RefusalText(N_("Who was forgotten cannot be brought back.")),
    "client_address.missing": RefusalText(N_("There is no such address any more.")),
    "client_event.missing": RefusalText(N_("There is no such event.")),
    "client_event.invalid": RefusalText(
        N_("{kind} is no event: the kind is one word, all texts have at most {limit} characters."),
        cli=N_("For example: supportdesk client event add ann@example.org visit page=/pricing"),
    ),
    "client_event.moment": RefusalText(
        N_("{text} is no moment of an event."),
        cli=N_("For example: --at 2026-03-01T14:05 or --at 2026-03-01T14:05:00Z"),
    ),
    "client_event.line": RefusalText(
        N_("Line {line} is no event: {wrong}"),
        cli=N_(
            'For example: {{"client": "ann@example.org", "kind": "visit",'
            ' "at": "2026-03-01T14:05:00Z"}}'
        ),
    ),
    "timeline.key": RefusalText(
        N_("{key} is no place in a history."),
        cli=N_("Take the key of the last line that was shown."),
    ),
    "client.no_organisation": RefusalText(
        N_("{client} belongs to no organisation."),
        N_("Name the company on the client's card first."),
    ),
    "organisation.missing": RefusalText(
        N_("There is no organisation {which}."),
        cli=N_("See: supportdesk organisations list"),
    ),
    "organisation.ambiguous": RefusalText(
        N_("Several organisations fit {wanted}: numbers {ids}."),
        cli=N_("Name the number instead."),
    ),
    "organisation.nameless": RefusalText(N_("An organisation needs a name.")),
    "organisation.name_taken": RefusalText(
        N_("There is an organisation {name} already (number {other})."),
        N_("Choose another name."),
        N_("See: supportdesk organisations show {other}"),
    ),
    "organisation.value": RefusalText(
        N_("This cannot be the {field} of an organisation. For example: {example}."),
    ),
    "hours.invalid": RefusalText(
        N_("{value} are no working hours."),
        N_("For example: mon-fri 9-18, sat 10-14 · 8x5 · 24x7"),
        N_('For example: hours="mon-fri 9-18, sat 10-14", hours=8x5, hours=24x7'),
    ),
    "property.missing": RefusalText(
        N_("Clients have no property {which}."),
        N_("Define it: palette, properties of clients."),
        N_("See: supportdesk client property list"),
    ),
    "client_property.missing": RefusalText(
        N_("Clients have no property {number}."),
        cli=N_("See: supportdesk client property list"),
    ),
    "property.name": RefusalText(
        N_("A property cannot be called {name}: at most 40 letters, digits, spaces and dashes."),
    ),
    "property.name_taken": RefusalText(
        N_("There is a property {name} already."),
        N_("Choose another name."),
        N_("See: supportdesk client property list"),
    ),
    "property.kind": RefusalText(
        N_("There is no kind of property {wanted}. The kinds are: {allowed}."),
    ),
    "property.choices": RefusalText(
        N_("Choices belong to a property of the kind choice, 1 to {limit} of them."),
        cli=N_("For example: --kind choice --choice gold --choice silver"),
    ),
    "property.value": RefusalText(
        N_("{value} cannot be the {name} of a client. For example: {example}."),
    ),
    "property.in_use": RefusalText(
        N_("Clients have a {name} already: it stays of the kind {kind}."),
        N_("Define another property."),
        N_("Define another property: supportdesk client property add NAME --kind KIND"),
    ),
    "lookups.unreadable": RefusalText(
        N_("The file of lookups {path} cannot be read: {reason}."),
        N_("Correct it or move it away."),
        N_("Correct it or move it away."),
    ),
    "lookups.open_to_others": RefusalText(
        N_("Others can read {path}, and it may hold secrets."),
        N_("Take that right away: chmod 600 {path}"),
        N_("Take that right away: chmod 600 {path}"),
    ),
    "lookups.invalid": RefusalText(
        N_("Block {block} of the lookups in {path} is wrong at: {wrong}."),
        N_("Correct it or move it away."),
        N_("Correct it or move it away."),
    ),
    "lookups.none": RefusalText(
        N_("No other system is asked about clients: there is no file {path}."),
        cli=N_("How to write one: docs/orders.md"),
    ),
}
