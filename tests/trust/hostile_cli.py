"""Hostile texts of a folder (one text a file) through every command there is, plain and as JSON.

    python -m tests.trust.hostile_cli FOLDER

Lists tell of all texts of a desk, a command about one row runs for every row, and every command
that can be given a word is given as many words as hold the beginnings of all texts.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, cycle
from pathlib import Path

from tests.trust.every_command import faults, leaves, misused, packed, runner_on
from tests.trust.hostile_commands import CHANGING, EACH, READING, Typed, files, rows, typed
from tests.trust.hostile_console import Texts, of_a_folder
from tests.trust.hostile_store import make_hostile_store
from tests.trust.hostile_tour import reports
from tests.trust.verdict import tell

FORMS: tuple[tuple[str, ...], ...] = ((), ("--json",))


@dataclass(frozen=True)
class Told:
    """What came of one desk."""

    runs: int
    printed: int
    """Characters that were looked at."""
    faults: tuple[str, ...]


def for_every_row(known: Mapping[str, Sequence[str]]) -> Iterator[Typed]:
    """Each command about a row, for every row of its kind."""
    for line in chain(*EACH.values()):
        kind = line.partition("{")[2].partition("}")[0]
        yield from typed((line,), known, times=len(known[kind]))


def for_every_word(known: Mapping[str, Sequence[str]]) -> Iterator[Typed]:
    """Each other line once, and each command with every word, in one of its lines after another."""
    for lines in chain(READING.values(), CHANGING.values()):
        worded = [line for line in lines if "{word}" in line or "{files_" in line]
        with_words = zip(known["word"], cycle(worded), strict=False)
        unworded = (line for line in lines if line not in worded)
        for turn, line in enumerate(chain(unworded, (line for _word, line in with_words))):
            here = {name: [some[turn % len(some)]] for name, some in known.items() if some}
            yield from typed((line,), here, times=1)


def told(texts: Texts) -> Told:
    """Run everything on a desk with these texts, each form on a copy of its own."""
    words = packed(texts.values())
    runs = printed = 0
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.desk"
        make_hostile_store(made, texts)
        for form in FORMS:
            home = Path(folder, *("json" for _ in form), "home")
            home.mkdir(parents=True)
            store = Path(shutil.copy(made, home / "hostile.desk"))
            known = {**rows(store), **files(home, words), "word": words}
            with runner_on(store, home) as run:
                found += faults(run, for_every_row(known), form, words, (0,))
                found += faults(run, for_every_word(known), form, words)
                found += faults(run, misused(words), form, words)
                runs, printed = runs + run.runs, printed + run.printed
            found += reports(home)
    return Told(runs, printed, tuple(found))


def main() -> None:
    """Run as the arguments of the command line say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", type=Path, help="a folder of texts")
    parser.add_argument("--together", type=int, default=100, help="texts on one desk")
    parser.add_argument("--only", default="", help="desks whose name holds this word")
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    every = of_a_folder(chosen.texts, chosen.together)
    desks = {name: texts for name, texts in every.items() if chosen.only in name}
    came: list[Told] = []
    with ProcessPoolExecutor(chosen.workers) as pool:
        for name, result in zip(desks, pool.map(told, desks.values()), strict=True):
            came.append(result)
            said = "FAULT" if result.faults else "held"
            print(f"{name}: {said}", file=sys.stderr, flush=True)
    tell(
        {
            "texts": len({text for texts in desks.values() for text in texts.values()}),
            "desks": len(desks),
            "commands": len({facts.place for facts in leaves()}),
            "runs": sum(result.runs for result in came),
            "characters": sum(result.printed for result in came),
            "faults": [
                f"{name}: {fault}"
                for name, result in zip(desks, came, strict=True)
                for fault in result.faults
            ],
        }
    )


if __name__ == "__main__":
    main()
