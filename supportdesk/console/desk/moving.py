"""Going about the desk: lines, panes, views, searches; nothing changes but read marks."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping

from supportdesk.console.desk.offering import offer
from supportdesk.console.desk.panes import PANES
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.views import BY_NAME, VIEWS, View, stands
from supportdesk.console.widgets.footer import Notice
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import MessageKind
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import TicketRow

RECENT = 50
"""Tickets remembered as opened last (F12)."""


BOARD, REPORT = "board", "report"
"""The names of lists that were opened from a number there: the way back leads there."""


class Moving:
    """Commands that change what is looked at."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._panes = at.panes
        self._recent: deque[int] = deque(maxlen=RECENT)
        self.open_part: Callable[[str], Awaitable[None]] | None = None
        """Opens a part of the card; set by whoever works with clients."""
        self.ways_back: dict[str, Callable[[], Awaitable[None]]] = {}
        """List → what shows the window it was opened from; set by whoever shows it."""
        self._came_from = VIEWS[0]
        """The view to go back to from a list that was made for the moment."""

    # Lines

    def do_down(self) -> None:
        """Next line of the pane in use."""
        self.move(1)

    def do_up(self) -> None:
        """Previous line of the pane in use."""
        self.move(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self._move_page(1)

    def do_page_up(self) -> None:
        """A page up."""
        self._move_page(-1)

    def do_first(self) -> None:
        """The first line."""
        if self._panes.pane == "thread":
            self._panes.thread.go_first()
        else:
            self.move(-len(self._panes.tickets.listing))

    def do_last(self) -> Awaitable[None] | None:
        """The last line; keys wait where it has yet to be loaded."""
        if self._panes.pane == "thread":
            self._panes.thread.go_last()
        elif self._panes.pane == "list" and self._panes.tickets.has_more:
            return self._last_of_all()
        else:
            self.move(len(self._panes.tickets.listing))
        return None

    async def _last_of_all(self) -> None:
        await self._panes.load_whole()
        self.move_in_list(len(self._panes.tickets.listing))

    def move(self, lines: int) -> None:
        """Move the cursor, or scroll, in the pane in use."""
        panes = self._panes
        if panes.pane == "thread":
            panes.thread.scroll_lines(lines)
        elif panes.pane == "sidebar":
            panes.overview.sidebar.move(lines)
        elif panes.pane == "card":
            panes.card.move(lines)
        else:
            self.move_in_list(lines)

    def move_in_list(self, lines: int) -> bool:
        """Move the cursor of the list; False when there is no such line."""
        moved = self._panes.tickets.move_to(self._panes.tickets.cursor + lines)
        if moved:
            self._panes.show_ticket()
        return moved

    def _move_page(self, pages: int) -> None:
        if self._panes.pane == "thread":
            self._panes.thread.scroll_pages(pages)
        else:
            self.move(pages * self._panes.tickets.page)

    def do_preview(self) -> None:
        """Read on in the conversation."""
        self._panes.thread.scroll_pages(1)

    def do_next_ticket(self, _ticket: TicketRow) -> None:
        """The next ticket of the view."""
        if not self.move_in_list(1):
            self._panes.said_done(_("This is the last ticket of the view."))

    def go_on(self, after_sending: str) -> None:
        """A reply has been sent: to the next ticket of the view, to the list, or nowhere (F11)."""
        if after_sending == "next" and self.move_in_list(1):
            self._tell_of_next()
            self.open_ticket()
            return
        self._panes.show_ticket_again()
        if after_sending == "list":
            self._panes.enter("list")

    def _tell_of_next(self) -> None:
        """The keys are about another ticket now: name it behind what was done on the former."""
        ticket = self._panes.ticket
        if ticket is not None:
            said = _("Next: {number}.").format(number=ticket_name(ticket.number))
            self._panes.said_done(f"{self._panes.told} {said}".strip())

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on."""
        renamed = [numbers.get(number, number) for number in self._recent]
        self._recent = deque(renamed, maxlen=RECENT)

    # Panes

    def do_next_pane(self) -> None:
        """Keys go to the next pane."""
        self._panes.enter(PANES[(PANES.index(self._panes.pane) + 1) % len(PANES)])

    def do_previous_pane(self) -> None:
        """Keys go to the pane before."""
        self._panes.enter(PANES[PANES.index(self._panes.pane) - 1])

    def do_open(self) -> Awaitable[None] | None:
        """Open what is under the cursor; an opened ticket is read."""
        panes = self._panes
        if panes.pane == "sidebar":
            self.go_to_view(panes.overview.sidebar.picked)
        elif panes.pane == "card":
            if panes.card.picked is not None:
                self.open_number(panes.card.picked)
            elif panes.card.opens and self.open_part is not None:
                return self.open_part(panes.card.opens)
        else:
            self.open_ticket()
        return None

    def open_ticket(self) -> None:
        """Go into the conversation of the ticket shown and mark it read."""
        ticket = self._panes.ticket
        if ticket is None:
            return
        self._panes.enter("thread")
        if ticket.number in self._recent:
            self._recent.remove(ticket.number)
        self._recent.appendleft(ticket.number)
        self._panes.tabs.open(ticket)
        said = offer(self._at.reading, ticket)
        if said:  # what was done before comes first: its undo is worth more
            self._panes.say(Notice(f"{self._panes.told} {said}".strip(), "waiting"))
        messages = [message.id for message in self._panes.thread.messages]
        newest = max(messages, default=None) if ticket.unread else None
        self._panes.run_worker(self._at.acting.mark_opened(ticket.number, newest), group="seen")

    def do_original(self, _ticket: TicketRow) -> None:
        """Show what is folded of the conversation, or fold it again."""
        shown = self._panes.thread.unfold()
        self._panes.said_done(
            _("Messages are shown as they came.") if shown else _("Quoted text is folded.")
        )

    def do_unread(self, ticket: TicketRow) -> None:
        """Mark the ticket unread again, from the client's last message on."""
        spoken = [m.id for m in self._panes.thread.messages if m.kind == MessageKind.CLIENT]
        before = max(spoken, default=1) - 1
        self._panes.run_worker(self._at.acting.mark_seen(ticket.number, before), group="seen")
        self._panes.said_done(
            _("{number} is unread again.").format(number=ticket_name(ticket.number))
        )

    def back(self) -> Awaitable[None] | None:
        """Out of a pane into the list; from a found list to where it was opened from."""
        panes = self._panes
        if panes.pane != "list":
            panes.enter("list")
        elif not self.at_home:
            ticket, way_back = panes.ticket, self.ways_back.get(panes.view.name)
            panes.show_view(self._came_from, None if ticket is None else ticket.number)
            return None if way_back is None else way_back()
        return None

    @property
    def at_home(self) -> bool:
        """Whether there is nothing to go back from: the keys are in the list of a view."""
        return self._panes.pane == "list" and stands(self._panes.view)

    # Views

    def do_mine(self) -> None:
        """Mine."""
        self.go_to_view(BY_NAME["mine"])

    def do_unassigned(self) -> None:
        """Unassigned."""
        self.go_to_view(BY_NAME["unassigned"])

    def do_all(self) -> None:
        """All."""
        self.go_to_view(BY_NAME["all"])

    def do_waiting(self) -> None:
        """Waiting."""
        self.go_to_view(BY_NAME["waiting"])

    def do_snoozed(self) -> None:
        """Snoozed."""
        self.go_to_view(BY_NAME["snoozed"])

    def do_recent(self) -> None:
        """Tickets opened last."""
        known = dict.fromkeys([*self._recent, *self._at.reading.opened_last()])
        numbers = tuple(known)[:RECENT]
        self.go_to_list(View("recent", _("Opened last"), numbers=numbers, order=""))

    def do_refresh(self) -> None:
        """Read the view again; the cursor stays on its ticket."""
        ticket = self._panes.tickets.row
        self._panes.show_view(self._panes.view, None if ticket is None else ticket.number)

    def go_to_view(self, view: View) -> None:
        """Show a view with the keys in its list."""
        self._panes.show_view(view)
        self._panes.enter("list")

    def go_to_list(self, view: View, cursor: int | None = None) -> None:
        """Show a list for the moment; `back` returns to the view one came from."""
        if stands(self._panes.view):
            self._came_from = self._panes.view
        self._panes.show_view(view, cursor)
        self._panes.enter("list")

    def open_number(self, number: int) -> None:
        """Open a ticket wherever it is: in this list, or in one of its own. Raises NotFound."""
        index = self._panes.tickets.listing.index(number)
        if index is not None:
            self._panes.tickets.move_to(index)
            self._panes.show_ticket()
        elif self._at.reading.row(number) is not None:
            self.go_to_list(View("number", ticket_name(number), numbers=(number,), order=""))
        else:
            raise NotFound("ticket.missing", number=number)
        self.open_ticket()

    # Mouse

    def click(self, index: int, *, again: bool) -> None:
        """Go to a line of the list; a second click opens it."""
        self._panes.enter("list")
        if self._panes.tickets.move_to(index):
            self._panes.show_ticket()
        elif again:
            self.open_ticket()

    def roll(self, lines: int) -> None:
        """The wheel over the list moves its cursor."""
        self.move_in_list(lines)
