"""The long walk: hostile texts on desks of their own, through every command and window.

    python -m tests.trust.hostile_console [--texts FOLDER]

Without a folder each of our payloads stands alone, on `ALONE` tickets; of a folder (one text a
file: naughty strings, escape files) so many stand together. An hour or two on one core.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.trust.every_window import EveryWindow, UnseenTerminal, every_command, window_classes
from tests.trust.hostile_store import STORABLE, make_hostile_store
from tests.trust.hostile_tour import open_console, reports
from tests.trust.own_sequences import foreign
from tests.trust.verdict import tell

SIZES = ((80, 24), (140, 40))
ALONE = 8
"""Tickets of a desk on which one text stands in every place."""

Texts = dict[str, str]
Size = tuple[int, int]


@dataclass(frozen=True)
class Walk:
    """What came of one walk."""

    looked: int
    """How often a key was pressed and all that followed was painted."""
    bytes: int
    seen: frozenset[str]
    """The commands that ran and the windows that stood."""
    faults: tuple[str, ...]


def walked(layers: str, texts: Texts, size: Size) -> Walk:
    """Walk through a desk on which these texts stand everywhere, without these layers."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store, log = home / "one.desk", home / "log"
        log.touch()
        make_hostile_store(store, texts)
        watched = (sys.executable, "-m", "tests.trust.watched_console", str(log), layers)
        with open_console(store, home, size, watched, UnseenTerminal) as terminal:
            tour = EveryWindow(terminal, log, store, len(texts))
            found = []
            try:
                tour.walk()
                terminal.press("1", "q", "q")
                if code := terminal.ended():
                    found.append(f"exit code {code}")
                found += foreign(bytes(terminal.output))[:5]
                found += tour.meant[:5]
            except AssertionError as stuck:
                found.append(str(stuck))
            seen = {*every_command(), *window_classes()} - set(tour.missed)
            found += reports(home)
            return Walk(tour.looked, len(terminal.output), frozenset(seen), tuple(found))


def alone() -> dict[str, Texts]:
    """A desk for each of our payloads, by its name."""
    return {
        name: {f"{name} {number}": text for number in range(ALONE)}
        for name, text in STORABLE.items()
    }


def of_a_folder(folder: Path, together: int) -> dict[str, Texts]:
    """A desk for so many files at a time, by the first and last of their places."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = [files[start : start + together] for start in range(0, len(files), together)]
    return {
        f"files {at * together + 1} to {at * together + len(part)}": {
            path.name: path.read_text(encoding="utf-8", errors="replace") for path in part
        }
        for at, part in enumerate(parts)
    }


def chosen_sizes(which: str, desk: int) -> Sequence[Size]:
    """The sizes at which a desk is walked: both, or one of them in turn."""
    return SIZES if which == "both" else (SIZES[(desk + (which == "turned")) % 2],)


def main() -> None:
    """Walk as the arguments of the command line say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=Path, help="a folder of texts instead of our payloads")
    parser.add_argument("--together", type=int, default=20, help="texts of a folder on one desk")
    parser.add_argument(
        "--only", nargs="+", default=("",), help="desks whose name holds such words"
    )
    parser.add_argument("--sizes", choices=("both", "turn", "turned"), default="both")
    parser.add_argument("--without", default="none", help="cleaning: the last filter alone")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    desks = alone() if chosen.texts is None else of_a_folder(chosen.texts, chosen.together)
    walks = [
        (name, texts, size)
        for at, (name, texts) in enumerate(desks.items())
        if any(words in name for words in chosen.only)
        for size in chosen_sizes(chosen.sizes, at)
    ]
    came: list[Walk] = []
    with ProcessPoolExecutor(chosen.workers) as pool:
        _names, texts, sizes = zip(*walks, strict=True)
        for walk, (name, _, (columns, rows)) in zip(
            pool.map(partial(walked, chosen.without), texts, sizes), walks, strict=True
        ):
            came.append(walk)
            said = "FAULT" if walk.faults else "held"
            much = f"{walk.looked} looks, {walk.bytes} bytes"
            print(f"{name}, {columns}x{rows}: {said}, {much}", file=sys.stderr, flush=True)
    every = frozenset({*every_command(), *window_classes()})
    tell(
        {
            "without": chosen.without,
            "texts": len({text for _, some, _ in walks for text in some.values()}),
            "desks": len({name for name, _, _ in walks}),
            "walks": len(came),
            "commands": len(every_command()),
            "windows": len(window_classes()),
            "never_seen": sorted(every.difference(*(walk.seen for walk in came))),
            "fewest_seen": min(len(walk.seen) for walk in came),
            "looks": sum(walk.looked for walk in came),
            "bytes": sum(walk.bytes for walk in came),
            "faults": [
                f"{name}, {columns}x{rows}: {fault}"
                for walk, (name, _, (columns, rows)) in zip(came, walks, strict=True)
                for fault in walk.faults
            ],
        }
    )


if __name__ == "__main__":
    main()
