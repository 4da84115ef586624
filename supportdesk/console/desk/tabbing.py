"""Going from one open conversation to another, and closing one (F170)."""

from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import TicketRow


class Tabbing:
    """Commands about the open conversations."""

    def __init__(self, panes: DeskPanes, moving: Moving) -> None:
        self._panes = panes
        self._moving = moving

    def do_next_tab(self) -> None:
        """The next open conversation."""
        self._go(1)

    def do_previous_tab(self) -> None:
        """The one before."""
        self._go(-1)

    def _go(self, steps: int) -> None:
        shown = self._panes.ticket
        number = self._panes.tabs.beside(None if shown is None else shown.number, steps)
        if number is None:
            self._panes.said_done(_("No conversation is open: Enter opens one."))
        else:
            self._moving.open_number(number)

    def do_close_tab(self, ticket: TicketRow) -> None:
        """Close the conversation in sight: only its tab goes, a draft stays."""
        beside = self._panes.tabs.close(ticket.number)
        if beside is not None:
            self._moving.open_number(beside)
        said = _("{number} is no tab any more; its text, if there is one, is kept.")
        self._panes.said_done(said.format(number=ticket_name(ticket.number)))
