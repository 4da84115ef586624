"""What the mouse means on the desk: where it goes, a text being written is kept first."""

from collections.abc import Callable
from functools import partial

from supportdesk.console.command import Command
from supportdesk.console.desk.at_hand import HasFamilies
from supportdesk.console.desk.families import Handler
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.widgets.card import Card
from supportdesk.console.widgets.footer import Footer
from supportdesk.console.widgets.sidebar import Sidebar
from supportdesk.console.widgets.tab_strip import TabStrip
from supportdesk.console.widgets.thread import Thread
from supportdesk.console.widgets.ticket_list import TicketList


class HearsMouse(HasFamilies):
    """The part of the desk's screen that is clicked."""

    panes: DeskPanes
    do: Callable[[Command], None]
    _run: Callable[[Handler], None]

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """A view was clicked."""
        self.writing.leave()
        self._run(partial(self.families.moving.go_to_view, event.view))

    def on_card_picked(self, event: Card.Picked) -> None:
        """An earlier ticket was clicked."""
        self.writing.leave()
        self._run(partial(self.families.moving.open_number, event.ticket))

    def on_card_opened(self, event: Card.Opened) -> None:
        """A heading of the card was clicked."""
        self.writing.leave()
        self._run(partial(self.families.clients.open_part, event.part))

    def on_tab_strip_picked(self, event: TabStrip.Picked) -> None:
        """A tab was clicked."""
        self.writing.leave()
        self._run(partial(self.families.moving.open_number, event.ticket))

    def on_ticket_list_clicked(self, event: TicketList.Clicked) -> None:
        """A ticket was clicked; a second click opens it."""
        self.writing.leave()
        self._run(partial(self.families.moving.click, event.index, again=event.again))

    def on_ticket_list_rolled(self, event: TicketList.Rolled) -> None:
        """The wheel moves the cursor, unless somebody writes on the ticket under it."""
        if self.writing.open is None:
            self._run(partial(self.families.moving.roll, event.lines))

    def on_thread_clicked(self, _event: Thread.Clicked) -> None:
        """The conversation was clicked: keys go there, unless somebody writes."""
        if self.writing.open is None and self.panes.pane != "thread":
            self.panes.enter("thread")

    def on_footer_picked(self, event: Footer.Picked) -> None:
        """A key that the bottom line names was clicked."""
        if self.writing.open is None:
            self.do(event.command)
        else:
            self.writing.open.composer.do(event.command.name)
