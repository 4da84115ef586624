"""Telling which tickets a query names: what `list` does, without the command line's library."""

from supportdesk.cli.questions import found_numbers, warn_of_unknown_names
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_objects import ticket_object
from supportdesk.i18n import gettext as _
from supportdesk.store.read import tickets
from supportdesk.store.read.rows import TicketRow


def tell_tickets(session: Session, query: str, limit: int) -> None:
    """List at most `limit` tickets (0: all): the newest of a search first, else R1's order."""
    numbers = found_numbers(session, query, limit + 1 if limit else None)
    shown = numbers[:limit] if limit else numbers
    rows = session.ask(tickets.rows, shown, session.my_id())
    if session.as_json:
        for row in rows:
            session.output.item(ticket_object(row))
    elif rows:
        _tell_rows(session, rows)
    else:
        session.output.say(_("No ticket fits."))
        warn_of_unknown_names(session, query)
    if len(numbers) > len(shown):
        session.output.warn(
            _("Only the first {limit} are listed; --limit 0 lists all.").format(limit=limit)
        )


def _tell_rows(session: Session, rows: list[TicketRow]) -> None:
    from supportdesk.cli.ticket_texts import list_cells, list_headings

    zone = session.settings.zone
    session.output.table(list_headings(), [list_cells(row, zone) for row in rows])
