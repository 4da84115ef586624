"""The guide to Request Tracker, run as written; and a team whose desk stands for a real one."""

import asyncio
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.request_tracker.conftest import Operator, new_ticket
from tests.request_tracker.server import RequestTrackerServer

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "request-tracker.md"
ADDRESS = "https://rt.example.org"
PROGRAM = [sys.executable, "-P", "-c", "from supportdesk.cli.main import run; run()"]

pytestmark = pytest.mark.timeout(300)


@dataclass
class Person:
    """Somebody with a home of their own."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the program runs in."""
        kept = {name: value for name, value in os.environ.items() if "SUPPORTDESK" not in name}
        return {
            **kept,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "SUPPORTDESK_LANG": "en",
            "LANG": "C.UTF-8",
        }

    def run(self, *words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run the program to its end."""
        return subprocess.run(
            [*PROGRAM, *words],
            input=given,
            capture_output=True,
            text=True,
            check=False,
            env=self.environment,
        )

    def done(self, *words: str, given: str = "") -> str:
        """The same, and expect no refusal."""
        answer = self.run(*words, given=given)
        assert answer.returncode == 0, (words, answer.stderr)
        return answer.stdout

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve the desk that stands for the tracker; its address."""
        process = subprocess.Popen(
            [*PROGRAM, "--link", "rt", "serve", "--port", "0", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self.environment,
        )
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["listening"]
        finally:
            process.send_signal(signal.SIGTERM)
            with process:
                assert process.wait(30) == 0


def person(folder: Path, name: str) -> Person:
    """A new person."""
    home = folder / name
    home.mkdir()
    return Person(home)


def lines() -> list[list[str]]:
    """The commands of the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [shlex.split(line)[1:] for line in "".join(blocks).splitlines()]


def test_its_commands_run(server: RequestTrackerServer, tmp_path: Path) -> None:
    anna = person(tmp_path, "anna")
    token = server.truth["tokens"]["anna"]
    ran = 0
    for line in lines():
        words = [word.replace(ADDRESS, server.url) for word in line]
        if words[:2] == ["link", "add"]:
            assert "Anna" in anna.done(*words, "--secret", "file", given=f"{token}\n")
        elif words == ["--link", "rt"]:
            assert "terminal" in anna.run(*words).stderr
        elif words[-1] == "serve":
            with anna.serving() as address:
                assert address.startswith("http")
        else:
            anna.done(*words)
        ran += 1
    assert ran == len(lines()) == 10


async def test_a_team_works_through_one_desk_that_stands_for_the_tracker(
    server: RequestTrackerServer, operator: Operator, tmp_path: Path
) -> None:
    anna = await operator("anna")
    rid = await new_ticket(anna, "Through a desk")
    desk, lead = person(tmp_path, "desk"), person(tmp_path, "lead")
    token = server.truth["tokens"]["anna"]
    desk.done(
        *("link", "add", "rt", server.url, "--kind", "rt", "--secret", "file"), given=f"{token}\n"
    )
    theirs = desk.done("--link", "rt", "tokens", "add", "lead")
    with desk.serving() as address:
        lead.done("link", "add", "team", address, "--secret", "file", given=theirs)
        board: dict[str, Any] = json.loads(lead.done("--link", "team", "board", "--json"))
        assert {"General", "Billing"} <= {queue["queue"] for queue in board["queues"]}
        assert board["totals"]["active"] > 0
        assert any(row["load"] > 0 for row in board["operators"])
        lead.done("--link", "team", "note", rid, "--text", "Said by the lead")

        last = time.monotonic() + 60
        notes: list[str] = []
        while not notes and time.monotonic() < last:
            thread = await anna.thread(rid)
            notes = [said.text for said in thread.messages if said.kind == "note"]
            await asyncio.sleep(0.3)
    assert notes == ["Said by the lead"]
    assert not any("Said by the lead" in mail for mail in server.mails())
