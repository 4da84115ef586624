"""Bringing in what surveys collected, in batches; what is wrong with a row is told (F125, F126)."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from supportdesk.cli.failures import WRONG_USAGE, tell_error
from supportdesk.cli.session import Session
from supportdesk.domain.action import Fact
from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.domain.moments import parse_past
from supportdesk.i18n import gettext as _
from supportdesk.intake.answers import COLUMNS, SurveyAnswer, SurveyTable

BATCH = 50
"""Answers of one transaction (law 2)."""

Table = Annotated[Path, typer.Argument(metavar="FILE", help=_("A table: CSV or TSV."))]
Headings = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="NAME=HEADING,…",
        help=_("Which heading means what, where it is called otherwise: score=CSAT,at=Date."),
    ),
]
Comment = Annotated[
    str, typer.Option("--comment", metavar="TEXT", help=_("What the client added."))
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help=_("When they said so; else now: -2h, yesterday.")),
]
WhenMissing = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help=_("When rows without a moment were answered.")),
]

One = TypeVar("One")


def moment(session: Session, at: str | None) -> datetime | None:
    """The moment that was typed, if any."""
    return None if at is None else parse_past(at, session.clock(), session.settings.zone)


def survey_table(
    session: Session, by: tuple[str, ...], columns: str | None, at: str | None
) -> SurveyTable:
    """How the table is read. Raises Invalid("survey.column")."""
    headings = {}
    for pair in [] if columns is None else columns.split(","):
        name, _equals, heading = pair.partition("=")
        if name.strip() not in (*by, *COLUMNS) or not heading.strip():
            allowed = ", ".join((*by, *COLUMNS))
            raise Invalid("survey.column", wanted=pair.strip(), allowed=allowed)
        headings[name.strip()] = heading.strip()
    return SurveyTable(by, headings, session.settings.zone, moment(session, at))


def bring_in(
    session: Session,
    path: Path,
    table: SurveyTable,
    meant: Callable[[SurveyAnswer], One],
    fact: Callable[[tuple[One, ...]], Fact],
) -> None:
    """Record every row that can be; the others are named, and then the exit code is 2."""
    session.actor()
    good: list[One] = []
    wrong = 0
    for answer in table.answers(path):
        try:
            if isinstance(answer, DeskError):
                raise answer
            good.append(meant(answer))
        except DeskError as error:
            wrong += 1
            tell_error(error, as_json=session.as_json)
    new = 0
    for start in range(0, len(good), BATCH):
        receipt = session.act(fact(tuple(good[start : start + BATCH])))
        new += dict(receipt.counts)["new"]
    known = len(good) - new
    if session.as_json:
        session.output.item({"new": new, "known": known, "wrong": wrong})
    else:
        said = _("New {new}, known {known}, left out {wrong}.")
        session.output.say(said.format(new=new, known=known, wrong=wrong))
    if wrong:
        raise typer.Exit(WRONG_USAGE)
