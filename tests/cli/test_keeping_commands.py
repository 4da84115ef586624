"""Backup, restore, doctor, due work and settings from the shell."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import AddNote
from supportdesk.store.write.lock import StoreLock
from tests.cli.conftest import Shell


def subjects(shell: Shell) -> list[str]:
    """Subjects of all tickets at work."""
    return [item["subject"] for item in shell.done("list", "--json").items]


def test_a_backup_is_one_plain_file_that_can_be_worked_on(shell: Shell, home: Path) -> None:
    shell.ticket("Before")
    target = home / "copy.desk"
    answer = shell.done("backup", str(target), "--json").item
    assert answer["bytes"] == target.stat().st_size
    assert sorted(path.name for path in home.glob("copy*")) == ["copy.desk"]
    shell.done("list", "--store", str(target), "--json")
    assert target.stat().st_mode & 0o077 == 0


def test_a_backup_taken_while_others_write_is_whole(shell: Shell, home: Path) -> None:
    shell.ticket()
    with closing(open_desk(shell.store, shell.clock)) as other:
        other.act(1, AddNote(1, "written, not yet folded into the file"))
        shell.done("backup", str(home / "copy.desk"))
    copied = shell.done("show", "1", "--json", "--store", str(home / "copy.desk")).item
    assert copied["messages"] == 2


def test_a_backup_overwrites_nothing(shell: Shell, home: Path) -> None:
    shell.ticket()
    (home / "mine.txt").write_text("precious")
    refused = shell("backup", str(home / "mine.txt"), "--json")
    assert (refused.code, refused.error["code"]) == (2, "file.exists")
    assert (home / "mine.txt").read_text() == "precious"
    assert shell("backup", str(home / "no" / "folder.desk"), "--json").code == 2


def test_restoring_keeps_a_way_back(shell: Shell, home: Path) -> None:
    shell.ticket("Before")
    shell.done("backup", str(home / "copy.desk"))
    shell.ticket("After")
    former = shell.done("restore", str(home / "copy.desk"), "--json").item["former"]
    assert subjects(shell) == ["Before"]
    shell.done("restore", former)
    assert subjects(shell) == ["Before", "After"]


def test_a_process_that_has_the_store_open_goes_on_with_what_was_restored(
    shell: Shell, home: Path
) -> None:
    shell.ticket("Before")
    shell.done("backup", str(home / "copy.desk"))
    with closing(open_desk(shell.store, shell.clock)) as other:
        other.act(1, AddNote(1, "gone after the restore"))
        shell.done("restore", str(home / "copy.desk"))
        other.act(1, AddNote(1, "written after the restore"))
    thread = shell.done("show", "1", "--json").item["thread"]
    assert [message["body"] for message in thread] == ["I paid twice.", "written after the restore"]
    assert shell.done("doctor", "--json").item["sound"]


def test_a_damaged_store_is_moved_aside_and_replaced(shell: Shell, home: Path) -> None:
    shell.ticket("Before")
    shell.done("backup", str(home / "copy.desk"))
    shell.store.write_bytes(b"SQLite format 3\0 but not really" * 300)
    assert shell("list").code == 4
    former = shell.done("restore", str(home / "copy.desk"), "--json").item["former"]
    assert Path(former).read_bytes().startswith(b"SQLite format 3\0 but")
    assert subjects(shell) == ["Before"]


def test_a_store_can_be_restored_where_there_is_none(shell: Shell, home: Path) -> None:
    shell.ticket("Before")
    shell.done("backup", str(home / "copy.desk"))
    elsewhere = home / "new" / "desk.store"
    answer = shell.done("restore", str(home / "copy.desk"), "--store", str(elsewhere), "--json")
    assert answer.item["former"] is None
    assert shell.done("list", "--store", str(elsewhere), "--json").item["subject"] == "Before"


def test_what_is_no_backup_is_refused_and_the_store_stays(shell: Shell, home: Path) -> None:
    shell.ticket("Before")
    (home / "text.txt").write_text("no store at all")
    with closing(sqlite3.connect(home / "other.db")) as other:
        other.execute("CREATE TABLE t(x)")
    for name, code in (("text.txt", 4), ("other.db", 4), ("absent", 3)):
        assert shell("restore", str(home / name)).code == code
    assert subjects(shell) == ["Before"]


def test_the_doctor_finds_a_sound_store_sound(shell: Shell) -> None:
    shell.ticket()
    shell.done("reply", "1", "--text", "Soon.")
    shell.done("undo")
    shell.done("snooze", "1", "2h")
    report = shell.done("doctor", "--json").item
    assert report["sound"] is True
    assert (report["tickets"], report["messages"]) == (1, 2)
    assert "file: sound" in shell.done("doctor").out.splitlines()


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("UPDATE ticket_count SET n = n + 1", "counters of the views"),
        ("DELETE FROM ticket_count", "counters of the views"),
        ("UPDATE ticket SET unanswered = 9", "message numbers of tickets"),
        ("UPDATE ticket SET replies = 9", "message numbers of tickets"),
        ("UPDATE ticket SET waiting_since = 9", "message numbers of tickets"),
        ("DELETE FROM message_text_docsize", "search index of messages"),
        ("DELETE FROM client_text_docsize", "search index of clients"),
        ("DELETE FROM due_work", "sleeping tickets without a wake-up"),
        ("DELETE FROM draft", "files of no draft"),
        ("INSERT INTO blob VALUES ('ff', 0)", "content of files that nothing refers to"),
    ],
)
def test_the_doctor_repairs_what_follows_from_other_rows(
    shell: Shell, damage: str, check: str
) -> None:
    shell.ticket()
    shell.done("snooze", "1", "2h")
    shell.done("drafts", "save", "1", "--text", "see", "--attach", __file__)
    hurt(shell.store, damage)
    ill = shell("doctor", "--json")
    assert ill.code == 4
    assert faulty(ill.item) == [check]
    assert "doctor --repair" in shell("doctor").out
    assert shell.done("doctor", "--repair", "--json").item["sound"] is True
    assert shell.done("doctor").code == 0


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("DELETE FROM event WHERE seq = 3", "gaps in the chain of events"),
        ("DELETE FROM envelope WHERE number = 2", "events without their envelope"),
        ("UPDATE ticket_span SET state = 'waiting'", "spans of tickets"),
        ("DELETE FROM ticket_span", "spans of tickets"),
        ("UPDATE ticket SET client_id = 77", "foreign keys"),
        ("UPDATE blob SET size = size + 1", "attached files with missing content"),
    ],
)
def test_the_doctor_names_what_needs_a_backup(shell: Shell, damage: str, check: str) -> None:
    shell.ticket()
    shell.done("note", "1", "--text", "see", "--attach", __file__)
    hurt(shell.store, damage)
    ill = shell("doctor", "--json")
    assert ill.code == 4
    assert check in faulty(ill.item)
    assert "supportdesk restore FILE" in shell("doctor").out


def hurt(store: Path, damage: str) -> None:
    """Do to a store what no part of the program would do."""
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute(damage)


def faulty(report: dict[str, object]) -> list[str]:
    """The checks of a doctor's report that found a fault."""
    checks = report["checks"]
    assert isinstance(checks, list)
    return [check["check"] for check in checks if check["faults"]]


def test_late_work_is_named_and_done(shell: Shell) -> None:
    shell.ticket()
    shell.done("snooze", "1", "2h")
    shell.clock.forward(hours=3)
    assert "Late work: 1, up to 60 min." in shell.done("doctor").out
    done = shell.done("work", "--once", "--json").item
    assert (done["done"], done["failed"], done["late_ms"]) == (1, 0, 3_602_000)
    assert done["next"] is None
    assert "Due work done: 0" in shell.done("work", "--once").out
    assert "Late work" not in shell.done("doctor").out


def test_settings_are_kept_shown_and_taken_out(shell: Shell, home: Path) -> None:
    shell.done("config", "set", "timezone", "Europe/Kyiv")
    shown = shell.done("config", "--json").item
    assert (shown["timezone"], shown["sources"]["timezone"]) == ("Europe/Kyiv", "file")
    assert Path(shown["settings_file"]).is_relative_to(home)
    assert "timezone: Europe/Kyiv (file)" in shell.done("config").out
    shell.done("config", "unset", "timezone")
    assert shell.done("config", "show", "--json").item["timezone"] is None
    assert "timezone: chosen by the system" in shell.done("config").out
    assert "articles: — " in shell.done("config").out
    assert shell("config", "set", "colour", "red").code == 2
    assert shell("config", "set", "undo_send_seconds", "100").code == 2


def test_a_theme_nobody_has_is_not_kept(shell: Shell) -> None:
    refused = shell("config", "set", "theme", "rubbish", "--json")
    assert (refused.code, refused.error["code"]) == (2, "theme.unknown")
    assert shell.done("config", "--json").item["theme"] is None


def test_a_settings_file_that_cannot_be_read_is_named(shell: Shell, home: Path) -> None:
    file = home / "broken.toml"
    file.write_text("store = [")
    shell.ticket()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUPPORTDESK_CONFIG", str(file))
        refused = shell("list", "--json")
        assert (refused.code, refused.error["code"]) == (2, "settings.unreadable")
        assert str(file) in refused.error["message"]
        assert shell("--version").code == 0


def test_the_keys_of_the_console_can_be_read(shell: Shell) -> None:
    found = {item["name"]: item for item in shell.done("keys", "--json").items}
    assert "r" in found["reply"]["keys"]
    assert len(shell.done("keys").out.splitlines()) == len(found)


def test_a_store_of_a_newer_program_is_read_and_not_written(shell: Shell) -> None:
    shell.ticket()
    hurt(shell.store, "PRAGMA user_version = 99")
    assert subjects(shell) == ["Where is my refund?"]
    refused = shell("note", "1", "--text", "x", "--json")
    assert (refused.code, refused.error["code"]) == (4, "store.read_only")
    assert "newer supportdesk" in refused.error["message"]
    assert shell.done("doctor", "--json").item["read_only"] == "newer"


def test_a_store_that_is_held_by_somebody_is_named(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ticket()
    monkeypatch.setattr("supportdesk.store.write.lock.PATIENCE_SECONDS", 0.0)
    with StoreLock(shell.store):
        refused = shell("note", "1", "--text", "x", "--json")
    assert (refused.code, refused.error["code"]) == (4, "store.locked")
    assert shell.done("show", "1", "--json").item["messages"] == 1
