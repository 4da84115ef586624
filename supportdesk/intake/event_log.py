"""Tickets out of event logs, by a mapping with `[[change]]` (`table_map`).

The rows of a ticket may be anywhere in a file. They are gathered as long as the rows at hand are
no more than `ROWS_AT_HAND`; then the ticket that began first is handed over, and rows of it that
come later are handed over as more of the same ticket, which the store puts where they belong.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from supportdesk.domain.ticket import NO_SUBJECT, STATES, Priority
from supportdesk.intake.map_check import states_of
from supportdesk.intake.record import ChangeRecord, OperatorRecord, Skipped, TicketRecord
from supportdesk.intake.report import Reading
from supportdesk.intake.table_map import ROW_NUMBER, Row, TableMap, built_in_maps, find_map
from supportdesk.intake.xes import xes_rows
from supportdesk.records import dataclass

ROWS_AT_HAND = 10_000
PART = 100
"""Entries of one ticket that are handed over at once (law 2)."""

NOT_UNDERSTOOD = 200
"""Different values that are counted when no translation is known for them."""

LONGEST_NAME = 200
"""Characters of a name of a ticket, a queue or a person."""

_HEAVY = 4_096
"""Characters of a row that is as much to hold as another entry."""

_HALF_A_DAY = timedelta(hours=12)
_LAST = (datetime.max.replace(tzinfo=UTC), 0)
_PRIORITIES = [priority.name.lower() for priority in Priority]

Values = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one row says of one moment."""

    at: datetime
    order: int
    key: str
    by: str | None
    values: Values
    tags: tuple[str, ...]

    @property
    def moment(self) -> tuple[datetime, int]:
        """Where it stands among the entries of its ticket."""
        return self.at, self.order


@dataclass(slots=True)
class _Gathered:
    """The entries of one ticket that are at hand; `row`, at `place`, has the `first` of them."""

    row: Row
    place: str
    first: tuple[datetime, int]
    weight: int = 0
    """In entries of a usual length."""
    entries: list[_Entry] = field(default_factory=list)
    alike: Counter[str] = field(default_factory=Counter)
    """How often a row of the same words has come: each is an entry of its own."""

    def add(self, row: Row, place: str, entries: Sequence[_Entry], weight: int) -> None:
        """Take in the entries of a row."""
        self.weight += weight
        first = min(entry.moment for entry in entries)
        if first < self.first:
            self.row, self.place, self.first = row, place, first
        self.entries += entries


def ticket_traces(path: Path, reading: Reading) -> Iterator[TicketRecord | Skipped]:
    """The tickets of a log in XES.

    Raises OSError, EOFError, Invalid for a mapping that cannot be read.
    """
    wanted = reading.options.map
    found = xes_rows(path, reading.passed)
    first = next(found, None)
    if first is None or isinstance(first, Skipped):
        yield first or Skipped(str(path), "log.empty")
        return
    headings = sorted(first.keys() - {ROW_NUMBER})
    known = built_in_maps() if wanted is None else [find_map(wanted)]
    table_map = next((one for one in known if one.changes and one.fits(headings)), None)
    if table_map is None:
        reason = "table.no_map" if wanted is None else "table.wrong_map"
        yield Skipped(str(path), reason, ", ".join(headings)[:200])
        return
    yield from LogReader(table_map, reading).tickets(chain([first], found), path)


class LogReader:
    """Turns rows into tickets with their logs; counts what no translation is known for."""

    def __init__(self, table_map: TableMap, reading: Reading) -> None:
        self._map = table_map
        self._zone = reading.options.zone
        self._not_understood = reading.not_understood
        self._gathered: OrderedDict[str, _Gathered] = OrderedDict()
        self._at_hand = 0
        self._telling = [
            heading
            for change in table_map.changes
            for name, held in sorted(change.items())
            for heading in ([held] if isinstance(held, str) else held)
            if name != "emptied" and not heading.startswith("=")
        ]
        self._telling += [table_map.day] if table_map.day else []
        """The headings of what the entries tell."""

    def tickets(
        self, rows: Iterable[Row | Skipped], path: Path
    ) -> Iterator[TicketRecord | Skipped]:
        """The tickets of these rows, in parts of at most `PART` entries."""
        for row in rows:
            skipped = row if isinstance(row, Skipped) else self._gather(row, path)
            if skipped is not None:
                yield skipped
            while self._at_hand > ROWS_AT_HAND:
                yield from self._oldest()
        while self._gathered:
            yield from self._oldest()

    def _gather(self, row: Row, path: Path) -> Skipped | None:
        place = f"{path}:{row[ROW_NUMBER]}"
        number = " ".join(self._map.texts(self._map.ticket, "id", row))
        if not number or len(number) > LONGEST_NAME:
            return Skipped(place, "row.no_ticket")
        ticket = self._gathered.get(number) or _Gathered(row, place, _LAST)
        key = self._key(row)
        again = ticket.alike[key] + 1
        try:
            base = self._moment(self._map.ticket, "created", row) if self._map.day else None
            entries = list(self._entries(row, key if again == 1 else f"{key}:{again}", base))
        except ValueError as wrong:
            return Skipped(place, "row.no_time", str(wrong))
        if not entries:
            return Skipped(place, "row.no_time")
        ticket.alike[key] = again
        weight = len(entries) + sum(map(len, row.values())) // _HEAVY
        ticket.add(row, place, entries, weight)
        self._gathered[number] = ticket
        self._at_hand += weight
        return None

    def _key(self, row: Row) -> str:
        """Names a row by what it tells, and known by that in whatever file it comes.

        What the map leaves alone may change from one export to the next, as final values do.
        """
        cells = "\x1f".join(row.get(name, "") for name in self._telling)
        return blake2b(cells.encode(), digest_size=9).hexdigest()

    def _entries(self, row: Row, key: str, base: datetime | None) -> Iterator[_Entry]:
        for n, change in enumerate(self._map.changes):
            at = self._moment(change, "at", row, base)
            if at is not None:
                by = self._map.text(change, "by", row)[:LONGEST_NAME] or None
                order = self._map.text(change, "order", row)
                yield _Entry(
                    at,
                    int(order) if order.isdecimal() else 0,
                    key if n == 0 else f"{key}+{n}",
                    by,
                    self._values(change, row, is_robot=by in self._map.robots),
                    self._map.tags(change, row),
                )

    def _values(
        self, change: Mapping[str, str | Sequence[str]], row: Row, *, is_robot: bool
    ) -> Values:
        """The fields an entry names; a robot's leaves the owner."""
        values = {**self._state(change, row, is_robot=is_robot)}
        for name in ("owner", "queue"):
            said = self._map.text(change, name, row)[:LONGEST_NAME]
            if said and not (name == "owner" and said in self._map.robots):
                values[name] = said
        priority = self._translated("priority", self._map.text(change, "priority", row))
        if priority is not None:
            values["priority"] = str(_PRIORITIES.index(priority))
        kind = self._translated("kind", self._map.text(change, "kind", row))
        if kind is not None:
            values["kind"] = kind
        for name in change.get("emptied", ()):
            if not is_robot and not self._map.text(change, name, row):
                values[name] = None
        return values

    def _state(
        self, change: Mapping[str, str | Sequence[str]], row: Row, *, is_robot: bool
    ) -> Values:
        """The state, and why: a robot closes what stayed silent."""
        said = "/".join(self._map.texts(change, "state", row))
        translated = said if said in STATES else self._translated("state", said)
        if not translated:
            return {}
        state, reason = states_of(translated)
        if state == "closed" and reason is None:
            reason = "silence" if is_robot else "operator"
        return {"state": state, "reason": reason}

    def _translated(self, name: str, said: str) -> str | None:
        found = self._map.translated(name, said)
        if found is None and said:
            key = (name, said[:200])
            if key in self._not_understood or len(self._not_understood) < NOT_UNDERSTOOD:
                self._not_understood[key] += 1
        return found

    def _moment(
        self,
        fields: Mapping[str, str | Sequence[str]],
        name: str,
        row: Row,
        base: datetime | None = None,
    ) -> datetime | None:
        """The latest of the times a field names, after midnight of `base` where it is earlier."""
        texts = self._map.texts(fields, name, row)
        if self._map.day:
            day = row.get(self._map.day, "").strip()
            texts = [f"{day} {text}" for text in texts]
        try:
            moments = [self._map.moment(text, self._zone) for text in texts]
        except ValueError as wrong:
            raise ValueError(name) from wrong
        if base is not None:
            later = timedelta(days=1)
            moments = [at + later if base - at > _HALF_A_DAY else at for at in moments]
        return max(moments, default=None)

    def _oldest(self) -> Iterator[TicketRecord | Skipped]:
        number, ticket = self._gathered.popitem(last=False)
        self._at_hand -= ticket.weight
        entries = sorted(ticket.entries, key=lambda entry: entry.moment)
        try:
            created = self._moment(self._map.ticket, "created", ticket.row) or entries[0].at
        except ValueError as wrong:
            yield Skipped(ticket.place, "row.no_time", str(wrong))
            return
        changes = list(_changes(entries, created))
        for start in range(0, len(changes), PART):
            part = tuple(changes[start : start + PART])
            yield self._record(number, ticket, created, part)

    def _record(
        self, number: str, ticket: _Gathered, created: datetime, changes: tuple[ChangeRecord, ...]
    ) -> TicketRecord:
        """The ticket: what is known from its beginning, out of its first row."""
        row, source = ticket.row, f"{self._map.name}:{number}"
        texts = [text[:LONGEST_NAME] for text in self._map.texts(self._map.ticket, "subject", row)]
        priority = self._translated("priority", self._text("priority", row))
        owner = self._text("owner", row)[:LONGEST_NAME] or None
        return TicketRecord(
            source_id=source,
            subject=" ".join(" · ".join(texts).split()) or NO_SUBJECT,
            client=self._map.client(row, source),
            messages=(),
            created_at=created,
            place=ticket.place,
            state="new",
            priority=int(Priority.NORMAL) if priority is None else _PRIORITIES.index(priority),
            kind=self._translated("kind", self._text("kind", row)),
            queue=self._text("queue", row)[:LONGEST_NAME] or None,
            owner=owner,
            tags=self._map.tags(self._map.ticket, row),
            channel=(self._text("channel", row) or "import").casefold(),
            company=self._text("company", row) or None,
            vip=self._text("vip", row) in self._map.vip,
            operators=self._people(owner, changes),
            changes=changes,
            queue_lines=self._lines(changes),
        )

    def _text(self, name: str, row: Row) -> str:
        return self._map.text(self._map.ticket, name, row)

    def _people(
        self, owner: str | None, changes: Iterable[ChangeRecord]
    ) -> tuple[OperatorRecord, ...]:
        names = [owner]
        for change in changes:
            names += [change.by, dict(change.values).get("owner")]
        return tuple(
            OperatorRecord(name, robot=name in self._map.robots)
            for name in dict.fromkeys(names)
            if name
        )

    def _lines(self, changes: Iterable[ChangeRecord]) -> tuple[tuple[str, int], ...]:
        """The line of each queue the changes name, by a word of its name."""
        if not self._map.lines:
            return ()
        names = {dict(change.values).get("queue") or "" for change in changes}
        return tuple(
            (name, line)
            for name in sorted(names)
            for word, line in self._map.lines.items()
            if word in name.split()
        )


def _changes(entries: Iterable[_Entry], created: datetime) -> Iterator[ChangeRecord]:
    """The entries as changes, none before the ticket was there."""
    for entry in entries:
        values = entry.values | {f"tag:{tag}": "1" for tag in entry.tags}
        yield ChangeRecord(entry.key, max(entry.at, created), entry.by, tuple(values.items()))
