"""Keeping small personal things: drafts and read marks (law 5)."""

from datetime import datetime

from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.memory import KeepDraft, MarkSeen, Memory, PutArticle
from supportdesk.store.write import personal
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.engine import Writer
from supportdesk.store.write.operators import require_operator
from supportdesk.store.write.rows import require_row


def remember(writer: Writer, memory: Memory, now: datetime) -> None:
    """Write one personal thing: no event, no undo. Raises NotFound for no such ticket."""
    with writer.transaction() as connection:
        require_operator(connection, memory.operator)
        ticket_row(connection, memory.ticket)
        match memory:
            case KeepDraft():
                personal.keep_draft(connection, memory, to_milliseconds(now))
            case MarkSeen():
                personal.mark_seen(connection, memory)
            case PutArticle():
                require_row(connection, "article", memory.article)
                personal.put_article(connection, memory)
