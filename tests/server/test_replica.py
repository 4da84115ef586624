"""`/v1/changes/rows`: a copy that follows it is the store, table by table, row by row."""

import asyncio
import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from supportdesk.domain import action
from supportdesk.domain.action import SaveQueue, SaveTemplate
from supportdesk.domain.errors import DeskError
from supportdesk.store.read.connection import SCHEMA_VERSION, Reader, open_reader
from supportdesk.store.read.replica import COLUMNS, OF_CLIENT, OF_MESSAGE, OF_TICKET, WHOLE
from supportdesk.store.write import tables
from supportdesk.store.write.migrate import create_store
from tests.cli.changing_commands import stage
from tests.server.conftest import Api, serving
from tests.server.test_changes import steps
from tests.small_desk import SmallDesk

COUNT = itertools.count()
OWNERS = {
    **dict.fromkeys(OF_TICKET, ("tickets", "ticket_id")),
    **dict.fromkeys(OF_MESSAGE, ("messages", "message_id")),
    **dict.fromkeys(OF_CLIENT, ("clients", "client_id")),
}
LEFT_OUT = {"envelope": {"receipt"}}
"""Columns that say nothing outside of the store that wrote them."""


def test_the_columns_are_those_of_the_tables() -> None:
    assert tables.ROOMS
    for table, listed in COLUMNS.items():
        columns = SQLModel.metadata.tables[table].c
        stored = {column.name for column in columns if column.computed is None}
        assert set(listed.split()) == stored - LEFT_OUT.get(table, set()), table
    assert {table for several in WHOLE.values() for table in several} <= set(COLUMNS)


class Copy:
    """A store that only ever hears of the other one by its changes."""

    def __init__(self, path: Path) -> None:
        create_store(path)
        self.store = sqlite3.connect(path, isolation_level=None)
        for (table,) in self.store.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            if table in COLUMNS:
                self.store.execute(f'DELETE FROM "{table}"')
        self.since = 0

    async def follow(self, api: Api, limit: int) -> None:
        """Read on to the end."""
        complete = False
        while not complete:
            page = await api.item("/v1/changes/rows", since=self.since, limit=limit)
            assert page["schema"] == SCHEMA_VERSION
            self._take(page)
            self.since, complete = page["next"], page["complete"]

    def _take(self, page: dict[str, Any]) -> None:
        self.store.execute("BEGIN")
        for table in page["whole"]:
            self.store.execute(f'DELETE FROM "{table}"')
        for table, (named, column) in OWNERS.items():
            for number in page[named]:
                self.store.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (number,))
        for table, held in page["rows"].items():
            names = COLUMNS[table].split()
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" for _ in names)
            more = (", receipt", ", ''") if table == "envelope" else ("", "")
            self.store.executemany(
                f'INSERT OR REPLACE INTO "{table}"({columns}{more[0]}) VALUES ({marks}{more[1]})',
                [[row[name] for name in names] for row in held],
            )
        self.store.execute("COMMIT")

    def rows(self, table: str, store: Reader) -> list[tuple[object, ...]]:
        """Every row of a table of this store, or another; yes is 1 and no is 0."""
        columns = ", ".join(f'"{name}"' for name in COLUMNS[table].split())
        found = store.execute(f'SELECT {columns} FROM "{table}"').fetchall()
        plain = [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in found]
        return sorted(plain, key=repr)


KEPT_ASIDE = {"text_value", "envelope", "tag", "organisation"}
"""Of these only what other rows refer to is told."""


def the_same(copy: Copy, small: SmallDesk) -> None:
    """Every table is as in the store that was followed."""
    with closing(open_reader(small.desk.address)) as store:
        for table in sorted(set(COLUMNS) - KEPT_ASIDE):
            assert copy.rows(table, copy.store) == copy.rows(table, store), table
        for table in sorted(KEPT_ASIDE):
            assert set(copy.rows(table, copy.store)) <= set(copy.rows(table, store)), table
        for name, where in (("tag", "ticket_tag"), ("organisation", "client")):
            asked = f"SELECT DISTINCT {name}_id FROM {where} WHERE {name}_id IS NOT NULL"
            there = {row[0] for row in copy.store.execute(f"SELECT id FROM {name}")}
            assert {row[0] for row in store.execute(asked)} <= there, name
        named = {row[0] for row in store.execute("SELECT DISTINCT envelope_id FROM event")}
        kept = {row[0] for row in copy.store.execute("SELECT id FROM envelope")}
        known = {row[0] for row in store.execute("SELECT id FROM envelope")}
        assert named & known <= kept


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    chosen=st.lists(
        st.tuples(st.integers(0, 16), st.integers(1, 6), st.integers(1, 3)), min_size=5, max_size=30
    )
)
def test_whatever_happens_the_copy_is_the_store(
    make_desk: Any, tmp_path: Path, chosen: list[tuple[int, int, int]]
) -> None:
    place = next(COUNT)
    small = make_desk(f"followed-{place}.desk")
    copy = Copy(tmp_path / f"copy-{place}.desk")

    async def follow() -> None:
        async with serving(small) as petros:
            api = petros.of(small.olga, "read", "notes")
            for n, (step, ticket, limit) in enumerate(chosen):
                try:
                    steps(small)[step](n, ticket)
                except (DeskError, IndexError):
                    continue
                if n % 3 == 0:
                    await copy.follow(api, limit)
            small.act(SaveQueue(f"Line {place}", 2), by=small.olga)
            small.act(SaveTemplate(f"Hours {place}", (("en", "From nine."),)))
            await copy.follow(api, 7)
            the_same(copy, small)

    asyncio.run(follow())
    copy.store.close()


async def test_private_rows_need_the_scope_of_notes(api: Api, small: SmallDesk) -> None:
    small.act(action.CreateTicket(action.ClientReference("Ann"), "S", "B"))
    refused = await api.of(small.petro, "read").get("/v1/changes/rows")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "request.scope")


def history(small: SmallDesk) -> Iterator[action.HistoricTicket]:
    """Conversations of the past: messages, notes, files, tags, owners."""
    began = small.clock.now - timedelta(days=30)
    file = action.NewAttachment("a.txt", "text/plain", b"1")
    for n in range(5):
        who = action.ClientReference(f"Former {n}", f"former{n}@example.org")
        messages = tuple(
            action.HistoricMessage(
                f"<{n}-{m}@example.org>",
                kind,
                who,
                began + timedelta(hours=n, minutes=m),
                f"Text {m}",
                small.petro if kind != "client" else None,
                (file,) if m else (),
            )
            for m, kind in enumerate(("client", "operator", "note"))
        )
        yield action.HistoricTicket(
            f"old-{n}", f"Old {n}", who, messages, began, owner=small.petro, tags=("old",),
            company="Former Ltd", vip=n == 1, traits=(("skill", "novice"),),
        )  # fmt: skip


async def test_a_desk_with_everything_is_copied_from_its_beginning(
    api: Api, small: SmallDesk, tmp_path: Path
) -> None:
    """Files, drafts, fields, calendars, policies, absences, macros, articles, an outbox."""
    stage(small)
    small.desk.act(None, action.RecordHistory(tuple(history(small))))
    copy = Copy(tmp_path / "copy.desk")
    lead = api.of(small.olga, "read", "notes")
    await copy.follow(lead, 9)
    small.act(action.SavePolicy("Gold", 1, query="vip:yes"), by=small.olga)
    small.act(action.RenameTag("bank", "money"))
    small.act(action.SetDealing(small.first_line, "balanced"), by=small.olga)
    small.act(action.SetStatus("available"))
    small.clock.forward(hours=1)
    small.desk.work()
    await copy.follow(lead, 3)
    the_same(copy, small)
    copy.store.close()
