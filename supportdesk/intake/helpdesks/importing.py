"""Bringing an export of another help desk into the desk."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import BinaryIO

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import SaveCalendar, SaveMacro, SaveTemplate, SaveView
from supportdesk.domain.errors import DeskError
from supportdesk.domain.macro import Macro, macro_text
from supportdesk.domain.views import LONGEST_NAME
from supportdesk.domain.working_hours import parse_hours
from supportdesk.intake.crew import Crew
from supportdesk.intake.fields import Fields
from supportdesk.intake.helpdesks.files import parts
from supportdesk.intake.helpdesks.found import Found, NoPlace, WrongItem
from supportdesk.intake.helpdesks.freshdesk import Freshdesk
from supportdesk.intake.helpdesks.helpdesk import Helpdesk, MacroRecord, ViewRecord
from supportdesk.intake.helpdesks.json_items import Item, NoJson, items
from supportdesk.intake.helpdesks.zendesk import Zendesk
from supportdesk.intake.opening import UnpacksTooFar
from supportdesk.intake.queues import Queues
from supportdesk.intake.record import Skipped, TemplateRecord
from supportdesk.intake.report import HELPDESKS, Guard, ImportReport
from supportdesk.intake.ticket_import import TicketImport
from supportdesk.store.pile import Pile
from supportdesk.store.read import calendars, desk_lists, macros, policies, views
from supportdesk.store.read.rows import ViewRow

ROUND_THE_CLOCK = "24x7"
ROOM_FOR_NUMBER = LONGEST_NAME - 10

_READERS: Mapping[str, Callable[[Pile, NoPlace, str | None], Helpdesk]] = MappingProxyType(
    dict(zip(HELPDESKS, (Freshdesk, Zendesk), strict=True))
)


def reader_of(name: str, pile: Pile, no_place: NoPlace, account: str | None) -> Helpdesk:
    """What reads the export of a help desk, one of `HELPDESKS`; `account` is that of the export."""
    return _READERS[name](pile, no_place, account)


class HelpdeskImport:
    """Reads the files of an export onto a pile, then records what it holds."""

    def __init__(
        self,
        desk: Desk,
        crew: Crew,
        queues: Queues,
        report: ImportReport,
        *,
        guard: Guard,
        importer: int | None,
    ) -> None:
        """`importer` is who saves templates, macros and views; None is the desk itself."""
        self._desk = desk
        self._importer = importer
        self._crew = crew
        self._queues = queues
        self._report = report
        self._guard = guard
        self._names: Counter[tuple[str, str]] = Counter()
        """Of macros and views of this export: several may have one name there."""

    def read(
        self, helpdesk: Helpdesk, pile: Pile, path: Path, passed: Callable[[int], None]
    ) -> None:
        """Put what a file holds onto the pile."""
        try:
            with parts(path, passed) as found:
                for part, stream in found:
                    self._read_part(helpdesk, pile, part, stream)
        except FileNotFoundError:
            self._leave_out(str(path), "file.missing")
        except UnpacksTooFar:
            self._leave_out(str(path), "file.unpacks_too_far")
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError):
            self._leave_out(str(path), "file.unreadable")

    def _read_part(self, helpdesk: Helpdesk, pile: Pile, path: PurePath, stream: BinaryIO) -> None:
        number = 0
        try:
            for number, item in enumerate(items(stream, helpdesk.lists), 1):
                self._pile_up(helpdesk, pile, item, path, f"{path}:{number}")
        except NoJson as trouble:
            self._leave_out(f"{path}:{number + 1}", str(trouble))

    def _pile_up(
        self, helpdesk: Helpdesk, pile: Pile, item: Item, path: PurePath, place: str
    ) -> None:
        try:
            for kept in helpdesk.keep(item, path):
                pile.keep(kept.kind, kept.number, kept.body, place, kept.owner)
        except WrongItem as wrong:
            self._leave_out(place, "json.invalid", str(wrong))
        except RecursionError:
            self._leave_out(place, "json.unreasonable")

    def record(self, helpdesk: Helpdesk, pile: Pile, told: Callable[[int, int], None]) -> None:
        """Record what the pile holds; `told` hears how many tickets of how many are done."""
        clients = self._clients()
        helpdesk.settle()
        for _number, place, body in pile.each(helpdesk.people):
            self._guard(partial(self._take_on, helpdesk, body, place), place)
        self._define(helpdesk, pile)
        self._record_tickets(helpdesk, pile, told)
        for _number, place, body in pile.each("macro"):
            self._guard(partial(self._ready_text, helpdesk, body, place), place)
        for _number, place, body in pile.each("view"):
            self._guard(partial(self._view, helpdesk, body, place), place)
        self._take_over_policies(helpdesk)
        helpdesk.finish()
        self._report.clients_new = self._clients() - clients

    def _clients(self) -> int:
        return self._desk.ask(desk_lists.facts, 0).clients

    def _take_on(self, helpdesk: Helpdesk, body: Found, place: str) -> None:
        try:
            person = helpdesk.operator(body)
        except WrongItem as wrong:
            self._leave_out(place, "json.invalid", str(wrong))
            return
        if person is not None:
            is_new = self._crew.named(person.name) is None
            self._crew.take_on([person])
            self._count("operator", is_new=is_new)

    def _define(self, helpdesk: Helpdesk, pile: Pile) -> None:
        for _number, place, body in pile.each("field"):
            try:
                helpdesk.define(body)
            except WrongItem as wrong:
                self._leave_out(place, "json.invalid", str(wrong))
        fields = Fields(self._desk)
        for definition in helpdesk.fields.definitions:
            known = fields.knows(definition.name)
            if self._guard(partial(fields.define, [definition]), definition.name):
                self._count("field", is_new=not known)

    def _record_tickets(
        self, helpdesk: Helpdesk, pile: Pile, told: Callable[[int, int], None]
    ) -> None:
        work = TicketImport(self._desk, self._crew, self._queues, self._report, self._guard)
        whole = pile.count("ticket")
        for done, (_number, place, body) in enumerate(pile.each("ticket"), 1):
            self._guard(partial(self._ticket, helpdesk, work, body, place), place)
            told(done, whole)
        work.finish()

    def _ticket(self, helpdesk: Helpdesk, work: TicketImport, body: Found, place: str) -> None:
        try:
            record = helpdesk.ticket(body, place)
        except WrongItem as wrong:
            self._leave_out(place, "json.invalid", str(wrong))
            return
        if record is not None:
            work.take(record)

    def _ready_text(self, helpdesk: Helpdesk, body: Found, place: str) -> None:
        try:
            records = list(helpdesk.ready_texts(body, place))
        except WrongItem as wrong:
            self._leave_out(place, "json.invalid", str(wrong))
            return
        for record in records:
            kind = "template" if isinstance(record, TemplateRecord) else "macro"
            try:
                is_new = self._save(record)
            except DeskError as refusal:
                named = refusal.parameters.get("name", "")
                self._leave_out(place, f"{kind}.refused", f"{refusal.code} {named}".strip())
            else:
                self._count(kind, is_new=is_new)

    def _save(self, record: TemplateRecord | MacroRecord) -> bool:
        """Save a template or a macro as it is there now; whether it is new."""
        if isinstance(record, TemplateRecord):
            known = record.source_id in self._desk.ask(desk_lists.template_sources)
            self._desk.act(
                self._importer,
                SaveTemplate(
                    title=record.title,
                    variants=record.variants,
                    tags=record.tags,
                    source_id=record.source_id,
                ),
            )
            return not known
        does, name = self._resolved(record), self._own_name("macro", record.name)
        named = {row.name.casefold(): row for row in self._desk.ask(macros.macros)}
        row = named.get(name.casefold())
        if row is None or row.does != macro_text(does):
            number = None if row is None else row.id
            self._desk.act(self._importer, SaveMacro(name, does, number))
        return row is None

    def _resolved(self, record: MacroRecord) -> Macro:
        """What a macro does, its queue and its owner by number."""
        does = record.does
        if record.queue is not None:
            does = replace(does, queue=self._queues.named(record.queue))
        owner = self._crew.named(record.owner)
        return does if owner is None else replace(does, owner=str(owner))

    def _view(self, helpdesk: Helpdesk, body: Found, place: str) -> None:
        try:
            record = helpdesk.view(body, place)
        except WrongItem as wrong:
            self._leave_out(place, "json.invalid", str(wrong))
            return
        if record is None:
            return
        try:
            is_new = self._save_view(record)
        except DeskError as refusal:
            self._leave_out(place, "view.refused", refusal.code)
        else:
            self._count("view", is_new=is_new)

    def _save_view(self, record: ViewRecord) -> bool:
        """Save a view of the team under its name; whether it is new."""
        importer = self._importer
        wanted = replace(record.save, name=self._own_name("view", record.save.name))
        rows = self._desk.ask(views.saved, importer)
        of_team = (row for row in rows if row.scope == wanted.scope)
        row = next((one for one in of_team if one.name.casefold() == wanted.name.casefold()), None)
        if row is None or _as_saved(row) != _as_saved(wanted):
            number = None if row is None else row.id
            digit = None if row is None else row.digit
            self._desk.act(importer, replace(wanted, view=number, digit=digit))
        return row is None

    def _own_name(self, kind: str, name: str) -> str:
        """A name that no other of this export has: the second one of a name is `name (2)`."""
        self._names[kind, name.casefold()] += 1
        times = self._names[kind, name.casefold()]
        return name if times == 1 else f"{name[:ROOM_FOR_NUMBER]} ({times})"

    def _take_over_policies(self, helpdesk: Helpdesk) -> None:
        """Save policies that are new, behind those the desk has; one of a known name stays."""
        try:
            wanted = list(helpdesk.policies())
        except WrongItem as wrong:
            self._leave_out("sla_policies", "json.invalid", str(wrong))
            return
        known = {row.name.casefold() for row in self._desk.ask(policies.policies)}
        for one in wanted:
            policy = replace(one, name=self._own_name("policy", one.name))
            is_new = policy.name.casefold() not in known
            try:
                if is_new:
                    always = self._round_the_clock()
                    self._desk.act(self._importer, replace(policy, calendar=always))
            except DeskError as refusal:
                self._leave_out(policy.name, "policy.refused", refusal.code)
            else:
                self._count("policy", is_new=is_new)

    def _round_the_clock(self) -> int | None:
        """The calendar that is always open, made when there is none."""
        for row in self._desk.ask(calendars.calendars):
            if parse_hours(row.hours) == parse_hours(ROUND_THE_CLOCK):
                return row.id
        hours = SaveCalendar(name=ROUND_THE_CLOCK, zone="UTC", hours=ROUND_THE_CLOCK)
        return self._desk.act(self._importer, hours).calendar

    def _count(self, kind: str, *, is_new: bool) -> None:
        self._report.kinds_read[kind] += 1
        self._report.kinds_new[kind] += is_new

    def _leave_out(self, place: str, reason: str, detail: str = "") -> None:
        self._report.skipped.append(Skipped(place, reason, detail))


def _as_saved(view: SaveView | ViewRow) -> tuple[object, ...]:
    """What an import says of a view."""
    return view.query, view.sort, view.group_by, view.columns
