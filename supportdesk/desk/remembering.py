"""Keeping small things without event and undo: drafts, read marks, lookups (law 5)."""

from datetime import datetime

from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.memory import KeepDraft, KeepLookup, MarkSeen, Memory
from supportdesk.store.write import client_lookups, personal
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.engine import Writer
from supportdesk.store.write.operators import require_operator


def remember(writer: Writer, memory: Memory, now: datetime) -> None:
    """Write one such thing: no event, no undo. Raises NotFound for no such ticket or client."""
    with writer.transaction() as connection:
        require_operator(connection, memory.operator)
        match memory:
            case KeepDraft():
                ticket_row(connection, memory.ticket)
                personal.keep_draft(connection, memory, to_milliseconds(now))
            case MarkSeen():
                ticket_row(connection, memory.ticket)
                personal.mark_seen(connection, memory)
            case KeepLookup():
                client_lookups.keep(connection, memory, to_milliseconds(now))
