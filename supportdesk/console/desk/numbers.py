"""A ticket meant by its number, typed where another one is asked for."""

from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.asking import Asking
from supportdesk.console.reading import Reading
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import is_provisional, number_typed, ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.console.screens.choice import Option


def meant(reading: Reading, typed: str) -> TicketRow:
    """The ticket whose number was typed, or its name before it had one. Raises NotFound."""
    number = number_typed(typed)
    if number is not None and is_provisional(number):
        number = reading.all_numbered().get(number, number)
    row = None if number is None else reading.row(number)
    if row is None:
        raise NotFound("ticket.missing", number=typed)
    return row


def option(reading: Reading, typed: str) -> "Option[str] | None":
    """The ticket whose number was typed into a list, as a choice of it; None where none is."""
    from supportdesk.console.screens.choice import Option

    try:
        row = meant(reading, typed)
    except NotFound:
        return None
    return Option(
        str(row.number), f"{ticket_name(row.number)} {row.subject}", text.line(row.client, 60)
    )


async def ask_number(asking: Asking, reading: Reading, title: str) -> int | None:
    """Ask for a number, its ticket shown while it is typed; None when the operator left."""
    typed = await asking.ask_line(title, partial(_meaning, reading), example=_("a number"))
    return None if typed is None else meant(reading, typed).number


def _meaning(reading: Reading, typed: str) -> str:
    row = meant(reading, typed)
    return f"{text.line(row.client, 60)} · {text.line(row.subject, 200)}"
