"""Somebody at work in a terminal: chores as fingers do them, on an English or Cyrillic layout."""

import re
from dataclasses import dataclass, field

from supportdesk.store.read import tickets
from supportdesk.store.read.rows import TicketRow
from tests.e2e.conftest import Workplace
from tests.e2e.keyboards import typed
from tests.terminal import Terminal

ANSWER = "Good day! It has been looked at, and is on its way."


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


def answer(who: Worker, number: int) -> None:
    """A reply."""
    who.key("r")
    who.wait("─  Reply to ")
    who.type(ANSWER)
    who.wait("on its way")
    who.send()
    who.wait(rf"reply on #{number} is accepted")


def note(who: Worker, number: int) -> None:
    """A private note."""
    who.key("c")
    who.wait("NOTE · the client will not see this")
    who.type(f"Проверено, №{number}.")
    who.wait(f"Проверено, №{number}")
    who.send()
    who.wait("the client does not see it")


def from_template(who: Worker, _number: int) -> None:
    """A reply from a saved text with a gap."""
    who.key("t")
    who.wait("─  Templates  ─")
    who.type("Need more")
    who.wait("▌ Need more details")
    who.terminal.press("enter")
    who.wait("─  Need more details  ─")
    who.type("the order's number")
    who.terminal.press("enter")
    who.gone("─  Templates  ─")
    who.wait("the order.s")
    who.send()
    who.wait("is accepted")


def by_macro(who: Worker, number: int) -> None:
    """Several changes in one."""
    who.key("f")
    who.wait("─  Macros  ─")
    who.type("Hand to")
    who.wait("▌ Hand to the second line")
    who.terminal.press("enter")
    who.gone("─  Macros  ─")
    who.wait(r"#second-line")
    assert who.row(number).queue == "Second line"


def accept(who: Worker, number: int) -> None:
    """Acknowledge with a prepared reply that also takes the ticket."""
    who.key("f")
    who.wait("─  Macros  ─")
    who.type("Accept")
    who.wait("▌ Accept into work")
    who.terminal.press("enter")
    who.wait("sending also runs")
    who.send()
    who.wait("is accepted")
    assert who.row(number).owner_id == who.me


def tag(who: Worker, number: int) -> None:
    """A tag, taken back and done again."""
    who.key("l")
    who.wait(f"─  Tags of #{number}")
    who.type("+seen")
    who.wait("adds seen")
    who.terminal.press("enter")
    who.wait(rf"Tags of #{number}: adds seen")
    who.key("z")
    who.wait("Undone: tags")
    who.key("Z")
    who.wait("Done again: tags")
    assert "seen" in who.row(number).tags


def sleep(who: Worker, number: int) -> None:
    """Out of sight until a moment in words of the operator's language."""
    who.key("d")
    who.wait(f"─  Sleep #{number} until")
    who.type("завтра 9:30")
    who.wait("завтра 9:30 ")
    who.terminal.press("enter")
    who.wait(f"#{number} sleeps until")
    assert who.row(number).wake_at is not None


def hurry(who: Worker, number: int) -> None:
    """Another priority."""
    who.choose("p", f"How urgent is #{number}", "low")
    who.wait(r" · low · ")
    assert who.row(number).priority == 0


def move(who: Worker, number: int) -> None:
    """To another queue."""
    who.choose("v", f"Move #{number} to", "Developers")
    who.wait(r" · Developers · ")
    assert who.row(number).queue == "Developers"


def hand_over(who: Worker, number: int) -> None:
    """To somebody else."""
    who.choose("a", f"Give #{number} to", "Emma Field")
    who.wait(r"Emma Field")
    assert who.row(number).owner == "Emma Field"


def take(who: Worker, number: int) -> None:
    """To oneself."""
    who.key("A")
    who.wait(r" · mine · | · mine\b")
    assert who.row(number).owner_id == who.me


def solve(who: Worker, number: int) -> None:
    """Answer and solve from the review."""
    who.key("r")
    who.wait("─  Reply to ")
    who.type("Всё готово, хорошего дня!")
    who.wait("хорошего дня")
    who.terminal.press("escape")
    who.wait("send and solve")
    who.key("e")
    who.wait(rf"#{number}")
    if "What kind" in who.terminal.settle():
        who.terminal.press("enter")
    who.gone("Esc review")
    assert who.row(number).state == "solved"
