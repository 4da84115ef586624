"""The first screen of an empty desk: what this is, who one is, and where mail comes from."""

from textual.app import ComposeResult
from textual.widgets import Static

from supportdesk.console import text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import LineField
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class FirstNames:
    """What the first operator and the first queue are called."""

    operator: str
    queue: str


class FirstRunScreen(Form[FirstNames]):
    """Answers the names to begin with, or None to leave them as they are."""

    DEFAULT_CSS = """
    FirstRunScreen Frame { width: 76; }
    FirstRunScreen .told { height: auto; margin: 1 0; }
    """

    def __init__(self, operator: str, queue: str) -> None:
        """The names a new desk has been given."""
        super().__init__()
        self._operator = LineField(operator)
        self._queue = LineField(queue)

    def compose(self) -> ComposeResult:
        """What this is, the two names, and the ways to fill the desk."""
        with Frame(_("Welcome to supportdesk"), _("Enter next · Ctrl+D begin · Esc later")):
            yield Static(text.contents(_what_this_is()), classes="told")
            yield self.trouble
            yield Labelled(_("your name"), self._operator)
            yield Labelled(_("first queue"), self._queue)
            yield Static(text.contents(_how_it_fills()), classes="told")

    def answer(self) -> FirstNames | None:
        """Both names."""
        operator, queue = self._operator.value.strip(), self._queue.value.strip()
        if not operator or not queue:
            self.say(_("Both need a name."))
            return None
        return FirstNames(operator, queue)


def _what_this_is() -> str:
    return _(
        "A desk for answering people: queues, conversations, client cards and saved replies,"
        " all in one file on this machine. Every key is in the help: {help_key}."
    ).format(help_key=key_of("help"))


def _how_it_fills() -> str:
    return "\n".join(
        (
            _("Then fill the desk, from a shell:"),
            "  supportdesk import mail.mbox   " + _("bring your mail in"),
            "  supportdesk demo               " + _("look around first, with invented tickets"),
            _("or press {new_ticket_key} here to write down a ticket or a call.").format(
                new_ticket_key=key_of("new_ticket")
            ),
        )
    )
