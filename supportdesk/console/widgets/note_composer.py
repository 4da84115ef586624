"""Writing a note to the team: no client reads it, and nobody can take it for a reply (F71, F72)."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from supportdesk.console import text
from supportdesk.console.widgets.composer import Composer
from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_


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
        (
            "review_send",
            "review_quote",
            "review_switch",
            "review_discard",
            "review_leave",
            "review_back",
        )
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
