"""Commands on many tickets: written down, done step by step, taken back as one (F7, F8).

Every step is an envelope of its own in a savepoint of its own: it has its own guards, roles,
events and undo, and one that is refused leaves the others alone. A submission does as many as
fit into one short transaction (law 2); what is left waits in the store, so that the same envelope,
or a redo after a crash, goes on with it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from time import monotonic
from uuid import UUID

from supportdesk.desk.submission import Submission
from supportdesk.domain import wire
from supportdesk.domain.action import Action, Bulk, Redo, TicketCommand, Undo
from supportdesk.domain.envelope import Envelope, Receipt, Refusal, new_id
from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused
from supportdesk.records import dataclass
from supportdesk.store.write import bulks
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction
from supportdesk.store.write.writer import Writer

SECONDS_AT_ONCE = 0.025
"""After so long a submission begins no further step: its transaction stays below 50 ms."""
WRITTEN_DOWN_AT_ONCE = 500
"""Steps written down with one submission."""
READ_AT_ONCE = 16

DoOne = Callable[[Envelope, int | None], Receipt]
"""Does one command in the open transaction, as a step of the bulk with this id."""


@dataclass(slots=True)
class _Tally:
    """What has become of the steps of one transaction."""

    done: list[Receipt] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, ticket: int | None, answer: Receipt | DeskError) -> None:
        """Count a step."""
        if isinstance(answer, Receipt):
            self.done.append(answer)
        else:
            named = answer.parameters.get("number")
            number = named if ticket is None and isinstance(named, int) else ticket
            self.refused.append(Refusal(number, answer))

    @property
    def tickets(self) -> tuple[int, ...]:
        """The tickets of the steps that were done, each once."""
        return tuple(dict.fromkeys(ticket for one in self.done for ticket in one.tickets))


def go_on(submission: Submission, envelope: Envelope, bulk: Stored, do_one: DoOne) -> Receipt:
    """Write down more steps, then do some; the receipt says how many are left."""
    transaction = submission.transaction
    connection, number = transaction.connection, bulk["id"]
    tally = _Tally()
    unwritten = 0 if bulk["is_planned"] else _write_down(transaction, bulk, envelope.action)
    if envelope.confirmed:
        bulks.release_stopped(connection, number, envelope.confirmed)
    if not unwritten:
        _do_some(transaction, envelope, number, do_one, tally)
    left = bulks.left(connection, number) + unwritten
    repeated = bool(bulk["is_planned"]) and not (left or tally.done or tally.refused)
    if not repeated:
        bulks.keep(connection, number, at=transaction.at)
    return Receipt(
        envelope.id,
        tickets=bulks.tickets(connection, number) if repeated else tally.tickets,
        undo_until=max((one.undo_until for one in tally.done if one.undo_until), default=None),
        last_event=max((one.last_event for one in tally.done), default=0),
        repeated=repeated,
        action=bulk["action"],
        bulk=True,
        refused=tuple(tally.refused),
        left=left,
    )


def _write_down(transaction: Transaction, bulk: Stored, action: Action) -> int:
    """Write down the next steps; how many, as far as is known, do not stand there yet."""
    connection = transaction.connection
    number = bulk["id"]
    cursor: int = bulk["cursor"]
    steps: list[tuple[int | None, str]]
    if isinstance(action, Bulk):
        part = action.steps[cursor : cursor + WRITTEN_DOWN_AT_ONCE]
        steps = [(step.ticket, wire.encode(step)) for step in part]
        cursor += len(part)
        unwritten = len(action.steps) - cursor
    else:
        below = cursor or None
        found = bulks.in_force(connection, bulk["takes_back"], below, WRITTEN_DOWN_AT_ONCE)
        again = Redo if isinstance(action, Redo) else Undo
        steps = [(None, wire.encode(again(UUID(step)))) for _place, step in found]
        cursor = found[-1][0] if found else cursor
        unwritten = int(len(found) == WRITTEN_DOWN_AT_ONCE)
    bulks.write_down(connection, number, steps)
    bulks.keep(connection, number, cursor=cursor, is_planned=not unwritten)
    return unwritten


def _do_some(
    transaction: Transaction, envelope: Envelope, bulk: int, do_one: DoOne, tally: _Tally
) -> None:
    """Do steps while there is time; one at least, so that every submission comes further."""
    connection = transaction.connection
    deadline = monotonic() + SECONDS_AT_ONCE
    ended: list[int] = []
    for step in _steps_of(transaction, bulk):
        answer = _attempt(transaction, envelope, wire.decode(step["action"]), bulk, do_one)
        tally.add(step["ticket_id"], answer)
        stops = answer.stops if isinstance(answer, Refused) else ()
        if stops:
            bulks.stop_step(connection, step["id"], [stop.name for stop in stops])
        else:
            ended.append(step["id"])
        if monotonic() > deadline:
            break
    bulks.end_steps(connection, ended)


def _steps_of(transaction: Transaction, bulk: int) -> Iterator[Stored]:
    """The steps to be done, in their order."""
    after = 0
    while page := bulks.next_steps(transaction.connection, bulk, after, READ_AT_ONCE):
        yield from page
        after = page[-1]["id"]


def _attempt(
    transaction: Transaction, envelope: Envelope, action: Action, bulk: int | None, do_one: DoOne
) -> Receipt | DeskError:
    """Do one step, or leave everything as it was and say why."""
    step = replace(envelope, id=new_id(envelope.at), action=action, by=None)
    try:
        with transaction.connection.begin_nested():
            return do_one(step, bulk)
    except (Refused, Invalid, NotFound) as error:
        return error


# Trying out


class _Rehearsed(Exception):
    """Ends the transaction of a rehearsal."""


def rehearse(
    writer: Writer, envelope: Envelope, bulk: Bulk, doing: Callable[[Transaction], DoOne]
) -> Receipt:
    """What a bulk would do now: its steps are done and taken back at once, nothing is kept."""
    tally = _Tally()
    steps = iter(bulk.steps)
    ended = False
    while not ended:
        try:
            with writer.transaction() as connection:
                transaction = Transaction(connection, envelope.id, envelope.actor, 0)
                ended = _try_some(transaction, envelope, steps, doing(transaction), tally)
                raise _Rehearsed
        except _Rehearsed:
            continue
    return Receipt(
        envelope.id,
        tickets=tally.tickets,
        action=Bulk.__name__,
        bulk=True,
        refused=tuple(tally.refused),
    )


def _try_some(
    transaction: Transaction,
    envelope: Envelope,
    steps: Iterable[TicketCommand],
    do_one: DoOne,
    tally: _Tally,
) -> bool:
    """Try steps while there is time; whether none is left."""
    deadline = monotonic() + SECONDS_AT_ONCE
    for step in steps:
        tally.add(step.ticket, _attempt(transaction, envelope, step, None, do_one))
        if monotonic() > deadline:
            return False
    return True
