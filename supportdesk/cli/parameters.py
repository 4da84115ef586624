"""What the arguments of commands look like."""

from typing import Annotated

import typer

from supportdesk.cli.session import Session
from supportdesk.domain.provisional import number_typed
from supportdesk.i18n import gettext as _

MOST = 10**18 - 1
"""The largest number that is read; a store can still count one more."""


def session_of(context: typer.Context) -> Session:
    """The session of a running command."""
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError("the command runs outside the program")
    return session


def ticket_number(typed: str) -> int:
    """`17`, `#17`, `№17`, or `new-3` of a ticket that has no number yet, as a number."""
    number = number_typed(typed)
    if number is None:
        raise typer.BadParameter(_("{typed} is not a ticket number").format(typed=typed))
    return number


def whole_number(typed: str | int) -> int:
    """A number from 0 to `MOST`."""
    digits = str(typed).strip()
    if not (digits.isascii() and digits.isdigit()):
        raise typer.BadParameter(_("{typed} is not a whole number").format(typed=typed))
    if len(digits) > len(str(MOST)):
        raise typer.BadParameter(_("{typed} is more than {most}").format(typed=typed, most=MOST))
    return int(digits)


def positive_number(typed: str | int) -> int:
    """A number from 1 to `MOST`."""
    number = whole_number(typed)
    if not number:
        raise typer.BadParameter(_("{typed} is less than 1").format(typed=typed))
    return number


Number = Annotated[
    int, typer.Argument(metavar="N", parser=ticket_number, help=_("Number of the ticket."))
]
LinkName = Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the link: team."))]
Limit = Annotated[
    int,
    typer.Option(
        "--limit", parser=whole_number, metavar="N", help=_("At most N tickets; 0 is all.")
    ),
]
Who = Annotated[
    str, typer.Argument(metavar="WHO", help=_("Number, e-mail, phone or name of the client."))
]
Text = Annotated[
    str | None,
    typer.Option("--text", metavar="TEXT", help=_("The text; without it, standard input.")),
]
Attach = Annotated[
    list[str] | None,
    typer.Option("--attach", metavar="FILE", help=_("Attach this file; may be repeated.")),
]

PASS_OPTIONS = {"ignore_unknown_options": True}
"""For commands whose arguments may begin with a dash: `-tag`, `-category:done`."""


def assignments(typed: list[str]) -> list[tuple[str, str]]:
    """`field=value` arguments as pairs."""
    pairs = []
    for argument in typed:
        name, equals, value = argument.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(
                _("{argument} is not of the form field=value").format(argument=argument)
            )
        pairs.append((name.strip(), value.strip()))
    return pairs
