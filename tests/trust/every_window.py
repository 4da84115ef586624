"""Every command of the console on a hostile desk, and every window that follows from one.

Both are read off the program: commands from its registry, windows from the classes of its screens,
and what a window can do from its bindings. What nobody has walked to is named in the end.
"""

import re
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from textual.binding import Binding
from textual.screen import Screen

from supportdesk.console import screens
from supportdesk.console.board_commands import BOARD_COMMANDS
from supportdesk.console.command import Command
from supportdesk.console.commands import COMMANDS
from supportdesk.console.screens.dialog import Dialog
from supportdesk.console.screens.form import Form
from supportdesk.console.screens.lookup import Lookup
from supportdesk.console.writing_commands import EDITOR_COMMANDS, REVIEW_COMMANDS
from tests.terminal import KEYS, Terminal
from tests.trust.others import others_act

LEAVES = ("quit", "back", "review_leave", "board_leave", "edit_outside")
"""Commands that only leave, which the tour does all the time, or hand the terminal over."""
ONE_KEY = {"view_by_key": "6"}
BASES = (Dialog, Form, Lookup)
NOT_OF_A_DESK = ("FirstRunScreen",)
"""Windows that stand only where there is no desk yet."""

FURTHER = {
    "reply": ("escape", "r"),
    "fields": ("enter", "a"),
    "client_properties": ("enter",),
    "client_merge": ("2", "enter", "y"),
    "organisation": ("i",),
    "views": ("n", "e"),
    "template": ("enter",),
    "macro": ("enter",),
    "move": ("enter",),
    "merge": ("split", "enter", "enter"),
    "time": ("enter", "a"),
    "make_template": ("enter",),
    "open_file": ("enter", "enter"),
    "history": ("enter",),
    "knowledge": ("enter",),
    "search": ("zebra", "enter"),
    "solve": ("enter",),
    "drafts": ("enter",),
    "outbox": ("enter",),
    "rename_tag": ("enter",),
    "tags": ("a", "enter"),
    "snooze": ("1",),
}
"""Keys that lead on from what a command has opened, one after another."""

ON = {
    "open_file": (45, 48, 51, 54),
    "organisation": (3, 15, 25, 35),
    "template": (7, 21, 35, 49),
}
"""Lines of the list to run a command on, where not every ticket has what it is about."""

WHILE_OTHERS_ACT = (
    (),
    ("r", "Some words "),
    ("r", "Some words ", "escape"),
    ("h",),
    ("H",),
    ("/", "zebra"),
    ("g", "b"),
)
"""Keys to where somebody looks when a client writes and a colleague is faster."""

SEEN = 1.0
"""Seconds in which what others have done has come to the screen."""

MANY = (
    *("assign", "state", "tags", "priority", "snooze"),
    *("macro", "merge", "template", "reply", "note"),
)
"""Commands that are shown on marked tickets too: each has a list of what it would do."""


def window_classes() -> dict[str, type[Screen[object]]]:
    """Every window of the console by the name of its class."""
    found = {}
    for module in iter_modules(screens.__path__):
        for kind in vars(import_module(f"{screens.__name__}.{module.name}")).values():
            own = isinstance(kind, type) and issubclass(kind, Screen)
            if own and kind.__module__.startswith(screens.__name__) and kind not in BASES:
                found[kind.__name__] = kind
    return {name: kind for name, kind in found.items() if name not in NOT_OF_A_DESK}


def every_command() -> dict[str, Command]:
    """The commands of all areas by name."""
    all_of_them = (*COMMANDS, *EDITOR_COMMANDS, *REVIEW_COMMANDS, *BOARD_COMMANDS)
    return {command.name: command for command in all_of_them if command.name not in LEAVES}


class UnseenTerminal(Terminal):
    """A terminal that keeps all that comes and draws nothing of it."""

    @property
    def text(self) -> str:
        """The last of what came: there is no screen."""
        return repr(bytes(self.output[-200:]))

    def _show(self, data: bytes) -> None:
        self.output += data
        self._answer_queries(data)


@dataclass
class EveryWindow:
    """One walk through a watched console."""

    terminal: Terminal
    log: Path
    store: Path
    tickets: int
    ran: set[str] = field(default_factory=set)
    looked: int = 0
    """How often something was pressed and all that followed was there."""
    _explored: set[str] = field(default_factory=set)

    def walk(self, names: Sequence[str] = ()) -> None:
        """Run every command, each on another ticket, and look at all that follows."""
        self.terminal.wait_sent(b"Mine")
        for turn, command in enumerate(COMMANDS):
            if command.name not in LEAVES and (not names or command.name in names):
                for line in ON.get(command.name, (turn * 7,)):
                    self._walk_from(line, command)
        for name in MANY:
            if not names:
                self._stand_on(0)
                self._key("x", "X", "down", "down", "x")
                self._run(next(one for one in COMMANDS if one.name == name))
                self._key("enter")
                self._look_around()
        if not names:
            self._write()
            self._board()
            self._while_others_act()
        self._back()

    def _walk_from(self, line: int, command: Command) -> None:
        self._stand_on(line % self.tickets)
        self._run(command)
        self._look_around()
        for key in FURTHER.get(command.name, ()):
            self._key(key)
            self._look_around()

    @property
    def missed(self) -> list[str]:
        """Commands that did not run, and windows that did not stand."""
        lines = self.log.read_text().split("\n")
        ran = self.ran | {line[3:] for line in lines if line.startswith("do ")}
        stood = {line[7:] for line in lines if line.startswith("window ")}
        return sorted({*every_command(), *window_classes()} - ran - stood)

    @property
    def meant(self) -> list[str]:
        """Texts with brackets that were read for their meaning: our own have none."""
        return [line for line in self.log.read_text().split("\n") if line.startswith("markup ")]

    def _stand_on(self, line: int) -> None:
        self._back()
        self.terminal.press("3", "home", *["j"] * line)
        self._here()

    def _run(self, command: Command) -> None:
        """By its key, else by its name in the palette."""
        key = ONE_KEY.get(command.name) or (command.keys[0] if command.keys else "")
        before = self.log.stat().st_size
        if key:
            self._key(*key.split(" "))
        else:
            self._key("ctrl+p", command.title, "enter")
        deadline = time.perf_counter() + 5
        while f"do {command.name}\n" not in self._since(before):
            if time.perf_counter() > deadline:
                return
            self.terminal.settle(0.02, 0.1)

    def _look_around(self) -> None:
        """Move in a window; in one of a new kind also by every key that it has."""
        self._key("down", "down")
        name = self._here()[0][-1]
        kind = window_classes().get(name)
        if kind is None or name in self._explored:
            return
        self._explored.add(name)
        bound = [one for base in kind.__mro__ for one in vars(base).get("BINDINGS", ())]
        keys = [key for one in bound if isinstance(one, Binding) for key in one.key.split(",")]
        for key in dict.fromkeys(keys):
            windows = self._here()[0]
            if key in KEYS and key not in ("escape", "ctrl+c") and windows[-1] == name:
                self._key(key)
                if len(self._here()[0]) > len(windows):
                    self._key("down")
                    self._leave_one()

    def _write(self) -> None:
        """The commands of a composer and of its review bar, each from a text of its own."""
        for area, leading in ((EDITOR_COMMANDS, ()), (REVIEW_COMMANDS, ("escape",))):
            for turn, command in enumerate(area):
                if command.name not in LEAVES:
                    self._stand_on(turn * 5 % self.tickets)
                    self._run(next(one for one in COMMANDS if one.name == "reply"))
                    self._key("Some words ", *leading, *command.keys[0].split(" "))
                    self.ran.add(command.name)
                    self._look_around()

    def _board(self) -> None:
        self._back()
        for command in BOARD_COMMANDS:
            if command.name not in LEAVES:
                if "BoardScreen" not in self._here()[0]:
                    self._back()
                    self._key("g", "b")
                self._key(*command.keys[0].split(" "))
                self.ran.add(command.name)

    def _while_others_act(self) -> None:
        """What is said of others' doings, wherever one is; replies that they have made late."""
        for turn, keys in enumerate(WHILE_OTHERS_ACT):
            self._stand_on(turn)
            self._key(*keys)
            others_act(self.store, turn)
            self.terminal.read_until(time.perf_counter() + SEEN)
            self._key("down")
            if self._here()[1] == "review":
                self._key("s")
            self._look_around()

    def _key(self, *keys: str) -> None:
        """Press keys one by one, each when all of the one before is done."""
        for key in keys:
            self.terminal.press(key)
            self._here()
            self.looked += 1

    def _back(self) -> None:
        """To the desk alone, however deep one is."""
        for _step in range(30):
            windows, place, marks = self._here()
            if len(windows) > 1:
                self._leave_one()
            elif place == "review":
                self._key("q")
            elif place == "text" or marks:
                self._key("escape")
            else:
                return
        raise AssertionError(f"no way back from {self._here()}:\n{self.terminal.text}")

    def _leave_one(self) -> None:
        windows = self._here()[0]
        throws_away = windows[-1] == "ConfirmScreen" and len(windows) > 2
        self._key("y" if throws_away else "escape")

    def _here(self) -> tuple[list[str], str, bool]:
        """The windows from the desk up, desk, text or review, and whether tickets are marked."""
        before = self.log.stat().st_size
        self.terminal.send_signal(signal.SIGUSR1)
        deadline = time.perf_counter() + 20
        while not (told := re.findall(r"^here (\S+) (\S+) (\d)$", self._since(before), re.M)):
            if time.perf_counter() > deadline:
                raise AssertionError(f"it says nothing of where it is:\n{self.terminal.text}")
            self.terminal.settle(0.01, 0.05)
        windows, place, marks = told[-1]
        return windows.split(","), place, marks == "1"

    def _since(self, size: int) -> str:
        with self.log.open("rb") as log:
            log.seek(size)
            return log.read().decode()
