"""A hostile desk as the copy of another one that says hostile things of all that is sent there."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path

from supportdesk.domain import wire
from supportdesk.domain.action import AddNote, EditClient, Reply
from supportdesk.remote.own_desk.asking import read_refusal
from supportdesk.store.read.sendings import OPEN

LINE = 2_000
"""Characters of a hostile reason that are kept."""


def refusals(text: str) -> list[object]:
    """What another desk may say of something it was sent: a code, a stop, or anything at all."""
    line = text[:LINE]
    return [
        {"error": {"code": line, "message": line, "parameters": {"name": line, "because": line}}},
        {"error": {"code": "ticket.missing", "message": line, "parameters": {"number": line}}},
        {"error": {"code": "stops", "message": line, "stops": [
            {"name": "newer", "parameters": {"author": line, "count": line, "name": [line]}},
            {"name": line, "parameters": {line: line}},
        ]}},
        {"error": {"code": "stops", "message": line, "stops": [{"name": [line], "parameters": 7}]}},
        {"error": {"code": "sync.partly", "message": line, "parameters": {"said": line}}},
    ]  # fmt: skip


def link(store: Path, texts: Sequence[str], *, kind: str = "supportdesk") -> int:
    """Make it a copy with something sent of each text and refused; return how many."""
    found = [(text, read_refusal(said, "refused")) for text in texts for said in refusals(text)]
    states = cycle(OPEN)
    with closing(sqlite3.connect(store)) as desk, desk:
        change = desk.execute("SELECT max(seq) FROM event").fetchone()[0]
        trouble = {"code": "remote.unreachable", "parameters": {"address": texts[0][:LINE]}}
        desk.execute(
            "INSERT INTO remote_link(id, kind, name, address, history, operator_id, cursor,"
            " complete, progress, total, synced_at, failing_since, trouble)"
            " VALUES (1, ?, 'team', 'http://127.0.0.1:9', 'all', 1, ?, 1, 1, 1, 1, 1, ?)",
            (kind, f"{change} mark", json.dumps(trouble)),
        )
        for number, (text, because) in enumerate(found, 1):
            ticket = 1 + number % 20
            actions = (
                Reply(ticket, text, change), AddNote(ticket, text), EditClient(1, (("x", text),))
            )  # fmt: skip
            asked = actions[number % len(actions)]
            receipt = {"here": {"tickets": [ticket]}, "there": {"change": change + 1}}
            desk.execute(
                "INSERT INTO remote_sending(number, key, actor_id, at, what, action, confirmed,"
                " base, ticket_id, state, because, attempts, effect)"
                " VALUES (?, ?, 1, ?, ?, ?, '[]', '0', ?, ?, ?, 1, ?)",
                (
                    number, f"00000000-0000-7000-8000-{number:012}", number, type(asked).__name__,
                    wire.encode(asked), ticket, next(states), json.dumps(because),
                    json.dumps(receipt),
                ),
            )  # fmt: skip
    return len(found)
