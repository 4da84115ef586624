"""Tickets of the greatest sizes, and how long the console takes for each beside a small one.

`python -m tests.trust.largest_tickets`: prints milliseconds to the first byte after a key.
"""

import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from supportdesk.desk.desk import Desk, open_desk
from supportdesk.domain.action import (
    AddNote,
    ChangeTags,
    ClientReference,
    CreateTicket,
    HistoricMessage,
    HistoricTicket,
    ReceiveMessage,
    Recipient,
    Recipients,
    RecordHistory,
    SaveOperator,
    SaveQueue,
)
from supportdesk.domain.subject import LONGEST_SUBJECT
from tests.trust.every_window import UnseenTerminal
from tests.trust.hostile_store import ME, HostileClock
from tests.trust.hostile_tour import open_console

BODIES = {
    "small": "One line.",
    "line of a million": "A" * 1_000_000,
    "wide line": "\u5b57" * 300_000,
    "hundred thousand lines": "x\n" * 100_000,
    "million letters of words": "word " * 200_000,
    "markup": "[/] " * 250_000,
}
KEYS = {"open": "\r", "page": "\x1b[6~", "end": "\x1b[F", "history": "h", "replay": "H"}


def make_largest(path: Path) -> dict[str, int]:
    """A desk of the largest tickets; their numbers by what is large."""
    with closing(open_desk(path, HostileClock(), create=True)) as desk:
        me = desk.act(None, SaveOperator("Olga", login=ME, role="admin")).operator
        if me is None:
            raise LookupError("the desk did not say whom it made")
        desk.act(None, SaveQueue("First line"))
        made = {name: _new(desk, me, name, body) for name, body in BODIES.items()}
        made["long subject"] = _new(desk, me, "S" * LONGEST_SUBJECT, "Body.")
        made["500 tags"] = _new(desk, me, "tags", "Body.")
        for first in range(0, 500, 50):
            some = tuple(f"tag{number}" for number in range(first, first + 50))
            desk.act(me, ChangeTags(made["500 tags"], add=some))
        made["10,000 recipients"] = _new(desk, me, "recipients", "Body.")
        everybody = tuple(Recipient(f"r{number}@example.org") for number in range(10_000))
        who = ClientReference("recipients", "recipients@example.org")
        ticket, copies = made["10,000 recipients"], Recipients(cc=everybody)
        desk.act(me, ReceiveMessage(who, "Hi", "All.", "<1@x>", ticket, recipients=copies))
        made["1,000 notes"] = _new(desk, me, "notes", "Body.")
        for number in range(1_000):
            desk.act(me, AddNote(made["1,000 notes"], f"Note {number}."))
        made["5,000 messages"] = _spoken(desk, 5_000)
    return made


def _new(desk: Desk, me: int, name: str, body: str) -> int:
    who = ClientReference(name[:40], f"{name[:9].replace(' ', '')}@example.org")
    return desk.act(me, CreateTicket(who, name, body)).tickets[0]


def _spoken(desk: Desk, count: int) -> int:
    """A conversation of the past of so many messages."""
    ticket = None
    who = ClientReference("Eve", "eve@example.org")
    at = desk.clock() - timedelta(days=9)
    for first in range(0, count, 500):
        moments = {number: at + timedelta(seconds=number) for number in range(first, first + 500)}
        said = tuple(
            HistoricMessage(f"m{number}", "client", who, moment, "Hello. " * 20)
            for number, moment in moments.items()
        )
        told = HistoricTicket("spoken", "messages", who, said, at, ticket=ticket)
        ticket = desk.act(None, RecordHistory((told,))).tickets[0]
    if ticket is None:
        raise ValueError(count)
    return ticket


def measured(
    store: Path, home: Path, numbers: Mapping[str, int], size: tuple[int, int] = (140, 40)
) -> dict[str, dict[str, float]]:
    """Milliseconds to the first byte after each key, by what is large."""
    found: dict[str, dict[str, float]] = {}
    with open_console(store, home, size, kind=UnseenTerminal) as terminal:
        terminal.wait_sent(b"Mine")
        terminal.press("3")
        terminal.settle(0.3)
        for name, number in numbers.items():
            terminal.press("#", *str(number))
            terminal.settle(0.3)
            found[name] = {}
            for key, typed in KEYS.items():
                found[name][key] = terminal.measure(typed, 0.3).first
                if key in ("history", "replay"):
                    terminal.press("escape")
                    terminal.settle(0.3)
    return found


def main() -> int:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "largest.desk"
        numbers = make_largest(store)
        print(datetime.now(UTC).isoformat(), *KEYS, sep="\t")
        for name, times in measured(store, Path(folder), numbers).items():
            print(f"{name:26}", *(f"{taken:.0f}" for taken in times.values()), sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
