"""Writing down a ticket or a call: client, kind, text; six keys besides what is typed (F43)."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from supportdesk.console import names, text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import ChoiceField, LineField, TextField
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow
from supportdesk.domain.action import ClientReference, CreateTicket
from supportdesk.domain.client_line import read_client
from supportdesk.domain.subject import beginning
from supportdesk.domain.ticket import KINDS
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass
from supportdesk.store.read.rows import QueueRow

CHANNELS = ("phone", "manual")
"""What is written down by hand is most often a call."""

_KNOWN_SHOWN = 4


@dataclass(frozen=True, slots=True)
class KnownClient:
    """A client whom the desk knows; texts as stored."""

    name: str
    address: str | None = None
    phone: str | None = None
    company: str | None = None


class NewTicketScreen(Form[CreateTicket]):
    """Answers the ticket to create, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]
    DEFAULT_CSS = """
    NewTicketScreen PickList { height: 4; margin-left: 14; display: none; }
    NewTicketScreen.-naming PickList { display: block; }
    NewTicketScreen TextField { height: 7; }
    """

    def __init__(
        self,
        find_clients: Callable[[str], Sequence[KnownClient]],
        queues: Sequence[QueueRow],
        *,
        client: KnownClient | None = None,
    ) -> None:
        """`find_clients` answers whom a few letters may mean, the best first.

        `queues` begin with the one a new ticket goes to; `client` is who was in sight.
        """
        super().__init__()
        self._find_clients = find_clients
        self._queues = queues
        self._known: Sequence[KnownClient] = ()
        self._picked = client
        self._client = LineField(
            "" if client is None else _shown(client),
            placeholder=_("name, e-mail or phone"),
        )
        self._matches = PickList()
        self._kind = ChoiceField(["—", *(names.kind(kind) for kind in KINDS)])
        self._subject = LineField(placeholder=_("empty: the first words of the text"))
        self._body = TextField()
        self._queue = ChoiceField([queue.name for queue in queues])
        self._channel = ChoiceField([names.channel(channel) for channel in CHANNELS])

    def compose(self) -> ComposeResult:
        """One field under another."""
        with Frame(_("New ticket"), _("Enter or Tab next · Ctrl+D create · Esc leave")):
            yield self.trouble
            yield Labelled(_("client"), self._client)
            yield self._matches
            yield Labelled(_("kind"), self._kind)
            yield Labelled(_("subject"), self._subject)
            yield Labelled(_("text"), self._body)
            yield Labelled(_("queue"), self._queue)
            yield Labelled(_("came by"), self._channel)

    # Who

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show whom the letters may mean."""
        event.stop()
        if event.input is not self._client or not self._client.has_focus:
            return
        typed = self._client.value.strip()
        if self._picked is not None and typed == _shown(self._picked):
            return
        self._picked = None
        self._known = self._find_clients(typed)[:_KNOWN_SHOWN] if typed else ()
        self._matches.show([*map(_row, self._known), *self._new_row(typed)])
        self.set_class(bool(typed), "-naming")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Leaving the client's field takes whom the cursor is on."""
        if event.widget is self._client:
            self._take_client()

    def on_pick_list_picked(self) -> None:
        """Take whom was clicked."""
        self._take_client()
        self._kind.focus()

    def action_move(self, rows: int) -> None:
        """Move among those found."""
        if self.has_class("-naming"):
            self._matches.move(rows)

    def _take_client(self) -> None:
        if not self.has_class("-naming"):
            return
        self.remove_class("-naming")
        if self._matches.cursor < len(self._known):
            self._picked = self._known[self._matches.cursor]
            self._client.set(_shown(self._picked))

    def _new_row(self, typed: str) -> list[PickRow]:
        if not typed or any(_shown(client) == typed for client in self._known):
            return []
        new = _("a new client: {name}").format(name=text.line(typed, 80))
        return [(PickLine(((new, "waiting"),)),)]

    # What

    def answer(self) -> CreateTicket | None:
        """The ticket."""
        self._take_client()
        typed, body = self._client.value.strip(), self._body.text.strip()
        if not typed:
            self.say(_("Who is it about? A name, an e-mail or a phone number will do."))
            self._client.focus()
            return None
        if not body:
            self.say(_("What did the client say?"))
            self._body.focus()
            return None
        kind = KINDS[self._kind.chosen - 1] if self._kind.chosen else None
        return CreateTicket(
            client=self._reference(typed),
            subject=self._subject.value.strip() or beginning(body),
            body=body,
            queue=self._queues[self._queue.chosen].id,
            kind=kind,
            channel=CHANNELS[self._channel.chosen],
        )

    def _reference(self, typed: str) -> ClientReference:
        if self._picked is not None:
            return ClientReference(self._picked.name, self._picked.address, self._picked.phone)
        return read_client(typed)


def _shown(client: KnownClient) -> str:
    name = text.line(client.name, 80)
    contact = client.address or client.phone
    return f"{name} <{text.line(contact, 120)}>" if contact else name


def _row(client: KnownClient) -> PickRow:
    company = text.line(client.company or "", 30)
    return (PickLine(((_shown(client), "text"),), ((f"  {company}", "dim"),)),)
