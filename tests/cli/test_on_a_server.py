"""The program on a store on a PostgreSQL server, as docs/postgresql.md has it."""

import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supportdesk.address import ServerAddress
from tests.cli.conftest import Answer, Shell
from tests.postgresql import Server, programs

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "postgresql.md").read_text(encoding="utf-8")
SECRET = "s3cr3t"


@pytest.fixture
def database(server: Server, empty_on_server: str) -> Iterator[ServerAddress]:
    """An empty store; its address has a password."""
    name = server.create(empty_on_server)
    plain = server.address(name).url
    yield ServerAddress(plain.replace("@", f":{SECRET}@", 1))
    server.drop(name)


@pytest.fixture
def served(shell: Shell, database: ServerAddress, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The program on that store; whatever it says, it never says the password."""
    monkeypatch.setenv("SUPPORTDESK_STORE", database.url)
    perform: Callable[[list[str], bytes], Answer] = shell.perform

    def watched(arguments: list[str], stdin: bytes) -> Answer:
        answer = perform(arguments, stdin)
        assert SECRET not in answer.out + answer.err
        return answer

    return Shell(shell.store, shell.clock, watched)


def test_a_ticket_is_listed_shown_answered_and_found(served: Shell) -> None:
    number = served.ticket()
    assert served.done("list", "--json").item["number"] == number
    served.done("reply", str(number), "--text", "We return it today.")
    thread = served.done("show", str(number), "--json").item["thread"]
    assert [message["body"] for message in thread] == ["I paid twice.", "We return it today."]
    assert "«returned»" not in served.done("search", "paying twice").out
    assert "Where is my refund?" in served.done("search", "returning").out
    served.done("undo")
    assert len(served.done("show", str(number), "--json").item["thread"]) == 1
    assert served.done("export", "--json").items


def test_doctor_checks_and_repairs_it(served: Shell, database: ServerAddress) -> None:
    served.ticket()
    report = served.done("doctor", "--json").item
    assert report["sound"]
    assert report["store"] == str(database)
    damage(database, "UPDATE ticket_count SET n = 7", "DELETE FROM message_text")
    broken = served("doctor")
    assert broken.code == 4
    assert "pg_restore" not in broken.out, "all of it can be computed anew"
    served.done("doctor", "--repair")
    damage(database, "DELETE FROM event WHERE seq = 2")
    assert "pg_restore" in served("doctor").out


def damage(database: ServerAddress, *statements: str) -> None:
    """Change rows past the desk."""
    import psycopg

    with psycopg.connect(database.url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_what_is_of_files_says_what_to_use_instead(served: Shell, tmp_path: Path) -> None:
    for arguments in (
        ("backup", str(tmp_path / "copy.desk")),
        ("restore", str(tmp_path / "copy.desk")),
        ("import", "--dry-run", str(tmp_path)),
    ):
        refused = served(*arguments)
        assert refused.code == 4, arguments
        assert "pg_dump" in refused.err


def test_settings_show_and_keep_an_address(served: Shell, database: ServerAddress) -> None:
    assert served.done("config", "--json").item["store"] == str(database)
    served.done("config", "set", "store", database.url)
    assert str(database) in served.done("config").out


def test_a_server_that_is_away_and_one_without_a_store_are_told(
    served: Shell, server: Server
) -> None:
    name = server.create()
    empty = server.address(name).url
    assert served("--store", empty, "list").code == 3
    server.drop(name)
    assert "database" in served("--store", empty, "list").err
    away = served("--store", f"postgresql://desk:{SECRET}@127.0.0.1:1/desk", "list", "--json")
    assert (away.code, away.error["code"]) == (4, "store.server")


def test_what_the_guide_says_of_backups_is_true(
    served: Shell, database: ServerAddress, tmp_path: Path
) -> None:
    kept, lost = served.ticket("Kept"), 0
    found = programs()
    assert found is not None
    path = {"PATH": f"{found}:{os.environ['PATH']}", "SUPPORTDESK_STORE": database.url}
    dump, restore = re.findall(r"`(pg_(?:dump|restore) [^`]+)`", GUIDE)

    def run(command: str) -> None:
        words = shlex.split(command.replace("$SUPPORTDESK_STORE", database.url))
        file = str(tmp_path / "desk.dump")
        words = [word.replace("FILE", file) for word in words]
        subprocess.run(words, check=True, env={**os.environ, **path})

    run(dump)
    lost = served.ticket("Lost")
    run(restore)
    assert [ticket["number"] for ticket in served.done("list", "--json").items] == [kept]
    assert served("show", str(lost)).code == 3
    assert served.done("doctor", "--json").item["sound"]
