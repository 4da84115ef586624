"""Writing to the client: the frame says to whom, and with whom in copy (F71, F72)."""

from collections.abc import Sequence

from supportdesk.console import text
from supportdesk.console.widgets.composer import Composer
from supportdesk.console.writing_commands import REVIEW_COMMANDS
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of


class ReplyComposer(Composer):
    """A reply: the client reads it."""

    DEFAULT_CSS = """
    ReplyComposer { border: round $ink-accent; border-title-color: $ink-accent; }
    """
    kind = "reply"
    review_names = frozenset(command.name for command in REVIEW_COMMANDS)

    def show_copies(self) -> None:
        """Who gets a copy, and who of the client's message does not."""
        self._copies.show(self.recipients, self.receiver.in_copy)

    def title(self) -> str:
        """Whom the reply goes to."""
        return _("Reply to {client}").format(client=self.receiver.shown)

    def sends(self) -> Sequence[str]:
        """The receiver, and that nothing leaves where there is no way out."""
        receiver = _("to {client}").format(client=self.receiver.shown)
        if self.receiver.outgoing:
            return (self._send_key, receiver)
        return (self._send_key, receiver, _("will be saved · no outgoing channel"))

    def endings(self) -> Sequence[str]:
        """Solving with the reply: after it the next ticket may be in sight already."""
        solving = _("{review_key} {review_solve_key} send and solve")
        return (
            solving.format(review_key=key_of("review"), review_solve_key=key_of("review_solve")),
        )

    @property
    def sending(self) -> str:
        """Whether the reply leaves."""
        return _("send") if self.receiver.outgoing else _("save")

    def switch_question(self) -> str:
        """Before a reply becomes a note."""
        question = _("Make this a private note? {client} will not see it.")
        return question.format(client=text.line(self.receiver.name, 60))
