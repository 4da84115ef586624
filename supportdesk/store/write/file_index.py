"""The words of attached files in an index of their own: one row a message (F149).

The row is made from `blob_text`, so it can be taken out with the same words it came in with.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from supportdesk.domain.file_words import READ_BYTES, kind_of, text_of
from supportdesk.domain.words import stems
from supportdesk.store.write import full_text
from supportdesk.store.write.indexed_words import know_words

TABLE = (
    "CREATE VIRTUAL TABLE attachment_text USING fts5(words,"
    " content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
)
MOST_FILES = 20
"""Files of one message whose words are found."""

_KEEP = text("INSERT INTO blob_text(sha256, body) VALUES (:sha256, :body) ON CONFLICT DO NOTHING")
_TEXTS = text(
    "SELECT a.name, a.media_type, b.body FROM attachment a"
    " JOIN blob_text b ON b.sha256 = a.sha256"
    " WHERE a.message_id = :message ORDER BY a.id LIMIT :limit"
)
_FILES = text("SELECT sha256, name, media_type FROM attachment ORDER BY id")
_BEGINNING = text("SELECT content FROM blob_chunk WHERE sha256 = :sha256 ORDER BY n LIMIT 1")
_MESSAGES = text(
    "SELECT DISTINCT a.message_id FROM attachment a JOIN message m ON m.id = a.message_id"
    " WHERE NOT m.withdrawn"
)


def keep_text(
    connection: Connection, sha256: str, name: str, media_type: str, content: bytes
) -> None:
    """Keep the words of a file, if it is one of a kind we read."""
    body = text_of(name, media_type, content)
    if body is not None:
        connection.execute(_KEEP, {"sha256": sha256, "body": body})


def add(connection: Connection, message: int) -> None:
    """Index the words of a message's files."""
    words = _words_of(connection, message)
    if words:
        full_text.add(connection, "attachment_text", [{"row": message, "words": words}])
        know_words(connection, [words])


def drop(connection: Connection, message: int) -> None:
    """Take a message's files out of the index; call it before any of them changes or goes."""
    words = _words_of(connection, message)
    if words:
        full_text.drop(connection, "attachment_text", [{"row": message, "words": words}])


def rebuild(connection: Connection) -> None:
    """Read every attached file again and index all of them anew."""
    full_text.clear(connection, "attachment_text")
    connection.execute(text("DELETE FROM blob_text"))
    for sha256, name, media_type in connection.execute(_FILES).fetchall():
        if kind_of(name, media_type) is not None:
            keep_text(connection, sha256, name, media_type, _beginning(connection, sha256))
    for (message,) in connection.execute(_MESSAGES).fetchall():
        add(connection, message)


def _beginning(connection: Connection, sha256: str) -> bytes:
    """As much of a content as is looked at: its first chunk."""
    found = connection.execute(_BEGINNING, {"sha256": sha256}).scalar_one_or_none()
    return b"" if found is None else bytes(found)[:READ_BYTES]


def _words_of(connection: Connection, message: int) -> str:
    return stems("\n".join(_bodies(connection, message)))


def _bodies(connection: Connection, message: int) -> Iterator[str]:
    """The words of a message's files; another message may call the same content otherwise."""
    found = connection.execute(_TEXTS, {"message": message, "limit": MOST_FILES})
    return (body for name, kind, body in found if kind_of(name, kind) is not None)
