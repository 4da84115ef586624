"""Keeping small personal things: drafts and read marks (law 5)."""

from datetime import datetime

from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.memory import KeepDraft, MarkSeen, Memory
from supportdesk.store.write import personal
from supportdesk.store.write.engine import Writer


def remember(writer: Writer, memory: Memory, now: datetime) -> None:
    """Write one personal thing: no event, no undo."""
    with writer.transaction() as connection:
        match memory:
            case KeepDraft():
                personal.keep_draft(connection, memory, to_milliseconds(now))
            case MarkSeen():
                personal.mark_seen(connection, memory)
