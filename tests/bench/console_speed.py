"""Speed of the console in a real terminal, as ratios to the smallest Textual program."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from tests.bench.process_load import processor_seconds, resident_megabytes
from tests.terminal import Answer, Terminal

SIZE = (140, 40)
NARROW = (79, 40)
"""So narrow that the list stands alone."""
HELLO = [sys.executable, str(Path(__file__).with_name("hello.py"))]
KEYS = 100
HELD_KEYS = 90
HELD_RATE = 30.0
IDLE_SECONDS = 5.0
REPLIES = 100


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
            self._hold(terminal)
            self._idle(terminal)
            self.memory.append(resident_megabytes(terminal.process.pid))

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
    """The console: replies are written in it, and its list can stand alone."""

    replies: list[Answer] = field(default_factory=list)
    list_answers: list[Answer] = field(default_factory=list)

    def measure_work(self) -> None:
        """Replies from the sending key to the whole frame that shows it; keys in the list alone.

        After all other rounds: what was sent here is due work for the next console.
        """
        with Terminal(self.command, size=SIZE) as terminal:
            terminal.wait(self.ready)
            terminal.press(*self.before)
            terminal.settle(0.5)
            for _ in range(REPLIES):
                terminal.press("r")
                terminal.wait("Reply to")
                terminal.press("We have looked at it and sent the money back.")
                terminal.settle(0.2)
                self.replies.append(terminal.measure("ctrl+d", 0.5, until=b"is accepted"))
                terminal.press("q", self.key)
                terminal.settle(0.3)
            terminal.resize(*NARROW)
            terminal.press("q")
            terminal.settle(0.5)
            self.list_answers += [terminal.measure(self.key) for _ in range(KEYS // 2)]


def measure(desk: DeskProgram, rounds: int) -> Program:
    """Measure both programs in turn, so that a drifting machine cancels out; return the floor."""
    hello = Program(HELLO, "READY n=0", "j")
    for _ in range(rounds):
        hello.measure_once()
        desk.measure_once()
    desk.measure_work()
    return hello


def typical(values: list[float]) -> float:
    """The median."""
    return median(values)


def worst(values: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(values, n=100, method="inclusive")[98] if len(values) > 1 else values[0]
