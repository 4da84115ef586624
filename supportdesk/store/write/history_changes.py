"""Writing logs of the past: what each entry changed, with its own time and who made it (law 1).

Every entry leaves an `update` event that names it, followed by an event for each field it changed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from supportdesk.domain.action import HistoricChange, HistoricTicket
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.ticket import STATES
from supportdesk.domain.timeline import TAG, Entry, Step, Timeline
from supportdesk.records import dataclass
from supportdesk.store.write import counting, rows
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.history_batch import Batch
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import EVENT, TICKET, TICKET_SPAN, TICKET_TAG
from supportdesk.store.write.ticket_fields import tag_id
from supportdesk.store.write.transaction import Transaction

UPDATE = "update"
"""Field of the event that stands for one entry of a log.

What comes `after` is the entry's name, then the fields it tells, with spaces between them.
"""

MOST_ENTRIES = 5_000
"""Of the log of one ticket: all of them are read where more come (law 2)."""

_NUMBERS = ("queue_id", "owner_id", "priority", "reopens", "solved_at", "closed_at")
_WORDS = ("kind", "reason")
_FIELDS = ("state", *_NUMBERS, *_WORDS)
_EVENTS = (
    select(EVENT)
    .where(EVENT.c.ticket_id == bindparam("ticket"), EVENT.c.subject == "ticket")
    .order_by(EVENT.c.at, EVENT.c.seq)
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a log tells of one ticket; `queue` is where it stands while it has none of its own."""

    timeline: Timeline
    steps: list[Step]
    queue: int | None

    @property
    def columns(self) -> Stored:
        """Where the ticket stands in the end, as its row has it."""
        state = self.timeline.last("state") or "new"
        numbers = {name: _number(self.timeline.last(name)) for name in _NUMBERS}
        return {
            "state": state,
            "category": int(STATES[state].category),
            **{name: self.timeline.last(name) for name in _WORDS},
            **numbers,
            "queue_id": numbers["queue_id"] or self.queue,
        }

    @property
    def tags(self) -> list[str]:
        """The tags that the ticket has in the end by its log."""
        return [
            field.removeprefix(TAG)
            for field in self.timeline.fields
            if field.startswith(TAG) and self.timeline.last(field)
        ]

    def collect(self, transaction: Transaction, batch: Batch, number: int, created_at: int) -> None:
        """Collect the new events of the ticket, and all of its spans."""
        transaction.tickets[number] = None
        batch.events += [_event(transaction, number, step) for step in self.steps]
        places = self.timeline.places(created_at)
        ends: list[int | None] = [moment for moment, *_place in places[1:]]
        for n, ((from_at, state, own, owner), to_at) in enumerate(
            zip(places, [*ends, None], strict=True), 1
        ):
            batch.spans.append(
                {
                    "ticket_id": number,
                    "number": n,
                    "from_at": from_at,
                    "to_at": to_at,
                    "state": state,
                    "category": int(STATES[state].category),
                    "queue_id": _number(own) or self.queue,
                    "owner_id": _number(owner),
                }
            )


def told(historic: HistoricTicket, queue: int | None) -> Told | None:
    """What the log of a ticket that is made now tells, or None where it has none.

    A queue that nobody has named is none yet, though every ticket stands in one.
    """
    if not historic.changes:
        return None
    timeline = Timeline(
        {
            **dict.fromkeys(_FIELDS),
            "state": historic.state or "new",
            "queue_id": _text(historic.queue),
            "owner_id": _text(historic.owner),
            "priority": str(historic.priority),
            "kind": historic.kind,
            "reopens": "0",
        }
    )
    return Told(timeline, _played(timeline, _distinct(historic.changes)), queue)


def add_changes(
    transaction: Transaction, batch: Batch, number: int, historic: HistoricTicket
) -> bool:
    """Put entries that a stored ticket does not have yet into its time; False for none.

    Raises Refused("history.too_long").
    """
    connection = transaction.connection
    events = _stored_events(connection, number)
    known = {event["after"].partition(" ")[0] for event in events if event["field"] == UPDATE}
    fresh = [change for change in _distinct(historic.changes) if change.source_id not in known]
    if not fresh:
        return False
    if len(known) + len(fresh) > MOST_ENTRIES:
        raise Refused("history.too_long", number=number, limit=MOST_ENTRIES)
    ticket = ticket_row(connection, number)
    queue = batch.first_queue(connection)
    timeline = _as_stored(ticket, events, queue)
    more = Told(timeline, _played(timeline, fresh), queue)
    moments = [to_milliseconds(change.at) for change in fresh]
    values = {
        **more.columns,
        "created_at": min(ticket["created_at"], *moments),
        "updated_at": max(ticket["updated_at"], *moments),
    }
    batch.made[_place(ticket)] -= 1
    batch.made[_place(ticket | values)] += 1
    connection.execute(update(TICKET).where(TICKET.c.id == number).values(values))
    connection.execute(delete(TICKET_SPAN).where(TICKET_SPAN.c.ticket_id == number))
    more.collect(transaction, batch, number, values["created_at"])
    changed = {step.field for step in more.steps if step.field.startswith(TAG)}
    _set_tags(transaction, number, changed, timeline)
    return True


def _played(timeline: Timeline, changes: Iterable[HistoricChange]) -> list[Step]:
    """Let these entries happen: the trace of each, then what it changed."""
    steps: list[Step] = []
    for change in sorted(changes, key=lambda one: one.at):
        entry = Entry(to_milliseconds(change.at), change.actor, dict(change.values))
        told = " ".join((change.source_id, *entry.named))
        trace = Step(entry.at, entry.actor, UPDATE, None, told)
        steps += (trace, *timeline.take(entry))
    return steps


def _stored_events(connection: Connection, number: int) -> list[Stored]:
    found = connection.execute(_EVENTS, {"ticket": number})
    return [dict(event) for event in found.mappings()]


def _distinct(changes: Iterable[HistoricChange]) -> Iterable[HistoricChange]:
    return {change.source_id: change for change in changes}.values()


def _as_stored(ticket: Stored, events: Sequence[Stored], queue: int | None) -> Timeline:
    """The time of a stored ticket, as its events tell it; a ticket in the first queue of all, of
    which no event tells, has none of its own yet."""
    steps = [
        Step(event["at"], event["actor_id"], event["field"], event["before"], event["after"])
        for event in events
        if event["field"] in _FIELDS or event["field"].startswith(TAG)
    ]
    beginning = {name: _text(ticket[name]) for name in _FIELDS}
    if ticket["queue_id"] == queue:
        beginning["queue_id"] = None
    entries = [
        (event["at"], event["after"].split(" ")[1:]) for event in events if event["field"] == UPDATE
    ]
    return Timeline(beginning, steps, entries)


def _set_tags(
    transaction: Transaction, number: int, named: Iterable[str], timeline: Timeline
) -> None:
    """Give the ticket those of the named tags that it has in the end, and take the others."""
    connection = transaction.connection
    mine = TICKET_TAG.c.ticket_id == number
    held = set(connection.execute(select(TICKET_TAG.c.tag_id).where(mine)).scalars())
    for name in named:
        tag = tag_id(transaction, name.removeprefix(TAG))
        is_there = timeline.last(name) is not None
        if is_there and tag not in held:
            connection.execute(rows.inserting(TICKET_TAG), {"ticket_id": number, "tag_id": tag})
        elif not is_there and tag in held:
            connection.execute(delete(TICKET_TAG).where(mine, TICKET_TAG.c.tag_id == tag))


def _event(transaction: Transaction, number: int, step: Step) -> dict[str, Any]:
    return {
        "at": step.at,
        "envelope_id": str(transaction.envelope),
        "actor_id": step.actor,
        "subject": "ticket",
        "subject_id": number,
        "ticket_id": number,
        "field": step.field,
        "before": step.before,
        "after": step.after,
    }


def _place(ticket: Stored) -> counting.Place:
    asleep = ticket["wake_at"] is not None
    return counting.Place(ticket["queue_id"], ticket["category"], ticket["owner_id"], asleep)


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
