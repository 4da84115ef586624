"""Speed of the command line, as whole processes."""

import json
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.mails import write_mails

ARCHIVE = 20_000
"""Mails of an invented archive: so many that the start of the program hardly counts."""


def seconds(command: list[str]) -> float:
    """How long a command takes from start to end; fails when the command does."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def listing(desk: list[str], times: int) -> list[float]:
    """`list --json` ÷ importing typer, run in turn."""
    floor = [sys.executable, "-c", "import typer"]
    asked = [*desk, "list", "--json"]
    seconds(asked)
    return [seconds(asked) / seconds(floor) for _ in range(times)]


def imported_a_second(program: str, folder: Path, mails: Path | None) -> float:
    """Mails a second into a new store, counted from start to end of the command.

    Invented mails where no mailbox is given.
    """
    store = ["--store", str(folder / "imported.desk")]
    mailbox = mails or write_mails(folder / "invented.mbox", ARCHIVE)
    began = time.perf_counter()
    importing = [program, *store, "--json", "import", str(mailbox)]
    report = subprocess.run(importing, check=True, capture_output=True).stdout
    return float(json.loads(report)["read"]) / (time.perf_counter() - began)
