"""Whether what is written now leaves, as composers and commands say before it is sent."""

from supportdesk.desk.desk import Desk
from supportdesk.domain.desk_options import OFF, OUTGOING, option_value
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import TicketRow
from supportdesk.store.read.sendings import OWN, link_kind


def goes_by_mail(desk: Desk, ticket: TicketRow, kind: str) -> bool:
    """Whether a reply or forward on a ticket leaves; `kind` is reply, note or forward.

    The help desk that a store stands for mails every reply itself, and hears of no forward.
    """
    if desk.ask(link_kind) not in {None, OWN}:
        return kind == "reply"
    if kind == "note" or (kind == "reply" and not ticket.client_email):
        return False
    return option_value(desk.ask(desk_lists.options), OUTGOING) != OFF
