"""What an operator says to a wish that waits: again, it was sent, let it be, or which word.

Nothing typed is lost: the text of a reply or note that is let be returns as a draft.
"""

import json
from uuid import UUID

from supportdesk.desk.desk import Desk
from supportdesk.desk.mirror import settling
from supportdesk.desk.mirror.fields import fields_of
from supportdesk.desk.mirror.plan import FIELD_OF
from supportdesk.desk.mirror.transactions import within
from supportdesk.desk.mirror.wishes import gather_all, wish_of_state
from supportdesk.desk.mirror.words import read
from supportdesk.domain.action import SetState, Undo
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.recipients import joined
from supportdesk.domain.signing import own_part
from supportdesk.domain.ticket import Delivery
from supportdesk.store.read.sendings import DISCARDED, QUEUED, STOPPED, UNKNOWN
from supportdesk.store.write import draft_files, message_recipients, mirror, personal
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import change_number, message_row, ticket_row
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

_WAITS = (QUEUED, STOPPED, UNKNOWN)


def again(desk: Desk, number: int) -> None:
    """Have it told once more, on what the remote holds by now.

    Raises Refused("link.not_now") for what does not wait, Refused("mirror.choose") for a state
    that has to be chosen first.
    """

    def do(transaction: Transaction) -> None:
        row = _waiting(transaction, number, (STOPPED, UNKNOWN))
        action = json.loads(row["action"])
        if row["what"] in FIELD_OF and row["what"] != "Assign" and action.get("value", "") is None:
            raise Refused("mirror.choose", number=number)
        ticket = ticket_row(transaction.connection, row["ticket_id"])
        mirror.keep_sending(
            transaction.connection,
            number,
            state=QUEUED,
            because="",
            next_at=None,
            base=ticket["remote_version"] or "",
        )
        settling.tell(transaction, row, Delivery.OUTGOING)

    within(desk, "again", do)


def was_sent(desk: Desk, number: int) -> None:
    """Take an operator's word that it arrived. Raises Refused("link.not_now")."""

    def do(transaction: Transaction) -> None:
        row = _waiting(transaction, number, (UNKNOWN,))
        settling.sent(transaction, row, "")

    within(desk, "sent", do)


def discard(desk: Desk, number: int, actor: int) -> None:
    """Let it be: a field holds again what it holds there, a text returns to its composer.

    A merge and a new ticket are undone. Raises Refused("link.not_now") for what does not wait,
    and what an undo refuses.
    """

    def do(transaction: Transaction) -> str | None:
        row = _waiting(transaction, number, _WAITS)
        if row["what"] in ("Merge", "Create"):
            return mirror.envelope_of(transaction.connection, row["event"])
        mirror.keep_sending(
            transaction.connection, number, state=DISCARDED, because="", next_at=None
        )
        if row["message_id"] is not None:
            _give_back(transaction, row, actor)
        else:
            _put_back(transaction, row)
        return None

    envelope = within(desk, "discard", do, actor=actor)
    if envelope is not None:
        desk.act(actor, Undo(UUID(envelope)))
        within(desk, "discard", _drop, number)


def choose_state(desk: Desk, ticket: int, word: str, actor: int) -> None:
    """Set one of the remote's states by its own word; ours follows by the rules of the desk (R1).

    Raises Invalid("state.unknown") for a word that is not offered, and what `SetState` refuses.
    """

    def look(transaction: Transaction) -> str | None:
        base = mirror.base_of(transaction.connection, ticket)
        offered = json.loads(base.get("states") or "null")
        words = read(mirror.vocabulary(transaction.connection))
        if word not in (words.categories if offered is None else offered):
            raise Invalid("state.unknown", wanted=word, allowed=sorted(offered or words.categories))
        own = words.own_state(word)
        return None if ticket_row(transaction.connection, ticket)["state"] == own else own

    own = within(desk, "look", look)
    if own is not None:
        desk.act(actor, SetState(ticket, own))
    within(desk, "choose", wish_of_state, ticket, word, actor)


def choose(desk: Desk, number: int, word: str) -> None:
    """Answer a stop that asks which of several states is meant."""

    def do(transaction: Transaction) -> None:
        row = _waiting(transaction, number, (STOPPED,))
        because = json.loads(row["because"] or "{}")
        offered = because.get("parameters", {}).get("offered", ())
        if word not in offered:
            raise Invalid("state.unknown", wanted=word, allowed=sorted(offered))
        mirror.keep_sending(
            transaction.connection,
            number,
            state=QUEUED,
            because="",
            action=json.dumps({"value": word}, ensure_ascii=False),
        )

    within(desk, "choose", do)


def _waiting(transaction: Transaction, number: int, states: tuple[str, ...]) -> Stored:
    gather_all(transaction)
    row = mirror.sending_row(transaction.connection, number)
    if row["state"] not in states:
        raise Refused("link.not_now", number=number, state=row["state"])
    return row


def _drop(transaction: Transaction, number: int) -> None:
    gather_all(transaction)
    mirror.keep_sending(transaction.connection, number, state=DISCARDED, because="")


def _put_back(transaction: Transaction, row: Stored) -> None:
    """A field holds again what the remote holds."""
    connection, ticket = transaction.connection, row["ticket_id"]
    base = mirror.base_of(connection, ticket)
    fields = fields_of(transaction)
    if row["what"] == "Tags":
        held = mirror.tags_of(connection, ticket) or frozenset()
        action = json.loads(row["action"])
        for tag in (*action["add"], *action["remove"]):
            fields.take(ticket, f"tag:{tag}", "1" if tag in held else None)
        return
    field = FIELD_OF[row["what"]]
    if field in base:
        fields.take(ticket, field, base[field])


def _give_back(transaction: Transaction, row: Stored, actor: int) -> None:
    """A text that did not leave is a draft again, before what stands in its composer."""
    connection, message = (
        transaction.connection,
        message_row(transaction.connection, row["message_id"]),
    )
    kind = "note" if row["what"] == "Note" else "reply"
    writer, ticket = message["operator_id"] or actor, message["ticket_id"]
    draft_files.give_back(connection, writer, ticket, kind, message["id"])
    standing = personal.standing_draft(connection, writer, ticket, kind)
    text = own_part(message["body"], message["signed_from"])
    recipients = message_recipients.of_message(connection, message["id"])
    if standing is not None:
        recipients = joined(recipients, standing.recipients)
    whole = f"{text}\n\n{standing.body}" if standing is not None and standing.body else text
    draft = KeepDraft(writer, ticket, kind, whole, len(text), change_number(connection), recipients)
    personal.keep_draft(connection, draft, transaction.at)
    change(transaction, "message", message["id"], "present", None, ticket=ticket)
    if row["what"] == "Reply" and "value" in json.loads(row["action"]):
        _put_back(transaction, row)
