"""Whole tickets, from tables and from our own JSON Lines, into the desk."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import (
    HistoricChange,
    HistoricClientNote,
    HistoricLink,
    HistoricMessage,
    HistoricRating,
    HistoricTicket,
    RecordHistory,
    RecordLinks,
    RecordRatings,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.subject import LONGEST_SUBJECT, cut_subject, with_whole_subject
from supportdesk.domain.ticket import MessageKind
from supportdesk.intake.client_import import tell_more
from supportdesk.intake.crew import Crew
from supportdesk.intake.event_log import ticket_traces
from supportdesk.intake.fields import Fields
from supportdesk.intake.lines import ticket_lines
from supportdesk.intake.opening import FileKind
from supportdesk.intake.queues import Queues
from supportdesk.intake.record import (
    ChangeRecord,
    LinkRecord,
    NoteRecord,
    OperatorRecord,
    Skipped,
    SpokenRecord,
    TicketRecord,
)
from supportdesk.intake.report import Guard, ImportReport, Reading
from supportdesk.intake.table import ticket_rows
from supportdesk.store.read import references

BATCH_MESSAGES = 50
_TELLS_NO_ACCOUNT = "freshdesk:"


def ticket_records(
    path: Path, kind: FileKind, reading: Reading
) -> Iterator[TicketRecord | Skipped]:
    """The tickets of a table, of a log or of a file of our own form. Raises OSError, EOFError."""
    if kind is FileKind.LINES:
        return ticket_lines(path, reading.passed)
    return ticket_traces(path, reading) if kind is FileKind.XES else ticket_rows(path, reading)


class TicketImport:
    """Takes in records one at a time and records them in batches."""

    def __init__(
        self,
        desk: Desk,
        crew: Crew,
        queues: Queues,
        report: ImportReport,
        guard: Guard,
    ) -> None:
        self._desk = desk
        self._crew = crew
        self._report = report
        self._guard = guard
        self._queues = queues
        self._fields = Fields(desk)
        self._waiting: list[TicketRecord] = []
        self._weight = 0.0
        """What waits, in messages."""
        self._met: set[OperatorRecord] = set()
        self._links: list[tuple[str, LinkRecord]] = []
        """Source id of a ticket and what it is to another, which may come later in the file."""

    def take(self, record: TicketRecord | Skipped) -> None:
        """Take in one item of a file."""
        self._report.read += 1 if isinstance(record, Skipped) else _items(record)
        if isinstance(record, Skipped):
            self._report.skipped.append(record)
            return
        if record.changes and any(record.source_id == one.source_id for one in self._waiting):
            self.flush()
        self._waiting.append(_with_room(record))
        self._weight += _weight(record)
        if self._weight >= BATCH_MESSAGES:
            self.flush()

    def flush(self) -> None:
        """Record what waits."""
        waiting, self._waiting, self._weight = self._of_one_account(self._waiting), [], 0
        if waiting and not self._guard(
            partial(self._record, waiting), waiting[0].place, told=False
        ):
            for record in waiting:
                self._guard(partial(self._record, [record]), record.place)

    def _of_one_account(self, records: list[TicketRecord]) -> list[TicketRecord]:
        """Leave out tickets of whose number there is another one: that export tells no account."""
        unsure = [one.source_id for one in records if one.source_id.startswith(_TELLS_NO_ACCOUNT)]
        created = self._desk.ask(references.created, unsure) if unsure else {}
        own = []
        for record in records:
            at = to_milliseconds(record.created_at)
            if created.get(record.source_id, at) == at:
                own.append(record)
            else:
                self._report.skipped.append(Skipped(record.place, "ticket.other_account"))
        return own

    def finish(self) -> None:
        """Record what waits, then the links: every ticket they name is there by now, or never."""
        self.flush()
        while self._links:
            part, self._links = self._links[:BATCH_MESSAGES], self._links[BATCH_MESSAGES:]
            names = {source for source, _ in part} | {link.other for _, link in part}
            numbers = self._desk.ask(references.tickets_by_source, names)
            known = tuple(
                HistoricLink(numbers[source], link.kind, numbers[link.other])
                for source, link in part
                if source in numbers and link.other in numbers
            )
            self._desk.act(None, RecordLinks(known))

    def _record(self, records: list[TicketRecord]) -> None:
        """Record a batch, all or nothing; what the store has of it already is known."""
        known_tickets = self._desk.ask(
            references.known_tickets, [record.source_id for record in records]
        )
        known_messages = self._desk.ask(
            references.known_messages,
            [message.source_id for record in records for message in record.messages],
        )
        known_changes = self._desk.ask(
            references.known_changes, [record.source_id for record in records if record.changes]
        )
        fresh = [
            trimmed
            for record in {record.source_id: record for record in records}.values()
            if (trimmed := _trimmed(record, known_changes.get(record.source_id, set()))).changes
            or record.source_id not in known_tickets
            or any(message.source_id not in known_messages for message in record.messages)
        ]
        if fresh:
            self._desk.act(None, RecordHistory(tuple(map(self._ticket, fresh))))
        for record in fresh:
            tell_more(self._desk, record)
        self._rate(records)
        self._links += [(record.source_id, link) for record in fresh for link in record.links]
        self._count(records, fresh, known_tickets, known_messages)
        new = sum(map(_items, fresh))
        self._report.new += new
        self._report.known += sum(map(_items, records)) - new
        self._report.tickets_new += sum(record.source_id not in known_tickets for record in fresh)

    def _rate(self, records: list[TicketRecord]) -> None:
        """Record what clients have said of tickets; what a ticket says already is known."""
        rated = {one.source_id: one.rating for one in records if one.rating is not None}
        if not rated:
            return
        self._report.kinds_read["rating"] += len(rated)
        known = self._desk.ask(references.ratings, rated)
        numbers = self._desk.ask(references.tickets_by_source, rated)
        fresh = tuple(
            HistoricRating(numbers[source], rating.score, rating.at, rating.comment)
            for source, rating in rated.items()
            if source in numbers and known.get(source) != f"{rating.score} {rating.comment}"
        )
        if fresh:
            counts = dict(self._desk.act(None, RecordRatings(fresh)).counts)
            self._report.kinds_new["rating"] += counts["new"]

    def _count(
        self,
        records: list[TicketRecord],
        fresh: list[TicketRecord],
        known_tickets: Collection[str],
        known_messages: Collection[str],
    ) -> None:
        """Count what the batch was of, by kind."""
        for record in records:
            self._report.kinds_read.update(_kinds(record, known=()))
            self._report.kinds_read["ticket"] += 1
        for record in fresh:
            self._report.kinds_new.update(_kinds(record, known_messages))
            self._report.kinds_new["ticket"] += record.source_id not in known_tickets

    def _ticket(self, record: TicketRecord) -> HistoricTicket:
        self._crew.take_on([person for person in record.operators if person not in self._met])
        self._met.update(record.operators)
        self._fields.define(record.field_definitions)
        return HistoricTicket(
            source_id=record.source_id,
            subject=record.subject,
            client=record.client,
            messages=tuple(map(self._message, record.messages)),
            created_at=record.created_at,
            queue=self._queue_of(record),
            state=record.state,
            reason=record.reason,
            priority=record.priority,
            kind=record.kind,
            owner=self._crew.named(record.owner),
            tags=record.tags,
            channel=record.channel,
            language=record.language,
            updated_at=record.updated_at,
            wake_at=record.wake_at,
            solved_at=record.solved_at,
            closed_at=record.closed_at,
            company=record.company,
            vip=record.vip,
            traits=record.traits,
            client_notes=tuple(map(self._client_note, record.client_notes)),
            uuid=record.uuid,
            fields=self._fields.values(record.fields),
            articles=record.articles,
            changes=tuple(self._change(record, change) for change in record.changes),
        )

    def _change(self, record: TicketRecord, change: ChangeRecord) -> HistoricChange:
        """An entry of a log, its people and queues by number."""
        lines = dict(record.queue_lines)
        values: dict[str, str | None] = {}
        for name, value in change.values:
            if name == "owner":
                owner = self._crew.named(value)
                values["owner_id"] = None if owner is None else str(owner)
            elif name != "queue":
                values[name] = value
            elif value is not None and self._queues.only is None:
                values["queue_id"] = str(self._queues.named(value, lines.get(value, 1)))
        actor = self._crew.named(change.by)
        return HistoricChange(change.source_id, change.at, actor, tuple(values.items()))

    def _message(self, message: SpokenRecord) -> HistoricMessage:
        return HistoricMessage(
            source_id=message.source_id,
            kind=message.kind,
            author=message.author,
            sent_at=message.sent_at,
            body=message.body,
            author_operator=self._crew.named(message.operator),
            attachments=message.attachments,
            delivery=message.delivery,
            recipients=message.recipients,
        )

    def _queue_of(self, record: TicketRecord) -> int | None:
        if self._queues.only is not None or record.queue is None:
            return self._queues.only
        return self._queues.named(record.queue, record.queue_line)

    def _client_note(self, note: NoteRecord) -> HistoricClientNote:
        return HistoricClientNote(self._crew.named(note.author), note.at, note.body)


def _kinds(record: TicketRecord, known: Collection[str]) -> Iterator[str]:
    """The kind of every part of a ticket that is not known."""
    for message in record.messages:
        if message.source_id not in known:
            yield "note" if message.kind == MessageKind.NOTE else "message"
    yield from ("change" for _ in record.changes)


def _items(record: TicketRecord) -> int:
    """The items of a file that a ticket is made of: itself, or the rows of its log."""
    return len({change.row for change in record.changes}) or 1


def _weight(record: TicketRecord) -> float:
    """What writing it takes, in messages: an entry of a log has no text to index."""
    return len(record.messages) + 1 + len(record.changes) / 2


def _trimmed(record: TicketRecord, known: Collection[str]) -> TicketRecord:
    """The ticket without the entries of its log that are known."""
    if not known:
        return record
    changes = tuple(change for change in record.changes if change.source_id not in known)
    return replace(record, changes=changes)


def _with_room(record: TicketRecord) -> TicketRecord:
    """The ticket with a subject a desk takes; a longer one is whole in the first message."""
    if len(record.subject) <= LONGEST_SUBJECT:
        return record
    if record.changes:
        return replace(record, subject=cut_subject(record.subject))
    silent = SpokenRecord(
        f"{record.source_id}#subject", "client", record.client, record.created_at, ""
    )
    first, *rest = record.messages or (silent,)
    body = with_whole_subject(record.subject, first.body)
    return replace(
        record,
        subject=cut_subject(record.subject),
        messages=(replace(first, body=body), *rest),
    )
