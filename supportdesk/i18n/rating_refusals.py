"""What is said when a rating or an answer of a survey cannot be taken."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

RATINGS = {
    "rating.score": RefusalText(
        N_("{wanted} is no score: it goes from {low} to {high}."),
        N_("Choose one of these."),
        N_("Name one of these: --score {high}"),
    ),
    "rating.comment_too_long": RefusalText(
        N_("The comment is longer than {limit} characters."),
        N_("Shorten it, or put it into a note."),
        N_("Shorten it, or put it into a note: supportdesk note N"),
    ),
    "rating.future": RefusalText(
        N_("Nobody can have said so at a moment that is still to come."),
        cli=N_("Name a moment that is over: --at -2h"),
    ),
    "rating.no_request": RefusalText(
        N_("Ticket {number} is {state}: it is not rated."),
        N_("Rate the ticket that it was merged into."),
        N_("See what it was merged into: supportdesk show {number}"),
    ),
    "survey.unreadable": RefusalText(
        N_("The table {path} cannot be read: {reason}."),
        cli=N_("It is CSV or TSV with headings in its first line."),
    ),
    "survey.columns": RefusalText(
        N_("The table lacks the columns {missing}; it has: {known}."),
        cli=N_("Say which heading means what: --columns score=CSAT; or when: --at 2026-03-01"),
    ),
    "survey.column": RefusalText(
        N_("{wanted} is not NAME=HEADING with one of these names: {allowed}."),
        cli=N_("For instance: --columns score=CSAT,at=Date"),
    ),
    "survey.line": RefusalText(
        N_("Line {line} is left out: nothing usable stands under {wrong}."),
        cli=N_("Scores are whole numbers, moments like 2026-03-01T10:00."),
    ),
    "survey.no_ticket": RefusalText(
        N_("Line {line} is left out: there is no ticket {wanted}."),
        cli=N_("ticket is our number; with --columns source=HEADING it is that of its source."),
    ),
}
