"""A new ticket that begins with a client's message as it came: subject, kind, queue (F25)."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from supportdesk.console import names, text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import ChoiceField, LineField, TextField
from supportdesk.domain.action import SplitMessage
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import KINDS
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import MessageRow, QueueRow, TicketRow


class SplitScreen(Form[SplitMessage]):
    """Answers what to split off, or None. Everything is filled in: Ctrl+D is enough."""

    DEFAULT_CSS = """
    SplitScreen TextField { height: 8; }
    """

    def __init__(self, ticket: TicketRow, message: MessageRow, queues: Sequence[QueueRow]) -> None:
        super().__init__()
        self._ticket = ticket
        self._message = message
        self._queues = queues
        here = [queue.id for queue in queues].index(ticket.queue_id)
        self._subject = LineField(ticket.subject)
        self._words = TextField(message.body)
        self._words.read_only = True
        self._kind = ChoiceField(["—", *(names.kind(kind) for kind in KINDS)])
        self._queue = ChoiceField([queue.name for queue in queues], here)

    def compose(self) -> ComposeResult:
        """One field under another."""
        title = _("A new ticket of {client}, from {number}").format(
            client=text.line(self._ticket.client, 60), number=ticket_name(self._ticket.number)
        )
        with Frame(title, _("Enter or Tab next · Ctrl+D create · Esc leave")):
            yield self.trouble
            yield Labelled(_("subject"), self._subject)
            yield Labelled(_("text"), self._words)
            yield Static(text.content(_("What the client wrote stays as it came.")), classes="says")
            yield Labelled(_("kind"), self._kind)
            yield Labelled(_("queue"), self._queue)

    def answer(self) -> SplitMessage:
        """The ticket to make."""
        return SplitMessage(
            self._message.id,
            subject=self._subject.value.strip() or None,
            queue=self._queues[self._queue.chosen].id,
            kind=KINDS[self._kind.chosen - 1] if self._kind.chosen else None,
        )
