"""How a disk may look after the power went: what was synced, and anything of the rest."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

SECTOR = 512
MODES = ("any", "none", "first", "sectors")
"""Of what was not synced: any writes in any order, none, only the first ones, any sectors."""


@dataclass
class Disk:
    """Files by name as they surely stand, and what was written since their last sync."""

    safe: dict[str, bytearray] = field(default_factory=dict)
    unsure: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    deaf: str = ""
    """Syncs of the file whose name ends so are not heard: a planted fault."""

    def do(self, what: tuple[Any, ...]) -> None:
        """Take one step of the log."""
        match what:
            case ("write" | "cut", name, *_rest):
                self.unsure.setdefault(name, []).append(what)
            case ("sync", name) if not (self.deaf and name.endswith(self.deaf)):
                standing = self.safe.setdefault(name, bytearray())
                for one in self.unsure.pop(name, []):
                    apply(standing, one)
            case ("delete", name):
                self.safe.pop(name, None)
                self.unsure.pop(name, None)

    def after_power_loss(self, pick: Random, mode: str) -> dict[str, bytes]:
        """The files as they may be found."""
        found = {name: bytearray(standing) for name, standing in self.safe.items()}
        for name, steps in self.unsure.items():
            standing = found.setdefault(name, bytearray())
            for one in survivors(steps, pick, mode):
                apply(standing, one)
        return {name: bytes(standing) for name, standing in found.items()}


def apply(standing: bytearray, what: tuple[Any, ...]) -> None:
    """Write into a file, or cut it."""
    if what[0] == "write":
        _kind, _name, offset, data = what
        if len(standing) < offset:
            standing.extend(bytes(offset - len(standing)))
        standing[offset : offset + len(data)] = data
    elif what[2] < len(standing):
        del standing[what[2] :]
    else:
        standing.extend(bytes(what[2] - len(standing)))


def survivors(steps: list[tuple[Any, ...]], pick: Random, mode: str) -> Iterator[tuple[Any, ...]]:
    """Of what was not synced, what has reached the disk all the same."""
    if mode == "none":
        return
    if mode == "first":
        steps = steps[: pick.randint(0, len(steps))]
    for one in steps:
        whole = mode == "first" or pick.random() < 0.5
        if whole and not (mode == "sectors" and one[0] == "write"):
            yield one
        elif one[0] == "write" and (mode == "sectors" or pick.random() < 0.3):
            yield from _torn(one, pick)


def _torn(one: tuple[Any, ...], pick: Random) -> Iterator[tuple[Any, ...]]:
    """Some sectors of a write."""
    kind, name, offset, data = one
    for start in range(0, len(data), SECTOR):
        if pick.random() < 0.6:
            yield (kind, name, offset + start, data[start : start + SECTOR])


@dataclass
class Promises:
    """What must and may be found after any step of the log."""

    contents: list[str] = field(default_factory=list)
    """The content after each commit."""
    begun: list[int] = field(default_factory=list)
    """After which step each commit was begun."""
    promised: list[tuple[int, int, str]] = field(default_factory=list)
    """Steps after which the desk had answered: step, commits by then, the envelope."""

    @classmethod
    def of(cls, log: list[tuple[Any, ...]]) -> "Promises":
        """Read them off a log."""
        made = cls()
        for step, what in enumerate(log):
            match what:
                case ("committed", _n, content):
                    made.contents.append(content)
                case ("begun", _n):
                    made.begun.append(step)
                case ("promised", envelope):
                    made.promised.append((step, len(made.contents) - 1, envelope))
        return made

    def least(self, step: int) -> int:
        """How many commits must be found when the power goes after so many steps."""
        place = bisect_right(self.promised, (step, -1, ""))
        return self.promised[place - 1][1] if place else 0

    def most(self, step: int) -> int:
        """How many may be found: a commit that was begun may have come through."""
        return bisect_right(self.begun, step - 1)

    def answered(self, step: int) -> list[str]:
        """The envelopes the desk had answered by then."""
        return [envelope for at, _commits, envelope in self.promised if at < step]
