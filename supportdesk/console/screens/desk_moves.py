"""Going about the desk: lines, panes, views, searches."""

from supportdesk.console import text
from supportdesk.console.screens.desk_panes import PANES
from supportdesk.console.screens.desk_upkeep import DeskUpkeep
from supportdesk.console.views import BY_NAME, VIEWS, View
from supportdesk.console.widgets.card import Card
from supportdesk.console.widgets.footer import Notice, done, refused
from supportdesk.console.widgets.sidebar import Sidebar
from supportdesk.console.widgets.ticket_list import TicketList
from supportdesk.domain.memory import MarkSeen
from supportdesk.i18n import gettext as _


class DeskMoves(DeskUpkeep):
    """Commands that change what is looked at and nothing in the store but read marks."""

    came_from = VIEWS[0]
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
        self.move_page(1)

    def do_page_up(self) -> None:
        """A page up."""
        self.move_page(-1)

    def do_first(self) -> None:
        """The first line."""
        if self.pane == "thread":
            self.thread.go_first()
        else:
            self.move(-len(self.tickets.listing))

    def do_last(self) -> None:
        """The last line."""
        if self.pane == "thread":
            self.thread.go_last()
        else:
            self.move(len(self.tickets.listing))

    def move(self, lines: int) -> None:
        """Move the cursor, or scroll, in the pane in use."""
        if self.pane == "thread":
            self.thread.scroll_lines(lines)
        elif self.pane == "sidebar":
            self.sidebar.move(lines)
        elif self.pane == "card":
            self.card.move(lines)
        elif self.tickets.move_to(self.tickets.cursor + lines):
            self.show_ticket()

    def move_page(self, pages: int) -> None:
        """Move by what is in sight."""
        if self.pane == "thread":
            self.thread.scroll_pages(pages)
        else:
            self.move(pages * self.tickets.page)

    def do_preview(self) -> None:
        """Read on in the conversation."""
        self.thread.scroll_pages(1)

    def do_next_ticket(self) -> None:
        """The next ticket of the view."""
        if self.tickets.move_to(self.tickets.cursor + 1):
            self.show_ticket()
        else:
            self.say(done(_("This is the last ticket of the view.")))

    # Panes

    def do_next_pane(self) -> None:
        """Keys go to the next pane."""
        self.pane = PANES[(PANES.index(self.pane) + 1) % len(PANES)]

    def do_previous_pane(self) -> None:
        """Keys go to the pane before."""
        self.pane = PANES[PANES.index(self.pane) - 1]

    def do_open(self) -> None:
        """Open what is under the cursor; an opened ticket is read."""
        if self.pane == "sidebar":
            self.show_view(self.sidebar.picked)
            self.pane = "list"
        elif self.pane == "card":
            if self.card.picked is not None:
                self.open_number(self.card.picked)
        else:
            self.open_ticket()

    def open_ticket(self) -> None:
        """Go into the conversation of the ticket shown and mark it read."""
        ticket = self.thread.ticket
        if ticket is None:
            return
        self.pane = "thread"
        if ticket.number in self.recent:
            self.recent.remove(ticket.number)
        self.recent.appendleft(ticket.number)
        if ticket.unread:
            self.mark_seen(ticket.number, max(message.id for message in self.thread.messages))

    def mark_seen(self, number: int, message: int) -> None:
        """Remember up to which message I have read; 0 is none."""
        self.run_worker(self._mark_seen(number, message), group="seen")

    async def _mark_seen(self, number: int, message: int) -> None:
        await self.keep(MarkSeen(self.me.id, number, message))
        self.catch_up()

    def do_unread(self) -> None:
        """Mark the ticket unread again."""
        ticket = self.thread.ticket
        if ticket is not None:
            self.mark_seen(ticket.number, 0)
            self.say(done(_("#{number} is unread again.").format(number=ticket.number)))

    def do_back(self) -> None:
        """Out of a pane into the list; from a found list to my own."""
        if self.pane != "list":
            self.pane = "list"
        elif self.view.name not in BY_NAME:
            ticket = self.thread.ticket
            self.show_view(self.came_from, None if ticket is None else ticket.number)
        else:
            self.say(Notice(_("This is as far back as it goes. Ctrl+Q leaves."), "dim"))

    # Views

    def do_mine(self) -> None:
        """Mine."""
        self.go_to_view(VIEWS[0])

    def do_unassigned(self) -> None:
        """Unassigned."""
        self.go_to_view(VIEWS[1])

    def do_all(self) -> None:
        """All."""
        self.go_to_view(VIEWS[2])

    def do_waiting(self) -> None:
        """Waiting."""
        self.go_to_view(VIEWS[3])

    def do_snoozed(self) -> None:
        """Snoozed."""
        self.go_to_view(VIEWS[4])

    def do_recent(self) -> None:
        """Tickets opened last."""
        self.go_to_numbers("recent", _("Opened last"), tuple(self.recent))

    def do_history(self) -> None:
        """Every ticket of this client."""
        ticket = self.thread.ticket
        if ticket is not None:
            title = _("History of {client}").format(client=text.line(ticket.client, 60))
            numbers = self.reading.client_tickets(ticket.client_id)
            self.go_to_numbers("history", title, numbers, ticket.number)

    def do_refresh(self) -> None:
        """Read the view again; the cursor stays on its ticket."""
        ticket = self.tickets.row
        self.show_view(self.view, None if ticket is None else ticket.number)

    def do_copy_number(self) -> None:
        """Copy the ticket's number through the terminal."""
        ticket = self.thread.ticket
        if ticket is not None:
            self.app.copy_to_clipboard(f"#{ticket.number}")
            self.say(done(_("Copied #{number}.").format(number=ticket.number)))

    def go_to_view(self, view: View) -> None:
        """Show a view with the keys in its list."""
        self.show_view(view)
        self.pane = "list"

    def go_to_numbers(
        self, name: str, title: str, numbers: tuple[int, ...], cursor: int | None = None
    ) -> None:
        """Show tickets that were found."""
        self.go_to_list(View(name, title, numbers=numbers), cursor)

    def go_to_list(self, view: View, cursor: int | None = None) -> None:
        """Show a list for the moment; `back` returns to the view one came from."""
        if self.view.name in BY_NAME or self.view.name.startswith("queue-"):
            self.came_from = self.view
        self.show_view(view, cursor)
        self.pane = "list"

    def open_number(self, number: int) -> None:
        """Open a ticket wherever it is: in this list, or in one of its own."""
        if self.reading.row(number) is None:
            self.say(refused(_("There is no ticket #{number}.").format(number=number)))
            return
        index = self.tickets.listing.index(number)
        if index is None:
            self.go_to_numbers("number", f"#{number}", (number,))
        else:
            self.tickets.move_to(index)
            self.show_ticket()
        self.open_ticket()

    def leave_composer(self) -> None:
        """Close the composer, if one is open, keeping its text as a draft."""
        raise NotImplementedError

    # Mouse

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """A view was clicked."""
        self.leave_composer()
        self.go_to_view(event.view)

    def on_card_picked(self, event: Card.Picked) -> None:
        """An earlier ticket was clicked."""
        self.leave_composer()
        self.open_number(event.ticket)

    def on_ticket_list_clicked(self, event: TicketList.Clicked) -> None:
        """A ticket was clicked; a second click opens it."""
        self.leave_composer()
        self.pane = "list"
        if self.tickets.move_to(event.index):
            self.show_ticket()
        elif event.again:
            self.open_ticket()

    def on_ticket_list_rolled(self, event: TicketList.Rolled) -> None:
        """The wheel moves the cursor, unless somebody writes on the ticket under it."""
        if self.has_class("-writing"):
            return
        if self.tickets.move_to(self.tickets.cursor + event.lines):
            self.show_ticket()
