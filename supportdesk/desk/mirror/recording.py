"""What was read of a ticket goes into the store as facts: no guards, no triggers, no undo (law 1).

A ticket that is new here comes in with its past; of one that is known only what the planner says.
Every event carries the remote's own time, and who did it there where that is one of our people.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from supportdesk.desk.mirror import settling
from supportdesk.desk.mirror.fields import Fields
from supportdesk.desk.mirror.people import Colleagues
from supportdesk.desk.mirror.plan import Kind, Said, Step, There, plan
from supportdesk.desk.mirror.seen import (
    SeenCard,
    SeenChange,
    SeenGone,
    SeenMessage,
    SeenTicket,
    Who,
)
from supportdesk.desk.mirror.wishes import as_wish, gather_all
from supportdesk.desk.mirror.words import Words, read
from supportdesk.domain.action import (
    ClientReference,
    HistoricChange,
    HistoricMessage,
    HistoricTicket,
    NewAttachment,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.provisional import MADE_HERE
from supportdesk.domain.subject import cut_subject
from supportdesk.domain.ticket import NO_SUBJECT, Category, MessageKind, Priority
from supportdesk.store.write import blobs, history, mirror
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import message_by_source, messages_of, ticket_row
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.transaction import Transaction


class Recording:
    """Takes in what was read, in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._words = read(mirror.vocabulary(transaction.connection))
        self._origin = str(mirror.link_row(transaction.connection)["kind"])
        self._colleagues = Colleagues(transaction, self._origin)
        self._fields = Fields(transaction, self._words, self._colleagues)

    def plan(self, seen: SeenTicket | SeenGone) -> tuple[int | None, list[Step]]:
        """The ticket's number here, if it has one, and what is to be done with it."""
        number = self.number(seen.rid)
        if number is None:
            return None, []
        wishes = [
            as_wish(self._transaction, row)
            for row in mirror.unseen_sendings(self._connection, number)
            if row["what"] != "Create"
        ]
        base = mirror.base_of(self._connection, number)
        return number, plan(
            wishes,
            base,
            mirror.tags_of(self._connection, number),
            self._there(number, seen),
        )

    def number(self, rid: str) -> int | None:
        """The number here of a ticket there, or None."""
        return mirror.ticket_named(self._connection, self._source(rid))

    def take(self, seen: SeenTicket | SeenGone) -> int | None:
        """Record one ticket; its number here, or None for one that was never here."""
        gather_all(self._transaction)
        number, steps = self.plan(seen)
        if isinstance(seen, SeenGone):
            if number is not None:
                self._do(number, seen, steps)
            return number
        made = mirror.made_here(self._connection, seen.rid)
        was_here = number is not None
        if number is not None:
            self._do(number, seen, steps)
        elif made is None:
            number = self._begin(seen)
        else:
            number = self._begin(replace(seen, messages=seen.messages[1:]))
        self._keep(number, seen)
        mirror.see_sent(self._connection, number)
        if made is not None:
            self._adopt(made, number, seen, was_here=was_here)
        return number

    def _adopt(self, made: int, number: int, seen: SeenTicket, *, was_here: bool) -> None:
        """A ticket made here has got its number: all of it goes there, its beginning once."""
        own = messages_of(self._connection, made)[:1]
        if own and was_here:
            change(self._transaction, "message", own[0], "present", None, ticket=made)
        elif own and seen.messages:
            mirror.name_message(self._connection, own[0], seen.messages[0].rid)
        settling.merge(self._transaction, made, number)

    def _there(self, number: int, seen: SeenTicket | SeenGone) -> There:
        if isinstance(seen, SeenGone):
            return There(None, into=seen.into)
        known = mirror.known_messages(self._connection, number)
        said = tuple(
            Said(message.rid, message.kind, message.text, message.author.rid == self._words.me)
            for message in seen.messages
            if message.rid not in known
        )
        return There(seen.held, seen.tags, said, _moved(seen, said, self._words), None)

    def _begin(self, seen: SeenTicket) -> int:
        """A ticket that is new here, with all of its past."""
        first = _values_before(seen)
        client = seen.clients[0] if seen.clients else Who(seen.rid, "?")
        wanted = int(seen.rid) if seen.rid.isdigit() else None
        state = self._words.own_state(first["state"] or "")
        historic = HistoricTicket(
            source_id=self._source(seen.rid),
            subject=_subject(seen),
            client=_reference(client, seen.card),
            messages=tuple(map(self._message, seen.messages)),
            created_at=seen.created,
            company=seen.card.organisation or None if seen.card else None,
            language=seen.card.language or None if seen.card else None,
            traits=seen.card.traits if seen.card else (),
            queue=self._colleagues.queue(first["queue"] or ""),
            state=state,
            priority=int(self._urgency(first["priority"], seen)),
            owner=self._colleagues.known(first["owner"]),
            updated_at=seen.updated,
            changes=tuple(self._changes(seen)),
            number=wanted if wanted is None or wanted < MADE_HERE else None,
        )
        number = history.record(self._transaction, [historic])[0]
        self._name(seen.messages)
        for tag in sorted(seen.tags):
            self._fields.set(number, f"tag:{tag}", "1")
        for field in ("state", "owner", "queue", "priority"):
            self._take(number, field, seen.held[field], seen)
        return number

    def _changes(self, seen: SeenTicket) -> Iterator[HistoricChange]:
        """Its history as a log; the first entry says only that it was there."""
        yield HistoricChange("begin", seen.created)
        for entry in seen.changes:
            told = self._told(entry, seen)
            if told is not None:
                by = self._colleagues.known(entry.by.rid)
                yield HistoricChange(entry.rid, entry.at, by, (told,))

    def _told(self, entry: SeenChange, seen: SeenTicket) -> tuple[str, str | None] | None:
        match entry.field:
            case "state":
                return "state", self._words.own_state(entry.new)
            case "owner":
                owner = self._colleagues.known(entry.new)
                return "owner_id", None if owner is None else str(owner)
            case "queue":
                return "queue_id", str(self._colleagues.queue(entry.new))
            case "priority":
                return "priority", str(int(self._urgency(entry.new, seen)))
        return None

    def _do(self, number: int, seen: SeenTicket | SeenGone, steps: Iterable[Step]) -> None:
        messages = [] if isinstance(seen, SeenGone) else seen.messages
        added = {step.value for step in steps if step.kind is Kind.ADD}
        self._add(number, seen, [message for message in messages if message.rid in added])
        for step in steps:
            match step:
                case Step(kind=Kind.TAKE, field=field) if field is not None:
                    assert isinstance(seen, SeenTicket)
                    self._take(number, field, step.value, seen)
                case Step(kind=Kind.GONE):
                    self._go(number, step.value)
                case Step(kind=Kind.FOUND | Kind.AGREE | Kind.STOP):
                    settling.settle(self._transaction, step)

    def _add(
        self, number: int, seen: SeenTicket | SeenGone, messages: Sequence[SeenMessage]
    ) -> None:
        if not messages or isinstance(seen, SeenGone):
            return
        client = seen.clients[0] if seen.clients else messages[0].author
        historic = HistoricTicket(
            self._source(seen.rid),
            _subject(seen),
            _reference(client),
            tuple(map(self._message, messages)),
            seen.created,
            ticket=number,
        )
        history.record(self._transaction, [historic])
        self._name(messages)

    def _take(self, number: int, field: str, value: str | None, seen: SeenTicket) -> None:
        """Have a field hold what it holds there; with its own time, and who did it."""
        entries = [entry for entry in seen.changes if entry.field == field.partition(":")[0]]
        newest = entries[-1] if entries else None
        at = seen.updated if newest is None else newest.at
        by = None if newest is None else self._colleagues.known(newest.by.rid)
        if seen.owner is not None:
            self._colleagues.operator(seen.owner)
        with self._as_of(at, by):
            self._fields.take(number, field, value, seen.urgency)

    def _go(self, number: int, into: str | None) -> None:
        """A ticket that is no more there is closed here, or stands in another one."""
        ticket = ticket_row(self._connection, number)
        target = None if into is None else self._target(into)
        if ticket["state"] == "merged" or target == number:
            return
        if target is not None:
            settling.merge(self._transaction, number, target)
        elif ticket["category"] != Category.DONE:
            self._fields.set(number, "state", "closed")
            self._fields.set(number, "closed_at", str(self._transaction.at))

    def _target(self, rid: str) -> int | None:
        found = mirror.ticket_named(self._connection, self._source(rid))
        return None if found is None else end_of_merges(self._connection, found)

    def _keep(self, number: int, seen: SeenTicket) -> None:
        """Note what the remote holds: what wishes and later readings are compared with."""
        held = {
            **seen.held,
            "tags": _written(sorted(seen.tags)),
            "states": None
            if seen.offered is None
            else json.dumps(seen.offered, ensure_ascii=False),
        }
        mirror.keep_base(self._connection, number, held)
        mirror.name_row(self._connection, ("ticket", number), self._origin, seen.rid, seen.version)

    def _message(self, message: SeenMessage) -> HistoricMessage:
        operator = None
        if message.kind is not MessageKind.CLIENT and not message.author.is_robot:
            operator = self._colleagues.operator(message.author)
        return HistoricMessage(
            source_id=self._source_of_message(message.rid),
            kind=str(message.kind),
            author=_reference(message.author),
            sent_at=message.at,
            body=message.text,
            author_operator=operator,
            attachments=tuple(
                NewAttachment(file.name or "file", file.media_type, file.content)
                for file in message.files
                if file.content is not None
            ),
        )

    def _name(self, messages: Sequence[SeenMessage]) -> None:
        """The ids of messages there, and their files of which only the names are here."""
        named = [(self._source_of_message(message.rid), message.rid) for message in messages]
        mirror.name_messages(self._connection, named)
        for message in messages:
            absent = [file for file in message.files if file.content is None]
            if absent:
                stored = message_by_source(self._connection, self._source_of_message(message.rid))
                assert stored is not None
                blobs.attach_absent(
                    self._connection,
                    stored["id"],
                    [(one.name or "file", one.media_type, one.size, one.rid) for one in absent],
                )

    def _urgency(self, value: str | None, seen: SeenTicket) -> Priority:
        if value == seen.priority or value is None:
            return seen.urgency
        return self._words.urgency(value) or self._words.nearest(value)

    def _source(self, rid: str) -> str:
        return f"{self._origin}:{rid}"

    def _source_of_message(self, rid: str) -> str:
        return f"{self._origin}:message:{rid}"

    @contextmanager
    def _as_of(self, at: datetime, by: int | None) -> Iterator[None]:
        """Events meanwhile have the remote's time, and who did it there."""
        transaction = self._transaction
        before = transaction.at, transaction.actor
        transaction.at, transaction.actor = to_milliseconds(at), by
        try:
            yield
        finally:
            transaction.at, transaction.actor = before


def _moved(seen: SeenTicket, said: Sequence[Said], words: Words) -> frozenset[str]:
    """The fields that somebody else has changed.

    What the server does by itself counts as somebody else's only where somebody else has written:
    it opens tickets when one is answered, and that is no conflict with whoever has answered.
    """
    written = any(not one.is_mine and one.kind is not MessageKind.NOTE for one in said)
    own = {
        entry.field
        for entry in seen.changes
        if entry.by.rid == words.me or (entry.by.is_robot and not written)
    }
    others = {
        entry.field
        for entry in seen.changes
        if entry.by.rid != words.me and (not entry.by.is_robot or written)
    }
    return frozenset(seen.held) - (own - others)


def _values_before(seen: SeenTicket) -> dict[str, str | None]:
    """What its fields held before the first entry of its history."""
    values = dict(seen.held)
    for entry in reversed(seen.changes):
        if entry.field in values:
            values[entry.field] = entry.old or None
    return values


def _written(words: Sequence[str]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _subject(seen: SeenTicket) -> str:
    return cut_subject(seen.subject) or NO_SUBJECT


def _reference(who: Who, card: SeenCard | None = None) -> ClientReference:
    phone = card.phone or None if card else None
    return ClientReference(who.name or who.rid, who.email or None, phone)


def take_in(transaction: Transaction, seen: SeenTicket | SeenGone) -> None:
    """Record one ticket as it was read."""
    Recording(transaction).take(seen)


def steps_of(transaction: Transaction, seen: SeenTicket | SeenGone) -> list[Step]:
    """What is to be done with a ticket that was read."""
    return Recording(transaction).plan(seen)[1]
