"""Mails of any number of files into conversations: one look at all heads, then one at the mails.

Heads are kept on disk until conversations are told apart. Mails are recorded in batches, each one
transaction, so an interrupted run leaves whole conversations that the next run continues.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import HistoricMessage, HistoricTicket, RecordHistory
from supportdesk.domain.language import guess_language
from supportdesk.domain.mail_nature import Nature
from supportdesk.domain.subject import with_whole_subject
from supportdesk.domain.ticket import MessageKind
from supportdesk.intake.mail import read_head, read_mail
from supportdesk.intake.maildir import mail_files
from supportdesk.intake.mbox import LARGEST_MAIL, letters
from supportdesk.intake.opening import FileKind, opened
from supportdesk.intake.record import MailRecord, Skipped
from supportdesk.intake.report import Guard, ImportReport
from supportdesk.intake.survey import Conversation, Survey
from supportdesk.records import dataclass
from supportdesk.store.read import references

BATCH = 100
"""Mails a transaction (law 2: it stays short)."""
BATCH_BYTES = 4 << 20
"""Of mails that wait for it: after more they are fewer."""


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as bytes; `place` says where it stands, `moment` what its archive says of it."""

    place: str
    raw: bytes
    moment: datetime | None = None
    too_large: bool = False
    ours: bool = False
    """Whether our own export wrote it."""


Passed = Callable[[int], None]


def raw_mails(path: Path, kind: FileKind, passed: Passed) -> Iterator[RawMail]:
    """The mails of a file or folder. Raises OSError, EOFError."""
    if kind is FileKind.MBOX:
        with opened(path, passed) as stream:
            for letter in letters(stream):
                place = f"{path}:{letter.number}"
                yield RawMail(place, letter.raw, letter.moment, letter.too_large, letter.ours)
        return
    files = mail_files(path) if kind is FileKind.FOLDER else iter([path])
    for file in files:
        with opened(file, passed) as stream:
            raw = stream.read(LARGEST_MAIL + 1)
        too_large = len(raw) > LARGEST_MAIL
        yield RawMail(f"{file}:1", b"" if too_large else raw, too_large=too_large)


class MailImport:
    """One run over mails: `look` at every one of them, then `record` each."""

    def __init__(
        self, desk: Desk, survey: Survey, queue: int | None, report: ImportReport, guard: Guard
    ) -> None:
        self._desk = desk
        self._guard = guard
        self._survey = survey
        self._queue = queue
        self._report = report
        self._latest = desk.clock()
        self._waiting: list[MailRecord] = []
        self._bytes = 0

    def look(self, mail: RawMail) -> None:
        """First pass: its head."""
        if not mail.too_large:
            read = read_head(mail.raw, mail.place, self._latest, mail.moment, ours=mail.ours)
            if not isinstance(read, Skipped):
                self._survey.add(read[0])

    def conclude(self) -> None:
        """Between the passes: tell conversations apart and find those the store has begun."""
        self._survey.conclude()
        for names in self._survey.names():
            stored = self._desk.ask(references.tickets_of_sources, list(names))
            self._survey.go_on((names[name], ticket) for name, ticket in stored.items())
        self._report.proposals = self._survey.proposals()

    def record(self, mail: RawMail) -> None:
        """Second pass: the whole mail."""
        self._report.read += 1
        if mail.too_large:
            self._report.skipped.append(Skipped(mail.place, "mail.too_large"))
            return
        read = read_mail(mail.raw, mail.place, self._latest, mail.moment, ours=mail.ours)
        if isinstance(read, Skipped):
            self._report.skipped.append(read)
            return
        self._waiting.append(read)
        self._bytes += len(mail.raw)
        if len(self._waiting) >= BATCH or self._bytes >= BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Record what waits."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        known = self._desk.ask(references.known_messages, [mail.head.source_id for mail in waiting])
        fresh: dict[str, MailRecord] = {}
        for mail in waiting:
            source = mail.head.source_id
            if source in known or source in fresh:
                self._report.known += 1
            else:
                fresh[source] = mail
        mails = list(fresh.values())
        if mails and not self._guard(partial(self._record, mails), mails[0].head.place, told=False):
            for mail in mails:
                self._guard(partial(self._record, [mail]), mail.head.place)

    def _record(self, mails: list[MailRecord]) -> None:
        """Record a batch, all or nothing."""
        batch = list(self._tickets(mails))
        self._desk.act(None, RecordHistory(tuple(ticket for ticket, _ in batch)))
        self._survey.begin(conversation for _, conversation in batch)
        for _, conversation in batch:
            self._report.tickets_new += conversation.ticket is None and not conversation.begun
        self._report.new += len(mails)

    def _tickets(self, mails: list[MailRecord]) -> Iterator[tuple[HistoricTicket, Conversation]]:
        found = self._survey.conversations(mail.head.source_id for mail in mails)
        grouped: dict[int, list[MailRecord]] = {}
        for mail in mails:
            grouped.setdefault(found[mail.head.source_id].number, []).append(mail)
        for group in grouped.values():
            conversation = found[group[0].head.source_id]
            yield self._ticket(conversation, group), conversation

    def _ticket(self, conversation: Conversation, mails: list[MailRecord]) -> HistoricTicket:
        is_new = conversation.ticket is None and not conversation.begun
        return HistoricTicket(
            source_id=conversation.source_id,
            subject=conversation.subject,
            client=conversation.client,
            messages=tuple(self._message(mail, conversation) for mail in mails),
            created_at=conversation.created_at,
            ticket=conversation.ticket,
            queue=self._queue,
            language=guess_language(mails[0].body[:2_000]) if is_new else None,
        )

    def _message(self, mail: MailRecord, conversation: Conversation) -> HistoricMessage:
        head = mail.head
        opens = head.source_id == conversation.source_id
        ours = self._survey.is_ours(head)
        return HistoricMessage(
            source_id=head.source_id,
            kind=head.kind or ("operator" if ours else _kind_of(mail)),
            author=head.author,
            sent_at=head.sent_at,
            body=with_whole_subject(head.subject, mail.body) if opens else mail.body,
            author_operator=self._survey.roster.number(head.author) if ours else None,
            attachments=mail.attachments,
            references=head.references,
            recipients=mail.recipients,
        )


def _kind_of(mail: MailRecord) -> str:
    """Whose words a mail is that none of us wrote: a server's report is no client's."""
    return MessageKind.SYSTEM if mail.nature is Nature.BOUNCE else MessageKind.CLIENT
