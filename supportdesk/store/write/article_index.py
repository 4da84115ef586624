"""The full-text index of articles: the same stems as everywhere (F133, F148)."""

import json
from typing import Any

from sqlalchemy import Connection, text

from supportdesk.domain.words import stems

TABLE = (
    "CREATE VIRTUAL TABLE article_text USING fts5(title, tags, body,"
    " content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
)

_ADD = text("INSERT INTO article_text(rowid, title, tags, body) VALUES (:id, :title, :tags, :body)")
_DROP = text(
    "INSERT INTO article_text(article_text, rowid, title, tags, body)"
    " VALUES ('delete', :id, :title, :tags, :body)"
)
_ONE = text("SELECT id, title, tags, body FROM article WHERE id = :article AND NOT withdrawn")
_EVERY = text("SELECT id, title, tags, body FROM article WHERE NOT withdrawn ORDER BY id")


def add(connection: Connection, article: int) -> None:
    """Index an article as it is stored; one that was removed is left out."""
    rows = [_row(found) for found in connection.execute(_ONE, {"article": article})]
    if rows:
        connection.execute(_ADD, rows)


def drop(connection: Connection, article: int) -> None:
    """Take an article out of the index; call it before any of its words change."""
    rows = [_row(found) for found in connection.execute(_ONE, {"article": article})]
    if rows:
        connection.execute(_DROP, rows)


def rebuild(connection: Connection) -> None:
    """Index all articles anew."""
    connection.execute(text("INSERT INTO article_text(article_text) VALUES ('delete-all')"))
    rows = [_row(found) for found in connection.execute(_EVERY)]
    if rows:
        connection.execute(_ADD, rows)


def _row(found: Any) -> dict[str, object]:
    return {
        "id": found.id,
        "title": stems(found.title),
        "tags": stems(" ".join(json.loads(found.tags))),
        "body": stems(found.body),
    }
