"""Which tickets a typed query names: the one question language (law 7)."""

from supportdesk.cli.session import Session
from supportdesk.domain.query import Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import custom_fields, search, silence

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
        silent_before=lambda: session.ask(silence.silent_before, session.clock()),
    )


def found_numbers(
    session: Session, typed: str, limit: int | None = None, *, unasked: str = AT_WORK
) -> list[int]:
    """Numbers of the tickets that `typed` names, at most `limit`; `unasked` stands for nothing.

    By words the newest message comes first, else the one order of R1. Raises Invalid("query.…").
    """
    query = read_query(session, typed.strip() or unasked)
    return list(session.ask(search.numbers, query, limit))


def warn_of_unknown_names(session: Session, typed: str) -> None:
    """Of a query that found nothing: the name in it that nobody has, and the nearest one."""
    from supportdesk.domain.query_names import unknown_name
    from supportdesk.i18n.query_hints import unknown_name_text
    from supportdesk.store.read import desk_lists

    query = parse_query(typed, now=session.clock(), zone=session.settings.zone, me=session.my_id())
    known = session.ask(desk_lists.names_asked_for)
    unknown = unknown_name(query.condition, known)
    if unknown is not None:
        session.output.warn(unknown_name_text(unknown.field, unknown.value, unknown.nearest))
