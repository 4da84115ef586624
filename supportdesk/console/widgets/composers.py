"""Writing to a client, and writing a note to the team: two widgets nobody can mix up (F71, F72)."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from supportdesk.console import text
from supportdesk.console.command import N_
from supportdesk.console.widgets.composer import Composer
from supportdesk.console.writing_commands import REVIEW_COMMANDS
from supportdesk.i18n import gettext as _


class ReplyComposer(Composer):
    """A reply: the client reads it."""

    DEFAULT_CSS = """
    ReplyComposer { border: round $ink-accent; border-title-color: $ink-accent; }
    """
    kind = "reply"
    review_names = frozenset(command.name for command in REVIEW_COMMANDS)

    def title(self) -> str:
        """Whom the reply goes to."""
        return _("Reply to {client}").format(client=self.receiver.shown)

    def sends(self) -> Sequence[str]:
        """The receiver, and that nothing leaves where there is no way out."""
        receiver = _("to {client}").format(client=self.receiver.shown)
        if self.receiver.outgoing:
            return (self._send_key, receiver)
        return (self._send_key, receiver, _("will be saved · no outgoing channel"))

    @property
    def sending(self) -> str:
        """Whether the reply leaves."""
        return _("send") if self.receiver.outgoing else _("save")

    def switch_question(self) -> str:
        """Before a reply becomes a note."""
        question = _("Make this a private note? {client} will not see it.")
        return question.format(client=text.line(self.receiver.name, 60))


class NoteComposer(Composer):
    """A private note: the client never reads it."""

    DEFAULT_CSS = """
    NoteComposer {
        border: double $ink-note; border-title-color: $ink-note; background: $ground-note-ground;
    }
    NoteComposer .sends { color: $ink-note; }
    """
    kind = "note"
    review_names = frozenset(
        ("review_send", "review_switch", "review_discard", "review_leave", "review_back")
    )
    review_titles: ClassVar[Mapping[str, str]] = {
        "review_send": N_("save the note"),
        "review_switch": N_("make it a reply"),
    }

    def title(self) -> str:
        """That the client is no reader: in words, for every terminal."""
        return _("NOTE · the client will not see this")

    def sends(self) -> Sequence[str]:
        """Who reads it, and who does not."""
        note = _("note for the team, not sent to {client}")
        return (self._send_key, note.format(client=text.line(self.receiver.name, 60)))

    def switch_question(self) -> str:
        """Before a note becomes something the client can read."""
        question = _("Make this a reply? {client} will read every word of it.")
        return question.format(client=text.line(self.receiver.name, 60))
