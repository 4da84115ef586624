"""A conversation laid out lazily: only the pieces in sight are cleaned and wrapped (trust.md).

A message is cut into pieces of a few thousand characters, so that one huge line, a hundred
thousand lines or five thousand messages cost no more than what stands on the screen.
"""

from collections.abc import Sequence
from itertools import pairwise

from supportdesk.console import text
from supportdesk.console.widgets.folded_lines import Hidden, hidden_of
from supportdesk.domain.recipients import by_place, shown
from supportdesk.domain.ticket import MessageKind
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass
from supportdesk.store.read.rows import MessageRow

PIECE = 8_000
"""Characters of a body cleaned and wrapped at once."""

_BACK = 2_000
"""How far back from the end of a piece a line break is looked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message: `first` carries its heading, `last` its files."""

    message: MessageRow
    start: int
    end: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line in sight. `role` is heading, stranger, people, body, quote, file, gap or folded.

    Of folded lines `written` is the kind of the fold and how many they are.
    """

    role: str
    message: MessageRow
    written: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The line a window begins with: which piece, and which of its lines."""

    piece: int = 0
    line: int = 0


class Conversation:
    """The messages of a ticket at one width, laid out where somebody looks."""

    def __init__(
        self, messages: Sequence[MessageRow], width: int, *, original: bool = False
    ) -> None:
        self.width = max(10, width)
        self.original = original
        """Whether nothing is folded."""
        self.messages = tuple(messages)
        self._pieces = [piece for message in messages for piece in _pieces(message)]
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._hidden: dict[int, tuple[Hidden, ...]] = {}
        self._heights: list[int] | None = None

    @property
    def pieces(self) -> int:
        """How many stretches the messages were cut into."""
        return len(self._pieces)

    def window(self, place: Place, height: int) -> list[Line]:
        """At most `height` lines from `place` on."""
        found: list[Line] = []
        piece, skipped = place.piece, place.line
        while len(found) < height and piece < len(self._pieces):
            found.extend(self.lines(piece)[skipped : skipped + height - len(found)])
            piece, skipped = piece + 1, 0
        return found

    def moved(self, place: Place, lines: int, height: int) -> Place:
        """`place` moved down (or up) by some lines, never past the end of a full window."""
        if lines < 0:
            return self._up(place, -lines)
        piece, line = place.piece, place.line + lines
        while piece < len(self._pieces) and line >= len(self.lines(piece)):
            line -= len(self.lines(piece))
            piece += 1
        end = self.end(height)
        wanted = Place(piece, line)
        return min(wanted, end, key=lambda found: (found.piece, found.line))

    def end(self, height: int) -> Place:
        """Where a window of `height` lines shows the end of the conversation."""
        return self._up(Place(len(self._pieces), 0), height)

    def newest(self, height: int) -> Place:
        """Where reading begins: the newest message from its heading, with what fits above it."""
        end = self.end(height)
        index = len(self._pieces) - 1
        while index > 0 and not self._pieces[index].first:
            index -= 1
        newest = Place(max(0, index), 0)
        return min(end, newest, key=lambda found: (found.piece, found.line))

    def at(self, message: int, height: int) -> Place | None:
        """Where a window shows a message from its heading on, or None where it is not here."""
        for index, piece in enumerate(self._pieces):
            if piece.message.id == message:
                places = (Place(index, 0), self.end(height))
                return min(places, key=lambda found: (found.piece, found.line))
        return None

    def share(self, place: Place, height: int) -> tuple[float, float]:
        """Where a window begins and how much it shows, as shares of the whole (an estimate)."""
        heights = self._estimates()
        whole = max(1, sum(heights))
        before = sum(heights[: place.piece]) + place.line
        return min(1.0, before / whole), min(1.0, height / whole)

    def lines(self, piece: int) -> tuple[Line, ...]:
        """The lines of one piece, laid out on first use."""
        found = self._lines.get(piece)
        if found is None:
            found = self._lines[piece] = tuple(self._laid_out(self._pieces[piece]))
            if self._heights is not None:
                self._heights[piece] = len(found)
        return found

    def _laid_out(self, piece: Piece) -> list[Line]:
        message = piece.message
        if self.original:
            return _lay_out(piece, self.width, ())
        hidden = self._hidden.get(message.id)
        if hidden is None:
            hidden = self._hidden[message.id] = hidden_of(message)
        return _lay_out(piece, self.width, hidden)

    def _up(self, place: Place, lines: int) -> Place:
        piece, line = place.piece, place.line - lines
        while line < 0 and piece > 0:
            piece -= 1
            line += len(self.lines(piece))
        return Place(piece, max(0, line))

    def _estimates(self) -> list[int]:
        if self._heights is None:
            self._heights = [
                len(self._lines[index]) if index in self._lines else _estimate(piece, self.width)
                for index, piece in enumerate(self._pieces)
            ]
        return self._heights


def _pieces(message: MessageRow) -> list[Piece]:
    body = message.body.rstrip()
    cuts = [0]
    while len(body) - cuts[-1] > PIECE:
        reach = cuts[-1] + PIECE
        line_end = body.rfind("\n", reach - _BACK, reach)
        cuts.append(reach if line_end < 0 else line_end + 1)
    cuts.append(len(body))
    last = len(cuts) - 2
    return [
        Piece(message, start, end, index == 0, index == last)
        for index, (start, end) in enumerate(pairwise(cuts))
    ]


def _lay_out(piece: Piece, width: int, hidden: Sequence[Hidden]) -> list[Line]:
    message = piece.message
    lines = [Line("heading", message)] if piece.first else []
    if piece.first and message.sender and message.kind == MessageKind.CLIENT:
        said = _("from {address}, which is none of the client's addresses")
        told = text.wrap(said.format(address=text.line(message.sender, 120)), width)
        lines += [Line("stranger", message, one) for one in told]
    if piece.first and message.recipients.everybody:
        lines.extend(Line("people", message, one) for one in _people(message, width))
    at = piece.start
    for one in hidden:
        if one.end <= piece.start or one.start >= piece.end:
            continue
        lines.extend(_written(piece, at, one.start, width))
        if one.start >= piece.start:
            lines.append(Line("folded", message, f"{one.kind} {one.lines}"))
        at = min(piece.end, one.end)
    lines.extend(_written(piece, at, piece.end, width))
    if piece.last:
        lines.extend(Line("file", message, str(n)) for n in range(len(message.attachments)))
        lines.append(Line("gap", message))
    return lines


def _written(piece: Piece, start: int, end: int, width: int) -> list[Line]:
    """The lines of a stretch of a body."""
    written = piece.message.body.rstrip()[start:end]
    if not (piece.last and end == piece.end) and written.endswith("\n"):
        written = written[:-1]
    if not written.strip():
        return []
    return [
        Line("quote" if wrapped.lstrip().startswith(">") else "body", piece.message, wrapped)
        for wrapped in _wrapped(text.block(written), width)
    ]


def _people(message: MessageRow, width: int) -> list[str]:
    """Who else got a message, by place; `bcc` stand apart: nobody outside knows of them."""
    names = {"to": _("To"), "cc": _("Copy to"), "bcc": _("Hidden copy to")}
    return [
        wrapped.rstrip()
        for place, several in by_place(message.recipients)
        for wrapped in text.wrap(
            f"{names[place]}: {', '.join(text.line(shown(one), 120) for one in several)}", width
        )
    ]


def _wrapped(cleaned: str, width: int) -> list[str]:
    """Wrapped lines; at most one empty line in a row, as a calm page has."""
    lines: list[str] = []
    for line in text.wrap(cleaned, width):
        bare = line.rstrip()
        if bare or (lines and lines[-1]):
            lines.append(bare)
    return lines


def _estimate(piece: Piece, width: int) -> int:
    breaks = piece.message.body.count("\n", piece.start, piece.end)
    return 2 + breaks + (piece.end - piece.start) // width
