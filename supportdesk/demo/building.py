"""Building the demo desk: its people, what they prepared, and two weeks of conversations."""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from supportdesk.demo.clients import DemoClient, make_clients
from supportdesk.demo.content import people
from supportdesk.demo.conversations import Staff, conversations
from supportdesk.demo.furnishing import furnish_desk
from supportdesk.desk.desk import Desk
from supportdesk.domain.action import (
    AddClientNote,
    EditClient,
    HistoricTicket,
    RecordHistory,
    SaveOperator,
    SaveQueue,
)
from supportdesk.domain.memory import MarkSeen
from supportdesk.records import dataclass
from supportdesk.store.read import clients as client_reads

CLIENTS = 240
BATCH = 12
"""Conversations a transaction: about 40 messages (law 2)."""

ME = "Alex Berg"
CLIENT_NOTES = (
    "Prefers to be called in the morning.",
    "Любит короткие ответы списком.",
    "Просить підтвердження листом.",
    "Knows our product better than we do: ask for an opinion.",
)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built: who the viewer is, and how many tickets there are."""

    me: int
    tickets: int


def build_demo(
    desk: Desk,
    *,
    seed: int,
    now: datetime,
    me_login: str,
    tickets: int = 640,
    progress: Callable[[int, int], None] | None = None,
) -> Demo:
    """Fill an empty desk; the same seed and moment give the same conversations.

    `me_login` becomes the sixth operator, a lead called `ME`. `progress` hears (done, all).
    """
    pick = random.Random(seed)  # noqa: S311 - a demo, not a secret
    staff = _staff(desk, me_login)
    furnish_desk(desk, staff)
    clients = make_clients(pick, CLIENTS)
    made = conversations(pick, clients, staff, now, tickets)
    done = 0
    for part in _parts(made, BATCH):
        desk.act(None, RecordHistory(tuple(part)))
        done += len(part)
        if progress is not None:
            progress(done, len(made))
    _cards(desk, pick, clients, staff)
    _read_marks(desk, pick, staff.me)
    return Demo(staff.me, len(made))


def _staff(desk: Desk, me_login: str) -> Staff:
    book = people()
    rows = [*book["operator"], {"name": ME, "login": me_login, "role": "lead", "job": "Team lead"}]
    operators = {
        row["name"]: _made(desk.act(None, SaveOperator(**row)).operator)
        for row in rows
        if row["name"] == ME or row["login"] != me_login
    }
    queues = {row["name"]: _made(desk.act(None, SaveQueue(**row)).queue) for row in book["queue"]}
    return Staff(queues, operators, operators[ME])


def _made(identity: int | None) -> int:
    if identity is None:
        raise LookupError("the desk did not say what it made")
    return identity


def _parts(tickets: Iterable[HistoricTicket], size: int) -> Iterator[list[HistoricTicket]]:
    waiting = iter(tickets)
    return iter(lambda: list(islice(waiting, size)), [])


def _cards(desk: Desk, pick: random.Random, clients: list[DemoClient], staff: Staff) -> None:
    """What conversations do not tell: time zones, and a few notes on clients."""
    lead = staff.operators["Iryna Lis"]
    for client in clients:
        address = (client.reference.address or "").casefold()
        identity = desk.ask(client_reads.id_by_address, "email", address)
        if identity is None or pick.random() > 0.5:
            continue
        desk.act(lead, EditClient(identity, (("timezone", client.zone),)))
        if pick.random() < 0.15:
            desk.act(lead, AddClientNote(identity, pick.choice(CLIENT_NOTES)))


def _read_marks(desk: Desk, pick: random.Random, me: int) -> None:
    """Most of what is at work has been seen; the rest shows as unread."""
    rows = desk.ask(
        lambda connection: connection.execute(
            "SELECT id, last_client_message FROM ticket WHERE category < 4 ORDER BY id"
        ).fetchall()
    )
    for number, newest in rows:
        if newest is not None and pick.random() < 0.7:
            desk.remember(MarkSeen(me, number, newest))
