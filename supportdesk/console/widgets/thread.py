"""The thread pane: one ticket's heading and its conversation, private notes set apart (F71)."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch
from supportdesk.console.widgets.conversation import Conversation, Line, Place
from supportdesk.console.widgets.line_painter import LinePainter
from supportdesk.console.widgets.pane import Pane
from supportdesk.console.widgets.ticket_heading import fact_lines, facts, subject_lines
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.domain.words import Needle
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import MessageRow, TicketRow

_INDENT = 2
_WIDEST = 100  # longer lines are hard to read
_KEPT = 64
"""Conversations whose layout is kept."""


Read = Callable[[bool], Sequence[MessageRow]]
"""Reads the newest messages of a ticket, or with True all of them, oldest first."""


class Thread(Pane):
    """Shows a conversation from its newest message; scrolls by lines and pages."""

    DEFAULT_CSS = "Thread { height: 2fr; }"

    def __init__(self, palette: Palette, me: int) -> None:
        super().__init__(palette, id="thread")
        self._me = me
        self._watch = Watch()
        self._ticket: TicketRow | None = None
        self._company: Mapping[int, Sequence[str]] = {}
        self._on_way: Mapping[int, str] = {}
        self._conversation: Conversation | None = None
        self._read: Read = lambda _whole: ()
        self._linked: Sequence[str] = ()
        """What the ticket is to others."""
        self._whole = False
        self._place = Place()
        self._window: list[Line] = []
        self._empty: Sequence[str] = ()
        self.found: Sequence[Needle] = ()
        """What a search has found here: marked."""
        self._original = False
        """Whether nothing is folded, of any conversation."""
        self._kept: OrderedDict[tuple[int, ...], Conversation] = OrderedDict()
        self._above: list[tuple[str, bool]] = []
        """Lines over the conversation, and whether each is of the subject."""
        self._top = 4
        """Lines of the fixed heading: rule, subject, facts, and air where there is room."""
        self._bar: tuple[int, int] | None = None

    # What is shown

    def show(self, ticket: TicketRow, read: Read, watch: Watch, linked: Sequence[str] = ()) -> None:
        """Show a ticket; `read` is asked for its messages unless their layout is still known.

        The same ticket again keeps its place unless something was added.
        """
        before, self._ticket = self._ticket, ticket
        self._read, self._watch, self._linked = read, watch, linked
        known = self.messages
        same = before is not None and before.number == ticket.number
        self._whole = same and self._whole
        at_end = self._at_end
        self._lay_out_heading()
        self._conversation = self._laid_out(ticket)
        if not same or len(known) != len(self.messages):
            self._place = self._begin()
        elif at_end and self._conversation is not None:
            self._place = self._conversation.end(self._page)
        self._look()
        self.repaint()

    def accompany(self, company: Mapping[int, Sequence[str]]) -> None:
        """Say in the headings of these tickets who else is there; nothing else moves."""
        number = 0 if self._ticket is None else self._ticket.number
        changed = self._company.get(number) != company.get(number)
        self._company = company
        if changed and self._ticket is not None:
            at_end = self._at_end
            self._lay_out_heading()
            if at_end and self._conversation is not None:
                self._place = self._conversation.end(self._page)
            self._look()
            self.repaint()

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on; the one shown keeps its place."""
        if self._ticket is not None and self._ticket.number in numbers:
            self._ticket = self._ticket._replace(number=numbers[self._ticket.number])

    def tell_on_way(self, on_way: Mapping[int, str]) -> None:
        """Say of these messages how far they are on their way; only their headings change."""
        changed = {message for message, _said in self._on_way.items() ^ on_way.items()}
        self._on_way = on_way
        for y, line in enumerate(self._window):
            if line.role == "heading" and line.message.id in changed:
                self.repaint(self._top + y)

    def show_nothing(self, lines: Sequence[str]) -> None:
        """There is no ticket to show; say so."""
        self._ticket = self._conversation = self._bar = None
        self._window, self._empty = [], lines
        self.repaint()

    @property
    def ticket(self) -> TicketRow | None:
        """The ticket shown."""
        return self._ticket

    @property
    def messages(self) -> tuple[MessageRow, ...]:
        """The messages shown, oldest first."""
        return () if self._conversation is None else self._conversation.messages

    @property
    def clients_message(self) -> MessageRow | None:
        """The client's message in sight where somebody has scrolled, else the last one (F38)."""
        if self._place != self._begin():
            for line in self._window:
                if line.message.kind == MessageKind.CLIENT:
                    return line.message
        spoken = (one for one in reversed(self.messages) if one.kind == MessageKind.CLIENT)
        return next(spoken, None)

    def scroll_lines(self, lines: int) -> None:
        """Scroll by some lines."""
        if self._conversation is not None:
            if lines < 0 and self._conversation.moved(self._place, lines, 1) == Place():
                self._read_on()
            self._go(self._conversation.moved(self._place, lines, self._page))

    def scroll_pages(self, pages: int) -> None:
        """Scroll by pages, keeping one line in sight."""
        self.scroll_lines(pages * max(1, self._page - 1))

    def go_first(self) -> None:
        """Go to the oldest message."""
        self._read_on()
        self._go(Place())

    def go_last(self) -> None:
        """Go to the end."""
        if self._conversation is not None:
            self._go(self._conversation.end(self._page))

    def go_to(self, message: int) -> bool:
        """Go to a message; False where it does not stand here."""
        self._read_on()
        place = None if self._conversation is None else self._conversation.at(message, self._page)
        if place is not None:
            self._go(place)
        return place is not None

    def unfold(self) -> bool:
        """Show quoted text and signatures, or fold them again; whether they are shown now."""
        self._original = not self._original
        message = self._window[0].message.id if self._window else 0
        if self._ticket is not None:
            self._conversation = self._laid_out(self._ticket)
        if self._conversation is not None:
            self._place = self._conversation.at(message, self._page) or self._begin()
            self._look()
        self.repaint()
        return self._original

    def tick(self, watch: Watch) -> None:
        """Time has passed: repaint headings that count down."""
        self._watch = watch
        for y, line in enumerate(self._window):
            if line.role == "heading" and line.message.delivery == Delivery.QUEUED:
                self.repaint(self._top + y)

    def _read_on(self) -> None:
        """The beginning of what was read is reached: read all of a long conversation."""
        before = self._conversation
        if before is None or self._whole:
            return
        self._whole = True
        messages = self._read(True)
        if len(messages) > len(before.messages):
            self._conversation = Conversation(messages, before.width, original=before.original)
            added = self._conversation.pieces - before.pieces
            self._place = Place(self._place.piece + added, self._place.line)

    def _go(self, place: Place) -> None:
        if place != self._place:
            self._place = place
            self._look()
            self.repaint()

    def _look(self) -> None:
        if self._conversation is not None:
            page = self._page
            self._window = self._conversation.window(self._place, page)
            start, part = self._conversation.share(self._place, page)
            self._bar = None
            if part < 1.0 or self._place != Place():
                size = max(1, round(part * page))
                self._bar = (min(page - size, round(start * page)), size)

    @property
    def _at_end(self) -> bool:
        conversation = self._conversation
        return conversation is not None and self._place == conversation.end(self._page)

    def _begin(self) -> Place:
        return Place() if self._conversation is None else self._conversation.newest(self._page)

    def _laid_out(self, ticket: TicketRow) -> Conversation | None:
        if not self.size.width:
            return None
        width = min(_WIDEST, self.size.width - _INDENT - 2)
        original = self._original or bool(self.found)
        key = (ticket.number, ticket.last_event, ticket.messages, width, self._whole, original)
        found = self._kept.get(key)
        if found is None:
            messages = self._read(self._whole)
            found = self._kept[key] = Conversation(messages, width, original=original)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found

    def lay_out(self, width: int, height: int) -> None:
        """Lay the conversation out for the new size; reading begins anew."""
        self._lay_out_heading()
        if self._ticket is not None:
            self._conversation = self._laid_out(self._ticket)
            self._place = self._begin()
            self._look()

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self._top)

    # Painting

    def paint(self, y: int, width: int) -> Strip:
        """The rule above, the heading, or a line of the conversation."""
        if y == 0:
            return self._rule(width)
        if self._ticket is None:
            line = self._empty[y - 2] if 2 <= y < 2 + len(self._empty) else ""
            return text.strip([("   " + line, self.ink("dim"))], width, self.ink("text"))
        if y <= len(self._above):
            return self._heading_line(y - 1, width)
        at = y - self._top
        if not self._window and at == 0:
            said = _("No messages. What happened: supportdesk show {number} --events")
            line = said.format(number=self._ticket.number)
            return text.strip([("  " + line, self.ink("dim"))], width, self.ink("text"))
        if not 0 <= at < len(self._window):
            return self.blank(width) if self._bar is None else self._with_bar((), at, width)
        if self._window[at].role == "gap" and self._bar is None:
            return self.blank(width)
        return self._with_bar(self._said(self._window[at], width - 1), at, width)

    def _rule(self, width: int) -> Strip:
        ink = self.ink("accent" if self.active else "rule")
        return text.strip([("─" * width, ink)], width, ink)

    def _heading_line(self, at: int, width: int) -> Strip:
        written, is_subject = self._above[at]
        if not is_subject:
            runs = [("  ", self.ink("dim")), (written, self.ink("dim"))]
            return text.strip(runs, width, self.ink("text"))
        mark = "▸ " if self.active and at == 0 else "  "
        number, _space, rest = written.partition(" ") if at == 0 else ("", "", written)
        runs = [
            (mark, self.ink("accent", "bold")),
            (f"{number} " if number else "", self.ink("dim", "bold")),
            (rest, self.ink("bright", "bold")),
        ]
        return text.strip(runs, width, self.ink("text"))

    def _lay_out_heading(self) -> None:
        """Wrap subject and facts; where there is little room, the conversation comes first."""
        width, height = self.size.width - _INDENT - 2, self.size.height
        ticket = self._ticket
        if ticket is None or width <= 0:
            return
        company = self._company.get(ticket.number, ())
        phrases = (*company, *facts(ticket, self._me, self._watch, self._linked))
        most = max(1, height // 5)
        lines = [(line, True) for line in subject_lines(ticket, width, most)]
        lines += [(line, False) for line in fact_lines(phrases, width, most)]
        self._above = lines
        self._top = 1 + len(lines) + (0 if height < 14 else 1)

    def _said(self, line: Line, width: int) -> list[text.Run]:
        painter = LinePainter(
            self.palette, self.ground, self._watch, self._me, self.found, self._on_way
        )
        indent = (" " * _INDENT, self.ink("text"))
        room = min(width - _INDENT, _WIDEST + 3)
        return [indent, *painter.line(line, room)] if line.role != "gap" else []

    def _with_bar(self, runs: Sequence[text.Run], at: int, width: int) -> Strip:
        """A line with the scrollbar's cell at its end, where there is more than fits."""
        start, size = self._bar or (0, 0)
        plain = self.ink("text")
        if start <= at < start + size:
            return text.between(runs, [("▐", self.ink("rule"))], width, plain)
        return text.strip(runs, width, plain)

    # Events

    class Clicked(Message):
        """The conversation was clicked."""

    def on_click(self) -> None:
        """Keys may go here now."""
        self.post_message(self.Clicked())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down with the wheel."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up with the wheel."""
        event.stop()
        self.scroll_lines(-3)
