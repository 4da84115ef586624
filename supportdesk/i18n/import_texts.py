"""What is said about imports: files that cannot be used, and items that were left out."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

IMPORTS = {
    "operators.unreadable": RefusalText(
        N_("The operators file {path} cannot be read: {reason}."),
        cli=N_("It holds lines like: Ann Lee <ann@example.org>"),
    ),
    "operators.nameless": RefusalText(
        N_("The operators file {path} names somebody without a name."),
        cli=N_("It holds lines like: Ann Lee <ann@example.org>"),
    ),
    "map.missing": RefusalText(
        N_("There is no mapping {wanted}. Those that come with the program: {known}."),
        cli=N_("Name one of them, or the file of your own: --map FILE"),
    ),
    "map.unreadable": RefusalText(
        N_("The mapping {path} cannot be read: {reason}."),
        cli=N_("It is a TOML file; see: supportdesk import --help"),
    ),
    "map.invalid": RefusalText(
        N_("The mapping {path} names something that does not exist: {field}."),
        cli=N_("See: supportdesk import --help"),
    ),
    "import.unknown_helpdesk": RefusalText(
        N_("No export of {wanted} can be read; those of {known} can."),
        cli=N_("For other files leave --from out; see docs/moving-in.md."),
    ),
    "import.map_of_export": RefusalText(
        N_("An export of {wanted} needs no mapping: --map is for tables and logs."),
        cli=N_("Leave one of --map and --from out."),
    ),
    "import.account_unasked": RefusalText(
        N_("Only an export of freshdesk does not tell its account."),
        cli=N_("Leave --account out."),
    ),
    "import.account_unclear": RefusalText(
        N_("{wanted} names no account: letters, digits and hyphens do."),
        cli=N_("Take what stands before .freshdesk.com: --account NAME"),
    ),
    "history.too_long": RefusalText(
        N_("The log of ticket {number} would have more than {limit} entries."),
        cli=N_("Check which column of the map names the ticket: id in [ticket]."),
    ),
    "templates.unreadable": RefusalText(
        N_("The templates file {path} cannot be read: {reason}."),
        cli=N_("It is CSV, JSON or TOML; see: supportdesk templates import --help"),
    ),
}

_REASONS = {
    "operator.twice": N_(
        "the name stands twice and is one operator, who keeps the first address; in this import"
        " mails from this one are theirs as well. Two people need two names"
    ),
    "file.missing": N_("there is no such file"),
    "file.unreadable": N_("the file cannot be read to its end"),
    "file.unknown": N_(
        "this is no mail, table, event log or JSON Lines file; exports of help desks need --from"
    ),
    "file.unpacks_too_far": N_(
        "it unpacks to more than 200 times its size, as files do that are made to fill a disk;"
        " if you trust it, unpack it yourself and import what was in it"
    ),
    "mail.empty": N_("the mail is empty"),
    "mail.too_large": N_("the mail is too large"),
    "mail.too_slow": N_("reading the mail took too long"),
    "mail.no_headers": N_("the mail has no header fields"),
    "table.no_map": N_("no mapping fits the table's headings; name one with --map"),
    "table.templates": N_("the table holds saved replies; see: supportdesk templates import FILE"),
    "table.wrong_map": N_("the mapping names headings the table does not have"),
    "row.no_text": N_("the row has neither subject nor text"),
    "row.no_time": N_("a time of the row is in none of the mapping's forms"),
    "row.no_ticket": N_("the row does not say which ticket it is about"),
    "log.empty": N_("the log has no events"),
    "log.not_xml": N_("from this line on it is not well-formed XML; what stands before it is kept"),
    "log.document_type": N_("it declares a document type, which an event log needs none of"),
    "log.too_large": N_("from this line on it is nested or long beyond reason"),
    "line.not_json": N_("the line is no JSON object"),
    "line.invalid": N_("a field of the line is not what it should be"),
    "line.too_large": N_("the line is larger than 256 MB"),
    "template.invalid": N_("the template has no title or text, or names what does not exist"),
    "json.not_json": N_("from here on it is no JSON; what stands before it is kept"),
    "json.unreasonable": N_(
        "it is nested too deep or holds a number that is none; the rest is left"
    ),
    "json.too_large": N_("an item is larger than 32 MB; the rest of the file is left"),
    "json.invalid": N_("a field of it is not what it should be"),
    "template.refused": N_("the desk refused the text of the template"),
    "macro.refused": N_("the desk refused the macro"),
    "view.refused": N_("the desk refused the view"),
    "policy.refused": N_("the desk refused the SLA policy"),
    "ticket.other_account": N_(
        "another ticket of this number is here, from another account: name it with --account NAME"
    ),
    "item.refused": N_("the desk refused it"),
    "item.failed": N_("the program failed on it; the log says more"),
}
"""Every reason of `intake.record.SKIP_REASONS`."""

KINDS = {
    "ticket": N_("Tickets"),
    "message": N_("Messages"),
    "note": N_("Private notes"),
    "change": N_("Entries of the history"),
    "rating": N_("Ratings"),
    "operator": N_("Operators"),
    "field": N_("Custom fields"),
    "template": N_("Templates"),
    "macro": N_("Macros"),
    "view": N_("Saved views"),
    "policy": N_("Policies (SLA)"),
}
"""Every kind of `ImportReport.kinds_read`."""

_NO_PLACE = {
    "field": N_("a ticket, message or client has no such field here"),
    "value": N_("the field here does not take the value"),
    "no_definition": N_("the export does not define the field"),
    "rules": N_("there are no automatic rules here"),
    "policy": N_("no policy here measures quite the same; write one: supportdesk sla --help"),
    "condition": N_("the question language cannot say the condition; the view stays behind"),
    "personal": N_("it is one person's own"),
    "inactive": N_("it is switched off there"),
    "placeholder": N_("no such value here; it is asked for when the text is inserted"),
    "macro_action": N_("a macro does no such thing here; the rest of it comes in"),
    "no_ticket": N_("the export holds no ticket of it"),
    "not_fetched": N_("files stay there; the message names them with their address"),
    "deleted": N_("it was deleted there"),
    "kind": N_("there is nothing of the kind here"),
}
"""Every reason of `intake.helpdesks.found.WHY`."""


def kind_text(kind: str) -> str:
    """What parts of an export of this kind are called, in the plural."""
    return _(KINDS[kind])


def no_place_text(why: str) -> str:
    """Why something of an export stays behind."""
    return _(_NO_PLACE[why])


def reason_text(reason: str) -> str:
    """Why an item of an import was left out, as a part of a sentence."""
    return _(_REASONS[reason])
