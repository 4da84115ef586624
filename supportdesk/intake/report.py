"""What an import was asked to do, what it says while it runs, and what it has done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Protocol

from supportdesk.intake.helpdesks.found import NoPlace
from supportdesk.intake.operators import Proposal
from supportdesk.intake.record import Skipped
from supportdesk.records import dataclass

HELPDESKS = ("freshdesk", "zendesk")
"""Help desks whose exports can be read, by the names that commands give them."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read: `zone` is for times without one, `map` names a mapping or its file.

    `importer` is the operator who imports; None is the desk itself.
    """

    operators: Path | None = None
    map: str | None = None
    queue: str | None = None
    zone: tzinfo = UTC
    importer: int | None = None
    helpdesk: str | None = None
    """The files are an export of this help desk, one of `HELPDESKS`."""
    account: str | None = None
    """The account they are of, where the export of the help desk does not tell."""


@dataclass(slots=True)
class ImportReport:
    """Items read, new and known before; what was left out and why."""

    read: int = 0
    new: int = 0
    known: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    tickets_new: int = 0
    templates_new: int = 0
    proposals: list[Proposal] = field(default_factory=list)
    not_understood: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Fields with values that a log's mapping has no words for; they changed nothing."""
    kinds_read: Counter[str] = field(default_factory=Counter)
    """Tickets, messages, notes, changes of a log, operators, templates and so on."""
    kinds_new: Counter[str] = field(default_factory=Counter)
    clients_new: int = 0
    no_place: NoPlace = field(default_factory=NoPlace)
    """What an export holds that the desk has no place for."""
    interrupted: bool = False

    def add_up(self) -> None:
        """Of an export of many kinds, the items are those of every kind."""
        self.read, self.new = self.kinds_read.total(), self.kinds_new.total()
        self.known = self.read - self.new
        self.templates_new = self.kinds_new["template"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file of tickets is read: a row without a time gets `now`.

    `passed` hears how many bytes were read; `not_understood` is that of the report.
    """

    options: ImportOptions
    now: datetime
    passed: Callable[[int], None]
    not_understood: Counter[tuple[str, str]]


class Guard(Protocol):
    """Does the work of one item; when it fails, skips the item with its place and says False."""

    def __call__(self, work: Callable[[], None], place: str, *, told: bool = True) -> bool:
        """Do it; with `told` False a failure is not reported."""
        ...


Progress = Callable[[str, int, int, int], None]
"""Hears (path, bytes done, bytes in all, items read)."""


def silent(_path: str, _done: int, _all: int, _items: int) -> None:
    """Hears progress and says nothing."""
