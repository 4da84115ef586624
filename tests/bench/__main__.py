"""Print the table of speed budgets: `python -m tests.bench [--tickets N] [--rounds N]`.

Budgets are ratios inside one run (to the smallest Textual program, to a store of 10,000 tickets),
frames, bytes and processor load; absolute milliseconds are shown only where the budget names
them. Recall of word forms (S17) is not measured here: it needs a dictionary of forms.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.console_speed import HELLO, DeskProgram, Program, measure
from tests.bench.make_store import make_store
from tests.bench.table import (
    Line,
    command_lines,
    console_lines,
    growth_lines,
    read_lines,
    work_lines,
)
from tests.bench.work_speed import Work

SMALL = 10_000
"""Tickets of the store that the big one is compared with (S4)."""


def main() -> None:
    """Make a store when none is given, measure, print the table; exit 1 on a missed budget."""
    parser = argparse.ArgumentParser(description="Measure the speed budgets.")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path, help="a store of make_store; left unchanged")
    parser.add_argument("--mails", type=Path, help="an mbox for the speed of importing")
    arguments = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        big, small = folder / "bench.desk", folder / "small.desk"
        if arguments.store:
            shutil.copyfile(arguments.store, big)
        else:
            make_store(big, arguments.tickets)
        make_store(small, SMALL)
        for line in measured(folder, big, small, arguments.rounds, arguments.mails):
            print(line, flush=True)
            missed |= line.missed
    sys.exit(missed)


def measured(folder: Path, big: Path, small: Path, rounds: int, mails: Path | None) -> list[Line]:
    """Every line of the table."""
    program = str(Path(sys.executable).with_name("supportdesk"))
    desk, little = _desk(program, big), _desk(program, small)
    hello = Program(HELLO, "READY n=0", "j")
    measure([hello, desk, little], rounds)
    lines = [*console_lines(desk, hello), *growth_lines(desk, little), *read_lines(big)]
    lines += command_lines(desk.command, folder, mails)
    work = Work(desk, big)
    work.measure()
    return [*lines, *work_lines(work, desk, hello)]


def _desk(program: str, store: Path) -> DeskProgram:
    return DeskProgram([program, "--store", str(store), "--as", "operator1"], r"#\d+", "j", ("3",))


if __name__ == "__main__":
    main()
