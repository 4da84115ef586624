"""Speed of the console in a real terminal, as ratios to the smallest Textual program."""

import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from tests.bench.process_load import processor_seconds, resident_megabytes
from tests.terminal import Answer, Terminal

SIZE = (140, 40)
HELLO = [sys.executable, str(Path(__file__).with_name("hello.py"))]
KEYS = 100
HELD_KEYS = 90
HELD_RATE = 30.0
IDLE_SECONDS = 5.0
SWITCHES = 20
OTHER_VIEW = "4"
"""Its first ticket is another than that of the view where keys are measured, on every store: where
two views begin with the same ticket, a switch paints half as much."""


@dataclass
class Program:
    """One program under measurement and what was seen of it over all rounds."""

    command: list[str]
    ready: str
    key: str
    before: tuple[str, ...] = ()
    """Keys that lead to where `key` is measured."""
    first_content: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    held_lag: list[float] = field(default_factory=list)
    held_load: list[float] = field(default_factory=list)
    idle_load: list[float] = field(default_factory=list)
    idle_bytes: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def measure_once(self) -> None:
        """One round: start, keys, a held key, idling."""
        with Terminal(self.command, size=SIZE) as terminal:
            terminal.wait(self.ready)
            self.first_content.append((time.perf_counter() - terminal.started) * 1000)
            terminal.settle(0.5)
            terminal.press(*self.before)
            terminal.settle(0.5)
            for _ in range(5):
                terminal.measure(self.key)
            self.answers += [terminal.measure(self.key) for _ in range(KEYS)]
            self._more(terminal)
            self._hold(terminal)
            self._idle(terminal)
            self.memory.append(resident_megabytes(terminal.process.pid))

    def _more(self, terminal: Terminal) -> None:
        """What only some programs can do."""

    def _hold(self, terminal: Terminal) -> None:
        before, began = processor_seconds(terminal.process.pid), time.perf_counter()
        for n in range(HELD_KEYS - 1):
            terminal.press(self.key)
            terminal.read_until(began + (n + 1) / HELD_RATE)
        spent = time.perf_counter() - began
        used = processor_seconds(terminal.process.pid) - before
        self.held_lag.append(terminal.measure(self.key).last)
        self.held_load.append(100 * used / spent)

    def _idle(self, terminal: Terminal) -> None:
        terminal.settle(1.0)
        before, written = processor_seconds(terminal.process.pid), len(terminal.output)
        terminal.settle(IDLE_SECONDS, IDLE_SECONDS)
        used = processor_seconds(terminal.process.pid) - before
        self.idle_load.append(100 * used / IDLE_SECONDS)
        self.idle_bytes.append(len(terminal.output) - written)


@dataclass
class DeskProgram(Program):
    """The console: its views are changed and its tickets opened as well."""

    switches: list[Answer] = field(default_factory=list)
    openings: list[Answer] = field(default_factory=list)

    def _more(self, terminal: Terminal) -> None:
        for _ in range(SWITCHES):
            here = shown_ticket(terminal)
            self.switches.append(terminal.measure(OTHER_VIEW))
            assert shown_ticket(terminal) != here
            self.switches.append(terminal.measure(self.before[0]))
        for _ in range(SWITCHES):
            self.openings.append(terminal.measure("enter"))
            terminal.press("q")
            terminal.settle(0.1)
            terminal.press(self.key)
            terminal.settle(0.1)


def shown_ticket(terminal: Terminal) -> int:
    """The number above the conversation, under the rule that ends the list."""
    shown = re.search(r"─{20}.*\n.*?#(\d+)", terminal.text)
    assert shown
    return int(shown[1])


def measure(programs: list[Program], rounds: int) -> None:
    """Measure all programs in turn, so that a drifting machine cancels out."""
    for _ in range(rounds):
        for program in programs:
            program.measure_once()


def typical(values: list[float]) -> float:
    """The median."""
    return median(values)


def worst(values: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(values, n=100, method="inclusive")[98] if len(values) > 1 else values[0]
