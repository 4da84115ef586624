"""The lines of the table: what was measured beside its budget of speed.md."""

from dataclasses import dataclass
from pathlib import Path

from tests.bench import command_speed, read_speed
from tests.bench.console_speed import DeskProgram, Program, typical, worst
from tests.bench.index_size import index_share
from tests.bench.work_speed import Work
from tests.terminal import Answer

COMMANDS = 15
"""Runs of a command."""


@dataclass(frozen=True)
class Line:
    """One budget and what was measured."""

    name: str
    what: str
    measured: float
    budget: float
    unit: str
    at_least: bool = False
    """The budget is a lower bound."""

    @property
    def missed(self) -> bool:
        """Whether the budget does not hold."""
        return self.measured < self.budget if self.at_least else self.measured > self.budget

    def __str__(self) -> str:
        return (
            f"{self.name:4} {self.what:46} {self.measured:9.2f} {self.unit:6}"
            f" budget {self.budget:8.2f}  {'MISSED' if self.missed else 'ok'}"
        )


def console_lines(desk: DeskProgram, hello: Program) -> list[Line]:
    """S1 to S3, S5 to S7: what the terminal sees of reading."""
    keys = _times(desk.answers)
    floor = typical(_times(hello.answers))
    start = typical(desk.first_content) / typical(hello.first_content)
    memory = typical(desk.memory) / typical(hello.memory)
    idle_bytes = typical([float(count) for count in desk.idle_bytes])
    return [
        Line("S1", "first content ÷ hello", start, 2.0, "×"),
        Line("S2", "next ticket ÷ hello, median", typical(keys) / floor, 3.0, "×"),
        Line("S2", "next ticket ÷ hello, p99", worst(keys) / floor, 6.0, "×"),
        Line("S2", "frames a key, at most", max(a.frames for a in desk.answers), 2.0, ""),
        Line("S3", "lag after a held key", typical(desk.held_lag), 20.0, "ms"),
        Line("S3", "load while a key is held", typical(desk.held_load), 40.0, "%"),
        Line("S5", "bytes a key, next ticket", _bytes(desk.answers), 8000.0, "B"),
        Line("S6", "load when idle", typical(desk.idle_load), 0.5, "%"),
        Line("S6", "bytes when idle", idle_bytes, 300.0, "B"),
        Line("S7", "memory ÷ hello", memory, 3.0, "×"),
    ]


def growth_lines(big: DeskProgram, small: DeskProgram) -> list[Line]:
    """S4: the big store ÷ the small one."""
    pairs = {
        "first content": (big.first_content, small.first_content),
        "next ticket": (_times(big.answers), _times(small.answers)),
        "another view": (_times(big.switches), _times(small.switches)),
        "open a ticket": (_times(big.openings), _times(small.openings)),
        "memory": (big.memory, small.memory),
    }
    return [
        Line("S4", f"{what}, big ÷ small store", typical(one) / typical(other), 1.2, "×")
        for what, (one, other) in pairs.items()
    ]


def read_lines(store: Path) -> list[Line]:
    """S8, S9, S17: reads inside a process, and the index they use."""
    screen = worst(read_speed.first_screen(store))
    return [
        Line("S8", "first screen, all reads, p99", screen, 5.0, "ms"),
        Line("S8", "counters, p99", worst(read_speed.counters(store)), 1.0, "ms"),
        Line("S9", "search, first 50 hits, p99", worst(read_speed.searches(store)), 50.0, "ms"),
        Line("S17", "index ÷ text", index_share(store), 0.6, "×"),
    ]


def command_lines(desk: list[str], folder: Path, mails: Path | None) -> list[Line]:
    """S13, S14: commands as whole processes."""
    imported = command_speed.imported_a_second(desk[0], folder, mails)
    listed = typical(command_speed.listing(desk, COMMANDS))
    return [
        Line("S13", "mails imported a second", imported, 1000.0, "", at_least=True),
        Line("S14", "list --json ÷ importing typer", listed, 3.0, "×"),
    ]


def work_lines(work: Work, desk: DeskProgram, hello: Program) -> list[Line]:
    """S5, S10 to S12, S15, S16: what the terminal sees of work."""
    letter = typical(_times(work.letters)) / typical(_times(hello.answers))
    replies = _times(work.replies)
    busy = typical(_times(work.during_import)) / typical(_times(desk.answers))
    return [
        Line("S5", "bytes a key, list alone", _bytes(work.list_answers), 2000.0, "B"),
        Line("S10", "typed letter ÷ hello", letter, 3.0, "×"),
        Line("S11", "reply, key to repainted, median", typical(replies), 30.0, "ms"),
        Line("S11", "reply, key to repainted, p99", worst(replies), 30.0, "ms"),
        Line("S12", "another's change on the screen, p99", worst(work.others), 1000.0, "ms"),
        Line("S15", "next ticket while importing ÷ idle", busy, 2.0, "×"),
        Line("S16", "Esc to frame", typical(_times(work.escapes)), 60.0, "ms"),
    ]


def _times(answers: list[Answer]) -> list[float]:
    """Milliseconds to the last byte of each answer."""
    return [answer.last for answer in answers]


def _bytes(answers: list[Answer]) -> float:
    return typical([float(answer.bytes) for answer in answers])
