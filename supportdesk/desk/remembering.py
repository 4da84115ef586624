"""Keeping small things without event and undo: drafts, marks, lookups, counted time (law 5)."""

from datetime import datetime

from supportdesk.desk.file_sizes import require_size
from supportdesk.domain.action import AddNote, Reply
from supportdesk.domain.desk_options import INTERNAL, WRITING_LOCK, option_value
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.memory import (
    ArrangeViews,
    AttachToDraft,
    ClaimWriting,
    KeepLookup,
    Memory,
    PutArticle,
    SpendTime,
    UseToken,
)
from supportdesk.domain.roles import may
from supportdesk.domain.time_spent import DAY, LAST_QUARTER, WORKS, Spell
from supportdesk.store.write import draft_files, remembered
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.kept_options import kept_options
from supportdesk.store.write.operators import require_operator
from supportdesk.store.write.rows import require_row
from supportdesk.store.write.writer import Connection, Writer


def remember(writer: Writer, memory: Memory, now: datetime) -> None:
    """Write one such thing: no event, no undo.

    Raises NotFound for no such ticket or client, Refused("files.too_large"),
    Refused("role.not_allowed") for a file of somebody who may not even write a note, and Invalid
    for time that nobody can have counted: reports of everybody would have to show it.
    """
    with writer.transaction() as connection:
        role = require_operator(connection, memory.operator)["role"]
        if isinstance(memory, SpendTime):
            _require_counted(connection, memory.spells)
        if isinstance(memory, KeepLookup | ArrangeViews | SpendTime | UseToken):
            remembered.keep(connection, memory, to_milliseconds(now))
            return
        row = ticket_row(connection, memory.ticket)
        if isinstance(memory, AttachToDraft):
            size = draft_files.size(connection, memory.operator, memory.ticket, memory.kind)
            kept = kept_options(connection)
            _require_attachable(memory, role, size, row["channel"], kept)
        if isinstance(memory, ClaimWriting):
            kept = kept_options(connection)
            if not may(role, Reply) or option_value(kept, WRITING_LOCK) != "on":
                return  # nobody keeps a place from others who could not take theirs
        if isinstance(memory, PutArticle):
            require_row(connection, "article", memory.article)
        remembered.keep(connection, memory, to_milliseconds(now))


def _require_counted(connection: Connection, spells: tuple[Spell, ...]) -> None:
    for spell in spells:
        if spell.work not in WORKS:
            raise Invalid("time.work", wanted=spell.work, allowed=WORKS)
        if not (0 <= spell.quarter < LAST_QUARTER and 0 <= spell.milliseconds <= DAY):
            raise Invalid("number.too_large")
    for ticket in {spell.ticket for spell in spells}:
        ticket_row(connection, ticket)


def _require_attachable(
    wanted: AttachToDraft, role: str, size: int, channel: str, kept: dict[str, str]
) -> None:
    """Whether one more file may go with a text whose files have `size` bytes already."""
    if not may(role, AddNote):
        raise Refused("role.not_allowed", role=role, action=AddNote.__name__)
    limited_by = INTERNAL if wanted.kind == "note" else channel
    require_size(kept, limited_by, (size, len(wanted.file.content)))
