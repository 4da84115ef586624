"""Every derived number of a store, computed anew from the rows it is derived from."""

import itertools
import sqlite3
from collections import Counter
from typing import Any

from supportdesk.desk.desk import Desk
from supportdesk.domain.words import stems
from supportdesk.store.read import health
from supportdesk.store.read.message_index import row_of
from tests.reading import file_of

FILE_KINDS = (".txt", ".csv", ".log", ".html")
"""Files whose words are found."""


def everything(desk: Desk) -> None:
    """Compare every derived number with the rows it is derived from."""
    rows = desk.ask(lambda c: [dict_of(r, c) for r in c.execute("SELECT * FROM ticket")])
    counted = Counter(
        (owner, t["queue_id"], t["category"], int(t["wake_at"] is not None))
        for t in rows
        for owner in (t["owner_id"] or 0, -1)
    )
    kept = desk.ask(
        lambda c: {
            tuple(r[:4]): r[4]
            for r in c.execute("SELECT owner_id, queue_id, category, asleep, n FROM ticket_count")
            if r[4]
        }
    )
    assert kept == dict(counted)
    for ticket in rows:
        check_conversation(desk, ticket)
        check_span(desk, ticket)
    check_index(desk, rows)
    check_views(desk)
    checks = desk.ask(lambda c: [*health.findings(c)])
    assert [check.check for check in checks if check.faults] == []


def dict_of(row: tuple[Any, ...], connection: Any) -> dict[str, Any]:
    """A ticket row by column name."""
    names = [column[0] for column in connection.execute("SELECT * FROM ticket").description]
    return dict(zip(names, row, strict=False))


def check_conversation(desk: Desk, ticket: dict[str, Any]) -> None:
    """Message numbers and the oldest unanswered client message."""
    messages = desk.ask(
        lambda c: c.execute(
            "SELECT id, kind, asks FROM message WHERE ticket_id = ? AND NOT withdrawn ORDER BY id",
            (ticket["id"],),
        ).fetchall()
    )
    unanswered: list[int] = []
    thanked = False
    for identity, kind, asks in messages:
        if kind == "operator":
            unanswered, thanked = [], False
        elif kind == "client":
            unanswered += [identity] if asks else []
            thanked = not asks
    assert bool(ticket["thanked"]) == thanked
    assert ticket["messages"] == len(messages)
    assert ticket["replies"] == sum(kind == "operator" for _, kind, _asks in messages)
    assert ticket["unanswered"] == len(unanswered)
    assert ticket["waiting_since"] == (unanswered[0] >> 20 if unanswered else None)
    assert ticket["client_messages"] == sum(kind == "client" for _, kind, _asks in messages)
    assert ticket["last_client_message"] == max(
        (identity for identity, kind, _asks in messages if kind in ("client", "third_party")),
        default=None,
    )


def check_span(desk: Desk, ticket: dict[str, Any]) -> None:
    """Spans touch, only the last is open, and it is where the ticket stands."""
    spans = desk.ask(
        lambda c: c.execute(
            "SELECT from_at, to_at, state, queue_id, owner_id FROM ticket_span"
            " WHERE ticket_id = ? ORDER BY number",
            (ticket["id"],),
        ).fetchall()
    )
    for earlier, later in itertools.pairwise(spans):
        assert earlier[0] <= earlier[1] == later[0]
    assert spans[-1][1] is None
    assert spans[-1][2:] == (ticket["state"], ticket["queue_id"], ticket["owner_id"])


def check_views(desk: Desk) -> None:
    """Nobody has two views of one name, or two for the same people with one key."""
    kept = desk.ask(
        lambda c: c.execute(
            "SELECT name, digit, scope, role, CASE scope WHEN 'me' THEN owner_id END"
            " FROM saved_view WHERE NOT withdrawn"
        ).fetchall()
    )
    names = [(name.casefold(), *people) for name, _digit, *people in kept]
    digits = [(digit, *people) for _name, digit, *people in kept if digit is not None]
    assert len(set(names)) == len(names)
    assert len(set(digits)) == len(digits)


def check_index(desk: Desk, tickets: list[dict[str, Any]]) -> None:
    """The full-text index holds exactly the word forms of what stands in threads."""
    subjects = {ticket["id"]: ticket["subject"] for ticket in tickets}
    expected: set[tuple[str, int]] = set()
    for identity, ticket, body in desk.ask(
        lambda c: c.execute(
            "SELECT id, ticket_id, body FROM message WHERE NOT withdrawn"
        ).fetchall()
    ):
        words = f"{stems(subjects[ticket])} {stems(body)}".split()
        expected |= {(word, row_of(identity)) for word in words}
    assert terms(desk, "message_text") == expected
    known = "SELECT id FROM client WHERE forgotten_at IS NULL"
    clients = desk.ask(lambda c: [r[0] for r in c.execute(known)])
    assert {document for _, document in terms(desk, "client_text")} == set(clients)
    assert terms(desk, "attachment_text") == file_terms(desk)
    assert terms(desk, "article_text") == article_terms(desk)


def file_terms(desk: Desk) -> set[tuple[str, int]]:
    """The word forms of the attached texts of every message that stands."""
    found = desk.ask(
        lambda c: c.execute(
            "SELECT m.id, a.name, k.content FROM message m JOIN attachment a ON a.message_id = m.id"
            " JOIN blob_chunk k ON k.sha256 = a.sha256 WHERE NOT m.withdrawn"
        ).fetchall()
    )
    return {
        (word, message)
        for message, name, content in found
        if name.lower().endswith(FILE_KINDS)
        for word in stems(content.decode()).split()
    }


def article_terms(desk: Desk) -> set[tuple[str, int]]:
    """The word forms of every article that stands."""
    found = desk.ask(
        lambda c: c.execute(
            "SELECT id, title || ' ' || tags || ' ' || body FROM article WHERE NOT withdrawn"
        ).fetchall()
    )
    return {(word, article) for article, text in found for word in stems(text).split()}


def terms(desk: Desk, table: str) -> set[tuple[str, int]]:
    """(term, document) pairs of a full-text table, by a vocabulary table in memory."""
    connection = sqlite3.connect(file_of(desk))
    connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {table}, instance)")
    found = {(term, doc) for term, doc in connection.execute("SELECT term, doc FROM temp.words")}
    connection.close()
    return found
