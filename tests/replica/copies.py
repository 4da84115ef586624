"""Copies of a desk without a network between: its pages and receipts, as its `serve` gives them."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.beginning import begin_copy
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.domain.envelope import Clock, Envelope
from supportdesk.domain.errors import DeskError, StoreTrouble
from supportdesk.domain.roles import MAY_AUDIT
from supportdesk.domain.wire_reading import read_action
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.errors import error_object
from supportdesk.remote.own_desk.asking import DeskServer, read_page, read_receipt, read_refusal
from supportdesk.remote.own_desk.following import Following
from supportdesk.remote.trouble import LostPlace
from supportdesk.server.actions import receipt_item
from supportdesk.store.read import changes as reads
from supportdesk.store.read import desk_lists, replica, sendings, tickets
from supportdesk.store.read.changes import OF_TICKETS
from supportdesk.store.read.connection import SCHEMA_VERSION, Reader
from supportdesk.store.read.replica import COLUMNS
from supportdesk.store.read.sendings import Because, SendingRow
from supportdesk.store.write.copying import RowsPage
from tests.small_desk import SmallDesk

Fault = Callable[[str], None]
"""Called before a request leaves and before its answer arrives (`before`, `after`): may raise."""


def no_fault(_when: str) -> None:
    """The line stands."""


@dataclass
class Straight(DeskServer):
    """The `serve` of a desk, asked without a line; what it says went through JSON all the same."""

    desk: Desk
    operator: int
    fault: Fault = no_fault
    taken: Counter[str] = field(default_factory=Counter)
    """How often an envelope was handed in."""

    async def changes(
        self, since: int, mark: str, limit: int, newer: int | None = None
    ) -> RowsPage:
        self.fault("before")
        if mark and self.desk.ask(reads.mark_of, since) != mark:
            raise LostPlace
        item = self.item(since, limit)
        self.fault("after")
        return read_page(item, since)

    def item(self, since: int, limit: int) -> dict[str, Any]:
        """A page as it is told."""
        found: dict[str, Any] = json.loads(json.dumps(self.desk.ask(self._page, since, limit)))
        return found

    async def submit(self, row: SendingRow) -> tuple[dict[str, Any] | None, Because | None]:
        self.fault("before")
        self.taken[row.key] += 1
        envelope = Envelope(
            UUID(row.key),
            self.operator,
            self.desk.clock(),
            read_action(json.loads(row.action)),
            frozenset(row.confirmed),
            base=int(row.base or 0),
        )
        try:
            item = receipt_item(self.desk.submit(envelope))
        except StoreTrouble:
            raise
        except DeskError as refused:
            said = json.loads(json.dumps({"error": error_object(refused, sentence)}))
            self.fault("after")
            return None, read_refusal(said, "refused")
        self.fault("after")
        return read_receipt(json.loads(json.dumps(item)), row), None

    async def close(self) -> None:
        """Nothing is open."""

    def _page(self, connection: Reader, since: int, limit: int) -> dict[str, Any]:
        page = reads.changes(connection, since, limit)
        role = next(row.role for row in desk_lists.operators(connection) if row.id == self.operator)
        seen = {
            event.seq
            for event in page.events
            if event.ticket is not None
            or event.subject in OF_TICKETS
            or event.subject.startswith("client")
            or role in MAY_AUDIT
            or event.actor_id == self.operator
        }
        found = replica.rows(connection, page, seen)
        return {
            "since": since,
            "next": page.next,
            "mark": reads.mark_of(connection, page.next),
            "last": tickets.change_number(connection),
            "complete": page.complete,
            "schema": SCHEMA_VERSION,
            "tickets": list(page.tickets),
            "messages": [row["id"] for row in found["message"]],
            "clients": list(page.clients),
            "whole": replica.whole_tables(page),
            "rows": {table: held for table, held in found.items() if held},
        }


class Copied:
    """A copy of a desk for one operator, and what keeps it as the desk is."""

    def __init__(self, path: Path, desk: Desk, operator: int, clock: Clock) -> None:
        self.path = path
        self.operator = operator
        self._clock = clock
        self.server = Straight(desk, operator)
        begin_copy(path, "team", "http://127.0.0.1:1")
        self.desk = self._opened()
        self.desk.keep_operator(operator)

    @property
    def open(self) -> list[SendingRow]:
        """What was done here and is not over."""
        return self.desk.ask(sendings.in_states, sendings.OPEN)

    async def sync(self) -> None:
        """Read what is new, send what waits."""
        await Following(self.desk, self.server).sync()

    def kill(self) -> None:
        """End as if killed: what was not committed is lost, and it begins anew."""
        self.desk.close()
        self.desk = self._opened()

    def close(self) -> None:
        """Close it."""
        self.desk.close()

    def _opened(self) -> LinkedDesk:
        desk = open_desk(self.path, self._clock)
        assert isinstance(desk, LinkedDesk)
        return desk


async def copied(small: SmallDesk, copy_of: Callable[[SmallDesk], Copied]) -> Copied:
    """A copy that was read to its end."""
    copy = copy_of(small)
    await copy.sync()
    return copy


INDEXES = ("message_text", "client_text", "attachment_text", "article_text")

Tables = dict[str, list[tuple[object, ...]]]


def every_table(path: Path) -> Tables:
    """Every row of every table of a store, and every word of its indexes with its places."""
    with closing(sqlite3.connect(path)) as store:
        named = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'"
        found = {
            name: sorted(store.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in store.execute(named).fetchall()
            if not name.startswith(INDEXES)
        }
        return found | indexed(store)


def indexed(store: sqlite3.Connection) -> Tables:
    """Every word of the full-text indexes with its places, and every row they know."""
    found: Tables = {}
    for index in INDEXES:
        store.execute(
            f"CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab(main, {index}, 'instance')"
        )
        asked = f"SELECT term, doc, col, offset FROM temp.{index}_words"
        found[index] = sorted(store.execute(asked).fetchall())
        store.execute(f"DROP TABLE temp.{index}_words")
        found[f"{index} rows"] = store.execute(f"SELECT id FROM {index}_docsize").fetchall()
    return found


KEPT_ASIDE = {"text_value", "envelope", "tag", "organisation", "bulk"}
"""Of these only what other rows refer to is told."""

OF_THE_DESK = {"event", *KEPT_ASIDE}
"""Of these a copy has what its operator may see."""


def differences(copy: Path, desk: Path, *, audits: bool) -> dict[str, tuple[object, object]]:
    """In which tables a copy is not what its desk is: rows only here, rows only there.

    `audits` says that the operator of the copy sees every event of the desk.
    """
    different: dict[str, tuple[object, object]] = {}

    def compare(name: str, here: list[tuple[object, ...]], there: list[tuple[object, ...]]) -> None:
        less = name in KEPT_ASIDE or (name == "event" and not audits)
        only_here = sorted(set(here) - set(there), key=repr)
        only_there = [] if less else sorted(set(there) - set(here), key=repr)
        if only_here or only_there or len(set(here)) != len(here):
            different[name] = (only_here, only_there)

    with closing(sqlite3.connect(copy)) as mine, closing(sqlite3.connect(desk)) as theirs:
        for table, columns in COLUMNS.items():
            listed = ", ".join(f'"{column}"' for column in columns.split())
            asked = f'SELECT {listed} FROM "{table}"'
            compare(table, mine.execute(asked).fetchall(), theirs.execute(asked).fetchall())
        counted = "SELECT * FROM ticket_count WHERE n > 0"
        compare("counters", mine.execute(counted).fetchall(), theirs.execute(counted).fetchall())
        here, there = indexed(mine), indexed(theirs)
        for index in here:
            if not index.startswith("attachment_text"):  # the contents come when asked for
                compare(index, here[index], there[index])
    return different
