"""Copying out of the desk through the terminal (OSC 52), and through a tmux around it."""

from supportdesk.console import text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import TicketRow


class Copying:
    """Commands that fill the clipboard of the terminal."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._panes = at.panes

    async def do_copy_number(self, ticket: TicketRow) -> None:
        """Copy the ticket's number."""
        await self._copy(
            ticket_name(ticket.number),
            _("Copied {number}.").format(number=ticket_name(ticket.number)),
        )

    async def do_copy_email(self, ticket: TicketRow) -> None:
        """Copy the client's e-mail."""
        if not ticket.client_email:
            self._panes.said_done(_("This client has no e-mail."))
            return
        address = text.line(ticket.client_email, 320)
        await self._copy(address, _("Copied {copied}.").format(copied=address))

    async def do_copy_message(self, ticket: TicketRow) -> None:
        """Copy the newest message of the conversation, cleaned."""
        messages = self._at.reading.messages(ticket.number)
        if not messages:
            return
        newest = messages[-1]
        said = _("Copied the message of {author}.").format(author=text.line(newest.author, 60))
        await self._copy(text.block(newest.body), said)

    async def _copy(self, copied: str, said: str) -> None:
        self._panes.app.copy_to_clipboard(copied)
        self._panes.said_done(said)
        outside = self._panes.setting.outside
        if outside.in_tmux:
            await self._panes.run_worker(
                lambda: outside.give_tmux(copied), thread=True, group="copy"
            ).wait()
