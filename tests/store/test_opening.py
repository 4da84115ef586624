"""Making, opening, migrating and refusing stores (trust.md, Data)."""

import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import AddNote, NewAttachment, SetPriority
from supportdesk.domain.errors import NotFound, StoreTrouble
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import connection as reading
from supportdesk.store.read import health, search, tickets
from supportdesk.store.write import engine, migrate
from supportdesk.store.write.backup import back_up
from supportdesk.store.write.engine import FileWriter, make_engine
from tests.reading import file_of
from tests.small_desk import SmallDesk, StandingClock
from tests.stores import FileStores, Stores


@pytest.fixture
def stores(tmp_path: Path, copied_store: Callable[[Path], None]) -> Stores:
    """Of stores in files alone."""
    return FileStores(tmp_path, copied_store)


def test_a_migrated_store_has_exactly_the_tables_of_the_models(small: SmallDesk) -> None:
    small.desk.close()
    with make_engine(file_of(small.desk)).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": _is_a_model, "compare_type": False}
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def _is_a_model(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    indexes = ("message_text", "client_text", "article_text", "attachment_text", "alembic")
    shadow = name is not None and name.startswith(indexes)
    return not (kind == "table" and shadow)


def test_a_store_is_for_its_owner_and_says_what_it_is(small: SmallDesk) -> None:
    assert stat.S_IMODE(file_of(small.desk).stat().st_mode) == 0o600
    pragmas = {
        name: small.desk.ask(lambda c, n=name: c.execute(f"PRAGMA {n}").fetchone()[0])  # type: ignore[misc]
        for name in ("journal_mode", "application_id", "user_version")
    }
    assert pragmas == {
        "journal_mode": "wal",
        "application_id": reading.APPLICATION_ID,
        "user_version": reading.SCHEMA_VERSION,
    }


def test_the_writing_connection_is_set_for_safety(small: SmallDesk) -> None:
    writer = FileWriter(file_of(small.desk))
    with writer.transaction() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "wal_autocheckpoint")
        }
    writer.close()
    assert found == {
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
        "wal_autocheckpoint": 0,
    }


def test_closing_leaves_one_plain_file(small: SmallDesk) -> None:
    small.ticket()
    small.desk.close()
    log = file_of(small.desk).with_name(file_of(small.desk).name + "-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_a_newer_store_opens_read_only(small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.close()
    raw = sqlite3.connect(file_of(small.desk))
    raw.execute(f"PRAGMA user_version = {reading.SCHEMA_VERSION + 1}")
    raw.close()
    desk = open_desk(file_of(small.desk), small.clock)
    assert desk.read_only_because == "newer"
    assert desk.ask(tickets.row, number, None) is not None
    with pytest.raises(StoreTrouble, match=r"store\.read_only"):
        desk.act(small.petro, SetPriority(number, 2))
    desk.close()


def test_a_missing_store_and_a_foreign_file_are_told_apart(
    tmp_path: Path, clock: StandingClock
) -> None:
    with pytest.raises(NotFound, match=r"store\.missing"):
        open_desk(tmp_path / "nothing.desk", clock)
    foreign = tmp_path / "other.desk"
    raw = sqlite3.connect(foreign)
    raw.execute("CREATE TABLE other(x)")
    raw.close()
    with pytest.raises(StoreTrouble, match=r"store\.not_ours"):
        open_desk(foreign, clock)
    text = tmp_path / "text.desk"
    text.write_text("not a database at all, only words " * 50)
    with pytest.raises(StoreTrouble):
        open_desk(text, clock)


def older(small: SmallDesk) -> Path:
    """The store as version 1 left it: counters by owner only, without those of all together."""
    small.desk.close()
    raw = sqlite3.connect(file_of(small.desk))
    raw.executescript(
        """
        CREATE TABLE old(queue_id, category, owner_id, asleep, n,
                         PRIMARY KEY(queue_id, category, owner_id, asleep));
        INSERT INTO old SELECT queue_id, category, owner_id, asleep, n FROM ticket_count
         WHERE owner_id >= 0;
        DROP TABLE ticket_count;
        ALTER TABLE old RENAME TO ticket_count;
        ALTER TABLE ticket DROP COLUMN risk_at; ALTER TABLE ticket DROP COLUMN sla_policy_id;
        DROP TABLE sla_clock; DROP TABLE sla_policy;
        DROP TABLE calendar;
        DROP INDEX ticket_span_at_work;
        ALTER TABLE ticket_span DROP COLUMN asleep;
        CREATE INDEX ticket_span_by_time ON ticket_span(from_at, to_at);
        DROP TABLE recommendation; DROP INDEX ticket_rated; DROP INDEX ticket_withdrawn;
        ALTER TABLE ticket DROP COLUMN rating; ALTER TABLE ticket DROP COLUMN rated_at;
        ALTER TABLE ticket DROP COLUMN rating_comment;
        DROP TABLE mailbox; DROP TABLE kept_mail; DROP TABLE access_token;
        DROP TABLE remote_link; DROP TABLE remote_sending; DROP TABLE overlay_step;
        DROP TABLE remote_base;
        DROP TABLE ticket_follower; DROP INDEX ticket_thanked;
        ALTER TABLE ticket DROP COLUMN thanked; ALTER TABLE message DROP COLUMN asks;
        DROP TABLE outbox;
        DROP TABLE message_recipient;
        ALTER TABLE message DROP COLUMN recipients;
        ALTER TABLE message DROP COLUMN signed_from;
        ALTER TABLE draft DROP COLUMN recipients;
        ALTER TABLE queue DROP COLUMN signature;
        ALTER TABLE queue DROP COLUMN dealing; ALTER TABLE queue DROP COLUMN take_back;
        ALTER TABLE queue DROP COLUMN skills;
        ALTER TABLE operator DROP COLUMN status; ALTER TABLE operator DROP COLUMN status_since;
        ALTER TABLE operator DROP COLUMN queues; ALTER TABLE operator DROP COLUMN skills;
        ALTER TABLE operator DROP COLUMN caps; ALTER TABLE operator DROP COLUMN starts;
        DROP TABLE stand_in; DROP TABLE absence; DROP TABLE dealt; DROP TABLE operator_span;
        DROP TABLE macro; DROP TABLE draft_source; DROP TABLE template_use;
        DROP TABLE template_tally;
        ALTER TABLE template DROP COLUMN stage; ALTER TABLE template DROP COLUMN trait;
        DROP TABLE presence;
        DROP TABLE writing_claim;
        DROP TABLE mark_number;
        DROP TABLE draft_file;
        DROP INDEX attachment_by_content;
        DROP TABLE saved_view;
        DROP TABLE view_place;
        DROP TABLE opened_ticket;
        ALTER TABLE ticket DROP COLUMN client_messages;
        DROP TABLE letter;
        ALTER TABLE operator DROP COLUMN mail_notices;
        DROP TABLE ticket_link;
        DROP INDEX ticket_by_follow_up;
        ALTER TABLE tag DROP COLUMN synonym_of;
        DROP INDEX envelope_by_bulk;
        ALTER TABLE envelope DROP COLUMN bulk_id; ALTER TABLE envelope DROP COLUMN by_id;
        DROP TABLE time_spent;
        DROP TABLE time_entry;
        DROP TABLE field_value;
        DROP TABLE custom_field;
        DROP TABLE bulk_step;
        DROP TABLE bulk;
        DROP INDEX message_by_client;
        DROP INDEX ticket_by_client_time;
        DROP INDEX client_note_by_time;
        CREATE INDEX ix_client_note_client_id ON client_note (client_id);
        ALTER TABLE client_address DROP COLUMN place;
        DROP INDEX client_by_merge;
        ALTER TABLE client DROP COLUMN merged_into;
        ALTER TABLE client DROP COLUMN forgotten_at;
        ALTER TABLE client DROP COLUMN channel;
        ALTER TABLE organisation DROP COLUMN contract;
        ALTER TABLE organisation DROP COLUMN contract_until;
        ALTER TABLE organisation DROP COLUMN hours;
        ALTER TABLE organisation DROP COLUMN timezone;
        ALTER TABLE organisation DROP COLUMN email;
        ALTER TABLE organisation DROP COLUMN phone;
        ALTER TABLE organisation DROP COLUMN note;
        DROP TABLE client_property_value;
        DROP TABLE client_property;
        DROP TABLE client_event;
        DROP TABLE client_lookup;
        DROP TABLE indexed_word;
        DROP TABLE draft_article;
        DROP TABLE ticket_article;
        DROP TABLE article;
        DROP TABLE article_text;
        DROP TABLE attachment_text;
        DROP TABLE blob_text;
        DROP TABLE message_text;
        CREATE VIRTUAL TABLE message_text USING fts5(subject, client, reply, note,
            content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3');
        UPDATE alembic_version SET version_num = '0001';
        PRAGMA user_version = 1;
        """
    )
    raw.close()
    return file_of(small.desk)


def test_an_older_store_is_brought_up_to_date_and_a_backup_is_kept(small: SmallDesk) -> None:
    small.ticket()
    before = _dump(older(small))
    desk = open_desk(file_of(small.desk), small.clock)
    counts = desk.ask(tickets.counts, small.petro)
    assert (counts.everything, counts.unassigned) == (1, 1)
    (row,) = desk.ask(tickets.rows, [1], small.petro)
    assert row.new_messages == 1
    desk.close()
    (backup,) = file_of(small.desk).parent.glob("*.before-migration-*")
    assert _dump(backup) == before


def test_messages_are_found_after_the_upgrade(small: SmallDesk) -> None:
    number = small.ticket("Refund of an order", "The parcel is late")
    older(small)
    desk = open_desk(file_of(small.desk), small.clock)
    for words in ("refund", "parcel", "body:parcel", "subject:order", "parc*"):
        query = parse_query(words, now=small.clock.now, zone=UTC, me=small.petro)
        assert list(desk.ask(search.numbers, query)) == [number]
    assert not [one for one in desk.ask(health.findings) if one.faults]
    desk.close()


def test_files_that_were_attached_before_are_found_after_the_upgrade(small: SmallDesk) -> None:
    number = small.ticket()
    log = NewAttachment("server.log", "text/plain", b"gateway timeout")
    small.act(AddNote(number, "see the file", (log,)))
    path = older(small)
    desk = open_desk(path, small.clock)
    query = parse_query("gateway", now=small.clock(), zone=UTC)
    assert list(desk.ask(search.numbers, query)) == [number]
    assert not [one.check for one in desk.ask(health.findings) if one.faults]
    desk.close()


def test_an_older_store_that_is_only_read_is_brought_up_to_date_in_a_copy(
    small: SmallDesk,
) -> None:
    small.ticket()
    path = older(small)
    bytes_before = path.read_bytes()
    desk = open_desk(path, small.clock, read_only=True)
    assert desk.ask(tickets.counts, small.petro).everything == 1
    copies = [place for _n, _name, place in desk.ask(lambda c: c.execute("PRAGMA database_list"))]
    with pytest.raises(StoreTrouble, match=r"store\.read_only"):
        desk.act(small.petro, SetPriority(1, 2))
    desk.close()
    assert path.read_bytes() == bytes_before
    assert [place for place in copies if Path(place).exists()] == []
    assert list(path.parent.glob("*.before-migration-*")) == []


def test_a_failed_migration_leaves_the_store_as_it_was(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.ticket()
    small.desk.close()
    raw = sqlite3.connect(file_of(small.desk))
    raw.execute("PRAGMA user_version = 0")
    raw.close()
    before = _dump(file_of(small.desk))

    def half_done(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE half_done(x)")  # type: ignore[attr-defined]
        raise RuntimeError("interrupted")

    monkeypatch.setattr(migrate, "migrate", half_done)
    with pytest.raises(RuntimeError):
        open_desk(file_of(small.desk), small.clock)
    assert _dump(file_of(small.desk)) == before
    backups = list(file_of(small.desk).parent.glob("*.before-migration-*"))
    assert len(backups) == 1
    assert _dump(backups[0]) == before


def test_a_store_that_another_process_has_migrated_is_left_alone(small: SmallDesk) -> None:
    small.desk.close()
    migrate.upgrade_store(file_of(small.desk), small.clock())
    assert list(file_of(small.desk).parent.glob("*.before-migration-*")) == []


def _dump(path: Path) -> list[str]:
    raw = sqlite3.connect(path)
    try:
        rows = raw.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        return [*map(str, rows), *map(str, raw.execute("SELECT * FROM message").fetchall())]
    finally:
        raw.close()


def test_a_half_made_store_never_stands_in_its_place(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.desk"

    def killed(_connection: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "_mark", killed)
        with pytest.raises(RuntimeError):
            open_desk(path, clock, create=True)
    assert not path.exists()
    open_desk(path, clock, create=True).close()
    assert path.exists()


def test_a_network_file_system_is_refused(
    make_desk: Callable[[str], SmallDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = make_desk("net.desk")
    small.desk.close()
    monkeypatch.setattr("supportdesk.store.write.engine._file_system_of", lambda _path: "nfs4")
    desk = open_desk(file_of(small.desk), small.clock)
    with pytest.raises(StoreTrouble, match=r"store\.network"):
        desk.act(small.olga, SetPriority(1, 2))
    desk.close()


def test_a_store_that_cannot_be_written_is_read_and_backed_up(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On read-only media nothing is written beside the store, and it says why it stays as it is."""
    number = small.ticket()
    small.desk.close()
    path = file_of(small.desk)
    path.with_name(path.name + ".lock").unlink()
    monkeypatch.setattr("os.access", lambda place, _mode: place != path.parent)
    desk = open_desk(path, small.clock)
    assert desk.read_only_because == "media"
    assert desk.ask(tickets.row, number, None) is not None
    with pytest.raises(StoreTrouble, match=r"store\.read_only"):
        desk.act(small.petro, SetPriority(number, 2))
    with pytest.raises(StoreTrouble, match=r"store\.read_only"):
        desk.remember(KeepDraft(small.petro, number, "note", "text"))
    desk.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    (path.parent / "elsewhere").mkdir()
    assert back_up(path, path.parent / "elsewhere" / "copy.desk") > 0


@pytest.mark.parametrize("name", ["50% off?#1.desk", "стіл 'A'.desk"])
def test_a_store_may_have_any_name(make_desk: Callable[[str], SmallDesk], name: str) -> None:
    small = make_desk(name)
    number = small.ticket()
    assert small.row(number).state == "new"
    small.desk.close()
    assert {file.name for file in file_of(small.desk).parent.iterdir()} == {name, f"{name}.lock"}


def test_a_change_stays_accepted_when_its_log_cannot_be_folded(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk stops the checkpoint, not the reply that was committed before it."""
    number = small.ticket()

    def full(_writer: FileWriter, _pragma: str) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(engine, "CHECKPOINT_ABOVE_BYTES", 0)
    monkeypatch.setattr(FileWriter, "_tell", full)
    assert not small.act(SetPriority(number, 2)).repeated
    assert small.row(number).priority == 2
