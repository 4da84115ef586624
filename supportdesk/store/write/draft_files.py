"""Files of unsent texts: kept with the draft until it is sent or thrown away (F33)."""

from sqlalchemy import ColumnElement, Connection, delete, func, select, text, update

from supportdesk.domain.action import NewAttachment
from supportdesk.store.write import blobs
from supportdesk.store.write.rows import insert_row
from supportdesk.store.write.tables import ATTACHMENT, DRAFT_FILE

_DIGESTS = text(
    "SELECT sha256 FROM draft_file"
    " WHERE operator_id = :operator AND ticket_id = :ticket AND kind = :kind"
)


def attach(
    connection: Connection, operator: int, ticket: int, kind: str, file: NewAttachment
) -> None:
    """Keep a file with a draft."""
    insert_row(
        connection,
        DRAFT_FILE,
        operator_id=operator,
        ticket_id=ticket,
        kind=kind,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=blobs.keep(connection, file.content),
    )


def has_any(connection: Connection, operator: int, ticket: int, kind: str) -> bool:
    """Whether any file goes with a draft."""
    draft = {"operator": operator, "ticket": ticket, "kind": kind}
    return connection.execute(_DIGESTS, draft).first() is not None


def size(connection: Connection, operator: int, ticket: int, kind: str) -> int:
    """Bytes of all files of a draft together."""
    wanted = select(func.coalesce(func.sum(DRAFT_FILE.c.size), 0))
    return int(connection.execute(wanted.where(*_of(operator, ticket, kind))).scalar_one())


def detach(connection: Connection, operator: int, ticket: int, kind: str, file: int) -> None:
    """Take one file off a draft."""
    _drop(connection, *_of(operator, ticket, kind), DRAFT_FILE.c.id == file)


def drop(connection: Connection, operator: int, ticket: int, kind: str) -> None:
    """Take all files off a draft."""
    if has_any(connection, operator, ticket, kind):
        _drop(connection, *_of(operator, ticket, kind))


def change_kind(connection: Connection, operator: int, ticket: int, before: str, kind: str) -> None:
    """The files go with the other text now."""
    moved = update(DRAFT_FILE).where(*_of(operator, ticket, before)).values(kind=kind)
    connection.execute(moved)


def give_back(connection: Connection, operator: int, ticket: int, kind: str, message: int) -> None:
    """The files of a recalled message go with its draft again (F31)."""
    for name, media_type, size, digest in connection.execute(
        select(ATTACHMENT.c.name, ATTACHMENT.c.media_type, ATTACHMENT.c.size, ATTACHMENT.c.sha256)
        .where(ATTACHMENT.c.message_id == message)
        .order_by(ATTACHMENT.c.id)
    ).all():
        insert_row(
            connection,
            DRAFT_FILE,
            operator_id=operator,
            ticket_id=ticket,
            kind=kind,
            name=name,
            media_type=media_type,
            size=size,
            sha256=digest,
        )


def are_those_of(
    connection: Connection, operator: int, ticket: int, kind: str, message: int
) -> bool:
    """Whether a draft has the files of a message, and no other."""
    names = ("name", "sha256")
    drafts = select(*(DRAFT_FILE.c[name] for name in names)).where(*_of(operator, ticket, kind))
    sent = select(*(ATTACHMENT.c[name] for name in names)).where(ATTACHMENT.c.message_id == message)
    found = [sorted(map(tuple, connection.execute(wanted))) for wanted in (drafts, sent)]
    return found[0] == found[1]


def _of(operator: int, ticket: int, kind: str) -> tuple[ColumnElement[bool], ...]:
    return (
        DRAFT_FILE.c.operator_id == operator,
        DRAFT_FILE.c.ticket_id == ticket,
        DRAFT_FILE.c.kind == kind,
    )


def _drop(connection: Connection, *wanted: ColumnElement[bool]) -> None:
    digests = [
        digest for (digest,) in connection.execute(select(DRAFT_FILE.c.sha256).where(*wanted))
    ]
    connection.execute(delete(DRAFT_FILE).where(*wanted))
    for digest in dict.fromkeys(digests):
        blobs.forget_unused(connection, digest)
