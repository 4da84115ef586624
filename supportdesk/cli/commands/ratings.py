"""`rate` and `ratings import`: how content the clients of tickets are (F125)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing, survey_files
from supportdesk.cli.choosing import LONGEST_NUMBER
from supportdesk.cli.parameters import Number, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.survey_files import At, Comment, Headings, Table, WhenMissing
from supportdesk.domain.action import HistoricRating, RateTicket, RecordRatings
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import ticket_word
from supportdesk.domain.rating import clean_comment, require_rating
from supportdesk.i18n import gettext as _
from supportdesk.intake.answers import SurveyAnswer
from supportdesk.store.read import tickets

TICKET, SOURCE = "ticket", "source"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(
        "rate",
        help=_("Write down how content the client of a ticket is, 1 to 5."),
        epilog=_('Find them: supportdesk list "rating<3". Measure them: supportdesk report.'),
    )(rate)
    group = typer.Typer(no_args_is_help=True)
    group.command(
        "import",
        help=_("Bring in ratings from a table: ticket (or source), score, comment, at."),
        epilog=_(
            "ticket is our number; source is what its export names source_id, MAP:ID for a"
            " table that came in by a map. The newest rating of a"
            " ticket stays; what is known already changes nothing."
        ),
    )(bring_in)
    app.add_typer(group, name="ratings", help=_("Ratings of tickets by their clients: import."))


def rate(
    context: typer.Context,
    number: Number,
    score: Annotated[
        int, typer.Option("--score", metavar="1-5", help=_("5 is very content, 1 not at all."))
    ],
    comment: Comment = "",
    at: At = None,
) -> None:
    """Rate a ticket; a later rating replaces it, and undo brings the former one back."""
    session = session_of(context)
    choosing.ticket(session, number)
    receipt = session.act(RateTicket(number, score, comment, survey_files.moment(session, at)))
    said = _("Ticket {number} is rated {score} of 5.").format(
        number=ticket_word(number), score=score
    )
    tell_receipt(session, receipt, said)


def bring_in(
    context: typer.Context, file: Table, columns: Headings = None, at: WhenMissing = None
) -> None:
    """Bring in ratings; rows that cannot be used are named and left out."""
    session = session_of(context)
    table = survey_files.survey_table(session, (TICKET, SOURCE), columns, at)
    survey_files.bring_in(session, file, table, lambda one: _rating(session, one), RecordRatings)


def _rating(session: Session, answer: SurveyAnswer) -> HistoricRating:
    require_rating(answer.score)
    number = _number(session, answer)
    return HistoricRating(number, answer.score, answer.at, clean_comment(answer.comment))


def _number(session: Session, answer: SurveyAnswer) -> int:
    """Raises NotFound("survey.no_ticket")."""
    if answer.by == SOURCE:
        found = session.ask(tickets.number_by_source, answer.who)
    else:
        digits = answer.who.lstrip("#№")
        is_number = digits.isascii() and digits.isdigit() and len(digits) < LONGEST_NUMBER
        row = session.ask(tickets.row, int(digits), None) if is_number else None
        found = None if row is None else row.number
    if found is None:
        raise NotFound("survey.no_ticket", line=answer.line, wanted=answer.who)
    return found
