"""Telling which tickets a view has: `list --view`."""

from dataclasses import replace

from supportdesk.cli import choosing
from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_list import tell_found, tell_numbers
from supportdesk.domain.query import Query, narrowed, numbered
from supportdesk.domain.views import BUILT_IN, composed
from supportdesk.store.read import search, views

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
