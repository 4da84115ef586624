"""`nps`: would clients recommend us: entry, import, the answers, and the score (F126)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing, survey_files
from supportdesk.cli.parameters import Limit, Who, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.survey_files import At, Comment, Headings, Table, WhenMissing
from supportdesk.cli.times import local_text
from supportdesk.domain.action import (
    AddRecommendation,
    HistoricRecommendation,
    RecordRecommendations,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid
from supportdesk.domain.moments import parse_boundary
from supportdesk.domain.rating import Nps, clean_comment, nps_of, require_recommendation
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.intake.answers import SurveyAnswer
from supportdesk.objects.times import utc_text
from supportdesk.store.read import recommendations
from supportdesk.store.read.recommendations import RecommendationRow

Since = Annotated[
    str, typer.Option("--since", metavar="DAY", help=_("From that day on: -7d, 2026-03-01."))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help=_("To the end of that day."))
]
LAST_DAYS = "-90d"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("report", help=_("Promoters less detractors of a period, with its interval."))(
        report
    )
    group.command("list", help=_("List what clients said, the newest first."))(list_answers)
    group.command("add", help=_("Write down how likely a client is to recommend us, 0 to 10."))(add)
    group.command("import", help=_("Bring in answers from a table: client, score, comment, at."))(
        bring_in
    )
    app.add_typer(
        group, name="nps", help=_("Would clients recommend us: report, list, add, import.")
    )


def report(context: typer.Context, since: Since = LAST_DAYS, until: Until = None) -> None:
    """Tell the net promoter score: who says 9 or 10 promotes, who says 6 or less detracts."""
    session = session_of(context)
    begin, end = _period(session, since, until)
    told = nps_of(session.ask(recommendations.counted, begin, end))
    if session.as_json:
        session.output.item({"since": utc_text(begin), "until": utc_text(end), **_object(told)})
        return
    if told.score is None or told.interval is None:
        session.output.say(_("Nobody was asked in this period."))
        return
    low, high = told.interval
    said = ngettext(
        "NPS {score} of {count} answer; with 95 % confidence from {low} to {high}.",
        "NPS {score} of {count} answers; with 95 % confidence from {low} to {high}.",
        told.n,
    )
    session.output.say(
        said.format(score=_signed(told.score), count=told.n, low=_signed(low), high=_signed(high))
    )
    session.output.fact(_("Promoters (9–10)"), told.promoters)
    session.output.fact(_("Passives (7–8)"), told.passives)
    session.output.fact(_("Detractors (0–6)"), told.detractors)


def list_answers(
    context: typer.Context,
    *,
    since: Since = LAST_DAYS,
    until: Until = None,
    detractors: Annotated[
        bool, typer.Option("--detractors", help=_("Only those who said 6 or less."))
    ] = False,
    limit: Limit = 50,
) -> None:
    """List answers with their comments."""
    session = session_of(context)
    begin, end = _period(session, since, until)
    found = session.ask(recommendations.found, begin, end, limit, detractors=detractors)
    if session.as_json:
        for row in found:
            session.output.item(_answer_object(row))
    elif found:
        zone = session.settings.zone
        session.output.table(
            [_("Score"), _("When"), _("Client"), _("Name"), _("Comment")],
            [
                [str(row.score), local_text(row.at, zone), str(row.client), row.name, row.comment]
                for row in found
            ],
        )
    else:
        session.output.say(_("Nobody was asked in this period."))


def add(
    context: typer.Context,
    who: Who,
    score: Annotated[
        int, typer.Option("--score", metavar="0-10", help=_("10 is very likely, 0 not at all."))
    ],
    comment: Comment = "",
    at: At = None,
) -> None:
    """Write down one answer; undo takes it back."""
    session = session_of(context)
    card = choosing.client(session, who)
    moment = survey_files.moment(session, at)
    receipt = session.act(AddRecommendation(card.id, score, comment, moment))
    said = _("Client {number} answered {score} of 10.").format(number=card.id, score=score)
    tell_receipt(session, receipt, said)


def bring_in(
    context: typer.Context, file: Table, columns: Headings = None, at: WhenMissing = None
) -> None:
    """Bring in answers; client is a number, e-mail, phone or name. Wrong rows are left out."""
    session = session_of(context)
    table = survey_files.survey_table(session, ("client", "email"), columns, at)
    survey_files.bring_in(
        session, file, table, lambda one: _recommendation(session, one), RecordRecommendations
    )


def _recommendation(session: Session, answer: SurveyAnswer) -> HistoricRecommendation:
    require_recommendation(answer.score)
    card = choosing.client(session, answer.who)
    comment = clean_comment(answer.comment)
    return HistoricRecommendation(card.id, answer.score, answer.at, comment)


def _period(session: Session, since: str, until: str | None) -> tuple[int, int]:
    """The days asked for, in milliseconds. Raises Invalid("report.period")."""
    now, zone = session.clock(), session.settings.zone
    begin = to_milliseconds(parse_boundary(since, now, zone)[0])
    end = session.now() + 1
    if until is not None:
        end = to_milliseconds(max(parse_boundary(until, now, zone)))
    if begin >= end:
        raise Invalid("report.period", since=since, until=until or "now")
    return begin, end


def _signed(score: float) -> str:
    return f"{score:+.0f}"


def _object(told: Nps) -> dict[str, object]:
    low, high = told.interval or (None, None)
    return {
        "n": told.n,
        "promoters": told.promoters,
        "passives": told.passives,
        "detractors": told.detractors,
        "nps": _rounded(told.score),
        "low": _rounded(low),
        "high": _rounded(high),
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 2)


def _answer_object(row: RecommendationRow) -> dict[str, object]:
    """What a client said; `score` from 0 to 10."""
    return {
        "client": row.client,
        "name": row.name,
        "score": row.score,
        "at": utc_text(row.at),
        "comment": row.comment,
    }
