"""Attachments: named files of messages, their bytes stored once, in chunks, inside the store."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from supportdesk.domain.action import NewAttachment
from supportdesk.store.write import file_index
from supportdesk.store.write.tables import ATTACHMENT, BLOB, BLOB_CHUNK, MESSAGE

CHUNK_BYTES = 256 << 10


def attach(connection: Connection, message: int, files: Sequence[NewAttachment]) -> None:
    """Store the files of a message; content known already is not stored again."""
    for file in files:
        digest = hashlib.sha256(file.content).hexdigest()
        _store_content(connection, digest, file.content)
        file_index.keep_text(connection, digest, file.name, file.media_type, file.content)
        connection.execute(
            insert(ATTACHMENT).values(
                message_id=message,
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                sha256=digest,
            )
        )


def _store_content(connection: Connection, digest: str, content: bytes) -> None:
    known = connection.execute(select(BLOB.c.size).where(BLOB.c.sha256 == digest)).one_or_none()
    if known is not None:
        return
    connection.execute(insert(BLOB).values(sha256=digest, size=len(content)))
    chunks = [
        {"sha256": digest, "n": n, "content": content[start : start + CHUNK_BYTES]}
        for n, start in enumerate(range(0, len(content), CHUNK_BYTES))
    ]
    if chunks:
        connection.execute(insert(BLOB_CHUNK), chunks)


def attach_again(connection: Connection, message: int, to: int) -> None:
    """Give another message the files of this one; their content is there already."""
    names = ("name", "media_type", "size", "sha256")
    files = connection.execute(
        select(*(ATTACHMENT.c[name] for name in names))
        .where(ATTACHMENT.c.message_id == message)
        .order_by(ATTACHMENT.c.id)
    ).mappings()
    copies = [{"message_id": to, **file} for file in files]
    if copies:
        connection.execute(insert(ATTACHMENT), copies)
        connection.execute(
            update(MESSAGE).where(MESSAGE.c.id == to).values(attachments=len(copies))
        )
        file_index.add(connection, to)
