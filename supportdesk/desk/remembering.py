"""Keeping small personal things: drafts, their files, read marks, presence (law 5)."""

from datetime import datetime

from supportdesk.desk.desk_options import INTERNAL, require_size
from supportdesk.domain.desk_options import WRITING_LOCK, option_value
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.memory import AttachToDraft, ClaimWriting, Memory
from supportdesk.store.write import draft_files, option_fields, remembered
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.engine import Writer
from supportdesk.store.write.operators import require_operator


def remember(writer: Writer, memory: Memory, now: datetime) -> None:
    """Write one personal thing: no event, no undo.

    Raises NotFound for no such ticket, Refused("files.too_large").
    """
    with writer.transaction() as connection:
        require_operator(connection, memory.operator)
        row = ticket_row(connection, memory.ticket)
        kept = option_fields.kept_options(connection)
        if isinstance(memory, AttachToDraft):
            size = draft_files.size(connection, memory.operator, memory.ticket, memory.kind)
            channel = INTERNAL if memory.kind == "note" else row["channel"]
            require_size(kept, channel, (size, len(memory.file.content)))
        if not isinstance(memory, ClaimWriting) or option_value(kept, WRITING_LOCK) == "on":
            remembered.keep(connection, memory, to_milliseconds(now))
