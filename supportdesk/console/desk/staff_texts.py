"""What the panes say of who works: my status, who follows, why nobody has a ticket (R3, F21)."""

from collections.abc import Iterator

from supportdesk.console import text
from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.ticket import Category
from supportdesk.i18n import gettext as _
from supportdesk.i18n.staffing_names import status_text
from supportdesk.store.read import followers
from supportdesk.store.read.own_work import is_dealt, own_work
from supportdesk.store.read.rows import TicketRow


def own_status(desk: Desk, me: int) -> str:
    """What I do with my load against my cap, or nothing on a desk that does not ask."""
    work = desk.ask(own_work, me)
    return "" if work is None else status_text(work.status, work.load, work.cap)


def follower_phrases(desk: Desk, me: int, ticket: int) -> Iterator[str]:
    """Who follows a ticket."""
    found = desk.ask(followers.of_ticket, ticket)
    if any(one.operator == me for one in found):
        yield _("you follow it")
    others = [text.line(one.name, 40) for one in found if one.operator != me]
    if others:
        yield _("followed by {names}").format(names=", ".join(others))


def waiting_phrases(desk: Desk, ticket: TicketRow) -> Iterator[str]:
    """Why nobody has a ticket of a queue that is dealt."""
    is_free = ticket.owner_id is None and ticket.wake_at is None
    if not (is_free and ticket.category <= Category.ACTIVE and desk.ask(is_dealt, ticket.queue_id)):
        return
    from supportdesk.desk.crew import why_text, why_waiting

    found = desk.ask(why_waiting, ticket.number, to_milliseconds(desk.clock()))
    if found is not None:
        yield text.line(why_text(found), 60)
