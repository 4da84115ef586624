"""The client's card: who writes, how to reach them, what they asked before (F44, F46)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import names, text
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch
from supportdesk.console.widgets.pane import Pane
from supportdesk.domain.ticket import Category
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import ClientCard, ClientNoteRow, EarlierTicket

_INDENT = 2
_NOTE_LINES = 6
"""Lines of a client note shown; the whole is on the edit screen."""


@dataclass(frozen=True, slots=True)
class _CardLine:
    """One line: `runs` are (text, ink, attributes); `ticket` is what Enter opens."""

    runs: tuple[tuple[str, str, str], ...] = ()
    ticket: int | None = None


class Card(Pane):
    """The pane on the right; where it is narrow, an overlay on `i`."""

    ground = "chrome"
    DEFAULT_CSS = "Card { width: 34; }"

    class Picked(Message):
        """An earlier ticket was clicked."""

        def __init__(self, ticket: int) -> None:
            self.ticket = ticket
            super().__init__()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="card")
        self._card: ClientCard | None = None
        self._watch = Watch()
        self._current = 0
        self._lines: list[_CardLine] = []
        self._top = 0
        self._cursor = 0

    def show(self, card: ClientCard | None, current: int, watch: Watch) -> None:
        """Show a client beside the ticket `current`; None shows nothing."""
        other = card is None or self._card is None or card.id != self._card.id
        self._card, self._current, self._watch = card, current, watch
        if other:
            self._top = self._cursor = 0
        self._wrap()
        self.repaint()

    @property
    def card(self) -> ClientCard | None:
        """The client shown."""
        return self._card

    @property
    def picked(self) -> int | None:
        """The earlier ticket under the cursor."""
        tickets = self._tickets
        return tickets[min(self._cursor, len(tickets) - 1)] if tickets else None

    def move(self, lines: int) -> None:
        """Move the cursor among the earlier tickets."""
        self._cursor = max(0, min(len(self._tickets) - 1, self._cursor + lines))
        wanted = self.picked
        for y, line in enumerate(self._lines):
            if line.ticket is not None and line.ticket == wanted:
                self._top = max(0, min(self._top, y), y - self.size.height + 2)
        if self._cursor == 0:
            self._top = 0
        self.repaint()

    def lay_out(self, width: int, height: int) -> None:
        """Wrap for the new width."""
        self._wrap()

    def paint(self, y: int, width: int) -> Strip:
        """A line of the card."""
        edge = [("│", self.ink("rule"))] if self.lies_over else []
        at = y - 1 + self._top
        if y == 0 or not 0 <= at < len(self._lines):
            return text.strip(edge, width, self.ink("text"))
        line = self._lines[at]
        here = self.active and line.ticket is not None and line.ticket == self.picked
        ground = "cursor" if here else self.ground
        plain = self.palette.ink("text", ground)
        mark = "▌ " if here else "▸ " if self.active and at == 0 else "  "
        runs = [*edge, (mark, self.palette.ink("accent", ground))]
        runs += [(written, self.palette.ink(ink, ground, how)) for written, ink, how in line.runs]
        return text.strip(runs, width, plain)

    def on_click(self, event: events.Click) -> None:
        """Pick the earlier ticket under the mouse."""
        at = event.y - 1 + self._top
        ticket = self._lines[at].ticket if 0 <= at < len(self._lines) else None
        if ticket is not None:
            self.post_message(self.Picked(ticket))

    @property
    def _tickets(self) -> list[int]:
        return [line.ticket for line in self._lines if line.ticket is not None]

    def _wrap(self) -> None:
        width = max(10, self.size.width - _INDENT - (2 if self.lies_over else 1))
        self._lines = [] if self._card is None else list(self._card_lines(self._card, width))

    def _card_lines(self, card: ClientCard, width: int) -> Iterator[_CardLine]:
        yield from self._who(card, width)
        yield from self._traits(card.traits, width)
        yield from self._notes(card.notes, width)
        yield from self._earlier(card, width)

    def _who(self, card: ClientCard, width: int) -> Iterator[_CardLine]:
        vip = (("   " + _("VIP"), "waiting", "bold"),) if card.vip else ()
        name = text.cut(text.line(card.name), width - (6 if card.vip else 0))
        yield _CardLine(((name, "bright", "bold"), *vip))
        if card.company:
            yield _one(text.line(card.company), "dim", width)
        for contact in (*card.emails[:3], *card.phones[:2]):
            yield _one(text.line(contact), "text", width)
        facts = [text.line(card.language, 20)] if card.language else []
        time = self._watch.time_in(card.timezone)
        if time:
            facts.append(_("{time} there").format(time=time))
        if facts:
            yield _one(" · ".join(facts), "dim", width)
        counts = _("{open} open · {done} done")
        yield _one(counts.format(open=card.open_tickets, done=card.done_tickets), "dim", width)

    def _traits(self, traits: Sequence[tuple[str, str]], width: int) -> Iterator[_CardLine]:
        if not traits:
            return
        yield _CardLine()
        written = " · ".join(trait_text(name, value) for name, value in traits)
        for line in text.wrap(written, width):
            yield _one(line, "waiting", width)

    def _notes(self, notes: Sequence[ClientNoteRow], width: int) -> Iterator[_CardLine]:
        if not notes:
            return
        yield _CardLine()
        yield _heading(_("NOTES"))
        for note in notes[:5]:
            signed = text.line(note.author or "", 60)
            yield _one(f"{self._watch.day(note.at)} · {signed}", "dim", width)
            wrapped = list(text.wrap(text.block(note.body[:2000]), width))
            for line in wrapped[:_NOTE_LINES]:
                yield _one(line, "text", width)
            if len(wrapped) > _NOTE_LINES:
                yield _one(text.ELLIPSIS, "dim", width)

    def _earlier(self, card: ClientCard, width: int) -> Iterator[_CardLine]:
        tickets = [ticket for ticket in card.tickets if ticket.number != self._current]
        if not tickets:
            return
        yield _CardLine()
        others = card.open_tickets + card.done_tickets - 1
        yield _CardLine(((_("EARLIER"), "dim", "bold"), (f" {others}", "dim", "")))
        for ticket in tickets:
            yield _earlier_line(ticket, width)


def trait_text(name: str, value: str) -> str:
    """A trait as one phrase: "no emoji", "skill novice"; both parts may be anybody's words."""
    shown_name, shown_value = text.line(name, 40), text.line(value, 80)
    return shown_name if value in {"", "yes", "true"} else f"{shown_name} {shown_value}"


def _one(written: str, ink: str, width: int) -> _CardLine:
    return _CardLine(((text.cut(written, width), ink, ""),))


def _heading(title: str) -> _CardLine:
    return _CardLine(((title, "dim", "bold"),))


def _earlier_line(ticket: EarlierTicket, width: int) -> _CardLine:
    number, state = f"#{ticket.number} ", names.state(ticket.state)
    room = width - text.cells(number) - text.cells(state) - 2
    subject = text.cut(text.line(ticket.subject), max(6, room))
    ink = "dim" if ticket.category >= Category.DONE else "text"
    return _CardLine(
        ((number, "dim", ""), (f"{subject}, ", ink, ""), (state, "dim", "")), ticket.number
    )
