"""Telling which tickets a view has, and a question in groups: `list --view`, `list group_by:…`."""

from dataclasses import replace
from itertools import groupby

from supportdesk.cli import choosing
from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_list import tell_numbers, tell_rows
from supportdesk.domain.query import Query, narrowed, numbered
from supportdesk.domain.views import BUILT_IN, composed
from supportdesk.i18n import gettext as _
from supportdesk.i18n.group_names import group_name
from supportdesk.store.read import search, tickets, views
from supportdesk.store.read.search import GroupName

RECENT = "recent"
"""The tickets one opened last."""


def tell_view(session: Session, wanted: str, narrowed_by: str, limit: int) -> None:
    """List at most `limit` tickets (0: all) of a view; `narrowed_by` asks among them."""
    if wanted.casefold() == RECENT:
        tell_numbers(session, _opened_last(session, read_query(session, narrowed_by)), limit)
        return
    written, columns = _question(session, wanted)
    query = narrowed(read_query(session, written), read_query(session, narrowed_by))
    tell_found(session, query, limit, columns)


def tell_found(session: Session, query: Query, limit: int, columns: tuple[str, ...] = ()) -> None:
    """List at most `limit` tickets (0: all) of a question, under the headings of its groups."""
    most = limit + 1 if limit else None
    if query.group and not session.as_json:
        found, names = session.ask(search.grouped, query, most)
        _tell_groups(session, query.group, list(zip(found, names, strict=True)), limit, columns)
    else:
        tell_numbers(session, list(session.ask(search.numbers, query, most)), limit, columns)


def _question(session: Session, wanted: str) -> tuple[str, tuple[str, ...]]:
    built_in = BUILT_IN.get(wanted.strip().casefold())
    if built_in is not None:
        return built_in, ()
    row = choosing.view(session, wanted)
    return composed(row.query, row.sort, row.group_by), row.columns


def _opened_last(session: Session, asked: Query) -> list[int]:
    """The tickets opened last that are asked for: in this order, unless another one is asked."""
    opened = session.ask(views.opened_last, session.my_id())
    if not opened:
        return []
    named = Query(numbered(opened), me=asked.me)
    found = list(session.ask(search.numbers, replace(narrowed(named, asked), limit=None)))
    if not (asked.sort or asked.group):
        found.sort(key=opened.index)
    return found[: asked.limit]


def _tell_groups(
    session: Session,
    field: str,
    found: list[tuple[int, GroupName]],
    limit: int,
    columns: tuple[str, ...],
) -> None:
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
