"""Keeping small personal things: drafts, marks and the places of views (law 5)."""

from datetime import datetime

from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.memory import ArrangeViews, KeepDraft, MarkOpened, MarkSeen, Memory
from supportdesk.store.write import personal, views
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.engine import Writer
from supportdesk.store.write.operators import require_operator


def remember(writer: Writer, memory: Memory, now: datetime) -> None:
    """Write one personal thing: no event, no undo. Raises NotFound for no such ticket."""
    with writer.transaction() as connection:
        require_operator(connection, memory.operator)
        if not isinstance(memory, ArrangeViews):
            ticket_row(connection, memory.ticket)
        match memory:
            case KeepDraft():
                personal.keep_draft(connection, memory, to_milliseconds(now))
            case MarkSeen():
                personal.mark_seen(connection, memory)
            case MarkOpened():
                views.mark_opened(connection, memory)
            case ArrangeViews():
                views.arrange(connection, memory)
