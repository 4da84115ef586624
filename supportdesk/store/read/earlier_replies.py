"""What the team has answered before: accepted replies by word, tag, author and kind (F136).

Asked in the language of R6: words stand in the reply itself, `by:` names its author, and every
other field is about its ticket.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from supportdesk.domain.query import (
    And,
    Condition,
    Equals,
    Happened,
    Query,
    Words,
    top_words,
    without,
)
from supportdesk.domain.query_predicate import term_needles
from supportdesk.domain.words import Needle
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.message_index import newest_first
from supportdesk.store.read.query_sql import Compiled
from supportdesk.store.read.sql_parts import one_of

LONGEST = 20_000
"""Characters of a reply that are read."""


@dataclass(frozen=True, slots=True)
class EarlierReply:
    """A reply as it was sent, with the names that may stand in it."""

    message: int
    ticket: int
    subject: str
    kind: str | None
    author: str
    sent_at: int
    body: str
    names: tuple[str, ...]
    """Of the client, of the company and of the operators who wrote on the ticket."""


def earlier_replies(connection: Reader, query: Query, limit: int = 50) -> list[EarlierReply]:
    """Replies that have been sent, newest first; what may still be recalled is none."""
    found = list(islice(_found(connection, query), limit))
    return [
        EarlierReply(
            message=row[0],
            ticket=row[1],
            subject=row[2],
            kind=row[3],
            author=row[4],
            sent_at=row[0] >> 20,
            body=row[5],
            names=_names(connection, row[6], row[1]),
        )
        for row in found
    ]


def wanted(query: Query) -> list[Needle]:
    """What the words of a query look for: to mark it."""
    words = top_words(query.condition)
    return [needle for term in term_needles(words) for needle in term] if words else []


def _found(connection: Reader, query: Query) -> Iterator[tuple[Any, ...]]:
    compiled = Compiled(connection, query.me)
    words = top_words(query.condition)
    rest = query.condition if words is None else without(query.condition, words)
    authors = _authors(rest)
    for part in authors:
        rest = without(rest, part)
    conditions = [
        "m.kind = 'operator'",
        "NOT m.withdrawn",
        "m.delivery <> 'queued'",
        compiled.sql(rest),
        *(_by(compiled, part) for part in authors),
    ]
    columns = f"t.id, t.subject, t.kind, m.author, substr(m.body, 1, {LONGEST}), t.client_id"
    if words is None:
        return connection.execute(
            f"SELECT m.id, {columns} FROM message m CROSS JOIN ticket t ON t.id = m.ticket_id"
            f" WHERE {' AND '.join(conditions)} ORDER BY m.id DESC",
            compiled.parameters,
        )
    expression = compiled.match(Words(words.terms, "reply"))
    if expression is None:
        return iter(())
    conditions.append(f"message_text MATCH {compiled.name(expression)}")
    return newest_first(connection, columns, " AND ".join(conditions), compiled.parameters)


def _authors(condition: Condition) -> list[Happened]:
    """What was said of an author alone: `by:`, without an event beside it."""
    parts = condition.parts if isinstance(condition, And) else (condition,)
    return [
        part
        for part in parts
        if isinstance(part, Happened)
        and all(isinstance(one, Equals) and one.field == "by" for one in part.parts)
    ]


def _by(compiled: Compiled, authors: Happened) -> str:
    held = []
    for one in authors.parts:
        if isinstance(one, Equals):
            named = [value for value in one.values if value is not None]
            held.append(one_of("m.operator_id", compiled.operators(named)))
    return " AND ".join(held)


def _names(connection: Reader, client: int, ticket: int) -> tuple[str, ...]:
    """Who may be named in a reply: the client, the company, whoever wrote on the ticket."""
    found = connection.execute(
        "SELECT name FROM client WHERE id = :client UNION"
        " SELECT o.name FROM client c JOIN organisation o ON o.id = c.organisation_id"
        " WHERE c.id = :client UNION"
        " SELECT author FROM message WHERE ticket_id = :ticket",
        {"client": client, "ticket": ticket},
    )
    return tuple(sorted(name for (name,) in found))
