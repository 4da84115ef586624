"""Telling whoever made a ticket that the client seems to have asked the same before (F28)."""

from supportdesk.cli.session import Session
from supportdesk.domain.provisional import ticket_word
from supportdesk.i18n import gettext as _
from supportdesk.store.read import links


def warn_of_duplicates(session: Session, number: int) -> None:
    """Name the ticket most like the new one, and the command that merges them."""
    for other in session.ask(links.alike, number)[:1]:
        said = _(
            "Ticket {other} of the same client looks the same."
            " To make one of both: supportdesk merge {number} {other}"
        )
        session.output.warn(said.format(other=other.number, number=ticket_word(number)))
