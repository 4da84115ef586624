"""An organisation: its contract, all its people and their open tickets (F48)."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from supportdesk.console import names, text
from supportdesk.console.keyboard import pressed, presses
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.times import Watch
from supportdesk.console.widgets.fields import LineField, TextField
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow
from supportdesk.desk.client_time import within_hours
from supportdesk.domain.action import EditOrganisation
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass
from supportdesk.store.read.client_rows import OrganisationCard, OrganisationRow


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: a ticket to open, a person whose history to show, or the form."""

    ticket: int | None = None
    person: int | None = None
    edit: bool = False


class OrganisationScreen(Dialog[Chosen]):
    """Answers what to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS = """
    OrganisationScreen Frame { width: 96; height: 90%; }
    OrganisationScreen .facts { height: auto; max-height: 9; color: $ink-text; }
    OrganisationScreen PickList { margin-top: 1; }
    """

    def __init__(self, card: OrganisationCard, watch: Watch) -> None:
        super().__init__()
        self._card = card
        self._watch = watch
        self._list = PickList()
        self._choices: list[Chosen] = []

    def compose(self) -> ComposeResult:
        """The contract over people and tickets."""
        title = text.line(self._card.organisation.name, 100)
        with Frame(title, _("Enter open · i edit · Esc leave")):
            yield Static(text.contents("\n".join(self._facts())), classes="facts")
            yield self._list

    def on_mount(self) -> None:
        """List tickets at work, then everybody."""
        rows = [*self._ticket_rows(), *self._person_rows()]
        self._choices = [chosen for chosen, _row in rows]
        self._list.show([row for _chosen, row in rows], empty=_("Nobody yet."))

    def on_key(self, event: events.Key) -> None:
        """`i` edits, whatever the keyboard layout; `j` and `k` move."""
        press = pressed(event.key, event.character)
        for key, act in (
            ("i", lambda: self.dismiss(Chosen(edit=True))),
            ("j", lambda: self._list.move(1)),
            ("k", lambda: self._list.move(-1)),
            ("q", lambda: self.dismiss(None)),
        ):
            if press in presses(key):
                event.stop()
                event.prevent_default()
                act()
                return

    def on_pick_list_picked(self) -> None:
        """Go to what was clicked."""
        self.action_choose()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_choose(self) -> None:
        """Go to what is under the cursor."""
        if self._choices:
            self.dismiss(self._choices[self._list.cursor])

    def _facts(self) -> Iterator[str]:
        row = self._card.organisation
        if row.contract or row.until:
            until = _("until {day}").format(day=row.until) if row.until else ""
            yield " · ".join(text.line(part) for part in (row.contract, until) if part)
        if row.hours:
            now = from_milliseconds(self._watch.now)
            within = within_hours(row, now, self._watch.zone)
            said = _("now within them") if within else _("now outside them")
            zone = f" {text.line(row.timezone, 60)}" if row.timezone else ""
            yield f"{text.line(row.hours)}{zone} · {said}"
        contacts = " · ".join(text.line(part) for part in (row.email, row.phone) if part)
        if contacts:
            yield contacts
        if row.note:
            yield text.block(row.note[:2000])
        counts = _("people: {people} · tickets at work: {tickets}")
        yield counts.format(people=self._card.people_count, tickets=len(self._card.tickets))

    def _ticket_rows(self) -> Iterator[tuple[Chosen, PickRow]]:
        for ticket in self._card.tickets:
            left = (
                (f"{ticket_name(ticket.number)} ", "dim"),
                (text.line(ticket.subject, 200), "text"),
            )
            right = ((f" {names.state(ticket.state)}", "dim"),)
            yield Chosen(ticket=ticket.number), (PickLine(left, right),)

    def _person_rows(self) -> Iterator[tuple[Chosen, PickRow]]:
        for person in self._card.people:
            contact = person.email or person.phone or ""
            vip = f" {_('VIP')}" if person.vip else ""
            left = ((text.line(person.name, 100), "bright"), (f"  {text.line(contact)}", "dim"))
            at_work = _("at work: {count}").format(count=person.open_tickets)
            yield Chosen(person=person.id), (PickLine(left, ((f"{vip} {at_work}", "dim"),)),)


class OrganisationEditScreen(Form[EditOrganisation]):
    """Answers what to change of an organisation, or None. Nothing changed is None too."""

    DEFAULT_CSS = """
    OrganisationEditScreen TextField { height: 4; }
    """

    def __init__(self, row: OrganisationRow) -> None:
        super().__init__()
        self._row = row
        self._lines = {
            "name": LineField(row.name),
            "contract": LineField(row.contract or ""),
            "until": LineField(row.until or "", placeholder="2026-12-31"),
            "hours": LineField(row.hours or "", placeholder=_("8x5 · mon-fri 9-18, sat 10-14")),
            "timezone": LineField(row.timezone or "", placeholder="Europe/Kyiv"),
            "email": LineField(row.email or ""),
            "phone": LineField(row.phone or ""),
        }
        self._note = TextField(row.note or "")
        self._before = {name: field.value for name, field in self._lines.items()}
        self._note_before = self._note.text

    def compose(self) -> ComposeResult:
        """One field under another."""
        labels = {
            "name": _("name"),
            "contract": _("contract"),
            "until": _("until"),
            "hours": _("hours"),
            "timezone": _("time zone"),
            "email": _("e-mail"),
            "phone": _("phone"),
        }
        title = _("Organisation {name}").format(name=text.line(self._row.name, 60))
        with Frame(title, _("Enter or Tab next · Ctrl+D save · Esc leave")):
            yield self.trouble
            for name, field in self._lines.items():
                yield Labelled(labels[name], field)
            yield Labelled(_("note"), self._note)

    def answer(self) -> EditOrganisation | None:
        """The fields that are not as they were."""
        changed = [
            (name, field.value.strip() or None)
            for name, field in self._lines.items()
            if field.value.strip() != self._before[name].strip()
        ]
        if self._note.text != self._note_before:
            changed.append(("note", self._note.text.strip() or None))
        if not changed:
            self.dismiss(None)
            return None
        return EditOrganisation(self._row.id, tuple(changed))
