"""The guide to a store on PostgreSQL: its commands run as written, its numbers hold."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest

from supportdesk.address import ServerAddress
from supportdesk.store.read.server import PATIENCE_SECONDS
from supportdesk.store.write.server import SILENT_SECONDS
from tests.postgresql import Server, programs
from tests.server.conftest import environment_of, program
from tests.server.test_serving import client

GUIDE = Path(__file__).resolve().parents[2].joinpath("docs", "postgresql.md").read_text("utf-8")
WHERE = "db.example.org"
MAIL = """From ann@example.org Mon Mar  2 09:00:00 2026
From: Ann Lee <ann@example.org>
Subject: Where is my refund?
Message-ID: <1@example.org>
Date: Mon, 2 Mar 2026 09:00:00 +0000

I paid twice.
"""


@pytest.fixture
def fresh(server: Server) -> Iterator[Server]:
    """A server that has neither that user nor that database, before and after."""
    yield server
    with psycopg.connect(server.address("postgres").url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS supportdesk WITH (FORCE)")
        connection.execute("DROP ROLE IF EXISTS supportdesk")


def test_its_commands_run(fresh: Server, tmp_path: Path) -> None:
    """From nothing to a desk that is served, one after another; what serves is asked by many."""
    home, found = tmp_path / "home", programs()
    assert found is not None
    (home / "mail").mkdir(parents=True)
    (home / "mail" / "support.mbox").write_text(MAIL, encoding="utf-8")
    store = ServerAddress(f"postgresql://supportdesk@/supportdesk?host={fresh.folder}")
    around = {**environment_of(store, home), "PGHOST": str(fresh.folder), "PGUSER": "desk"}
    run = [sys.executable, "-c", "from supportdesk.cli.main import run; run()"]
    served = False
    for line in "".join(re.findall(r"^```sh\n(.*?)^```", GUIDE, re.M | re.S)).splitlines():
        words = shlex.split(line)
        if words[:2] == ["supportdesk", "serve"]:
            served = _is_served(store, home, words[2:])
            continue
        if words[0] == "supportdesk":
            words = [*run, *words[1:]]
        elif words[0] in ("createuser", "createdb"):
            words = [str(found / words[0]), *words[1:]]
        else:
            assert words[:2] == ["pip", "install"] or f"@{WHERE}/supportdesk" in line
            continue
        done = subprocess.run(
            [word.replace("~", str(home)) for word in words],
            env={**os.environ, **around},
            input="secret\nsecret\n",
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # without a terminal the password is read from here
        )
        assert done.returncode == 0, (line, done.stderr)
    assert served


def _is_served(store: ServerAddress, home: Path, options: list[str]) -> bool:
    """As many connections as it says, however many ask at once."""
    most = 2 * _number("keeps up to (\\w+) connections") + _number("brings up to (\\w+) more")
    with (
        program(store, home, *options) as server,
        ThreadPoolExecutor(20) as pool,
        client(server, "sdk_none") as http,
        psycopg.connect(store.url, autocommit=True) as beside,
    ):
        answers = pool.map(lambda _: http.get("/v1/health").status_code, range(200))
        assert set(answers) == {httpx.codes.OK}
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'supportdesk'"
        counted = beside.execute(asked).fetchone()
        assert counted is not None
        assert 2 < counted[0] - 1 <= most
        return server.stop() == 0


def _number(said: str) -> int:
    found = re.search(said, " ".join(GUIDE.split()))
    assert found
    return ["no", "one", "two", "three", "four", "five", "six"].index(found[1])


def test_its_seconds_are_those_of_the_program() -> None:
    words = " ".join(GUIDE.split())
    assert (2 * PATIENCE_SECONDS, SILENT_SECONDS) == (20, 30)
    assert "noticed after twenty seconds" in words
    assert "cut off by the server after thirty" in words
