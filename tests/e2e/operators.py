"""Somebody at work in a terminal, on an English or Cyrillic layout."""

import re
from dataclasses import dataclass, field

from supportdesk.store.read import tickets
from supportdesk.store.read.rows import TicketRow
from tests.e2e.conftest import Workplace
from tests.e2e.keyboards import typed
from tests.terminal import Terminal


@dataclass
class Worker:
    """An operator with a console, and what she did to which ticket."""

    work: Workplace
    login: str
    me: int
    layout: str
    size: tuple[int, int]
    terminal: Terminal = field(init=False)
    handled: list[tuple[int, str]] = field(default_factory=list)

    def sit_down(self) -> None:
        """Open the console."""
        self.terminal = self.work.console(self.size, self.login)
        self.wait(r"Mine +\d+")

    def key(self, *keys: str) -> None:
        """Press command keys: letters as this layout has them."""
        self.terminal.press(*(typed(self.layout, key) for key in keys))

    def type(self, text: str) -> None:
        """Type a text, in whatever letters it has."""
        self.terminal.press(text)

    def wait(self, pattern: str) -> str:
        """Wait until the screen shows it."""
        return self.terminal.wait(pattern)

    def gone(self, pattern: str) -> None:
        """Wait until the screen no longer shows it."""
        self.terminal.wait_gone(pattern)

    def row(self, number: int) -> TicketRow:
        """A ticket as the store has it now."""
        found = tickets.row(self.work.reader, number, self.me)
        assert found is not None
        return found

    def go_to(self, number: int) -> None:
        """Open a ticket by its number."""
        self.key("#")
        self.wait("─  Go to ticket  ─")
        self.type(str(number))
        self.terminal.press("enter")
        self.wait(rf"▸ #{number} ")

    def choose(self, key: str, title: str, wanted: str) -> None:
        """Open a list of choices and take the one that is typed."""
        self.key(key)
        self.wait(f"─  {title}")
        self.type(wanted)
        self.wait(rf"▌ +(\d +)?{re.escape(wanted)}")
        self.terminal.press("enter")
        self.gone(f"─  {title}")

    def send(self, also_if: str = "") -> None:
        """Send what stands in the composer, going on at a stop that names `also_if`."""
        self.terminal.press("ctrl+d")
        if also_if:
            self.wait(also_if)
            self.key("y")
        self.gone("Esc review")
