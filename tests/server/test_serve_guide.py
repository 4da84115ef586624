"""The guide to serving: its commands run as written, its requests are answered, numbers hold."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import httpx

from supportdesk.cli.server_processes import LAST_SECONDS
from supportdesk.domain.access import SCOPES
from supportdesk.server.bodies import MOST_PARTS
from supportdesk.server.form_fields import LARGEST
from supportdesk.server.guard import PATIENCE_SECONDS, SLOWEST, SMALL
from supportdesk.server.live import AGAIN_SECONDS, MOST_OF_A_TOKEN
from supportdesk.server.running import GRACE_SECONDS
from supportdesk.server.service import MOST_WAITING, Limits
from supportdesk.server.tickets import LARGEST_THREAD
from tests.server.conftest import Api, environment_of, program
from tests.small_desk import SmallDesk

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "serve.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """What stands in blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def test_its_commands_run(small: SmallDesk, tmp_path: Path) -> None:
    """As the lead Olga, one after another; what serves is told a port of its own."""
    small.desk.close()
    run = [sys.executable, "-c", "from supportdesk.cli.main import run; run()", "--as", "olga"]
    lines = [shlex.split(line) for line in "".join(blocks("sh")).splitlines()]
    for words in lines:
        if words[0] == "pip":
            assert words == ["pip", "install", ".[server]"]
        elif words[1] == "serve":
            with program(small.desk.address, tmp_path / "home", *words[2:]) as server:
                host = server.address.replace("0.0.0.0", "127.0.0.1")
                assert httpx.get(f"{host}/v1/health").status_code == 200
                assert server.stop() == 0
        else:
            home = environment_of(small.desk.address, tmp_path / "home")
            done = subprocess.run(
                [*run, *words[1:]], env=home, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
    assert len(lines) == 8


def test_its_unit_starts_what_is_there_and_gives_it_time_to_end(
    small: SmallDesk, tmp_path: Path
) -> None:
    (written,) = blocks("ini")
    unit = ConfigParser()
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(written)
    started = unit["Service"]
    path, *words = shlex.split(started["ExecStart"])
    assert (Path(path).name, words[0]) == ("supportdesk", "serve")
    assert int(started["TimeoutStopSec"]) > LAST_SECONDS > GRACE_SECONDS
    assert re.search(r"^```\nSUPPORTDESK_STORE=\S+\n```", GUIDE, re.MULTILINE)
    if checker := shutil.which("systemd-analyze"):
        file = tmp_path / "supportdesk.service"
        file.write_text(written.replace(path, sys.executable), encoding="utf-8")
        checked = subprocess.run(
            [checker, "verify", file], capture_output=True, text=True, check=False
        )
        assert not [line for line in checked.stderr.splitlines() if file.name in line]
    small.desk.close()
    with program(small.desk.address, tmp_path / "home", *words[1:]) as server:
        assert httpx.get(f"{server.address}/v1/health").status_code == 200
        assert server.stop() == 0


async def test_its_requests_are_answered(api: Api, small: SmallDesk) -> None:
    small.ticket()
    asked = blocks("http")
    for block in asked:
        head, _empty, body = block.partition("\n\n")
        method, path, _version = head.splitlines()[0].split()
        answer = await api.http.request(method, path, content=body, headers=api.headers)
        assert answer.status_code == 200, answer.text
    assert len(asked) == 2


async def test_every_path_is_in_it_and_every_one_in_it_is_there(api: Api) -> None:
    document = (await api.http.get("/v1/openapi.json")).json()
    there = {re.sub(r"\{\w+\}", "N", path) for path in document["paths"]}
    named = set(re.findall(r"/v1/[a-z/N]*[a-zN]\b(?!\.)", GUIDE))
    assert named == there


def test_its_numbers_are_those_of_the_program() -> None:
    limits = Limits()
    words = " ".join(GUIDE.split())
    assert (limits.body >> 20, LARGEST >> 10) == (32, 64)
    assert (limits.page, limits.changes, LARGEST_THREAD) == (200, 1000, 1000)
    assert (limits.token.second, limits.token.burst) == (50, 200)
    assert (limits.stranger.second, limits.stranger.burst) == (1 / 5, 20)
    assert (limits.form.second, limits.form.burst) == (1 / 60, 10)
    assert (limits.forms.second, limits.forms.burst) == (20 / 60, 100)
    assert (limits.streams, MOST_WAITING, AGAIN_SECONDS) == (200, 200, 5)
    assert (MOST_PARTS, MOST_OF_A_TOKEN) == (200_000, 20)
    assert "of them 20 of one token" in words
    assert "200,000 together" in words
    assert (PATIENCE_SECONDS, SMALL, SLOWEST) == (30, 64 << 10, 16 << 10)
    assert "30 s for 64 KiB, and a second more for every 16 KiB" in words
    for said in ("32 MiB", "64 KiB", "200 tickets, 1,000 events, 1,000 messages", "50 requests"):
        assert said in words
    assert re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE) == list(SCOPES)


def test_its_examples_are_json() -> None:
    examples = blocks("json")
    assert [set(json.loads(block)) for block in examples] == [
        {"error"},
        {"at", "event", "request", "method", "route", "status", "ms", "token", "operator", "code"},
    ]
