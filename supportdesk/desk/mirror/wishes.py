"""What the remote has to hear of: every event here that it can be told, in the order of commits.

The event log is the outbox. Turning events into wishes and moving the position behind them is one
transaction, so a kill at any moment loses none and doubles none. Own changes of one field that
follow each other before they left are one wish, the last; what was taken back is none.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, get_args
from uuid import UUID, uuid5

from supportdesk.desk.mirror.plan import FIELD_OF, Wish
from supportdesk.desk.mirror.words import Choice, Words, read
from supportdesk.domain.action import Fact
from supportdesk.domain.link import LinkKind
from supportdesk.domain.ticket import MessageKind, Priority
from supportdesk.store.read.sendings import QUEUED, STOPPED, WITHDRAWN
from supportdesk.store.write import mirror, rows, sendings
from supportdesk.store.write.conversations import message_row, ticket_row
from supportdesk.store.write.link_fields import FIELD_OF as LINK_FIELD
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

FACTS = frozenset(kind.__name__ for kind in get_args(Fact))
"""What is recorded as it happened is nobody's wish."""

_SPEECH = {MessageKind.OPERATOR: "Reply", MessageKind.NOTE: "Note"}
_MERGED = LINK_FIELD[LinkKind.MERGED]
_AT_ONCE = 500
"""Events of one step: the lock is held shortly (law 2)."""


def gather(transaction: Transaction) -> bool:
    """Turn the next events into wishes; whether more of them are left."""
    connection = transaction.connection
    after, newest = mirror.position(connection), mirror.newest_event(connection)
    if newest <= after:
        return False
    upto = min(newest, after + _AT_ONCE)
    gathering = _Gathering(transaction, read(mirror.vocabulary(connection)))
    for event in mirror.events_between(connection, after, upto):
        if event["action"] not in FACTS:
            gathering.take(event)
    mirror.move_position(connection, upto)
    return upto < newest


def gather_all(transaction: Transaction) -> None:
    """Turn all events into wishes: what is known of the remote then is what they were made on."""
    while gather(transaction):
        pass


def as_wish(transaction: Transaction, row: Stored) -> Wish:
    """A stored wish as the planner takes it."""
    action = json.loads(row["action"])
    text = ""
    if row["message_id"] is not None and row["what"] in ("Reply", "Note"):
        text = str(message_row(transaction.connection, row["message_id"])["body"])
    value = action.get("value")
    if row["what"] == "Merge":
        into = ticket_row(transaction.connection, action["into"])
        value = into["remote_id"]
    return Wish(
        row["number"],
        row["what"],
        row["state"],
        value,
        text,
        "value" in action,
        frozenset(action.get("add", ())),
        frozenset(action.get("remove", ())),
    )


def reason(code: str, **parameters: object) -> str:
    """Why a wish waits, as it is kept."""
    return json.dumps({"code": code, "parameters": parameters}, ensure_ascii=False)


def wish_of_state(transaction: Transaction, ticket: int, word: str, actor: int) -> None:
    """Wish one of the remote's states by its own word, in place of any that waits."""
    gather_all(transaction)
    connection = transaction.connection
    for row in mirror.open_sendings(connection, ticket):
        if row["what"] == "SetState" and row["state"] in (QUEUED, STOPPED):
            mirror.keep_sending(connection, row["number"], state=WITHDRAWN, because="")
    sendings.add(
        connection,
        key=transaction.fresh_uuid(),
        actor_id=actor,
        at=transaction.at,
        what="SetState",
        action=json.dumps({"value": word}, ensure_ascii=False),
        base=ticket_row(connection, ticket)["remote_version"] or "",
        ticket_id=ticket,
    )


class _Gathering:
    """One pass over events."""

    def __init__(self, transaction: Transaction, words: Words) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._words = words

    def take(self, event: Stored) -> None:
        """What the remote has to hear of one event, if anything."""
        field, _, detail = event["field"].partition(":")
        if event["subject"] == "message":
            if field == "present":
                self._message(event)
            return
        if event["field"] == _MERGED:
            self._merge(event)
            return
        wishing = _OF_FIELDS.get(field)
        if wishing is not None:
            wishing(self, event, detail)

    def _message(self, event: Stored) -> None:
        connection, message = self._connection, event["subject_id"]
        if event["after"] is None:
            for row in mirror.sendings_of_message(connection, message):
                if row["state"] in (QUEUED, STOPPED):
                    self._withdraw(row)
            return
        row = message_row(connection, message)
        what = _SPEECH.get(row["kind"])
        if what is None or row["remote_id"] is not None:
            return
        action = {}
        if what == "Reply":
            word = self._state_of_envelope(event)
            action = {} if word is None else {"value": word}
        because = reason("mirror.copies") if what == "Reply" and row["recipients"] else ""
        place = row["ticket_id"]
        self._add(event, what, action, ticket=place, message=message, because=because)

    def _state_of_envelope(self, event: Stored) -> str | None:
        """The state that was set just before a reply of the same action: it travels with it."""
        own = [
            row
            for row in mirror.open_sendings(self._connection, event["ticket_id"])
            if row["what"] == "SetState"
            and row["state"] == QUEUED
            and self._is_of(row, event["envelope_id"])
        ]
        if len(own) != 1:
            return None
        self._withdraw(own[0])
        word: str = json.loads(own[0]["action"])["value"]
        return word

    def _is_of(self, row: Stored, envelope: str) -> bool:
        if row["event"] is None:
            return False
        return mirror.envelope_of(self._connection, row["event"]) == envelope

    def _state(self, event: Stored, _detail: str) -> None:
        if event["after"] is None:
            return
        base = mirror.base_of(self._connection, event["ticket_id"])
        reply = self._reply_of_envelope(event)
        self._supersede(event, "SetState")
        held = self._stands(event, "state", base) or ""
        offered = base.get("states") if held == base.get("state") else None
        try:
            way = self._words.way(
                event["after"], held, None if offered is None else json.loads(offered)
            )
        except Choice as choice:
            because = reason(choice.code, wanted=event["after"], offered=list(choice.offered))
            self._add(event, "SetState", {"value": None}, because=because)
            return
        if reply is not None and way:
            action = json.dumps({"value": way[0]}, ensure_ascii=False)
            mirror.keep_sending(self._connection, reply["number"], action=action)
            way = way[1:]
        if way:
            self._add(event, "SetState", {"value": way[-1], "via": way[0]})

    def _reply_of_envelope(self, event: Stored) -> Stored | None:
        """The reply that was accepted with a state and has not left."""
        for row in mirror.open_sendings(self._connection, event["ticket_id"]):
            mine = row["what"] == "Reply" and self._is_of(row, event["envelope_id"])
            if mine and row["state"] == QUEUED:
                return row
        return None

    def _owner(self, event: Stored, _detail: str) -> None:
        base = mirror.base_of(self._connection, event["ticket_id"])
        if event["after"] is None:
            self._set(event, "Assign", None, base)
            return
        operator = rows.require_row(self._connection, "operator", int(event["after"]))
        rid = operator["remote_id"]
        if rid is None:
            self._supersede(event, "Assign")
            because = reason("mirror.operator_unknown_there", name=operator["name"])
            self._add(event, "Assign", {"value": None}, because=because)
            return
        is_free = self._stands(event, "owner", base) is None
        self._set(event, "Take" if rid == self._words.me and is_free else "Assign", rid, base)

    def _queue(self, event: Stored, _detail: str) -> None:
        if event["after"] is None:
            return
        queue = rows.require_row(self._connection, "queue", int(event["after"]))
        if queue["remote_id"] is None:
            self._supersede(event, "Move")
            because = reason("mirror.queue_unknown_there", name=queue["name"])
            self._add(event, "Move", {"value": None}, because=because)
            return
        base = mirror.base_of(self._connection, event["ticket_id"])
        self._set(event, "Move", queue["name"], base)

    def _priority(self, event: Stored, _detail: str) -> None:
        base = mirror.base_of(self._connection, event["ticket_id"])
        held = self._stands(event, "priority", base) or ""
        value = self._words.priority_for(Priority(int(event["after"] or "1")), held)
        self._set(event, "SetPriority", value, base)

    def _tag(self, event: Stored, name: str) -> None:
        ticket = event["ticket_id"]
        add = {name} if event["after"] is not None else set()
        remove = {name} - add
        held = mirror.tags_of(self._connection, ticket) or frozenset()
        is_known = True
        for row in mirror.open_sendings(self._connection, ticket):
            if row["what"] != "Tags":
                continue
            if row["state"] not in (QUEUED, STOPPED):
                is_known = False
                continue
            before = json.loads(row["action"])
            add |= set(before["add"]) - remove
            remove |= set(before["remove"]) - add
            self._withdraw(row)
        if is_known:
            add, remove = add - held, remove & held
        if (add or remove) and self._words.has_tags:
            self._add(event, "Tags", {"add": sorted(add), "remove": sorted(remove)})

    def _presence(self, event: Stored, _detail: str) -> None:
        """A ticket made here; one that was taken back before it left is none."""
        if event["after"] is not None:
            is_new = event["action"] in ("CreateTicket", "Redo")
            because = (
                "" if is_new else reason("mirror.ticket_split_here", number=event["ticket_id"])
            )
            self._add(event, "Create", {}, because=because)
            return
        for row in mirror.open_sendings(self._connection, event["ticket_id"]):
            if row["state"] in (QUEUED, STOPPED):
                self._withdraw(row)

    def _merge(self, event: Stored) -> None:
        if event["after"] is not None:
            self._add(event, "Merge", {"into": int(event["after"])})
            return
        for row in mirror.open_sendings(self._connection, event["ticket_id"]):
            if row["what"] == "Merge" and row["state"] in (QUEUED, STOPPED):
                self._withdraw(row)

    def _set(
        self, event: Stored, what: str, value: str | None, base: Mapping[str, str | None]
    ) -> None:
        """Wish that a field holds a value, unless it will hold it anyway."""
        self._supersede(event, what)
        if self._stands(event, FIELD_OF[what], base) != value:
            self._add(event, what, {"value": value})

    def _supersede(self, event: Stored, what: str) -> None:
        """A later change of a field overtakes what has not left."""
        for row in mirror.open_sendings(self._connection, event["ticket_id"]):
            same = row["what"] != "Reply" and FIELD_OF.get(row["what"]) == FIELD_OF[what]
            if same and row["state"] in (QUEUED, STOPPED):
                self._withdraw(row)

    def _stands(self, event: Stored, field: str, base: Mapping[str, str | None]) -> str | None:
        """What a field will hold there once what stays in the outbox before this has left."""
        held = base.get(field)
        for row in mirror.open_sendings(self._connection, event["ticket_id"]):
            action = json.loads(row["action"])
            overtaken = row["what"] != "Reply" and row["state"] in (QUEUED, STOPPED)
            if FIELD_OF.get(row["what"]) == field and "value" in action and not overtaken:
                held = action["value"]
        return held

    def _add(
        self,
        event: Stored,
        what: str,
        action: Mapping[str, Any],
        *,
        ticket: int | None = None,
        message: int | None = None,
        because: str = "",
    ) -> None:
        number = event["ticket_id"] if ticket is None else ticket
        version = ticket_row(self._connection, number)["remote_version"]
        sendings.add(
            self._connection,
            key=str(uuid5(UUID(event["envelope_id"]), str(event["seq"]))),
            actor_id=event["actor_id"],
            at=event["at"],
            what=what,
            action=json.dumps(action, ensure_ascii=False),
            base=version or "",
            ticket_id=number,
            message_id=message,
            event=event["seq"],
            state=STOPPED if because else QUEUED,
            because=because,
        )

    def _withdraw(self, row: Stored) -> None:
        mirror.keep_sending(self._connection, row["number"], state=WITHDRAWN, because="")


_OF_FIELDS: dict[str, Callable[[_Gathering, Stored, str], None]] = {
    "state": _Gathering._state,
    "owner_id": _Gathering._owner,
    "queue_id": _Gathering._queue,
    "priority": _Gathering._priority,
    "tag": _Gathering._tag,
    "present": _Gathering._presence,
}
