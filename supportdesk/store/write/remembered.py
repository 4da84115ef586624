"""One personal thing and where it is kept (law 5)."""

from sqlalchemy import Connection

from supportdesk.domain.memory import (
    AttachToDraft,
    Beat,
    ClaimWriting,
    DetachFromDraft,
    DiscardDraft,
    KeepDraft,
    MarkReturnTold,
    MarkSeen,
    Memory,
    ReleaseWriting,
    SwitchDraft,
    TakeUpReturned,
)
from supportdesk.store.write import draft_files, outbox, personal, presence


def keep(connection: Connection, memory: Memory, now: int) -> None:
    """Write one personal thing; `now` in milliseconds."""
    who, ticket = memory.operator, memory.ticket
    match memory:
        case MarkSeen():
            personal.mark_seen(connection, memory)
        case Beat():
            presence.beat(connection, memory, now)
        case ClaimWriting():
            presence.claim(connection, ticket, who, now)
        case ReleaseWriting():
            presence.release(connection, ticket, who)
        case TakeUpReturned():
            outbox.take_up(connection, memory, now)
        case MarkReturnTold():
            outbox.mark_told(connection, who, memory.entry)
        case _:
            _keep_text(connection, memory, now)


def _keep_text(
    connection: Connection,
    memory: KeepDraft | AttachToDraft | DetachFromDraft | DiscardDraft | SwitchDraft,
    now: int,
) -> None:
    who, ticket = memory.operator, memory.ticket
    match memory:
        case KeepDraft():
            personal.keep_draft(connection, memory, now)
            if memory.kind == "reply":
                presence.renew(connection, ticket, who, now)
        case AttachToDraft():
            draft_files.attach(connection, who, ticket, memory.kind, memory.file)
            personal.keep_empty(connection, memory, now)
        case DetachFromDraft():
            draft_files.detach(connection, who, ticket, memory.kind, memory.file)
            personal.forget_empty(connection, who, ticket, memory.kind)
        case DiscardDraft():
            personal.drop_draft(connection, who, ticket, memory.kind)
        case SwitchDraft():
            personal.switch_draft(connection, memory, now)
