"""One personal thing and where it is kept (law 5)."""

from sqlalchemy import Connection

from supportdesk.domain.memory import (
    ArrangeViews,
    AttachToDraft,
    Beat,
    ClaimWriting,
    DetachFromDraft,
    DiscardDraft,
    InsertTemplate,
    KeepDraft,
    KeepLookup,
    MarkOpened,
    MarkReturnTold,
    MarkSeen,
    Memory,
    OnTicket,
    PrepareMacro,
    PutArticle,
    ReleaseWriting,
    SpendTime,
    SwitchDraft,
    TakeUpReturned,
    UseToken,
)
from supportdesk.store.write import (
    access,
    client_lookups,
    draft_articles,
    draft_files,
    draft_sources,
    outbox,
    personal,
    presence,
    times,
    views,
)


def keep(connection: Connection, memory: Memory, now: int) -> None:
    """Write one personal thing; `now` in milliseconds."""
    match memory:
        case KeepLookup():
            client_lookups.keep(connection, memory, now)
        case ArrangeViews():
            views.arrange(connection, memory)
        case SpendTime():
            times.count(connection, memory.operator, memory.spells)
        case UseToken():
            access.mark_used(connection, memory.operator, memory.token, now)
        case _:
            _keep_on_ticket(connection, memory, now)


def _keep_on_ticket(connection: Connection, memory: OnTicket, now: int) -> None:
    match memory:
        case MarkSeen():
            personal.mark_seen(connection, memory)
        case InsertTemplate() | PrepareMacro() | PutArticle():
            _keep_source(connection, memory)
        case MarkOpened():
            views.mark_opened(connection, memory)
        case Beat() | ClaimWriting() | ReleaseWriting():
            _keep_presence(connection, memory, now)
        case TakeUpReturned():
            outbox.take_up(connection, memory, now)
        case MarkReturnTold():
            outbox.mark_told(connection, memory.operator, memory.entry)
        case _:
            _keep_text(connection, memory, now)


def _keep_presence(
    connection: Connection, memory: Beat | ClaimWriting | ReleaseWriting, now: int
) -> None:
    match memory:
        case Beat():
            presence.beat(connection, memory, now)
        case ClaimWriting():
            presence.claim(connection, memory.ticket, memory.operator, now)
        case ReleaseWriting():
            presence.release(connection, memory.ticket, memory.operator)


def _keep_source(
    connection: Connection, memory: InsertTemplate | PrepareMacro | PutArticle
) -> None:
    match memory:
        case InsertTemplate():
            draft_sources.insert_template(connection, memory)
        case PrepareMacro():
            draft_sources.prepare_macro(connection, memory)
        case PutArticle():
            draft_articles.put(connection, memory)


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
