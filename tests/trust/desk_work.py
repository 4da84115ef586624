"""Work for a real desk that can be checked afterwards: every text in it has a mark of its own."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.envelope import Envelope, Receipt
from supportdesk.domain.errors import Refused
from supportdesk.store.read import health
from supportdesk.store.read.connection import Reader

OPERATORS = 4
TICKETS = 16
"""The first of them, one for each operator, are for drafts alone."""
CONFIRMED = frozenset({"newer", "waiting_unanswered", "cap"})
STATES = ("open", "waiting", "hold")
FIELDS = ("owner_id", "state", "queue_id", "priority")
"""Of a ticket: what its last event says must be what stands in its row."""


def present() -> datetime:
    """The clock of the desks that are tried here."""
    return datetime.now(UTC)


def make_desk(path: Path, tickets: int = TICKETS) -> None:
    """A closed store with operators, queues, a template and tickets."""
    with closing(open_desk(path, present, create=True, undo_send_seconds=0)) as desk:
        for n in range(OPERATORS):
            desk.act(None, action.SaveOperator(f"Operator {n + 1}", role="admin"))
        for name in ("First line", "Billing"):
            desk.act(1, action.SaveQueue(name))
        desk.act(1, action.SaveTemplate("Greeting", (("en", "Good morning"),)))
        for n in range(tickets):
            who = action.ClientReference(f"Client {n}", f"client{n}@example.org")
            desk.act(1, action.CreateTicket(who, f"Refund {n}", "I paid twice."))


def task(seed: str, n: int) -> action.Action:
    """The n-th thing that the worker with this seed does: the same each time it is asked."""
    pick = Random(f"{seed}-{n}")
    mark = f"<{seed}-{n}>"
    ticket = pick.randint(OPERATORS + 1, TICKETS)
    many = pick.sample(range(OPERATORS + 1, TICKETS + 1), 6)
    content = pick.randbytes(pick.choice((40, 3000, 20_000)))
    file = action.NewAttachment("log.bin", "application/octet-stream", content)
    chosen: action.Action = pick.choice(
        (
            action.Reply(ticket, f"reply {mark} " + "so it is " * pick.choice((1, 50, 500)), 0),
            action.Reply(ticket, f"reply {mark}", 0, then_state="waiting"),
            action.Reply(ticket, f"reply {mark}", 0, (file,)),
            action.AddNote(ticket, f"note {mark}"),
            action.AddNote(ticket, f"note {mark} " + "возврат " * pick.choice((1, 300))),
            action.Assign(ticket, pick.choice((1, 2, 3, None))),
            action.SetState(ticket, pick.choice(STATES), "third_party"),
            action.SetPriority(ticket, pick.randint(0, 3)),
            action.MoveToQueue(ticket, pick.randint(1, 2)),
            action.SaveTemplate(
                f"template {mark}", (("en", "Dear client"), ("ru", "Здравствуйте"))
            ),
            action.on_each(action.AddNote(0, f"many {mark}"), many),
            action.Undo(),
        )
    )
    if isinstance(chosen, action.SetState) and chosen.state != "hold":
        return action.SetState(ticket, chosen.state)
    return chosen


def submit(desk: Desk, envelope: Envelope) -> Receipt:
    """Hand an envelope in until nothing is left of it."""
    *_parts, whole = desk.carry_out(envelope)
    return whole


def seals(connection: Reader, envelopes: Iterable[UUID]) -> dict[UUID, str]:
    """What each envelope has left in the store, in a few letters; "-" where it left nothing.

    Its own row, its events and those of its steps: nothing of that is ever edited.
    """
    found = {}
    for envelope in envelopes:
        rows = connection.execute(
            "SELECT seq, envelope_id, at, actor_id, subject, subject_id, ticket_id, field, before,"
            " after FROM event WHERE envelope_id = :id OR envelope_id IN (SELECT id FROM envelope"
            " WHERE bulk_id = (SELECT id FROM bulk WHERE envelope_id = :id)) ORDER BY seq",
            {"id": str(envelope)},
        ).fetchall()
        kept = connection.execute(
            "SELECT actor_id, action, receipt FROM envelope WHERE id = ?", (str(envelope),)
        ).fetchall()
        whole = hashlib.sha256(repr((rows, kept)).encode()).hexdigest()[:16]
        found[envelope] = whole if rows or kept else "-"
    return found


def marks(connection: Reader) -> Counter[tuple[str, int]]:
    """How often each mark stands in a message of each ticket, or in a template (ticket 0)."""
    texts = connection.execute(
        "SELECT body, ticket_id FROM message WHERE body LIKE '%<%>%' UNION ALL"
        " SELECT title, 0 FROM template WHERE title LIKE '%<%>%'"
    )
    return Counter((text[text.index("<") : text.index(">") + 1], at) for text, at in texts)


def unlike_events(connection: Reader) -> list[str]:
    """Fields of tickets that stand otherwise than the last event about them says."""
    found = []
    for field in FIELDS:
        rows = connection.execute(
            f"SELECT t.id, t.{field}, e.after FROM ticket t JOIN event e"
            " ON e.seq = (SELECT max(seq) FROM event"
            " WHERE subject = 'ticket' AND subject_id = t.id AND field = ?)",
            (field,),
        )
        found += [
            f"{field} of {ticket}: {stands!r}, by its event {says!r}"
            for ticket, stands, says in rows
            if (None if stands is None else str(stands)) != says
        ]
    return found


def unsound(connection: Reader) -> list[str]:
    """What the doctor finds in a store, and what the events contradict."""
    return [
        *(f"{one.check}: {one.examples}" for one in health.findings(connection) if one.faults),
        *unlike_events(connection),
    ]


def is_refused(desk: Desk, envelope: Envelope) -> bool:
    """Hand an envelope in once more; whether the rules say no now (nothing is done then)."""
    try:
        submit(desk, envelope)
    except Refused:
        return True
    return False
