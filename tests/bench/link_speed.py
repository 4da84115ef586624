"""How a link fares: `python -m tests.bench.link_speed [TICKETS]`.

Prints how long a copy of so many tickets takes to be read for the first time over `serve`, and
what a key costs in a console on the copy while the line is down and while half as many tickets
again are being read: a ratio inside one run. Exits with 1 where a key takes more than `MOST` times
as long.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.beginning import begin_copy
from supportdesk.domain.access import digest, new_secret
from supportdesk.domain.action import (
    AddToken,
    ClientReference,
    HistoricMessage,
    HistoricTicket,
    RecordHistory,
    SaveOperator,
    SaveQueue,
)
from supportdesk.settings.links import Link, keep_link
from supportdesk.settings.secrets import LINK, keep_secret
from supportdesk.store.read import sendings
from supportdesk.store.read.connection import open_file
from tests.server.conftest import program
from tests.terminal import FRAME_BEGINS, Terminal

MOST = 1.2
"""How much longer a key may take while a copy is being read (issue: the link)."""

WORDS = "order refund invoice заказ возврат оплата late broken delivery account password".split()
BATCH = 200


def clock() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def tickets(first: int, count: int, me: int) -> Iterator[HistoricTicket]:
    """Conversations of five or six messages, a tenth of them open."""
    for n in range(first, first + count):
        who = ClientReference(f"Client {n % 2000}", f"client{n % 2000}@example.org")
        began = clock() - timedelta(days=200, minutes=-n % 100_000)
        kinds = ("client", "operator", "note", "client", "operator", *(("client",) * (n % 2)))
        said = tuple(
            HistoricMessage(
                f"{n}-{m}", kind, who, began + timedelta(hours=m), _words(n, m), _by(kind, me)
            )
            for m, kind in enumerate(kinds)
        )
        state = "open" if n % 10 == 0 else "solved"
        yield HistoricTicket(f"t{n}", _words(n, 99)[:60], who, said, began, state=state, owner=me)


def _by(kind: str, me: int) -> int | None:
    return None if kind == "client" else me


def _words(n: int, m: int) -> str:
    return " ".join(WORDS[(n * 7 + m * 3 + k * k) % len(WORDS)] for k in range(25 + (n + m) % 20))


def fill(store: Path, first: int, count: int, me: int | None = None) -> int:
    """Record so many tickets, as an import does; return the operator."""
    with closing(open_desk(store, clock, create=True)) as desk:
        if me is None:
            me = desk.act(None, SaveOperator("Olga", login="olga", role="lead")).operator
            desk.act(None, SaveQueue("First line", 1))
        if me is None:
            raise LookupError("the desk did not say whom it made")
        waiting: list[HistoricTicket] = []
        for ticket in tickets(first, count, me):
            waiting.append(ticket)
            if len(waiting) == BATCH:
                desk.act(None, RecordHistory(tuple(waiting)))
                waiting.clear()
        if waiting:
            desk.act(None, RecordHistory(tuple(waiting)))
    return me


def until(holds: Callable[[], bool], seconds: float) -> float:
    """Wait until something holds; return after how many seconds it did."""
    began = time.perf_counter()
    while not holds():
        if time.perf_counter() - began > seconds:
            raise TimeoutError(seconds)
        time.sleep(0.05)
    return time.perf_counter() - began


def complete(copy: Path, change: int) -> bool:
    """Whether the copy was read up to this change number."""
    with closing(open_file(copy)) as reader:
        row = sendings.link(reader)
    return row is not None and row.complete and row.change >= change


def newest(store: Path) -> int:
    """The change number of a store."""
    with closing(open_file(store)) as reader:
        found: int = reader.execute("SELECT max(seq) FROM event").fetchone()[0]
    return found


def keys(terminal: Terminal, goes_on: Callable[[int], bool]) -> list[float]:
    """Milliseconds until what a key brought is painted, of as many as go on.

    What arrives is shown in frames of its own: they are waited for, and not counted as the key's.
    """
    taken: list[float] = []
    while goes_on(len(taken)):
        key = "j" if len(taken) % 20 < 10 else "k"
        taken.append(terminal.measure(key, until=FRAME_BEGINS).last)
        terminal.settle(0.08, 0.3)
    return taken


def main(count: int = 10_000) -> int:
    """Measure and print; 1 where keys wait for the link."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        store = home / "team.desk"
        me, secret = fill(store, 0, count), new_secret()
        with closing(open_desk(store, clock)) as desk:
            desk.act(None, AddToken(me, "link", ("read", "notes", "act"), digest(secret)))
        settings = home / "config.toml"
        os.environ |= {"HOME": name, "SUPPORTDESK_CONFIG": str(settings), "SUPPORTDESK_LANG": "en"}
        with program(store, home / "server") as running:
            address = running.address
            team = Link("team", address, secret="file")
            keep_link(home / "links.toml", team)
            keep_secret("file", f"{LINK}team", home / "secrets.toml", secret)
            copy = team.store
            copy.parent.mkdir(parents=True)
            begin_copy(copy, "team", address)
            _own(copy, me)
            command = [str(Path(sys.executable).with_name("supportdesk")), "--store", str(copy)]
            began = time.perf_counter()
            with Terminal([*command, "sync"], size=(80, 24)):
                until(lambda: complete(copy, newest(store)), 600)
            first = time.perf_counter() - began
        print(f"first reading of {count} tickets: {first:.1f} s, {count / first:.0f} a second")
        fill(store, count, count // 2, me)
        with Terminal(command, size=(140, 40)) as terminal:
            terminal.wait("Mine")
            terminal.settle(3.0)
            terminal.press("3")
            terminal.settle(1.0)
            idle = keys(terminal, lambda n: n < 150)
            port = address.rpartition(":")[2]
            before, wanted = newest(copy), newest(store)
            with program(store, home / "server", "--port", port):
                until(lambda: newest(copy) > before, 90)
                at = time.perf_counter()
                busy = keys(terminal, lambda _n: not complete(copy, wanted))
                spent = time.perf_counter() - at
    ratio = median(busy) / median(idle)
    for what, taken in (("line down", idle), ("while reading", busy)):
        worst = quantiles(taken, n=20)[-1]
        print(f"a key, {what}: {median(taken):.1f} ms, p95 {worst:.1f}, {len(taken)} keys")
    print(f"{count // 2} tickets were read in {spent:.1f} s; a key took {ratio:.2f} times as long")
    return int(ratio > MOST)


def _own(copy: Path, me: int) -> None:
    from supportdesk.desk.replica.linked_desk import LinkedDesk

    with closing(open_desk(copy, clock)) as desk:
        if isinstance(desk, LinkedDesk):
            desk.keep_operator(me)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
