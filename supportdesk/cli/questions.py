"""Which tickets a typed query names: the one question language (law 7)."""

from supportdesk.cli.session import Session
from supportdesk.domain.query import Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import custom_fields, search

AT_WORK = "-category:done wake:none"
"""What is meant when nothing is asked: everything at work and awake."""


def read_query(session: Session, typed: str) -> Query:
    """What `typed` asks now, custom fields included. Raises Invalid("query.…")."""
    return parse_query(
        typed,
        now=session.clock(),
        zone=session.settings.zone,
        me=session.my_id(),
        custom=lambda: session.ask(custom_fields.definitions),
    )


def found_numbers(
    session: Session, typed: str, limit: int | None = None, *, unasked: str = AT_WORK
) -> list[int]:
    """Numbers of the tickets that `typed` names, at most `limit`; `unasked` stands for nothing.

    By words the newest message comes first, else the one order of R1. Raises Invalid("query.…").
    """
    query = read_query(session, typed.strip() or unasked)
    return list(session.ask(search.numbers, query, limit))
