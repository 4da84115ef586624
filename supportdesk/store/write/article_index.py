"""The full-text index of articles: the same stems as everywhere (F133, F148)."""

import json
from typing import Any

from sqlalchemy import Connection, text

from supportdesk.domain.words import stems
from supportdesk.store.write import full_text

TABLE = (
    "CREATE VIRTUAL TABLE article_text USING fts5(title, tags, body,"
    " content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
)

_ONE = text("SELECT id, title, tags, body FROM article WHERE id = :article AND NOT withdrawn")
_EVERY = text("SELECT id, title, tags, body FROM article WHERE NOT withdrawn ORDER BY id")


def add(connection: Connection, article: int) -> None:
    """Index an article as it is stored; one that was removed is left out."""
    found = connection.execute(_ONE, {"article": article})
    full_text.add(connection, "article_text", [_row(one) for one in found])


def drop(connection: Connection, article: int) -> None:
    """Take an article out of the index; call it before any of its words change."""
    found = connection.execute(_ONE, {"article": article})
    full_text.drop(connection, "article_text", [_row(one) for one in found])


def rebuild(connection: Connection) -> None:
    """Index all articles anew."""
    full_text.clear(connection, "article_text")
    full_text.add(connection, "article_text", [_row(one) for one in connection.execute(_EVERY)])


def _row(found: Any) -> dict[str, object]:
    return {
        "row": found.id,
        "title": stems(found.title),
        "tags": stems(" ".join(json.loads(found.tags))),
        "body": stems(found.body),
    }
