"""Tickets out of CSV and TSV tables, by a mapping (`table_map`)."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from pathlib import Path

from supportdesk.domain.action import ClientReference
from supportdesk.domain.custom_field import FieldDefinition, FieldType
from supportdesk.domain.ticket import NO_SUBJECT, Priority
from supportdesk.intake.event_log import LogReader
from supportdesk.intake.opening import opened, plain_ending
from supportdesk.intake.record import (
    OperatorRecord,
    Skipped,
    SpokenRecord,
    TicketRecord,
    whole_text,
)
from supportdesk.intake.report import Reading
from supportdesk.intake.table_map import ROW_NUMBER, TableMap, built_in_maps, find_map

LARGEST_CELL = 16 << 20
"""Characters of one cell."""

_PRIORITIES = [priority.name.lower() for priority in Priority]
_SUBJECT_OF_BODY = 80


def ticket_rows(path: Path, reading: Reading) -> Iterator[TicketRecord | Skipped]:
    """The tickets of a table or a log; rows of nothing but commas are passed over.

    Raises OSError, EOFError, Invalid for a mapping that cannot be read.
    """
    wanted = reading.options.map
    chosen = None if wanted is None else find_map(wanted)
    with rows(path, reading.passed) as (headings, found):
        table_map = chosen or next((m for m in built_in_maps() if m.fits(headings)), None)
        if table_map is None:
            yield Skipped(str(path), "table.no_map", ", ".join(headings)[:200])
            return
        if not table_map.ticket:
            yield Skipped(str(path), "table.templates")
            return
        missing = set(table_map.columns) - set(headings)
        if missing:
            yield Skipped(str(path), "table.wrong_map", ", ".join(sorted(missing)))
            return
        if table_map.changes:
            yield from LogReader(table_map, reading).tickets(found, path)
            return
        reader = _TicketReader(table_map, reading.options.zone, reading.now)
        for row in found:
            yield reader.record(row, f"{path}:{row[ROW_NUMBER]}")


@contextmanager
def rows(
    path: Path, passed: Callable[[int], None]
) -> Iterator[tuple[list[str], Iterator[Mapping[str, str]]]]:
    """The headings of a table and its rows that hold anything."""
    csv.field_size_limit(LARGEST_CELL)
    with opened(path, passed) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
        dialect = "excel-tab" if plain_ending(path) == ".tsv" else "excel"
        table = csv.DictReader(text, dialect=dialect)
        headings = [heading.strip() for heading in table.fieldnames or ()]
        table.fieldnames = headings
        yield headings, _numbered(table)
        text.detach()


def _numbered(table: "csv.DictReader[str]") -> Iterator[Mapping[str, str]]:
    for number, row in enumerate(table, 2):
        cells = {name: whole_text(value) for name, value in row.items() if isinstance(value, str)}
        if any(cell.strip() for cell in cells.values()):
            yield {**cells, ROW_NUMBER: str(number)}


class _NoMoment(ValueError):
    """A cell that should hold a moment holds none; the name of the field is the argument."""


class _TicketReader:
    """Turns one row after the other into a ticket."""

    def __init__(self, table_map: TableMap, zone: tzinfo, now: datetime) -> None:
        self._map = table_map
        self._zone = zone
        self._now = now
        self._field_definitions = tuple(
            FieldDefinition(name, name, FieldType.TEXT) for name in table_map.fields
        )
        self._alike: Counter[str] = Counter()
        """How often a row of the same words has come: each is a ticket of its own."""

    def record(self, row: Mapping[str, str], place: str) -> TicketRecord | Skipped:
        """The ticket of a row, or why there is none."""
        body = self._text("body", row)
        subject = " ".join(self._text("subject", row).split())
        if not body and not subject:
            return Skipped(place, "row.no_text")
        try:
            created = self._moment("created", row)
            closed = self._moment("closed", row)
            answered = self._moment("answered", row)
        except _NoMoment as wrong:
            return Skipped(place, "row.no_time", str(wrong))
        source = self._source_id(row)
        client = self._map.client(row, source)
        began = created or self._now
        question = SpokenRecord(f"{source}#0", "client", client, began, body or subject)
        messages = (question, *self._answer(source, row, answered or began))
        state = self._map.translated("state", self._text("state", row))
        return TicketRecord(
            source_id=source,
            subject=subject or " ".join(body.split())[:_SUBJECT_OF_BODY] or NO_SUBJECT,
            client=client,
            messages=messages,
            created_at=began,
            place=place,
            updated_at=max(filter(None, (closed, messages[-1].sent_at))),
            solved_at=closed if state in ("solved", "closed") else None,
            closed_at=closed if state == "closed" else None,
            state=state,
            reason="operator" if state == "closed" else None,
            priority=self._priority(row),
            kind=self._map.translated("kind", self._text("kind", row)),
            queue=self._text("queue", row) or None,
            owner=self._text("owner", row) or None,
            tags=self._map.tags(self._map.ticket, row),
            channel=(self._text("channel", row) or "import").casefold(),
            language=self._language(row),
            company=self._text("company", row) or None,
            vip=self._text("vip", row) in self._map.vip,
            operators=self._operators(row),
            field_definitions=self._field_definitions,
            fields=tuple(
                (name, text)
                for name, heading in self._map.fields.items()
                if (text := self._map.text({name: heading}, name, row))
            ),
        )

    def _text(self, name: str, row: Mapping[str, str]) -> str:
        return self._map.text(self._map.ticket, name, row)

    def _source_id(self, row: Mapping[str, str]) -> str:
        """The row's own id, else a digest of what stands in it: the same row is known again."""
        own = self._text("id", row)
        if own:
            return f"{self._map.name}:{own}"
        cells = "\x1f".join(value for name, value in row.items() if name != ROW_NUMBER)
        digest = sha256(cells.encode()).hexdigest()
        self._alike[digest] += 1
        times = self._alike[digest]
        again = "" if times == 1 else f":{times}"
        return f"{self._map.name}:sha256:{digest}{again}"

    def _answer(
        self, source: str, row: Mapping[str, str], moment: datetime
    ) -> Iterator[SpokenRecord]:
        """What our people answered, at the earliest a millisecond after the question."""
        answer = self._text("answer", row)
        if answer:
            name = self._text("answered_by", row) or self._text("owner", row) or "?"
            began = self._moment("created", row) or self._now
            moment = max(moment, began + timedelta(milliseconds=1))
            author = ClientReference(name)
            yield SpokenRecord(f"{source}#1", "operator", author, moment, answer, operator=name)

    def _operators(self, row: Mapping[str, str]) -> tuple[OperatorRecord, ...]:
        names = (self._text("owner", row), self._text("answered_by", row))
        return tuple(OperatorRecord(name) for name in dict.fromkeys(names) if name)

    def _priority(self, row: Mapping[str, str]) -> int:
        named = self._map.translated("priority", self._text("priority", row))
        return int(Priority.NORMAL) if named is None else _PRIORITIES.index(named)

    def _language(self, row: Mapping[str, str]) -> str | None:
        text = self._text("language", row)
        return self._map.translated("language", text) or text.casefold() or None

    def _moment(self, name: str, row: Mapping[str, str]) -> datetime | None:
        text = self._text(name, row)
        if not text:
            return None
        try:
            return self._map.moment(text, self._zone)
        except ValueError as wrong:
            raise _NoMoment(name) from wrong
