"""Whole tickets, from tables and from our own JSON Lines, into the desk."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import (
    HistoricClientNote,
    HistoricLink,
    HistoricMessage,
    HistoricTicket,
    RecordHistory,
    RecordLinks,
)
from supportdesk.domain.subject import LONGEST_SUBJECT, cut_subject, with_whole_subject
from supportdesk.intake.client_import import tell_more
from supportdesk.intake.crew import Crew
from supportdesk.intake.fields import Fields
from supportdesk.intake.lines import ticket_lines
from supportdesk.intake.opening import FileKind
from supportdesk.intake.queues import Queues
from supportdesk.intake.record import LinkRecord, NoteRecord, Skipped, SpokenRecord, TicketRecord
from supportdesk.intake.report import Guard, ImportOptions, ImportReport
from supportdesk.intake.table import ticket_rows
from supportdesk.store.read import references

BATCH_MESSAGES = 50


def ticket_records(
    path: Path,
    kind: FileKind,
    options: ImportOptions,
    now: datetime,
    passed: Callable[[int], None],
) -> Iterator[TicketRecord | Skipped]:
    """The tickets of a table or of a file of our own form. Raises OSError, EOFError."""
    if kind is FileKind.LINES:
        return ticket_lines(path, passed)
    return ticket_rows(path, options.map, options.zone, now, passed)


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
        self._links: list[tuple[str, LinkRecord]] = []
        """Source id of a ticket and what it is to another, which may come later in the file."""

    def take(self, record: TicketRecord | Skipped) -> None:
        """Take in one item of a file."""
        self._report.read += 1
        if isinstance(record, Skipped):
            self._report.skipped.append(record)
            return
        self._waiting.append(_with_room(record))
        if sum(len(waiting.messages) + 1 for waiting in self._waiting) >= BATCH_MESSAGES:
            self.flush()

    def flush(self) -> None:
        """Record what waits."""
        waiting, self._waiting = self._waiting, []
        if waiting and not self._guard(
            partial(self._record, waiting), waiting[0].place, told=False
        ):
            for record in waiting:
                self._guard(partial(self._record, [record]), record.place)

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
        fresh = [
            record
            for record in {record.source_id: record for record in records}.values()
            if record.source_id not in known_tickets
            or any(message.source_id not in known_messages for message in record.messages)
        ]
        if fresh:
            self._desk.act(None, RecordHistory(tuple(map(self._ticket, fresh))))
        for record in fresh:
            tell_more(self._desk, record)
        self._links += [(record.source_id, link) for record in fresh for link in record.links]
        self._report.new += len(fresh)
        self._report.known += len(records) - len(fresh)
        self._report.tickets_new += sum(record.source_id not in known_tickets for record in fresh)

    def _ticket(self, record: TicketRecord) -> HistoricTicket:
        for person in record.operators:
            self._crew.take_on([person])
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
        )

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


def _with_room(record: TicketRecord) -> TicketRecord:
    """The ticket with a subject a desk takes; a longer one is whole in the first message."""
    if len(record.subject) <= LONGEST_SUBJECT:
        return record
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
