"""What became of a wish: done, stopped, unknown; and what its message says of it."""

import json
from collections.abc import Mapping

from supportdesk.desk.mirror.fields import fields_of
from supportdesk.desk.mirror.plan import FIELD_OF, Kind, Step
from supportdesk.desk.mirror.wishes import reason
from supportdesk.domain.link import LinkKind
from supportdesk.domain.ticket import Delivery
from supportdesk.store.read.sendings import DONE, QUEUED, SENDING, SENT, STOPPED, UNKNOWN
from supportdesk.store.write import mirror, sendings
from supportdesk.store.write.change import change, touch
from supportdesk.store.write.conversations import message_row, messages_of, ticket_row
from supportdesk.store.write.link_fields import FIELD_OF as LINK_FIELD
from supportdesk.store.write.moving import move_messages
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction


def settle(transaction: Transaction, step: Step) -> None:
    """Keep what the planner says has become of a wish."""
    assert step.wish is not None
    row = mirror.sending_row(transaction.connection, step.wish)
    match step.kind:
        case Kind.FOUND:
            sent(transaction, row, step.value or "")
        case Kind.AGREE:
            _keep(transaction, row, DONE, "")
        case Kind.STOP if step.because == "conflict":
            because = reason("mirror.conflict", field=step.field, here=step.value, there=step.held)
            stop(transaction, row, because)
        case Kind.STOP if step.because == "reply_newer":
            stop(transaction, row, reason("mirror.reply_newer", messages=step.value))
        case Kind.STOP:
            stop(transaction, row, reason("mirror.ticket_gone", into=step.value))


def sent(
    transaction: Transaction, row: Stored, effect: str, *, missed: tuple[str, ...] = ()
) -> None:
    """It is done there; `effect` is what it made, nothing where only somebody's word is known.

    Parts that were `missed` are wished anew, to stop with their reason.
    """
    connection = transaction.connection
    if row["state"] not in (SENDING, UNKNOWN, STOPPED):
        return
    action = json.loads(row["action"])
    if "step" in action:
        _go_on(transaction, row, action)
        return
    if effect:
        _keep(transaction, row, SENT, effect)
    else:
        mirror.keep_sending(connection, row["number"], state=DONE, because="", next_at=None)
    field = FIELD_OF.get(row["what"])
    if field is not None and "value" in action:
        if field in missed:
            _wish_again(transaction, row, action)
        else:
            mirror.keep_base(connection, row["ticket_id"], {field: action["value"]})
            _show(transaction, row, field, action["value"])
    if row["what"] == "Tags":
        held = mirror.tags_of(connection, row["ticket_id"]) or frozenset()
        tags = (held | set(action["add"])) - set(action["remove"])
        kept = json.dumps(sorted(tags), ensure_ascii=False)
        mirror.keep_base(connection, row["ticket_id"], {"tags": kept})
    if row["what"] in ("Reply", "Note") and row["message_id"] is not None:
        if effect:
            mirror.name_message(connection, row["message_id"], effect)
        tell(transaction, row, Delivery.SENT)
    if row["what"] == "Create":
        origin = str(mirror.link_row(connection)["kind"])
        mirror.name_row(connection, ("ticket", row["ticket_id"]), origin, effect)


def _keep(transaction: Transaction, row: Stored, state: str, effect: str) -> None:
    mirror.keep_sending(
        transaction.connection,
        row["number"],
        state=state,
        because="",
        effect=json.dumps({"ref": effect}),
        next_at=None,
    )


def stop(transaction: Transaction, row: Stored, because: str) -> None:
    """It waits for its operator, and says why."""
    mirror.keep_sending(
        transaction.connection, row["number"], state=STOPPED, because=because, next_at=None
    )
    tell(transaction, row, Delivery.REFUSED)


def lose(transaction: Transaction, row: Stored, *, again_at: int | None, because: str = "") -> None:
    """It may be done or not: it is looked for at that moment, or its operator is asked."""
    mirror.keep_sending(
        transaction.connection, row["number"], state=UNKNOWN, next_at=again_at, because=because
    )
    tell(transaction, row, Delivery.UNKNOWN)


def put_off(transaction: Transaction, row: Stored, at: int, because: str = "") -> None:
    """Nothing of it was done: it is tried again at that moment."""
    mirror.keep_sending(
        transaction.connection, row["number"], state=QUEUED, next_at=at, because=because
    )


def tell(transaction: Transaction, row: Stored, delivery: Delivery) -> None:
    """Say on the message of a reply how far it has come."""
    if row["what"] != "Reply" or row["message_id"] is None:
        return
    message = message_row(transaction.connection, row["message_id"])
    change(
        transaction,
        *("message", message["id"], "delivery", str(delivery)),
        ticket=message["ticket_id"],
    )


def merge(transaction: Transaction, number: int, into: int) -> None:
    """A ticket stands in another one by now: what was said on it, and what is wished of it."""
    connection = transaction.connection
    move_messages(transaction, messages_of(connection, number), into, told=into)
    for field in ("wake_at", "reason"):
        change(transaction, "ticket", number, field, None)
    change(transaction, "ticket", number, LINK_FIELD[LinkKind.MERGED], str(into))
    change(transaction, "ticket", number, "state", "merged")
    touch(transaction, into)
    mirror.readdress_sendings(connection, number, into)


def _go_on(transaction: Transaction, row: Stored, action: Mapping[str, str]) -> None:
    """The first step to a state is done: the next one may leave."""
    connection = transaction.connection
    mirror.keep_base(connection, row["ticket_id"], {"state": action["step"]})
    left = json.dumps({"value": action["value"]}, ensure_ascii=False)
    mirror.keep_sending(connection, row["number"], state=QUEUED, action=left, next_at=None)


def _show(transaction: Transaction, row: Stored, field: str, value: str | None) -> None:
    """What it made there stands here too, unless something else is wished of the field by now."""
    for other in mirror.open_sendings(transaction.connection, row["ticket_id"]):
        if FIELD_OF.get(other["what"]) == field and "value" in json.loads(other["action"]):
            return
    fields_of(transaction).take(row["ticket_id"], field, value)


def _wish_again(transaction: Transaction, row: Stored, action: Mapping[str, str]) -> None:
    """A reply went without its state: that alone is wished again."""
    ticket = ticket_row(transaction.connection, row["ticket_id"])
    sendings.add(
        transaction.connection,
        key=f"{row['key']}/state",
        actor_id=row["actor_id"],
        at=row["at"],
        what="SetState",
        action=json.dumps({"value": action["value"]}, ensure_ascii=False),
        base=ticket["remote_version"] or "",
        ticket_id=row["ticket_id"],
        event=row["event"],
    )
