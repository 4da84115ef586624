"""All real mails through the real import: nothing breaks, nothing hangs, each is told apart."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from supportdesk.intake.mail import read_mail
from tests.trust.mail_agreement import NOW, differences
from tests.trust.mail_fixtures import MAILS, fixtures, mails, needed

pytestmark = needed

SECONDS = 2.0
BYTES = 400 << 20
"""Of the whole process that imports all of them."""
TABLE = Path(__file__).with_name("mail_disagreements.txt")
ORACLE = "stalwart-mail-parser"


def test_each_mail_is_read_in_time() -> None:
    slow = {}
    for name, raw in mails():
        began = time.process_time()
        read_mail(raw, name, NOW)
        taken = time.process_time() - began
        if taken > SECONDS:
            slow[name] = taken
    assert slow == {}


def test_all_mails_are_imported_or_told_why(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    count = 0
    for count, (_name, raw) in enumerate(mails(), 1):
        (folder / f"{count:05}.eml").write_bytes(raw)
    assert count == MAILS
    report, most = imported(folder, tmp_path / "fixtures.desk")
    skipped = Counter(one["reason"] for one in report["skipped"])
    assert report["read"] == MAILS
    assert set(skipped) <= {"mail.empty", "mail.no_headers"}
    assert report["new"] + report["known"] + skipped.total() == MAILS
    assert skipped.total() < 12
    assert most < BYTES


ALONE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True)
sys.stdout.buffer.write(done.stdout)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10)
"""
"""Runs a command from a small process: a child is charged with the memory it was forked from."""


def imported(folder: Path, store: Path) -> tuple[dict[str, Any], int]:
    """What the command says that imports a folder, and the most memory it took."""
    program = str(Path(sys.executable).with_name("supportdesk"))
    command = [program, "--store", str(store), "--json", "import", str(folder)]
    said = subprocess.run(
        [sys.executable, "-c", ALONE, *command],
        env={**os.environ, "HOME": str(store.parent), "SUPPORTDESK_LANG": "en"},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    report, most = said.strip().rsplit(b"\n", 1)
    return json.loads(report), int(most)


def test_an_independent_parser_agrees_but_for_what_is_listed() -> None:
    files = dict(fixtures(ORACLE))
    found: Counter[tuple[str, str]] = Counter()
    compared = 0
    for path, expected in files.items():
        if path.endswith(".json") and not path.endswith(".crlf.json"):
            name = path.removeprefix("resources/eml/").removesuffix(".json")
            raw = files[path.removesuffix(".json") + ".eml"]
            compared += 1
            for one in differences(name, raw, expected):
                found[one.mail, one.field.replace(" ", "-")] += 1
    assert compared == 106
    assert dict(found) == listed()


def listed() -> dict[tuple[str, str], int]:
    """The committed table: (mail, field) → how often they differ."""
    lines = [line.split(None, 4) for line in TABLE.read_text().splitlines() if line[:1] != "#"]
    assert all(len(line) == 5 and line[3] in ("ours", "accepted") for line in lines)
    return {(mail, field): int(times) for mail, field, times, _who, _why in lines}
