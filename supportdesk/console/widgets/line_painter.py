"""How a line of a conversation is painted: who speaks, quotes, what no client sees (F71)."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from supportdesk.console import found_words, names, text
from supportdesk.console.deliveries import delivery_ink, delivery_line
from supportdesk.console.found_words import MARKED
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch
from supportdesk.console.widgets.conversation import Line
from supportdesk.console.widgets.folded_lines import said_of
from supportdesk.domain.ticket import CLIENT_SEES, MessageKind
from supportdesk.domain.words import Needle
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass
from supportdesk.store.read.rows import MessageRow

NOTE_GROUND = "note-ground"


@dataclass(frozen=True, slots=True)
class LinePainter:
    """Paints lines for reader `me` at one moment."""

    palette: Palette
    ground: str
    """What the pane stands on."""
    watch: Watch
    me: int
    found: Sequence[Needle] = ()
    """What a search has found here: marked."""
    on_way: Mapping[int, str] = field(default_factory=dict)
    """Messages written on a copy that its desk does not show yet, and how far they are."""

    def line(self, line: Line, width: int) -> list[text.Run]:
        """The runs of a line; what no client sees stands on its own ground, `width` cells wide."""
        if line.message.kind in CLIENT_SEES:
            return self._runs(line, self.ground)
        plain = self.palette.ink("text", NOTE_GROUND)
        runs = [("█ ", self.palette.ink("note", NOTE_GROUND)), *self._runs(line, NOTE_GROUND)]
        inner = text.strip(runs, width, plain)
        return [(segment.text, segment.style or plain) for segment in inner]

    def _runs(self, line: Line, ground: str) -> list[text.Run]:
        ink = self.palette.ink
        if line.role == "heading":
            return self._heading(line.message, ground)
        if line.role == "stranger":
            return [(line.written.rstrip(), ink("trouble", ground))]
        if line.role == "people":
            return [(line.written, ink("dim", ground))]
        if line.role == "file":
            file = line.message.attachments[int(line.written)]
            return [
                (_("file") + "  ", ink("dim", ground)),
                (text.line(file.name, 120), ink("text", ground)),
                ("  " + names.size(file.size), ink("dim", ground)),
            ]
        if line.role == "folded":
            kind, _space, lines = line.written.partition(" ")
            return [("⋯ " + said_of(kind, int(lines)), ink("dim", ground))]
        role = "quote" if line.role == "quote" else "text"
        if self.found:
            marked = ink("bright", ground, MARKED)
            return found_words.runs(line.written, self.found, ink(role, ground), marked)
        return [(line.written, ink(role, ground))]

    def _heading(self, message: MessageRow, ground: str) -> list[text.Run]:
        ink = self.palette.ink
        when = self.watch.stamp(message.sent_at)
        author = text.line(message.author, 80)
        if message.operator_id == self.me:
            author = _("You")
        if message.kind == MessageKind.NOTE:
            return [
                (_("NOTE · the client does not see it"), ink("note", ground, "bold")),
                (f"   {author}, {when}", ink("dim", ground)),
                *self._delivery(message, ground),
            ]
        if message.kind == MessageKind.THIRD_PARTY:
            return [
                (_("THIRD PARTY · the client does not see it"), ink("note", ground, "bold")),
                (f"   {author}, {when}", ink("dim", ground)),
            ]
        if message.kind == MessageKind.FORWARD:
            return [
                (_("FORWARD · the client does not see it"), ink("note", ground, "bold")),
                (f"   {author}, {when}", ink("dim", ground)),
                *self._delivery(message, ground),
            ]
        if message.kind == MessageKind.SYSTEM:
            return [(f"{author}  {when}", ink("dim", ground))]
        speaker = "operator" if message.kind == MessageKind.OPERATOR else "client"
        return [
            (author, ink(speaker, ground, "bold")),
            (f"  {when}", ink("dim", ground)),
            *self._delivery(message, ground),
        ]

    def _delivery(self, message: MessageRow, ground: str) -> list[text.Run]:
        """How far a message of ours has travelled; nothing of one that nobody has to carry."""
        on_way = self.on_way.get(message.id)
        said = delivery_line(message, self.watch) if on_way is None else on_way
        ink = "waiting" if on_way is not None else delivery_ink(message.delivery)
        return [(f" · {said}", self.palette.ink(ink, ground))] if said else []
