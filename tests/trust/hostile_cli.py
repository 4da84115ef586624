"""Hostile texts of a folder (one text a file) through every command there is, plain and as JSON.

Lists tell of all texts of a desk, a command about one row runs for every row, and every line with
a word in it for as many words as hold the beginnings of all texts. Half an hour on one core.
"""

import argparse
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tests.trust.every_command import faults, leaves, misused, packed, runner_on
from tests.trust.hostile_commands import CHANGING, EACH, READING, files, rows, typed
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
            every_row = max(len(values) for values in rows(store).values())
            with runner_on(store, home) as run:
                each = typed(list(chain(*EACH.values())), known, times=every_row)
                found += faults(run, each, form, words, (0,))
                for lines in (READING, CHANGING):
                    worded = typed(list(chain(*lines.values())), known, times=len(words))
                    found += faults(run, worded, form, words)
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
