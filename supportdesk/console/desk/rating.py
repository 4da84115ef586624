"""Writing down how content a client is (F125)."""

from supportdesk.console import text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.rating import parse_rating
from supportdesk.i18n import gettext as _
from supportdesk.i18n.rating_names import rating_text
from supportdesk.store.read.rows import TicketRow

_LONGEST_COMMENT = 200


class Rating:
    """What a client said of a ticket, by the palette."""

    def __init__(self, at: Workplace) -> None:
        self._asking = at.asking
        self._acting = at.acting

    async def do_rate(self, ticket: TicketRow) -> None:
        """Ask for the score and what the client added, in one line."""
        from supportdesk.domain.action import RateTicket

        number = ticket.number
        typed = await self._asking.ask_line(
            _("How content is the client of {number}, 1 to 5?").format(number=ticket_name(number)),
            lambda typed: text.line(rating_text(*parse_rating(typed)), _LONGEST_COMMENT),
            example=_("4, or 4 and what they added; 5 is very content"),
        )
        if typed is not None:
            score, comment = parse_rating(typed)
            said = _("{number} is rated {score} of 5.").format(
                number=ticket_name(number), score=score
            )
            await self._acting.change(RateTicket(number, score, comment), said)
