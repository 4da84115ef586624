"""What stands on a client's card, line by line: everything at a glance, most important first.

Where there is little room, each part shows fewer of its lines; its heading says how many there are
(F44: the card fits 32 columns and 24 lines).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from supportdesk.console import names, text
from supportdesk.console.times import MINUTE, Watch, span
from supportdesk.desk.client_time import client_zone, within_hours
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import Category
from supportdesk.i18n import gettext as _
from supportdesk.i18n.lookup_texts import trouble_text
from supportdesk.records import dataclass
from supportdesk.store.read.client_details import MOST_COUNTED
from supportdesk.store.read.client_rows import ClientCard, EarlierTicket, LookupRow, PropertyRow
from supportdesk.store.read.timeline import event_text

Run = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line: `runs` are (text, ink, attributes); Enter opens `ticket`, or the part `opens`."""

    runs: tuple[Run, ...] = ()
    ticket: int | None = None
    opens: str = ""

    @property
    def is_stop(self) -> bool:
        """Whether the cursor stops here."""
        return self.ticket is not None or bool(self.opens)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of each part is shown."""

    contacts: int
    properties: int
    orders: int
    notes: int
    note_lines: int
    events: int
    gaps: bool = True
    is_brief: bool = False
    """Without what can be read where Enter leads: hours of the contract, who wrote a note."""


MEASURES = (
    Measure(contacts=5, properties=20, orders=20, notes=5, note_lines=6, events=20),
    Measure(contacts=4, properties=8, orders=6, notes=2, note_lines=3, events=4),
    Measure(contacts=3, properties=4, orders=3, notes=1, note_lines=2, events=2),
    Measure(contacts=2, properties=3, orders=2, notes=1, note_lines=1, events=1, gaps=False),
    Measure(
        contacts=2,
        properties=2,
        orders=1,
        notes=1,
        note_lines=0,
        events=0,
        gaps=False,
        is_brief=True,
    ),
)
"""From a high window to a low one."""

EARLIER_AT_LEAST = 2
"""Earlier tickets that a low window still shows."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the lines are made for: the room there is, the moment, and the ticket beside them."""

    width: int
    height: int
    watch: Watch
    current: int = 0


def card_lines(card: ClientCard, sight: Sight) -> list[CardLine]:
    """The lines of a card: as many of each part as there is room for."""
    earlier = list(_earlier(card, sight))
    kept = min(len(earlier), EARLIER_AT_LEAST + 1)
    lines: list[CardLine] = []
    for measure in MEASURES:
        lines = list(_above(card, sight, measure))
        if earlier and measure.gaps:
            lines.append(CardLine())
        if len(lines) + kept <= sight.height:
            break
    return lines + earlier


def _above(card: ClientCard, sight: Sight, measure: Measure) -> Iterator[CardLine]:
    """Everything above the earlier tickets."""
    parts = (
        list(_who(card, sight, measure)),
        list(_traits_and_properties(card, sight, measure)),
        *(list(_lookup(lookup, sight, measure)) for lookup in card.lookups),
        list(_notes(card, sight, measure)),
        list(_events(card, sight, measure)),
    )
    for number, part in enumerate(part for part in parts if part):
        if number and measure.gaps:
            yield CardLine()
        yield from part


def _who(card: ClientCard, sight: Sight, measure: Measure) -> Iterator[CardLine]:
    vip = (("   " + _("VIP"), "waiting", "bold"),) if card.vip else ()
    name = text.cut(text.line(card.name), sight.width - (6 if card.vip else 0))
    yield CardLine(((name, "bright", "bold"), *vip))
    if card.forgotten_at is not None:
        said = _("forgotten at their own wish, {day}").format(
            day=sight.watch.day(card.forgotten_at)
        )
        yield from _wrapped(said, "waiting", sight.width)
    if card.organisation is not None:
        named = (card.organisation.name, card.organisation.contract)
        company = " · ".join(text.line(part) for part in named if part)
        yield replace(_one(company, "dim", sight.width), opens="organisation")
    yield from _contacts(card, sight, measure)
    for line in _filled(_facts(card, sight.watch, measure), sight.width):
        yield _one(line, "dim", sight.width)
    counts = _("{open} open · {done} done")
    yield _one(counts.format(open=card.open_tickets, done=card.done_tickets), "dim", sight.width)


def _contacts(card: ClientCard, sight: Sight, measure: Measure) -> Iterator[CardLine]:
    """The first of each kind come first; how many more there are stands behind the last."""
    contacts = [*card.emails[:1], *card.phones[:1], *card.emails[1:], *card.phones[1:]]
    shown = contacts[: measure.contacts]
    more = len(contacts) - len(shown)
    for number, contact in enumerate(shown, 1):
        behind = f"  +{more}" if more and number == len(shown) else ""
        room = sight.width - len(behind)
        yield CardLine(((text.cut(text.line(contact), room), "text", ""), (behind, "dim", "")))


def _facts(card: ClientCard, watch: Watch, measure: Measure) -> Iterator[str]:
    """How and when to reach the client (F55)."""
    if card.channel:
        yield _("writes by {channel}").format(channel=names.channel(card.channel))
    if card.language:
        yield text.line(card.language, 20)
    zone = client_zone(card)
    if zone is not None:
        yield _("{time} there").format(time=Watch(watch.now, zone).time)
    organisation = card.organisation
    if organisation is None:
        return
    now = from_milliseconds(watch.now)
    within = within_hours(organisation, now, watch.zone)
    if organisation.until and now.date().isoformat() > organisation.until:
        yield _("contract ended {day}").format(day=text.line(organisation.until, 20))
    elif within is not None:
        said = _("within contract hours") if within else _("outside contract hours")
        yield said if measure.is_brief else f"{said} ({text.line(organisation.hours or '', 60)})"


def _traits_and_properties(card: ClientCard, sight: Sight, measure: Measure) -> Iterator[CardLine]:
    shown = card.properties[: measure.properties]
    more = len(card.properties) - len(shown)
    lines = [
        _property_line(held, sight.width, more if number == len(shown) else 0)
        for number, held in enumerate(shown, 1)
    ]
    pinned = sum(held.pinned for held in shown)
    yield from lines[:pinned]
    for line in _filled((names.trait(*trait) for trait in card.traits), sight.width):
        yield _one(line, "waiting", sight.width)
    yield from lines[pinned:]


def _property_line(held: PropertyRow, width: int, more: int) -> CardLine:
    """A property; `more` says how many others there are on the form."""
    name = f"{text.line(held.name, 40)} "
    value = held.value or ""
    if held.kind == "yes_no":
        value = _("yes") if value == "yes" else _("no")
    behind = f"  +{more}" if more else ""
    room = max(4, width - text.cells(name) - len(behind))
    value = text.cut(text.line(value), room)
    return CardLine(((name, "dim", ""), (value, "text", ""), (behind, "dim", "")))


def _lookup(lookup: LookupRow, sight: Sight, measure: Measure) -> Iterator[CardLine]:
    """What another system has said, and how old that is (F50)."""
    heading = text.line(lookup.title, 40).upper()
    if len(lookup.lines) > measure.orders:
        heading = f"{heading} {len(lookup.lines)}"
    age = ""
    if lookup.answered_at is not None:
        passed = sight.watch.now - lookup.answered_at
        age = _("{age} ago").format(age=span(passed)) if passed >= MINUTE else _("just now")
    runs = ((heading, "dim", "bold"), (f" · {age}" if age else "", "dim", ""))
    yield CardLine(runs, opens="orders")
    if lookup.trouble is not None:
        yield from _wrapped(text.line(trouble_text(lookup.trouble)), "waiting", sight.width)
    elif not lookup.lines:
        yield _one(_("nothing"), "dim", sight.width)
    for line in lookup.lines[: measure.orders]:
        yield _one(text.line(line), "text", sight.width)


def _notes(card: ClientCard, sight: Sight, measure: Measure) -> Iterator[CardLine]:
    if not card.notes:
        return
    yield _heading(_("NOTES"), str(len(card.notes)), "notes")
    for note in card.notes[: measure.notes]:
        if measure.is_brief:
            said = f"{sight.watch.day(note.at)} {text.line(note.body, 200)}"
            yield _one(said, "text", sight.width)
            continue
        signed = text.line(note.author or "", 60)
        yield _one(f"{sight.watch.day(note.at)} · {signed}", "dim", sight.width)
        wrapped = list(text.wrap(text.block(note.body[:2000]), sight.width))
        for line in wrapped[: measure.note_lines]:
            yield _one(line, "text", sight.width)
        if len(wrapped) > measure.note_lines:
            yield _one(text.ELLIPSIS, "dim", sight.width)


def _events(card: ClientCard, sight: Sight, measure: Measure) -> Iterator[CardLine]:
    """The newest of what the client did elsewhere (F49)."""
    if not card.events:
        return
    many = card.event_count >= MOST_COUNTED
    count = f"{MOST_COUNTED}+" if many else str(card.event_count)
    yield _heading(_("EVENTS"), count, "events")
    for event in card.events[: measure.events]:
        said = text.line(event_text(event.kind, event.text, dict(event.details)))
        day = f"{sight.watch.day(event.at)} "
        room = sight.width - text.cells(day)
        yield CardLine(((day, "dim", ""), (text.cut(said, room), "text", "")))


def _earlier(card: ClientCard, sight: Sight) -> Iterator[CardLine]:
    tickets = [ticket for ticket in card.tickets if ticket.number != sight.current]
    if not tickets:
        return
    others = card.open_tickets + card.done_tickets - 1
    yield _heading(_("EARLIER"), str(others), "history")
    for ticket in tickets:
        yield _earlier_line(ticket, sight.width)


def _earlier_line(ticket: EarlierTicket, width: int) -> CardLine:
    number, state = f"{ticket_name(ticket.number)} ", names.state(ticket.state)
    room = width - text.cells(number) - text.cells(state) - 2
    subject = text.cut(text.line(ticket.subject), max(6, room))
    ink = "dim" if ticket.category >= Category.DONE else "text"
    return CardLine(
        ((number, "dim", ""), (f"{subject}, ", ink, ""), (state, "dim", "")), ticket.number
    )


def _filled(phrases: Iterable[str], width: int) -> Iterator[str]:
    """Phrases side by side, a new line where the next one does not fit."""
    line = ""
    for phrase in phrases:
        both = f"{line} · {phrase}" if line else phrase
        if line and text.cells(both) > width:
            yield from text.wrap(line, width)
            both = phrase
        line = both
    if line:
        yield from text.wrap(line, width)


def _wrapped(written: str, ink: str, width: int) -> Iterator[CardLine]:
    if written:
        yield from (_one(line, ink, width) for line in text.wrap(written, width))


def _one(written: str, ink: str, width: int) -> CardLine:
    return CardLine(((text.cut(written, width), ink, ""),))


def _heading(title: str, count: str, opens: str) -> CardLine:
    return CardLine(((title, "dim", "bold"), (f" {count}", "dim", "")), opens=opens)
