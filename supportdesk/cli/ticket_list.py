"""Telling which tickets a query names, groups too: what `list` does, without typer."""

from itertools import groupby

from supportdesk.cli.questions import found_numbers, read_query, warn_of_unknown_names
from supportdesk.cli.session import Session
from supportdesk.domain.query import Query
from supportdesk.domain.views import COLUMNS
from supportdesk.i18n import gettext as _
from supportdesk.objects.tickets import listed_object
from supportdesk.store.read import search, tickets
from supportdesk.store.read.custom_fields import definitions
from supportdesk.store.read.rows import TicketRow
from supportdesk.store.read.search import GroupName


def tell_tickets(session: Session, query: str, limit: int) -> None:
    """List at most `limit` tickets (0: all): the newest of a search first, else R1's order."""
    asked = read_query(session, query)
    if asked.group and not session.as_json:
        tell_found(session, asked, limit)
        return
    numbers = found_numbers(session, query, limit + 1 if limit else None)
    tell_numbers(session, numbers, limit)
    if not numbers and not session.as_json:
        warn_of_unknown_names(session, query)


def tell_found(session: Session, query: Query, limit: int, columns: tuple[str, ...] = ()) -> None:
    """List at most `limit` tickets (0: all) of a question, under the headings of its groups."""
    most = limit + 1 if limit else None
    if query.group and not session.as_json:
        found, names = session.ask(search.grouped, query, most)
        _tell_groups(session, query.group, list(zip(found, names, strict=True)), limit, columns)
    else:
        tell_numbers(session, list(session.ask(search.numbers, query, most)), limit, columns)


def tell_numbers(
    session: Session, numbers: list[int], limit: int, columns: tuple[str, ...] = ()
) -> None:
    """List these tickets, at most `limit` of them; `columns` are those a view chooses."""
    shown = numbers[:limit] if limit else numbers
    rows = session.ask(tickets.rows, shown, session.my_id())
    if session.as_json:
        for row in rows:
            session.output.item(listed_object(row, session.now()))
    elif rows:
        tell_rows(session, rows, columns)
    else:
        session.output.say(_("No ticket fits."))
    if len(numbers) > len(shown):
        session.output.warn(
            _("Only the first {limit} are listed; --limit 0 lists all.").format(limit=limit)
        )


def tell_rows(session: Session, rows: list[TicketRow], columns: tuple[str, ...] = ()) -> None:
    """The tickets as a table."""
    from supportdesk.cli.ticket_texts import list_cells, list_headings

    zone = session.settings.zone
    own = any(name not in COLUMNS for name in columns)
    titles = {one.name: one.title for one in session.ask(definitions)} if own else {}
    session.output.table(
        list_headings(columns, titles), [list_cells(row, zone, columns) for row in rows]
    )


def _tell_groups(
    session: Session,
    field: str,
    found: list[tuple[int, GroupName]],
    limit: int,
    columns: tuple[str, ...],
) -> None:
    from supportdesk.i18n.group_names import group_name

    shown = found[:limit] if limit else found
    for name, part in groupby(shown, key=lambda pair: pair[1]):
        rows = session.ask(tickets.rows, [number for number, _name in part], session.my_id())
        session.output.say(_("Group: {name}").format(name=group_name(field, name)))
        tell_rows(session, rows, columns)
    if not found:
        session.output.say(_("No ticket fits."))
    if len(found) > len(shown):
        session.output.warn(
            _("Only the first {limit} are listed; --limit 0 lists all.").format(limit=limit)
        )
