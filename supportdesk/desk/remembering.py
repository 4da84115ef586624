"""Keeping small personal things: drafts, read marks, counted time (law 5)."""

from datetime import datetime

from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.memory import KeepDraft, MarkSeen, Memory, SpendTime
from supportdesk.store.write import personal, times
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.engine import Writer
from supportdesk.store.write.operators import require_operator


def remember(writer: Writer, memory: Memory, now: datetime) -> None:
    """Write one personal thing: no event, no undo. Raises NotFound for no such ticket."""
    with writer.transaction() as connection:
        require_operator(connection, memory.operator)
        match memory:
            case KeepDraft():
                ticket_row(connection, memory.ticket)
                personal.keep_draft(connection, memory, to_milliseconds(now))
            case SpendTime():
                times.count(connection, memory.operator, memory.spells)
            case MarkSeen():
                ticket_row(connection, memory.ticket)
                personal.mark_seen(connection, memory)
