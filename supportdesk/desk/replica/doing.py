"""Doing something on a copy: at once here, and written down for the desk it is a copy of.

The effect and the sending are one transaction. What is taken back before it has left is never sent.
"""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from supportdesk.desk import undoing
from supportdesk.desk.handling import handle_within, kept_receipt, receipt_text, submission_of
from supportdesk.domain import wire
from supportdesk.domain.action import (
    AddToken,
    Assign,
    Command,
    ReceiveMessage,
    Redo,
    RevokeToken,
    TakeNext,
    TakeOverWriting,
    Undo,
)
from supportdesk.domain.envelope import Envelope, Receipt, from_milliseconds, to_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.provisional import is_provisional, renumbered, sending_of
from supportdesk.store.read import sendings as reads
from supportdesk.store.read.sendings import (
    DISCARDED,
    QUEUED,
    STOPPED,
    WITHDRAWN,
    LinkRow,
    SendingRow,
)
from supportdesk.store.write import bulks, copying, envelopes, overlay, sendings
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction
from supportdesk.store.write.writer import Connection, reader_of

OF_THE_STORE = (ReceiveMessage, AddToken, RevokeToken)
"""Commands about what only the store of the desk itself holds."""

KNOWN_THERE_ALONE = TakeOverWriting
"""A command that is sent although it changes nothing here: who writes is known there alone."""

HERE, THERE = "here", "there"
"""In the effect of a sending: the receipt of this copy, and that of the desk."""


def submit(
    connection: Connection, link: LinkRow, envelope: Envelope, undo_send_seconds: int
) -> Receipt:
    """Do what the envelope asks here, and keep that it has to be sent if it changed anything.

    Raises what the desk itself raises, Refused("link.only_there") for what is done there alone.
    """
    _require_sendable(link, envelope)
    known = reads.by_key(reader_of(connection), str(envelope.id))
    if known is not None and not _goes_on(connection, known):
        return replace(kept_receipt(envelope.id, json.dumps(known.effect[HERE])), repeated=True)
    if known is None:
        named = _named(connection, _numbered(connection, envelope))
        number = _add(connection, link, named)
    else:
        named = replace(envelope, action=envelope_of(known).action)
        number = known.number
    with overlay.recorded(connection, number):
        receipt = handle_within(connection, named, undo_send_seconds)
    copying.forget_due_work(connection)
    before = None if known is None else kept_receipt(envelope.id, json.dumps(known.effect[HERE]))
    _describe(connection, number, named, receipt if before is None else before.and_then(receipt))
    if isinstance(named.action, Undo | Redo):
        _never_leave(connection, number, named.action)
    elif _was_so_already(connection, number, named, receipt):
        overlay.take_away(connection, (number,))
        sendings.set_state(connection, number, DISCARDED)
    return receipt


def envelope_of(row: SendingRow) -> Envelope:
    """The envelope of a sending, as it was handed in."""
    return Envelope(
        UUID(row.key),
        row.actor_id,
        from_milliseconds(row.at),
        wire.decode(row.action),
        frozenset(row.confirmed),
        base=int(row.base or 0),
    )


def _require_sendable(link: LinkRow, envelope: Envelope) -> None:
    if not link.complete:
        raise Refused("link.not_read_yet", name=link.name)
    if not isinstance(envelope.action, Command) or isinstance(envelope.action, OF_THE_STORE):
        raise Refused("link.only_there", name=link.name)
    if envelope.actor != link.operator_id or envelope.by is not None:
        raise Refused("link.not_yourself", name=link.name)


def _was_so_already(
    connection: Connection, number: int, envelope: Envelope, receipt: Receipt
) -> bool:
    """Whether all of it stood here as it was asked for: sent, it could only undo what others do."""
    if isinstance(envelope.action, KNOWN_THERE_ALONE) or receipt.left or receipt.refused:
        return False
    return not overlay.changed_something(connection, number)


def _goes_on(connection: Connection, known: SendingRow) -> bool:
    """Whether a part of a command on many tickets is left."""
    begun = envelopes.find(connection, UUID(known.key))
    return begun is None and known.state == QUEUED


def _named(connection: Connection, envelope: Envelope) -> Envelope:
    """An undo or redo of the newest says which it means: elsewhere another may be the newest."""
    match envelope.action:
        case Undo(None):
            at = to_milliseconds(envelope.at)
            transaction = Transaction(connection, envelope.id, envelope.actor, at)
            wanted = undoing.newest(submission_of(transaction, envelope, 0))
            name = None if wanted is None else _name_of(connection, wanted)
            return replace(envelope, action=Undo(name))
        case Redo(None):
            undone = envelopes.newest_to_redo(connection, envelope.actor)
            name = None if undone is None else _name_of(connection, undone)
            return replace(envelope, action=Redo(name))
    return envelope


def _numbered(connection: Connection, envelope: Envelope) -> Envelope:
    """What names a ticket as it was called before the desk numbered it means that ticket."""
    plain = json.loads(wire.encode(envelope.action))
    asked = renumbered(plain, reads.numbers(reader_of(connection)))
    return envelope if asked == plain else replace(envelope, action=wire.decode(json.dumps(asked)))


def _name_of(connection: Connection, kept: Stored) -> UUID:
    """What a kept envelope is called everywhere: a step of many by what began those."""
    if kept["bulk_id"] is None:
        return UUID(kept["id"])
    return UUID(bulks.by_id(connection, kept["bulk_id"])["envelope_id"])


def _add(connection: Connection, link: LinkRow, envelope: Envelope) -> int:
    return sendings.add(
        connection,
        key=str(envelope.id),
        actor_id=envelope.actor,
        at=to_milliseconds(envelope.at),
        what=type(envelope.action).__name__,
        action=wire.encode(envelope.action),
        confirmed=json.dumps(sorted(envelope.confirmed)),
        base=str(link.change),
    )


def _describe(connection: Connection, number: int, envelope: Envelope, receipt: Receipt) -> None:
    action = envelope.action
    if isinstance(action, TakeNext) and receipt.tickets:
        action = Assign(receipt.tickets[0], envelope.actor)  # there another may be the next by then
    sendings.describe(
        connection,
        number,
        action=json.dumps(_based_on_known(connection, json.loads(wire.encode(action)))),
        ticket=receipt.tickets[0] if len(receipt.tickets) == 1 else None,
        message=receipt.message,
        effect={HERE: json.loads(receipt_text(receipt))},
    )


def _never_leave(connection: Connection, number: int, action: Undo | Redo) -> None:
    """An undo of what has not left leaves with it: neither. A redo of that sends it after all."""
    taken_back = reads.by_key(reader_of(connection), str(action.envelope))
    if isinstance(action, Redo) and taken_back is not None:
        undo = wire.decode(taken_back.action)
        original = reads.by_key(reader_of(connection), str(undo.envelope))
        if taken_back.state == WITHDRAWN and original is not None:
            sendings.set_state(connection, original.number, QUEUED)
            sendings.set_state(connection, number, WITHDRAWN)
    elif taken_back is not None and taken_back.state in (QUEUED, STOPPED):
        sendings.set_state(connection, taken_back.number, WITHDRAWN)
        sendings.set_state(connection, number, WITHDRAWN)


def _known_with(row: SendingRow) -> int:
    """Up to which event of the desk somebody has seen it who has seen this doing here."""
    there = row.effect.get(THERE)
    return int(row.base or 0) if there is None else int(there["change"])


def _based_on_known(connection: Connection, plain: Any) -> Any:
    """What an action asks, with what its author had seen of the desk for what they saw here.

    Whoever saw an own doing had seen of the desk at least what was known when it was done.
    """
    match plain:
        case list():
            return [_based_on_known(connection, one) for one in plain]
        case {"base_seq": int(seen), **rest} if is_provisional(seen):
            row = reads.by_number(reader_of(connection), sending_of(seen))
            held: dict[str, Any] = _based_on_known(connection, rest)
            return {**held, "base_seq": 0 if row is None else _known_with(row)}
        case dict():
            return {name: _based_on_known(connection, one) for name, one in plain.items()}
        case _:
            return plain
