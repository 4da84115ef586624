"""A store on a PostgreSQL server: how it is made, found, refused and followed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC
from threading import Event

import psycopg
import pytest
from sqlalchemy import Connection

from supportdesk.address import ServerAddress
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import AddNote, SaveQueue
from supportdesk.domain.errors import NotFound, StoreTrouble
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import desk_lists, health, search, threads
from supportdesk.store.read.connection import SCHEMA_VERSION
from supportdesk.store.read.server import connect, translated
from tests.postgresql import Server
from tests.small_desk import SmallDesk, StandingClock
from tests.stores import ServerStores


@pytest.fixture
def stores(server: Server, empty_on_server: str) -> Iterator[ServerStores]:
    """Every test here is of stores on a server."""
    made = ServerStores(server, empty_on_server)
    yield made
    made.drop()


@pytest.fixture
def nothing(server: Server) -> Iterator[ServerAddress]:
    """An empty database."""
    name = server.create()
    yield server.address(name)
    server.drop(name)


OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def run(address: ServerAddress, *statements: str) -> None:
    """Do something in a database past the desk."""
    with psycopg.connect(address.url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_two_who_open_an_empty_database_make_one_store(
    nothing: ServerAddress, clock: StandingClock
) -> None:
    with pytest.raises(NotFound, match=r"store\.missing"):
        open_desk(nothing, clock)
    with ThreadPoolExecutor(4) as pool:
        desks = [*pool.map(lambda _: open_desk(nothing, clock, create=True), range(4))]
    for n, desk in enumerate(desks):
        desk.act(None, SaveQueue(f"Line {n}"))
        desk.close()
    with closing(open_desk(nothing, clock)) as desk:
        assert [queue.name for queue in desk.ask(desk_lists.queues)] == [
            f"Line {n}" for n in range(4)
        ]
        assert not [found for found in desk.ask(lambda c: [*health.findings(c)]) if found.faults]


def test_a_database_of_something_else_is_left_alone(
    nothing: ServerAddress, clock: StandingClock
) -> None:
    run(nothing, "CREATE TABLE ledger(id integer)")
    with pytest.raises(StoreTrouble, match=r"store\.other_tables"):
        open_desk(nothing, clock, create=True)


def test_an_older_store_is_brought_up_to_date_and_its_new_tables_are_as_all(
    small: SmallDesk, clock: StandingClock
) -> None:
    address = small.desk.address
    assert isinstance(address, ServerAddress)
    small.desk.close()
    run(
        address,
        "DROP TABLE access_token",
        "DROP FUNCTION next_access_token",
        "DROP INDEX ticket_withdrawn",
        "DROP TABLE remote_link, remote_sending, overlay_step, remote_base",
        "DROP FUNCTION next_remote_link, next_remote_sending, next_overlay_step",
        "UPDATE alembic_version SET version_num = '0023'",
        "UPDATE store_head SET user_version = 23",
    )
    with pytest.raises(StoreTrouble, match=r"store\.older_on_server"):
        open_desk(address, clock, read_only=True)
    with closing(open_desk(address, clock)) as desk:
        found = desk.ask(
            lambda c: c.execute(
                "SELECT column_name, data_type, collation_name, column_default"
                " FROM information_schema.columns WHERE table_name = 'access_token'"
                " AND column_name IN ('id', 'name') ORDER BY column_name"
            ).fetchall()
        )
    assert found == [
        ("id", "bigint", None, "next_access_token()"),
        ("name", "character varying", "C", None),
    ]


def test_a_newer_store_is_only_read(small: SmallDesk, clock: StandingClock) -> None:
    address = small.desk.address
    assert isinstance(address, ServerAddress)
    small.desk.close()
    run(address, f"UPDATE store_head SET user_version = {SCHEMA_VERSION + 1}")
    with closing(open_desk(address, clock)) as desk:
        assert desk.read_only_because == "newer"


def test_a_connection_that_the_server_has_ended_is_made_anew(small: SmallDesk) -> None:
    number = small.ticket()
    address = small.desk.address
    assert isinstance(address, ServerAddress)
    run(address, f"SELECT pg_terminate_backend(pid) {OTHERS}")
    assert small.row(number).number == number
    small.act(AddNote(number, "Still here."))
    assert [row.body for row in small.desk.ask(threads.messages, number)][-1] == "Still here."


def test_questions_about_one_moment_are_not_gone_on_with_at_another(small: SmallDesk) -> None:
    number = small.ticket()
    address = small.desk.address
    assert isinstance(address, ServerAddress)
    small.desk.ask(lambda reader: reader.execute("BEGIN"))
    assert small.row(number).number == number
    run(address, f"SELECT pg_terminate_backend(pid) {OTHERS}")
    with pytest.raises(StoreTrouble, match=r"store\.server"):
        small.row(number)
    assert small.row(number).number == number


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_its_address_says(
    small: SmallDesk,
) -> None:
    address = small.desk.address
    assert isinstance(address, ServerAddress)
    with closing(connect(address)) as usual:
        told = usual.info.get_parameters()
    assert (told["keepalives_idle"], told["tcp_user_timeout"]) == ("10", "20000")
    with closing(connect(ServerAddress(f"{address.url}&keepalives_idle=3"))) as other:
        assert other.info.get_parameters()["keepalives_idle"] == "3"


def test_who_holds_the_lock_for_long_is_told_and_nothing_is_changed(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportdesk.store.write.server.PATIENCE_SECONDS", 1)
    number = small.ticket()
    address = small.desk.address
    assert isinstance(address, ServerAddress)
    small.desk.close()
    with (
        closing(open_desk(address, small.clock)) as desk,
        psycopg.connect(address.url) as other,
    ):
        other.execute("UPDATE store_head SET data_version = data_version")
        with pytest.raises(StoreTrouble, match=r"store\.locked"):
            desk.act(small.petro, AddNote(number, "In vain."))
        other.rollback()
        desk.act(small.petro, AddNote(number, "At last."))
        bodies = [row.body for row in desk.ask(threads.messages, number)]
    assert bodies[1:] == ["At last."]


def test_who_holds_the_lock_and_says_nothing_is_cut_off(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportdesk.store.write.server.SILENT_SECONDS", 1)
    number = small.ticket()
    small.desk.close()
    with (
        closing(open_desk(small.desk.address, small.clock)) as asleep,
        closing(open_desk(small.desk.address, small.clock)) as desk,
        ThreadPoolExecutor(1) as pool,
    ):
        holds, written = Event(), Event()

        def hold(connection: Connection) -> None:
            holds.set()
            written.wait(20)
            connection.exec_driver_sql("UPDATE ticket SET subject = 'Lost'")

        held = pool.submit(asleep.lease, hold)
        holds.wait(20)
        desk.act(small.petro, AddNote(number, "Meanwhile."))
        written.set()
        with pytest.raises(StoreTrouble, match=r"store\.server"):
            held.result(20)
        asleep.act(small.petro, AddNote(number, "Awake again."))
        bodies = [row.body for row in desk.ask(threads.messages, number)]
    assert bodies[1:] == ["Meanwhile.", "Awake again."]


def test_an_address_that_is_none_says_nothing_of_its_password(clock: StandingClock) -> None:
    with pytest.raises(StoreTrouble, match=r"store\.address") as told:
        open_desk(ServerAddress("postgresql://ann:s3cr3t%zz@db/desk"), clock)
    assert "s3cr3t" not in repr(told.value.parameters)
    assert told.value.__cause__ is None


def test_words_are_found_however_long_a_text_is(small: SmallDesk) -> None:
    number = small.ticket(body=" ".join(f"word{n}" for n in range(200_000)))
    for wanted in ("word1", "word16500", '"word3 word4"'):
        query = parse_query(wanted, now=small.clock(), zone=UTC)
        assert [*small.desk.ask(search.numbers, query)] == [number]


def test_a_frequent_word_is_found_page_by_page(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportdesk.store.read.message_index.PAGE", 3)
    numbers = [small.ticket(f"Order {n}", "Refund, please.") for n in range(8)]
    query = parse_query("refund", now=small.clock(), zone=UTC)
    assert [*small.desk.ask(search.numbers, query)] == numbers[::-1]
    assert [*small.desk.ask(search.numbers, query, 4)] == numbers[:3:-1]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT :a, ':b', '%'", "SELECT %(a)s, ':b', '%%'"),
        ("a IS NOT :b AND c IS NULL", "a IS DISTINCT FROM %(b)s AND c IS NULL"),
        ("a IS b OR c IS NOT NULL", "a IS NOT DISTINCT FROM b OR c IS NOT NULL"),
        ("FROM t CROSS JOIN u ON u.id = ?", "FROM t JOIN u ON u.id = %s"),
        ("message_text MATCH :a", "message_text @@ CAST(%(a)s AS tsquery)"),
    ],
)
def test_statements_are_put_into_other_words(statement: str, said: str) -> None:
    assert translated(statement)[0].decode() == said
