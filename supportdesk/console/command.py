"""What one command of the console is: its keys, where they work, what it is called and does."""

from enum import StrEnum

from supportdesk.console.keyboard import presses
from supportdesk.i18n.later import N_
from supportdesk.records import dataclass


class Where(StrEnum):
    """Where a command's keys work."""

    LIST = "list"
    TICKET = "ticket"
    EDITOR = "editor"
    REVIEW = "review"
    BOARD = "board"
    REPORT = "report"
    EVERYWHERE = "everywhere"


AREAS = {
    Where.LIST: N_("List"),
    Where.TICKET: N_("Ticket"),
    Where.EDITOR: N_("Editor"),
    Where.REVIEW: N_("Editor, after Esc"),
    Where.BOARD: N_("Board"),
    Where.REPORT: N_("Report"),
    Where.EVERYWHERE: N_("Everywhere"),
}
"""Headings of the help screen, in its order."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing an operator can ask the console for.

    `keys` are as R7 writes them; twins on other layouts follow by physical place.
    """

    name: str
    keys: tuple[str, ...]
    where: Where
    title: str
    help: str
    cli: str | None = None
    """The same thing in a shell, or None where it makes no sense there."""
    changes: bool = False
    """Whether it writes: no such command begins on a store that is only read."""
    without_ticket: bool = False
    """Whether it is about no ticket, though its key is one of the ticket's."""

    by_key: bool = False
    """Whether which of its keys was pressed makes a difference: it has no meaning without one."""

    @property
    def needs_ticket(self) -> bool:
        """Whether it is about the ticket in sight."""
        return self.where is Where.TICKET and not self.without_ticket

    @property
    def presses(self) -> tuple[str, ...]:
        """All key presses that mean this command, twins included."""
        return tuple(press for key in self.keys for press in presses(key))
