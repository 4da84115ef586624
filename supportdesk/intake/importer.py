"""Importing files: what each one is, every item of it, and a report of what became of them."""

import csv
import logging
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import RecordHistory
from supportdesk.domain.errors import DeskError, StoreTrouble
from supportdesk.intake.crew import Crew
from supportdesk.intake.mail_import import MailImport, RawMail, raw_mails
from supportdesk.intake.maildir import is_maildir
from supportdesk.intake.opening import FileKind, UnpacksTooFar, kind_of
from supportdesk.intake.operators import named_again, read_operators
from supportdesk.intake.queues import Queues
from supportdesk.intake.record import Skipped
from supportdesk.intake.report import ImportOptions, ImportReport, Progress, Reading, silent
from supportdesk.intake.survey import Survey
from supportdesk.intake.ticket_import import TicketImport, ticket_records
from supportdesk.store.heads import Heads
from supportdesk.store.pile import Pile

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_SHARE = 10
"""The first look at mails takes about a tenth of the time their recording takes."""
MAIL_KINDS = (FileKind.MBOX, FileKind.MAIL, FileKind.FOLDER)


def import_files(
    desk: Desk,
    paths: Sequence[Path],
    options: ImportOptions,
    progress: Progress = silent,
) -> ImportReport:
    """Import every file; what is known by its source id is left alone.

    One bad item never stops the rest. Ctrl+C ends the run between two transactions: the report
    says so and the next run continues. Raises Refused where the role of the importer may not
    import (before anything is read) or the desk refuses a new operator or queue, Invalid for an
    operators file or a mapping that cannot be read, and StoreTrouble.
    """
    if options.importer is not None:
        desk.require(options.importer, RecordHistory)
    report = ImportReport()
    crew = Crew(desk, options.importer)
    if options.operators is not None:
        _take_on(crew, options.operators, report)
    queues = Queues(desk, options.queue)
    files = [file for path in paths for file in _files(path, report)]
    is_export = options.helpdesk is not None
    kinds = {path: kind for path in files if (kind := _kind(path, report, is_export)) is not None}
    run = _Run(desk, options, report, progress, kinds)
    try:
        if options.helpdesk is not None:
            run.export(crew, queues, options.helpdesk)
        with Heads() as heads:
            survey = Survey(crew.roster, heads)
            run.mails(MailImport(desk, survey, queues.only, report, run.guard))
        run.tickets(TicketImport(desk, crew, queues, report, run.guard))
    except KeyboardInterrupt:
        report.interrupted = True
    return report


def _take_on(crew: Crew, path: Path, report: ImportReport) -> None:
    """Take on our people from a file; the addresses that nobody keeps are reported."""
    people = read_operators(path)
    crew.take_on(people)
    report.skipped += [
        Skipped(str(path), "operator.twice", f"{name} <{address}>")
        for name, address in named_again(people)
    ]


def _files(path: Path, report: ImportReport) -> Iterator[Path]:
    """What a path names: a Maildir is one thing, another folder is its files, hidden ones apart."""
    try:
        if not path.is_dir() or is_maildir(path):
            yield path
            return
        inside = sorted(path.iterdir())
    except OSError:
        report.skipped.append(Skipped(str(path), "file.unreadable"))
        return
    for inner in inside:
        if not inner.name.startswith("."):
            yield from _files(inner, report)


def _kind(path: Path, report: ImportReport, is_export: bool) -> FileKind | None:
    try:
        kind = FileKind.EXPORT if is_export else kind_of(path)
    except FileNotFoundError:
        report.skipped.append(Skipped(str(path), "file.missing"))
        return None
    except (OSError, EOFError):
        report.skipped.append(Skipped(str(path), "file.unreadable"))
        return None
    if kind is FileKind.UNKNOWN:
        report.skipped.append(Skipped(str(path), "file.unknown"))
        return None
    return kind


class _Run:
    """One import: goes through the files and tells how far it is."""

    def __init__(
        self,
        desk: Desk,
        options: ImportOptions,
        report: ImportReport,
        progress: Progress,
        kinds: dict[Path, FileKind],
    ) -> None:
        self._desk = desk
        self._options = options
        self._report = report
        self._progress = progress
        self._kinds = kinds
        mails = [path for path, kind in kinds.items() if kind in MAIL_KINDS]
        looks = sum(_size(path) for path in mails) // LOOK_SHARE
        self._all = sum(_size(path) for path in kinds) + looks
        self._done = 0

    def mails(self, work: MailImport) -> None:
        """Mails are looked at twice: first all heads, then each mail."""
        self._each_mail(work.look, told=False)
        work.conclude()
        self._each_mail(work.record, told=True)
        work.flush()

    def tickets(self, work: TicketImport) -> None:
        """Rows of tables, traces of logs and lines of our own form are whole tickets."""
        for path, kind in self._kinds.items():
            if kind in (FileKind.TABLE, FileKind.XES, FileKind.LINES):
                reading = Reading(
                    self._options,
                    self._desk.clock(),
                    self._passed(path),
                    self._report.not_understood,
                )
                records = ticket_records(path, kind, reading)
                self._each(path, records, work.take, told=True)
        work.finish()

    def export(self, crew: Crew, queues: Queues, name: str) -> None:
        """Files of an export are piled up first; then the whole of it is recorded."""
        from supportdesk.intake.helpdesks.importing import HelpdeskImport, reader_of

        work = HelpdeskImport(
            *(self._desk, crew, queues, self._report),
            guard=self.guard,
            importer=self._options.importer,
        )
        with Pile() as pile:
            helpdesk = reader_of(name, pile, self._report.no_place, self._options.account)
            for path in self._kinds:
                work.read(helpdesk, pile, path, self._passed(path, LOOK_SHARE))
            before, rest = self._done, self._all - self._done

            def told(done: int, whole: int) -> None:
                self._done = before + rest * done // whole
                self._progress(name, self._done, self._all, done)

            try:
                work.record(helpdesk, pile, told)
            finally:
                self._report.add_up()

    def guard(self, work: Callable[[], None], place: str, *, told: bool = True) -> bool:
        """Do the work of one item; when it fails, skip the item with its place, and say False."""
        try:
            work()
        except StoreTrouble:
            raise
        except DeskError as refusal:
            skipped = Skipped(place, "item.refused", refusal.code)
        except Exception:
            log.exception("an item of an import failed: %s", place)
            skipped = Skipped(place, "item.failed")
        else:
            return True
        if told:
            self._report.skipped.append(skipped)
        return False

    def _each_mail(self, take: Callable[[RawMail], None], *, told: bool) -> None:
        for path, kind in self._kinds.items():
            if kind in MAIL_KINDS:
                passed = self._passed(path, 1 if told else LOOK_SHARE)
                self._each(path, raw_mails(path, kind, passed), take, told=told)

    def _each(
        self, path: Path, items: Iterable[T], take: Callable[[T], None], *, told: bool
    ) -> None:
        """Hand over every item until the file ends or cannot be read further."""
        number = 0
        try:
            for item in items:
                number += 1
                self.guard(partial(take, item), f"{path}:{number}", told=told)
        except UnpacksTooFar:
            self._leave(path, "file.unpacks_too_far", told=told)
        except (OSError, EOFError, zlib.error, csv.Error):
            self._leave(path, "file.unreadable", told=told)

    def _leave(self, path: Path, reason: str, *, told: bool) -> None:
        if told:
            self._report.skipped.append(Skipped(str(path), reason))

    def _passed(self, path: Path, share: int = 1) -> Callable[[int], None]:
        def passed(count: int) -> None:
            self._done += count // share
            self._progress(str(path), self._done, self._all, self._report.read)

        return passed


def _size(path: Path) -> int:
    """Bytes to read, for the progress; what may not be looked at counts nothing."""
    try:
        if path.is_dir():
            return sum(_size(Path(entry.path)) for entry in os.scandir(path) if _is_within(entry))
        return path.stat().st_size
    except OSError:
        return 0


def _is_within(entry: "os.DirEntry[str]") -> bool:
    return not entry.is_symlink() and (entry.is_dir() or entry.is_file())
