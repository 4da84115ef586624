"""Whether what is written now leaves by mail, as composers and commands say before it is sent."""

from supportdesk.desk.desk import Desk
from supportdesk.domain.desk_options import OFF, OUTGOING, option_value
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import TicketRow


def goes_by_mail(desk: Desk, ticket: TicketRow, kind: str) -> bool:
    """Whether a reply or forward on a ticket leaves; `kind` is reply, note or forward."""
    if kind == "note" or (kind == "reply" and not ticket.client_email):
        return False
    return option_value(desk.ask(desk_lists.options), OUTGOING) != OFF
