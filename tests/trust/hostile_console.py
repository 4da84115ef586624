"""The long walk: every payload alone on a desk, every command and window; hours on one core.

`python -m tests.trust.hostile_console [WORD [LAYERS]]`: only payloads whose name holds WORD.
LAYERS `cleaning` takes the cleaning away: the last filter alone must hold. Payloads of a folder
named by HOSTILE_TEXTS (one text a file: UTF-8-test, naughty strings, escape files) come after ours.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.trust.every_window import EveryWindow, UnseenTerminal
from tests.trust.hostile_store import STORABLE, make_hostile_store
from tests.trust.hostile_tour import open_console, reports
from tests.trust.own_sequences import foreign

SIZES = ((80, 24), (140, 40))
TOGETHER = 20
"""Texts of a folder that stand on one desk: there are many, and each is short."""


def faults(texts: dict[str, str], size: tuple[int, int], layers: str) -> tuple[int, list[str]]:
    """How much was looked at, and what went wrong, where these texts stand everywhere."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store, log = home / "one.desk", home / "log"
        log.touch()
        make_hostile_store(store, texts)
        watched = (sys.executable, "-m", "tests.trust.watched_console", str(log), layers)
        with open_console(store, home, size, watched, UnseenTerminal) as terminal:
            tour = EveryWindow(terminal, log, len(texts))
            try:
                tour.walk()
            except AssertionError as stuck:
                return tour.looked, [str(stuck), *reports(home)]
            terminal.press("1", "q", "q")
            code = terminal.ended()
        ended = [] if code == 0 else [f"exit code {code}"]
        return tour.looked, [*ended, *reports(home), *foreign(bytes(terminal.output))[:5]]


def desks() -> Iterator[tuple[str, dict[str, str]]]:
    """A name and the texts of each desk."""
    for name, text in STORABLE.items():
        yield name, {name: text}
    folder = os.environ.get("HOSTILE_TEXTS")
    if folder is None:
        print("HOSTILE_TEXTS is not set: no texts but ours")
        return
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    for start in range(0, len(files), TOGETHER):
        some = files[start : start + TOGETHER]
        yield (
            f"{some[0].name} …",
            {path.name: path.read_text(encoding="utf-8", errors="replace") for path in some},
        )


def main(word: str = "", layers: str = "none") -> int:
    """Walk with each payload; return how many failed."""
    failed = 0
    for name, texts in desks():
        if word not in name:
            continue
        for size in SIZES:
            looked, found = faults(texts, size, layers)
            failed += bool(found)
            said = "FAULT" if found else "held "
            print(said, f"{size[0]}x{size[1]}", f"{looked} looks", name, flush=True)
            for fault in found:
                print(fault)
    return failed


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:3]), 1))
