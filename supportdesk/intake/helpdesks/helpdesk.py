"""What the import asks of a help desk's export, whichever it is."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Protocol

from supportdesk.domain.action import SavePolicy, SaveView
from supportdesk.domain.macro import Macro
from supportdesk.intake.helpdesks.found import Found
from supportdesk.intake.helpdesks.json_items import Item
from supportdesk.intake.helpdesks.ticket_fields import ForeignFields
from supportdesk.intake.record import OperatorRecord, TemplateRecord, TicketRecord
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """An object for the pile; `owner` is the number of the ticket it is a part of."""

    kind: str
    number: int
    body: Found
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class MacroRecord:
    """A macro; its queue and its owner (unless `me` or `nobody`) by their names."""

    name: str
    does: Macro
    place: str
    queue: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """A view as it would be saved."""

    save: SaveView
    place: str


class Helpdesk(Protocol):
    """Sorts what an export holds onto a pile, then tells it in records of our own.

    What raises WrongItem is left out with its place.
    """

    lists: frozenset[str]
    """Lists that a page of it may hold."""
    people: str
    """Kind of the objects of the pile among which our people are."""
    fields: ForeignFields
    """Its custom fields, once they are defined."""

    def keep(self, item: Item, path: PurePath) -> Iterator[Kept]:
        """What of an item goes on the pile."""
        ...

    def settle(self) -> None:
        """Every file is read: put together what belongs together."""
        ...

    def define(self, body: Found) -> None:
        """Take up a custom field (a `field` of the pile); asked for before the tickets."""
        ...

    def operator(self, body: Found) -> OperatorRecord | None:
        """Who of ours one of `people` is, if any; asked for before the tickets."""
        ...

    def ticket(self, body: Found, place: str) -> TicketRecord | None:
        """A whole ticket; None for one that has no place."""
        ...

    def ready_texts(self, body: Found, place: str) -> Iterator[TemplateRecord | MacroRecord]:
        """The templates and macros that a saved answer is here."""
        ...

    def view(self, body: Found, place: str) -> ViewRecord | None:
        """A view; None for one that cannot be said here."""
        ...

    def policies(self) -> Iterator[SavePolicy]:
        """Policies of service levels that count round the clock, in their order."""
        ...

    def finish(self) -> None:
        """Count what nobody asked for."""
        ...
