"""Print the table of speed budgets: `python -m tests.bench [--tickets N] [--rounds N]`.

Budgets are ratios inside one run (to the smallest Textual program), frames, bytes and processor
load; absolute milliseconds are shown only where the budget names them.
"""

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench import read_speed
from tests.bench.console_speed import DeskProgram, Program, measure, typical, worst
from tests.bench.make_store import make_store
from tests.terminal import Answer


@dataclass(frozen=True)
class Line:
    """One budget and what was measured."""

    name: str
    what: str
    measured: float
    budget: float
    unit: str

    def __str__(self) -> str:
        verdict = "ok" if self.measured <= self.budget else "MISSED"
        return (
            f"{self.name:4} {self.what:46} {self.measured:9.2f} {self.unit:6}"
            f" budget {self.budget:8.2f}  {verdict}"
        )


def console_lines(desk: DeskProgram, hello: Program) -> list[Line]:
    """S1 to S7 and S11: what the terminal sees."""
    desk_keys = [answer.last for answer in desk.answers]
    hello_keys = [answer.last for answer in hello.answers]
    floor = typical(hello_keys)
    replies = [answer.last for answer in desk.replies]
    frames = [float(answer.frames) for answer in desk.answers]
    start = typical(desk.first_content) / typical(hello.first_content)
    memory = typical(desk.memory) / typical(hello.memory)
    return [
        Line("S1", "first content ÷ hello", start, 2.0, "×"),
        Line("S2", "next ticket ÷ hello, median", typical(desk_keys) / floor, 3.0, "×"),
        Line("S2", "next ticket ÷ hello, p99", worst(desk_keys) / floor, 6.0, "×"),
        Line("S2", "frames a key, at most", max(frames), 2.0, ""),
        Line("S3", "lag after a held key", typical(desk.held_lag), 20.0, "ms"),
        Line("S3", "load while a key is held", typical(desk.held_load), 40.0, "%"),
        Line("S5", "bytes a key, list alone", _bytes(desk.list_answers), 2000.0, "B"),
        Line("S5", "bytes a key, next ticket", _bytes(desk.answers), 8000.0, "B"),
        Line("S6", "load when idle", typical(desk.idle_load), 0.5, "%"),
        Line("S6", "bytes when idle", typical([float(n) for n in desk.idle_bytes]), 300.0, "B"),
        Line("S7", "memory ÷ hello", memory, 3.0, "×"),
        Line("S11", "reply, key to repainted, median", typical(replies), 30.0, "ms"),
        Line("S11", "reply, key to repainted, p99", worst(replies), 30.0, "ms"),
    ]


def _bytes(answers: list[Answer]) -> float:
    return typical([float(answer.bytes) for answer in answers])


def read_lines(store: Path) -> list[Line]:
    """S8, S9: reads."""
    return [
        Line(
            "S8", "first screen, all reads, p99", worst(read_speed.first_screen(store)), 5.0, "ms"
        ),
        Line("S8", "counters, p99", worst(read_speed.counters(store)), 1.0, "ms"),
        Line("S9", "search, first 50 hits, p99", worst(read_speed.searches(store)), 50.0, "ms"),
    ]


def main() -> None:
    """Make a store when none is given, measure, print the table; exit 1 on a missed budget."""
    parser = argparse.ArgumentParser(description="Measure the speed budgets.")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path, help="a store of make_store; left unchanged")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "bench.desk"
        if arguments.store:
            shutil.copyfile(arguments.store, store)
        else:
            make_store(store, arguments.tickets)
        program = Path(sys.executable).with_name("supportdesk")
        command = [str(program), "--store", str(store), "--as", "operator1"]
        desk = DeskProgram(command, r"#\d+", "j", before=("3",))
        hello = measure(desk, arguments.rounds)
        lines = [*console_lines(desk, hello), *read_lines(store)]
    for line in lines:
        print(line)
    sys.exit(any(line.measured > line.budget for line in lines))


if __name__ == "__main__":
    main()
