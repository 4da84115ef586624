"""The long walk: every payload alone on a desk, every screen, both sizes; about ten minutes.

`python -m tests.trust.hostile_console [WORD]`: only payloads whose name holds WORD.
"""

import sys
import tempfile
from pathlib import Path

from tests.trust.hostile_store import STORABLE, make_hostile_store
from tests.trust.hostile_tour import Tour, open_console, reports, walk
from tests.trust.own_sequences import foreign

SIZES = ((80, 24), (140, 40))


def faults(text: str, size: tuple[int, int]) -> list[str]:
    """What went wrong on a desk where one text stands everywhere."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = home / "one.desk"
        make_hostile_store(store, {"the only one": text})
        with open_console(store, home, size) as terminal:
            tour = Tour(terminal, store)
            try:
                walk(tour, [text], every=1)
            except AssertionError as stuck:
                return [str(stuck), *reports(home)]
            code = tour.quit()
        ended = [] if code == 0 else [f"exit code {code}"]
        return [*ended, *reports(home), *foreign(bytes(terminal.output))[:5]]


def main(word: str = "") -> int:
    """Walk with each payload; return how many failed."""
    failed = 0
    for name, text in STORABLE.items():
        if word not in name:
            continue
        for size in SIZES:
            found = faults(text, size)
            failed += bool(found)
            print("FAULT" if found else "held ", f"{size[0]}x{size[1]}", name, flush=True)
            for fault in found:
                print(fault)
    return failed


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:2]), 1))
