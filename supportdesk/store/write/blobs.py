"""Attachments: named files of messages, their bytes stored once, in chunks, inside the store."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, text, update

from supportdesk.domain.action import NewAttachment
from supportdesk.store.read.rows import AttachmentRow
from supportdesk.store.write import file_index
from supportdesk.store.write.tables import ATTACHMENT, BLOB, BLOB_CHUNK, DRAFT_FILE, MESSAGE

CHUNK_BYTES = 256 << 10

_KEEP = text("INSERT INTO blob(sha256, size) VALUES (:sha256, :size) ON CONFLICT DO NOTHING")


def attach(connection: Connection, message: int, files: Sequence[NewAttachment]) -> None:
    """Store the files of a message; content known already is not stored again."""
    attached = []
    for file in files:
        digest = keep(connection, file.content)
        file_index.keep_text(connection, digest, file.name, file.media_type, file.content)
        attached.append(
            {
                "message_id": message,
                "name": file.name,
                "media_type": file.media_type,
                "size": len(file.content),
                "sha256": digest,
            }
        )
    if attached:
        connection.execute(insert(ATTACHMENT), attached)


def keep(connection: Connection, content: bytes) -> str:
    """Store content unless it is known already; return its digest."""
    digest = hashlib.sha256(content).hexdigest()
    _store_content(connection, digest, content)
    return digest


def bring(connection: Connection, file: AttachmentRow, content: bytes) -> None:
    """Keep the content of a file that was known by its name alone; its words are found now."""
    holding = select(ATTACHMENT.c.message_id).where(ATTACHMENT.c.sha256 == file.sha256)
    messages = set(connection.execute(holding).scalars())
    for message in messages:
        file_index.drop(connection, message)
    _store_content(connection, file.sha256, content)
    file_index.keep_text(connection, file.sha256, file.name, file.media_type, content)
    for message in messages:
        file_index.add(connection, message)


ABSENT = "remote:"
"""How the place of a digest begins of a file whose content is at another help desk."""


def attach_absent(
    connection: Connection, message: int, files: Sequence[tuple[str, str, int, str]]
) -> None:
    """Name files of a message that are somewhere else: name, media type, size and id there."""
    for name, media_type, size, rid in files:
        digest = f"{ABSENT}{rid}"
        connection.execute(_KEEP, {"sha256": digest, "size": 0})
        connection.execute(
            insert(ATTACHMENT).values(
                message_id=message, name=name, media_type=media_type, size=size, sha256=digest
            )
        )
    file_index.drop(connection, message)
    attached = select(func.count()).where(ATTACHMENT.c.message_id == message).scalar_subquery()
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == message).values(attachments=attached))
    file_index.add(connection, message)


def fill_absent(connection: Connection, digest: str, content: bytes) -> None:
    """Keep the content of a file that was somewhere else; its words are found now."""
    found = connection.execute(select(ATTACHMENT).where(ATTACHMENT.c.sha256 == digest)).all()
    for row in found:
        file_index.drop(connection, row.message_id)
        held = keep(connection, content)
        file_index.keep_text(connection, held, row.name, row.media_type, content)
        connection.execute(
            update(ATTACHMENT)
            .where(ATTACHMENT.c.id == row.id)
            .values(sha256=held, size=len(content))
        )
        file_index.add(connection, row.message_id)
    forget_unused(connection, digest)


def sizes(connection: Connection, message: int) -> list[int]:
    """Bytes of each file of a message."""
    wanted = select(ATTACHMENT.c.size).where(ATTACHMENT.c.message_id == message)
    return [int(size) for (size,) in connection.execute(wanted)]


def files_of(connection: Connection, message: int) -> tuple[NewAttachment, ...]:
    """The files of a message with their content."""
    named = connection.execute(
        select(ATTACHMENT.c.name, ATTACHMENT.c.media_type, ATTACHMENT.c.sha256)
        .where(ATTACHMENT.c.message_id == message)
        .order_by(ATTACHMENT.c.id)
    ).all()
    return tuple(
        NewAttachment(row.name, row.media_type, _content(connection, row.sha256)) for row in named
    )


def forget_unused(connection: Connection, digest: str) -> None:
    """Forget content that no message and no draft refers to any more."""
    for table in (ATTACHMENT, DRAFT_FILE):
        used = select(table.c.id).where(table.c.sha256 == digest).limit(1)
        if connection.execute(used).first() is not None:
            return
    connection.execute(delete(BLOB_CHUNK).where(BLOB_CHUNK.c.sha256 == digest))
    connection.execute(delete(BLOB).where(BLOB.c.sha256 == digest))


def _content(connection: Connection, digest: str) -> bytes:
    chunks = select(BLOB_CHUNK.c.content).where(BLOB_CHUNK.c.sha256 == digest)
    return b"".join(connection.execute(chunks.order_by(BLOB_CHUNK.c.n)).scalars())


def _store_content(connection: Connection, digest: str, content: bytes) -> None:
    if not connection.execute(_KEEP, {"sha256": digest, "size": len(content)}).rowcount:
        return
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
