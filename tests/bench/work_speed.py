"""Speed of an operator's work in the console: typing, replying, others' changes, work behind."""

import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import AddNote
from tests.bench.console_speed import KEYS, SIZE, DeskProgram, shown_ticket
from tests.bench.mails import write_mails
from tests.terminal import FRAME_BEGINS, Answer, Terminal

NARROW = (79, 40)
"""So narrow that the list stands alone."""
REPLIES = 100
NOTES = 20
OTHER_OPERATOR = 2


@dataclass
class Work:
    """What was seen of an operator at work on one store.

    After everything else: what was sent here is due work for the next console.
    """

    desk: DeskProgram
    store: Path
    letters: list[Answer] = field(default_factory=list)
    replies: list[Answer] = field(default_factory=list)
    escapes: list[Answer] = field(default_factory=list)
    list_answers: list[Answer] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    """Milliseconds from another process's commit to its note on this screen."""
    during_import: list[Answer] = field(default_factory=list)

    def measure(self) -> None:
        """Everything, in one console."""
        with Terminal(self.desk.command, size=SIZE) as terminal:
            terminal.wait(self.desk.ready)
            terminal.press(*self.desk.before)
            terminal.settle(0.5)
            self._type(terminal)
            self._reply(terminal)
            self._leave_help(terminal)
            self._see_others(terminal)
            self._work_while_importing(terminal)
            terminal.resize(*NARROW)
            terminal.press("q")
            terminal.settle(0.5)
            self.list_answers += [terminal.measure(self.desk.key) for _ in range(KEYS // 2)]

    def _type(self, terminal: Terminal) -> None:
        terminal.press("c")
        terminal.wait("NOTE")
        terminal.settle(0.5)
        for _ in range(KEYS):
            self.letters += [terminal.measure(letter) for letter in "at "]
        terminal.press("escape")
        terminal.wait("keep and leave")
        terminal.press("q")
        terminal.settle(0.5)

    def _reply(self, terminal: Terminal) -> None:
        """From the sending key to the whole frame that shows the reply."""
        for _ in range(REPLIES):
            terminal.press("r")
            terminal.wait("Reply to")
            terminal.press("We have looked at it and sent the money back.")
            terminal.settle(0.2)
            self.replies.append(terminal.measure("ctrl+d", 0.5, until=b"is accepted"))
            terminal.press("q", self.desk.key)
            terminal.settle(0.3)

    def _leave_help(self, terminal: Terminal) -> None:
        for _ in range(NOTES):
            terminal.press("f1")
            terminal.settle(0.2)
            self.escapes.append(terminal.measure("escape", until=FRAME_BEGINS))

    def _see_others(self, terminal: Terminal) -> None:
        """Notes another process adds to the ticket that is shown."""
        desk = open_desk(self.store, lambda: datetime.now(UTC))
        ticket = shown_ticket(terminal)
        for n in range(NOTES):
            desk.act(OTHER_OPERATOR, AddNote(ticket, f"seen-{n}."))
            began = time.perf_counter()
            terminal.wait(rf"seen-{n}\.")
            self.others.append((time.perf_counter() - began) * 1000)
            terminal.settle(0.1)
        desk.close()

    def _work_while_importing(self, terminal: Terminal) -> None:
        mails = write_mails(self.store.with_suffix(".mbox"))
        program, *options = self.desk.command
        importing = subprocess.Popen(
            [program, *options, "import", str(mails)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        terminal.read_until(time.perf_counter() + 1.5)
        while importing.poll() is None:
            self.during_import.append(terminal.measure(self.desk.key, until=FRAME_BEGINS))
            terminal.settle(0.08, 0.3)  # what arrives is shown in frames of its own
