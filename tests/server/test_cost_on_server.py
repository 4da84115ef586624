"""What a page of changes costs on a PostgreSQL server: by what it holds, not by the store."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg
import pytest

from supportdesk.address import ServerAddress
from supportdesk.desk.desk import Desk
from supportdesk.domain.action import AddNote, ChangeTags, SetPriority
from supportdesk.store.read import tickets
from supportdesk.store.read.connection import Reader, Rows
from tests.postgresql import Server
from tests.server.conftest import Api
from tests.small_desk import SmallDesk
from tests.stores import ServerStores


@pytest.fixture
def stores(server: Server, empty_on_server: str) -> Iterator[ServerStores]:
    """On a server alone."""
    made = ServerStores(server, empty_on_server)
    yield made
    made.drop()


class Counting:
    """A connection that counts the blocks its questions look at."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.blocks = 0

    def execute(
        self, statement: str, parameters: Mapping[str, object] | Sequence[object] = (), /
    ) -> Rows:
        """What a statement finds."""
        explained = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
        (plan,) = json.loads(self._reader.execute(explained, parameters).fetchone()[0])
        top = plan["Plan"]
        self.blocks += top["Shared Hit Blocks"] + top["Shared Read Blocks"]
        return self._reader.execute(statement, parameters)

    def close(self) -> None:
        """Let go of the store."""
        self._reader.close()


STORED = """
SELECT column_name FROM information_schema.columns
 WHERE table_name = %(table)s AND is_generated = 'NEVER'
"""
FRESH = {"uuid", "source_id", "key"}
"""What no two rows may share."""


def multiply(address: ServerAddress, times: int, stride: int) -> None:
    """Let a store hold so many more of everything it has, each `stride` numbers further on."""
    with psycopg.connect(address.url) as connection:
        for table, moved in {
            "client": {"id"},
            "client_address": {"id", "client_id"},
            "ticket": {"id", "client_id", "last_event"},
            "ticket_tag": {"ticket_id"},
            "ticket_span": {"ticket_id"},
            "message": {"id", "ticket_id", "client_id"},
            "envelope": {"number"},
            "event": {"seq", "ticket_id", "subject_id"},
        }.items():
            stored = connection.execute(STORED, {"table": table}).fetchall()
            values = {name: f'"{name}"' for (name,) in stored}
            values |= {name: f'"{name}" + n * {stride}' for name in moved}
            fresh = {"id"} if table == "envelope" else FRESH & set(values)
            values |= dict.fromkeys(fresh, "gen_random_uuid()::text")
            listed = ", ".join(f'"{name}"' for name in values)
            connection.execute(
                f'INSERT INTO "{table}"({listed}) SELECT {", ".join(values.values())}'
                f' FROM "{table}", generate_series(1, {times}) n'.encode()
            )
        connection.execute("ANALYZE")


async def test_a_page_looks_at_as_much_in_a_store_twenty_times_as_large(
    api: Api, small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting(small.desk.connection)
    monkeypatch.setattr(Desk, "connection", property(lambda _desk: counting))
    assert isinstance(small.desk.address, ServerAddress)
    lead = api.of(small.olga, "read", "notes")

    async def cost(path: str) -> int:
        since = tickets.change_number(counting)
        for change in (SetPriority(1, 3), AddNote(1, "Called."), ChangeTags(1, (f"t{since}",))):
            small.act(change)
        before = counting.blocks
        page = await lead.item(path, since=since)
        assert page["next"] > since
        return counting.blocks - before

    for n in range(20):
        small.act(AddNote(small.ticket(f"Refund {n}"), "Called."))
    paths = ("/v1/changes", "/v1/changes/rows")
    costs: dict[str, list[Any]] = {path: [] for path in paths}
    for times, stride in ((50, 1_000), (19, 100_000)):
        multiply(small.desk.address, times, stride)
        for path in paths:
            costs[path].append(await cost(path))
    for path, (few, many) in costs.items():
        assert few > 20, path
        assert many <= few * 1.3, costs
