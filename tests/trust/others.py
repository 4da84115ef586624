"""What others do on a hostile desk while somebody has it open, each by a hostile name."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import (
    Action,
    AddNote,
    Assign,
    ChangeTags,
    ClientReference,
    ReceiveMessage,
    Reply,
)
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import Beat, ClaimWriting
from tests.trust.hostile_rest import COLLEAGUE
from tests.trust.hostile_store import ME

OPEN = "SELECT id, subject FROM ticket ORDER BY id LIMIT 12"
LOGIN = "SELECT id FROM operator WHERE login = ?"


def others_act(store: Path, turn: int) -> None:
    """On every ticket a client writes, and a colleague replies, notes, tags, hands over, looks."""
    with closing(sqlite3.connect(store)) as reader:
        tickets = reader.execute(OPEN).fetchall()
        me, colleague = (reader.execute(LOGIN, (login,)).fetchone()[0] for login in (ME, COLLEAGUE))
    with closing(open_desk(store, lambda: datetime.now(UTC))) as desk:
        for ticket, text in tickets:
            who = ClientReference(text[:200], f"client{ticket}@example.org")
            mail = ReceiveMessage(who, text[:200], text, f"<{ticket}.{turn}@other>", ticket)
            _try(desk, None, mail)
            _try(desk, colleague, Reply(ticket, f"{text} replied", 10**9))
            _try(desk, colleague, AddNote(ticket, f"{text} noted"))
            _try(desk, colleague, ChangeTags(ticket, add=(f"turn{turn}", text[:20])))
            _try(desk, colleague, Assign(ticket, me if turn % 2 else colleague))
            desk.remember(Beat(colleague, ticket, "writing"))
            desk.remember(ClaimWriting(colleague, ticket))


def _try(desk: Desk, actor: int | None, action: Action) -> None:
    """A refusal is as good: what did not happen is not told."""
    try:
        desk.act(actor, action)
    except DeskError:
        return
