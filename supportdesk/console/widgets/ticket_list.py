"""The list pane: a view's tickets in frozen order, painted line by line (speed.md)."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.listing import Listing
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch
from supportdesk.console.widgets.pane import Pane
from supportdesk.console.widgets.ticket_line import Columns, laid_out, ticket_strip
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.words import Needle
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.group_names import group_name
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read.rows import TicketRow

_HEADING = 1


class TicketList(Pane):
    """A heading and the tickets of a view. Moving repaints two lines, never the whole."""

    DEFAULT_CSS = "TicketList { height: 1fr; }"

    class Clicked(Message):
        """A ticket was clicked; `again` when it was the one shown already."""

        def __init__(self, index: int, *, again: bool) -> None:
            self.index = index
            self.again = again
            super().__init__()

    class Rolled(Message):
        """The wheel turned over the list."""

        def __init__(self, lines: int) -> None:
            self.lines = lines
            super().__init__()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="list")
        self.listing = Listing((), lambda _numbers: [])
        self.cursor = 0
        self.marks: frozenset[int] = frozenset()
        """The numbers of the marked tickets."""
        self.found: Sequence[Needle] = ()
        """What a search has found in subjects: marked."""
        self._top = 0
        self._title = self._order = self._total = ""
        self._arrivals = 0
        self._watch = Watch()
        self._company: Mapping[int, str] = {}
        self._empty: Sequence[str] = ()
        self._chosen: tuple[str, ...] = ()
        self._columns = laid_out(80, ())

    # What is shown

    def show(
        self,
        title: str,
        listing: Listing,
        watch: Watch,
        *,
        order: str = "",
        cursor: int = 0,
        empty: Sequence[str] = (),
        columns: Sequence[str] = (),
        total: str = "",
    ) -> None:
        """Show another list; `order` names how it is sorted, `empty` what it says without lines.

        `columns` are those a view chooses. `total` is how many tickets there are, as long as the
        list has only the first of them.
        """
        self._chosen = tuple(columns)
        self.listing, self._title, self._empty = listing, title, empty
        self._order, self._total = order, total
        self._watch, self._arrivals = watch, 0
        self.cursor = max(0, min(cursor, len(listing) - 1))
        self._top = 0
        self._columns = self._laid_out()
        self._keep_cursor_in_sight()
        self.repaint()

    @property
    def row(self) -> TicketRow | None:
        """The ticket under the cursor."""
        return self.listing.row(self.cursor)

    @property
    def has_more(self) -> bool:
        """Whether the list has only the first tickets of its view so far."""
        return bool(self._total)

    @property
    def page(self) -> int:
        """How many tickets fit."""
        return max(1, self.size.height - _HEADING)

    @property
    def arrivals(self) -> int:
        """How many tickets have come that are not in the list yet."""
        return self._arrivals

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on; cursor and marks stay on them."""
        self.listing.renumber(numbers)
        self.marks = frozenset(numbers.get(number, number) for number in self.marks)
        self._columns = self._laid_out()
        self.repaint()

    def entitle(self, title: str) -> None:
        """Call the list something else."""
        self._title = title
        self.repaint(0)

    def announce(self, arrivals: int) -> None:
        """Say in the heading how many tickets are new; the list itself does not move."""
        if arrivals != self._arrivals:
            self._arrivals = arrivals
            self.repaint(0)

    def mark(self, marks: frozenset[int]) -> None:
        """Mark exactly these tickets."""
        if marks != self.marks:
            self.marks = marks
            self.repaint()

    def grown(self) -> None:
        """Repaint the heading and scrollbar after the rest of a long list was loaded."""
        self._total = ""
        self._columns = self._laid_out()
        self.repaint()

    def look_again(self, watch: Watch) -> None:
        """Paint again: rows have changed, or a minute has passed."""
        self._watch = watch
        self.repaint()

    def accompany(self, marks: Mapping[int, str]) -> None:
        """Mark the tickets others are at; only their lines are painted."""
        changed = [number for number, _ in self._company.items() ^ marks.items()]
        self._company = marks
        places = (self.listing.index(number) for number in dict.fromkeys(changed))
        lines = [
            place - self._top + _HEADING
            for place in places
            if place is not None and self._top <= place < self._top + self.page
        ]
        if lines:
            self.repaint(*lines)

    # Moving

    def move_to(self, index: int) -> bool:
        """Put the cursor on a line; return whether it is another one than before."""
        before, self.cursor = self.cursor, max(0, min(index, len(self.listing) - 1))
        if before == self.cursor:
            return False
        if self._keep_cursor_in_sight():
            self.repaint()
        else:
            self.repaint(self._y_of(before), self._y_of(self.cursor))
        return True

    def _keep_cursor_in_sight(self) -> bool:
        """Scroll by half a page when the cursor leaves it; return whether anything moved."""
        page, listing = self.page, self.listing
        top = self._top
        line = listing.line_of(self.cursor)
        first = line - listing.begins_group(self.cursor)
        if not (top <= first and line < top + page):
            ahead = page // 2 if abs(line - top) <= page else 0
            top = line - ahead if first >= top else first - page + 1 + ahead
        top = max(0, min(top, listing.lines - page))
        moved, self._top = top != self._top, top
        return moved

    def _y_of(self, index: int) -> int:
        return self.listing.line_of(index) - self._top + _HEADING

    # Painting

    def paint(self, y: int, width: int) -> Strip:
        """The heading, a ticket, or what an empty list says."""
        if y < _HEADING:
            return self._heading(width)
        if not len(self.listing):
            return self._empty_line(y - _HEADING, width)
        index, is_heading = self.listing.at(self._top + y - _HEADING)
        if index >= len(self.listing):
            return self.blank(width)
        if is_heading:
            return self._group_heading(index, width)
        ground = self.ground
        if index == self.cursor:
            ground = "cursor" if self.active else "cursor-idle"
        row = self.listing.row(index)
        if row is None:
            gone = f"   {ticket_name(self.listing.numbers[index])}  " + _("is gone")
            return text.strip([(gone, self.palette.ink("dim", ground))], width, self.ink("dim"))
        return ticket_strip(
            row,
            self._columns,
            self.palette,
            ground,
            self._watch,
            marked=row.number in self.marks,
            company=self._company.get(row.number, ""),
            found=self.found,
        )

    def _heading(self, width: int) -> Strip:
        title_ink = self.ink("bright", "bold")
        left: list[text.Run] = [
            ("▸" if self.active else " ", self.ink("accent", "bold")),
            (text.line(self._title), title_ink),
            (f"  {self._total or len(self.listing)}", self.ink("dim")),
        ]
        if self.marks:
            marked = ngettext("{count} marked", "{count} marked", len(self.marks))
            said = f" · * {marked.format(count=len(self.marks))}"
            left.append((said, self.ink("accent", "bold")))
        if width >= 60 and self._order:
            left.append((" · " + self._order, self.ink("dim")))
        right: list[text.Run] = []
        if self._arrivals:
            new = ngettext("{count} new", "{count} new", self._arrivals)
            said = "↓ " + new.format(count=self._arrivals) + f" · {key_of('refresh')} "
            right.append((said, self.ink("unread", "bold")))
        return text.between(left, right, width, self.ink("text"))

    def _group_heading(self, index: int, width: int) -> Strip:
        listing = self.listing
        name = text.line(group_name(listing.group_by, listing.groups[index]), 60)
        left: list[text.Run] = [
            (" ── ", self.ink("rule")),
            (name, self.ink("accent", "bold")),
            (f"  {listing.group_size(index)}", self.ink("dim")),
        ]
        return text.strip(left, width, self.ink("text"))

    def _empty_line(self, y: int, width: int) -> Strip:
        line = self._empty[y - 1] if 1 <= y <= len(self._empty) else ""
        ink = self.ink("text" if y == 1 else "dim")
        return text.strip([("   " + line, ink)], width, self.ink("text"))

    def _laid_out(self) -> Columns:
        return laid_out(self.size.width, self.listing.numbers[:2000], self._chosen)

    # Events

    def lay_out(self, width: int, height: int) -> None:
        """Lay the columns out for the new size."""
        self._columns = self._laid_out()
        self._keep_cursor_in_sight()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the ticket under the mouse."""
        index, is_heading = self.listing.at(self._top + event.y - _HEADING)
        if event.y >= _HEADING and index < len(self.listing) and not is_heading:
            self.post_message(self.Clicked(index, again=index == self.cursor))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move down with the wheel."""
        event.stop()
        self.post_message(self.Rolled(1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move up with the wheel."""
        event.stop()
        self.post_message(self.Rolled(-1))
