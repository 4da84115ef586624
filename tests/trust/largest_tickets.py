"""Tickets of the greatest sizes, and how long the console takes for each beside a small one.

`python -m tests.trust.largest_tickets`: prints by key the milliseconds until all was painted and,
behind a slash, the longest that the console dealt with nothing else (of its own processor time:
another program's turn is none of it). Exits with 1 where that was more than `LONGEST_HOLD`, as it
must be with `pieces` behind it: then a message is wrapped whole before any of it is shown.
"""

import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
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
SIZE = (140, 40)
LONGEST_HOLD = 100.0
"""Milliseconds, by the promise of docs/trust.md that no ticket freezes the console."""
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


@dataclass(frozen=True)
class Taken:
    """What a key cost, in milliseconds."""

    painted: float
    """From the key to the last byte that it brought."""
    held: float
    """The longest that no other key would have been dealt with; 0 below `watched_console.HELD`."""


Times = dict[str, Taken]
"""By key, on one ticket."""


def measured(
    store: Path, home: Path, numbers: Mapping[str, int], layers: str = "none"
) -> dict[str, Times]:
    """What each key cost, by what is large, without these layers of `unsafe_console`."""
    found: dict[str, Times] = {}
    log = home / "log"
    log.touch()
    watched = (sys.executable, "-m", "tests.trust.watched_console", str(log), layers)
    with open_console(store, home, SIZE, watched, UnseenTerminal) as terminal:
        terminal.wait_sent(b"Mine")
        terminal.press("3")
        terminal.settle(0.3)
        for name, number in numbers.items():
            terminal.press("#", *str(number))
            terminal.settle(0.3)
            found[name] = {}
            for key, typed in KEYS.items():
                said = log.stat().st_size
                painted = terminal.measure(typed, 0.3).last
                found[name][key] = Taken(painted, _held(log, said))
                if key in ("history", "replay"):
                    terminal.press("escape")
                    terminal.settle(0.3)
    return found


def _held(log: Path, since: int) -> float:
    """The longest hold that the console told of after so many bytes of its log."""
    lines = log.read_bytes()[since:].decode().splitlines()
    return max((float(line.split()[1]) for line in lines if line.startswith("held ")), default=0)


def main(layers: str = "none") -> int:
    """Print a table; 1 where the console was held too long."""
    held = 0.0
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "largest.desk"
        numbers = make_largest(store)
        print(datetime.now(UTC).isoformat(), *KEYS, sep="\t")
        for name, times in measured(store, Path(folder), numbers, layers).items():
            shown = (f"{taken.painted:.0f}/{taken.held:.0f}" for taken in times.values())
            print(f"{name:26}", *shown, sep="\t", flush=True)
            held = max(held, *(taken.held for taken in times.values()))
    return held > LONGEST_HOLD


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
