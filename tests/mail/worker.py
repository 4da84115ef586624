"""`supportdesk work` as a process of its own that can be killed, and what it has filed."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.mail.dovecot import PASSWORD, USER, Dovecot

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from supportdesk.cli.main import run; run()"]


class Place:
    """A store, settings and an account that reads the mailbox of a server."""

    def __init__(self, folder: Path, *changes: str) -> None:
        """`changes` are those of `altered_worker`: its workers have them."""
        self.folder = folder
        self.changes = ",".join(changes)
        self.store = folder / "desk.desk"
        self.environment = {
            **os.environ,
            "SUPPORTDESK_CONFIG": str(folder / "config.toml"),
            "SUPPORTDESK_STORE": str(self.store),
            "XDG_STATE_HOME": str(folder / "state"),
            "SUPPORTDESK_LANG": "en",
        }

    def run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end."""
        return subprocess.run(
            [*self._program(), *arguments],
            input=given,
            capture_output=True,
            env=self.environment,
            cwd=ROOT,
            check=False,
            timeout=120,
        )

    def furnish(self, server: Dovecot) -> None:
        """Make the store and the account."""
        assert self.run("queues", "add", "Letters").returncode == 0
        added = self.run(
            *("mail", "add", "support", "--address", "help@example.org", "--queue", "Letters"),
            *("--imap", f"127.0.0.1:{server.port}", "--security", "none", "--user", USER),
            *("--secret", "file"),
            given=f"{PASSWORD}\n".encode(),
        )
        assert added.returncode == 0, added.stderr

    def worker(self) -> subprocess.Popen[bytes]:
        """Begin to work for the store."""
        return subprocess.Popen(
            [*self._program(), "work"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            cwd=ROOT,
        )

    def _program(self) -> list[str]:
        altered = [sys.executable, "-m", "tests.mail.altered_worker", self.changes]
        return altered if self.changes else PROGRAM

    def filed(self) -> dict[str, int]:
        """Text of each mail that is here → how often."""
        with sqlite3.connect(self.store) as plain:
            rows = plain.execute(
                "SELECT body, count(*) FROM message WHERE kind = 'client'"
                " AND body LIKE 'Text %' GROUP BY body"
            )
            found: dict[str, int] = dict(rows.fetchall())
        return found


def mail(number: int, *, answers: int | None = None) -> bytes:
    """A mail; one in five names no Message-ID, and one may answer another."""
    lines = [
        f"From: Client {number} <client{number}@example.org>",
        "To: help@example.org",
        f"Subject: Question {number}",
        "Date: Mon, 2 Mar 2026 09:00:00 +0000",
    ]
    if number % 5:
        lines.append(f"Message-ID: <mail-{number}@example.org>")
    if answers is not None:
        lines.append(f"In-Reply-To: <mail-{answers}@example.org>")
    return "\r\n".join([*lines, "", f"Text {number}: where is the parcel?", ""]).encode()
