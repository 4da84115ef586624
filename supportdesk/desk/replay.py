"""A ticket replayed: how it stood at any moment, and after each thing that happened (F153).

Everything is read once; stepping through a history asks the store nothing. What cannot be told:
the fields of an imported ticket before its last state was known, unless its source told of changes
(its state then follows from its messages, the rest is as it came); texts that were forgotten; and
names, which are those of today.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from supportdesk.domain import replay
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.replay import Change, Key, Spoken
from supportdesk.domain.ticket import STATES, WITHDRAWN
from supportdesk.records import dataclass
from supportdesk.store.read import articles, custom_fields, desk_lists, past, tickets
from supportdesk.store.read.articles import ArticleHead
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.past import PastClient, Span
from supportdesk.store.read.rows import EventRow, FieldRow, LinkRow, MessageRow, TicketRow

_FACTS = frozenset({"RecordHistory", "RecordRatings"})
"""Actions that tell of the past."""

_BESIDE = ("time_entry",)
"""What is kept beside a ticket and does not change it."""

_TAG, _FIELD, _LINK, _ARTICLE = "tag:", "field:", "link:", "article:"
_WITHDRAWN = (("state", "new", "closed"), ("reason", None, WITHDRAWN))
"""What taking back the creation of a ticket does to it, besides its own event."""


@dataclass(frozen=True, slots=True)
class TicketThen:
    """A ticket as it stood at a moment; links are its own, without those of others to it."""

    at: int
    row: TicketRow
    messages: tuple[MessageRow, ...]
    links: tuple[LinkRow, ...]
    articles: tuple[ArticleHead, ...]
    told: bool
    """Whether its fields are known to have been so; before an import's last state only its
    state and messages are."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What things are called today, by id."""

    queues: Mapping[int, str]
    operators: Mapping[int, str]
    clients: Mapping[int, PastClient]
    tags: Mapping[str, str]
    fields: tuple[FieldDefinition, ...]
    articles: tuple[ArticleHead, ...]


class TicketHistory:
    """Everything that a ticket's past is told from."""

    def __init__(
        self,
        present: TicketRow,
        *,
        events: list[EventRow],
        elsewhere: list[EventRow],
        spans: list[Span],
        messages: list[tuple[MessageRow, bool]],
        values: Mapping[str, str | None],
        names: _Names,
    ) -> None:
        self._present = present
        self._spans = spans
        self._messages = {message.id: message for message, _gone in messages}
        self._names = names
        self._now: dict[Key, str | None] = dict(_now(present.number, values, messages))
        changes = [change for event in (*events, *elsewhere) for change in _changes(event)]
        self._changes = replay.in_order(changes)
        moments = {change.seq: change.at for change in self._changes}
        self.events = tuple(
            sorted(
                (replace(event, at=moments[event.seq]) for event in events),
                key=lambda event: (event.at, event.seq),
            )
        )
        """What happened, in the order in which it counts."""

    @property
    def number(self) -> int:
        """The number of the ticket."""
        return self._present.number

    def message(self, event: EventRow) -> MessageRow | None:
        """The message that an event is about, or None."""
        return self._messages.get(event.subject_id) if event.subject == "message" else None

    def at(self, moment: int) -> TicketThen:
        """The ticket at a moment (milliseconds). Raises Refused("replay.not_yet")."""
        count = replay.count_until(self._changes, moment)
        then = self._then(moment, count)
        if then.row.created_at > moment:
            raise Refused(
                "replay.not_yet",
                number=self.number,
                created=from_milliseconds(then.row.created_at),
            )
        return then

    def after(self, step: int) -> TicketThen:
        """The ticket after an event: its place in `events`, from 0."""
        event = self.events[step]
        return self._then(event.at, replay.count_until(self._changes, event.at, event.seq))

    def _then(self, moment: int, count: int) -> TicketThen:
        held = replay.after(self._now, self._changes, count)
        fields = {
            field: value
            for (subject, row, field), value in held.items()
            if (subject, row) == ("ticket", self.number)
        }
        told = fields["state"] is not None
        place = self._place(moment)
        if not told:
            fields |= {"wake_at": None, "reason": None, "state": place.state}
        if fields["queue_id"] is None:
            fields["queue_id"] = str(place.queue)
        messages = tuple(self._standing(held))
        changed = max(
            (one.at for one in self._changes[:count] if one.key[0] not in _BESIDE), default=0
        )
        row = self._row(fields, messages, moment, changed)
        seq = max((one.seq for one in self._changes[:count]), default=0)
        return TicketThen(
            moment,
            row._replace(last_event=seq),
            messages,
            tuple(_links(self.number, fields)),
            self._used(fields),
            told,
        )

    def _place(self, moment: int) -> Span:
        """Where the spans say that the ticket stood: for what no event has told yet."""
        since = [span for span in self._spans if span.from_at <= moment]
        return (since or self._spans)[-1 if since else 0]

    def _standing(self, held: Mapping[Key, str | None]) -> Iterator[MessageRow]:
        for message in self._messages.values():
            here = held["message", message.id, "ticket_id"] == str(self.number)
            if here and held["message", message.id, "present"] is not None:
                delivery = held["message", message.id, "delivery"] or message.delivery
                unchanged = (message.ticket, message.delivery) == (self.number, delivery)
                yield (
                    message
                    if unchanged
                    else replace(message, ticket=self.number, delivery=delivery)
                )

    def _row(
        self,
        fields: Mapping[str, str | None],
        messages: tuple[MessageRow, ...],
        moment: int,
        changed: int,
    ) -> TicketRow:
        names, present = self._names, self._present
        state = fields["state"] or "new"
        queue = int(fields["queue_id"] or present.queue_id)
        owner = _number(fields["owner_id"])
        client = names.clients[_number(fields["client_id"]) or present.client_id]
        created = _number(fields["created_at"]) or present.created_at
        said = replay.conversation([Spoken(one.kind, one.sent_at, one.asks) for one in messages])
        return present._replace(
            subject=fields["subject"] or "",
            state=state,
            category=int(STATES[state].category),
            priority=int(fields["priority"] or present.priority),
            kind=fields["kind"],
            queue_id=queue,
            queue=names.queues[queue],
            owner_id=owner,
            owner=None if owner is None else names.operators[owner],
            client_id=client.id,
            client=client.name,
            client_email=client.email,
            vip=client.vip,
            language=fields["language"],
            reason=fields["reason"],
            created_at=created,
            updated_at=max(created, changed),
            solved_at=_past(fields["solved_at"], moment),
            closed_at=_past(fields["closed_at"], moment),
            wake_at=_number(fields["wake_at"]),
            due_at=None,
            risk_at=None,
            follow_up_of=_number(fields["follow_up_of"]),
            waiting_since=said.waiting_since,
            unanswered=said.unanswered,
            messages=said.messages,
            replies=said.replies,
            thanked=said.thanked,
            rating=_number(fields["rating"]),
            rated_at=_number(fields["rated_at"]),
            rating_comment=fields["rating_comment"],
            unread=False,
            new_messages=0,
            tags=self._tags(fields),
            fields=tuple(self._held(fields)),
        )

    def _tags(self, fields: Mapping[str, str | None]) -> tuple[str, ...]:
        held = (name.removeprefix(_TAG) for name in _set(fields, _TAG))
        return tuple(sorted({self._names.tags.get(name, name) for name in held}))

    def _held(self, fields: Mapping[str, str | None]) -> Iterator[FieldRow]:
        for one in self._names.fields:
            value = fields.get(f"{_FIELD}{one.name}")
            if value is not None:
                yield FieldRow(one.name, one.title, str(one.type), value, one.retired)

    def _used(self, fields: Mapping[str, str | None]) -> tuple[ArticleHead, ...]:
        used = {int(name.removeprefix(_ARTICLE)) for name in _set(fields, _ARTICLE)}
        return tuple(head for head in self._names.articles if head.id in used)


def history(connection: Reader, number: int, me: int | None) -> TicketHistory:
    """Read everything that the past of a ticket is told from. Raises NotFound("ticket.missing")."""
    present = tickets.row(connection, number, me)
    if present is None:
        raise NotFound("ticket.missing", number=number)
    events = past.events(connection, number)
    moves = [one for one in events if (one.subject, one.field) == ("message", "ticket_id")]
    clients = {present.client_id, *_named_clients(events)}
    names = _Names(
        {row.id: row.name for row in desk_lists.queues(connection)},
        {row.id: row.name for row in desk_lists.operators(connection)},
        past.clients(connection, clients),
        past.tag_names(connection),
        tuple(custom_fields.definitions(connection)),
        tuple(articles.heads(connection)),
    )
    return TicketHistory(
        present,
        events=events,
        elsewhere=past.events_elsewhere(connection, number, moves) if moves else [],
        spans=past.spans(connection, number),
        messages=past.messages(connection, number, {move.subject_id for move in moves}),
        values=past.values(connection, number),
        names=names,
    )


def _changes(event: EventRow) -> Iterator[Change]:
    """What an event has changed: mostly the field it names."""
    fact = event.action in _FACTS
    key = (event.subject, event.subject_id, event.field)
    yield Change(event.seq, event.at, key, event.before, event.after, fact)
    if event.subject == "ticket" and event.field == "present" and not _is_first(event):
        for field, there, gone in _WITHDRAWN:
            before, after = (there, gone) if event.after is None else (gone, there)
            of_field = ("ticket", event.subject_id, field)
            yield Change(event.seq, event.at, of_field, before, after)


def _is_first(event: EventRow) -> bool:
    """Whether it tells of the making of a ticket, rather than of an undo or a redo of it."""
    return event.after is not None and event.action not in ("Undo", "Redo")


def _now(
    number: int, values: Mapping[str, str | None], messages: list[tuple[MessageRow, bool]]
) -> Iterator[tuple[Key, str | None]]:
    for field, value in values.items():
        yield ("ticket", number, field), value
    for message, gone in messages:
        yield ("message", message.id, "present"), None if gone else "1"
        yield ("message", message.id, "ticket_id"), str(message.ticket)
        yield ("message", message.id, "delivery"), message.delivery


def _named_clients(events: list[EventRow]) -> Collection[int]:
    return {
        int(client)
        for event in events
        if (event.subject, event.field) == ("ticket", "client_id")
        for client in (event.before, event.after)
        if client is not None
    }


def _links(number: int, fields: Mapping[str, str | None]) -> Iterator[LinkRow]:
    for name in sorted(_set(fields, _LINK)):
        yield LinkRow(number, name.removeprefix(_LINK), int(fields[name] or 0))
    if fields["follow_up_of"] is not None:
        yield LinkRow(number, "follow_up", int(fields["follow_up_of"]))


def _set(fields: Mapping[str, str | None], beginning: str) -> list[str]:
    """The fields of this family that hold anything."""
    return [name for name, value in fields.items() if name.startswith(beginning) and value]


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)


def _past(value: str | None, moment: int) -> int | None:
    """A moment that had come by then; an import knows later ones too."""
    at = _number(value)
    return at if at is not None and at <= moment else None
