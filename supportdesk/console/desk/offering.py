"""Offering a ticket that may be the same request, when one is made or first opened (F28)."""

from supportdesk.console import text
from supportdesk.console.reading import Reading
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import Category
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read.rows import TicketRow

_SUBJECT = 40


def offer(reading: Reading, ticket: TicketRow) -> str:
    """What is said of the ticket most like this one, or nothing once it has been answered."""
    if ticket.replies or ticket.category >= Category.DONE:
        return ""
    linked = {
        number for link in reading.links(ticket.number) for number in (link.ticket, link.other)
    }
    for other in reading.alike(ticket.number):
        if other.number not in linked:
            said = _(
                "This client's {number} looks the same: {subject} · {merge_key} makes one of both"
            )
            subject = text.cut(text.line(other.subject), _SUBJECT)
            return said.format(
                number=ticket_name(other.number), subject=subject, merge_key=key_of("merge")
            )
    return ""
