"""A client's history in one line of time over all tickets, searched while typing (F46)."""

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from supportdesk.console import names, text
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.times import Watch
from supportdesk.console.widgets.fields import LineField
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow, marked
from supportdesk.domain.errors import DeskError
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.words import hits, needles, tokens
from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_
from supportdesk.i18n.refusals import sentence
from supportdesk.i18n.timeline_names import kind_name
from supportdesk.store.read.client_rows import TimelineRow
from supportdesk.store.read.timeline import EVENTS, EVERYTHING, NOTES, SAID, TICKETS, Key

PAGE = 50
"""Lines read at once; more come as the cursor nears the end."""

PAUSE = 0.06
"""Seconds without a key before the store is asked."""

_NEAR = 12

PARTS: Sequence[tuple[str, Collection[str]]] = (
    (N_("everything"), EVERYTHING),
    (N_("tickets"), TICKETS),
    (N_("what was said"), SAID),
    (N_("notes"), NOTES),
    (N_("events"), EVENTS),
)
"""What Tab shows, one after another."""

Fetch = Callable[[Key | None, Collection[str], str], Sequence[TimelineRow]]
"""The page before a key, of some kinds, with some words; asked on a thread."""


class TimelineScreen(Dialog[int]):
    """Answers the number of the ticket to open, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("tab", "part(1)", show=False, priority=True),
        Binding("shift+tab", "part(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    TimelineScreen Frame { width: 100%; max-width: 130; height: 90%; }
    TimelineScreen .says { height: 1; }
    TimelineScreen PickList { margin-top: 1; }
    TimelineScreen .whole { height: auto; max-height: 4; color: $ink-dim; }
    """

    def __init__(self, title: str, fetch: Fetch, watch: Watch, *, part: int = 0) -> None:
        """`part` is the one of `PARTS` that is shown first."""
        super().__init__()
        self._title = title
        self._fetch = fetch
        self._watch = watch
        self._part = part
        self._typed = LineField(placeholder=_("search inside"))
        self._says = Static(classes="says")
        self._list = PickList(row_height=2)
        self._whole = Static(classes="whole")
        self._rows: list[TimelineRow] = []
        self._is_whole = False
        self._generation = 0
        self.shown = 0
        """How many answers are on the screen: grows with each."""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """What is searched for, the lines, and the whole of the one under the cursor."""
        with Frame(self._title, _("Enter open · Tab other part · Esc leave")):
            yield self._typed
            yield self._says
            yield self._list
            yield self._whole

    def on_mount(self) -> None:
        """Read the newest."""
        self._ask()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search once the hand rests."""
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._ask)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the ticket under the cursor."""
        event.stop()
        self._open()

    def on_pick_list_picked(self) -> None:
        """Open what was clicked."""
        self._open()

    def on_pick_list_moved(self) -> None:
        """Tell the whole of the line; read on where the end is near."""
        self._tell_whole()
        if not self._is_whole and self._list.cursor >= len(self._rows) - _NEAR:
            self._ask(more=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is in sight."""
        self._list.move(pages * self._list.page)

    def action_part(self, step: int) -> None:
        """Show another part of the history."""
        self._part = (self._part + step) % len(PARTS)
        self._ask()

    def _open(self) -> None:
        if not self._rows:
            return
        number = self._rows[self._list.cursor].ticket
        if number is not None:
            self.dismiss(number)
        else:
            self._says.update(text.content(_("This stands on no ticket.")))

    def _ask(self, *, more: bool = False) -> None:
        self._generation += 1
        before = self._rows[-1].key if more and self._rows else None
        self._read(self._generation, before, self._typed.value)

    @work(thread=True, exclusive=True, group="timeline")
    def _read(self, generation: int, before: Key | None, typed: str) -> None:
        """Ask on a thread: a search inside may look at much."""
        try:
            rows, trouble = self._fetch(before, PARTS[self._part][1], typed), ""
        except DeskError as error:
            rows, trouble = (), sentence(error.code, error.parameters, interface="console")
        if not get_current_worker().is_cancelled:
            self.call_later(self._show, generation, before, rows, trouble)

    def _show(
        self, generation: int, before: Key | None, rows: Sequence[TimelineRow], trouble: str
    ) -> None:
        if generation != self._generation:
            return
        cursor = 0 if before is None else self._list.cursor
        self._rows = [*([] if before is None else self._rows), *rows]
        self._is_whole = len(rows) < PAGE
        self._list.show([self._row(row) for row in self._rows], cursor, empty=_("Nothing."))
        said = _("{part} · Tab changes").format(part=_(PARTS[self._part][0]))
        self._says.update(text.content(trouble or said))
        self._tell_whole()
        self.shown += 1

    def _tell_whole(self) -> None:
        row = self._rows[self._list.cursor] if self._rows else None
        self._whole.update(text.contents("" if row is None else row.text[:400]))

    def _row(self, row: TimelineRow) -> PickRow:
        number = "" if row.ticket is None else f"{ticket_name(row.ticket)} "
        who = "" if row.who is None else f" · {text.line(row.who, 60)}"
        state = "" if row.state is None else f" · {names.state(row.state)}"
        ink = "waiting" if row.kind in NOTES else "dim"
        head = (
            (f"{self._watch.stamp(row.at)} ", "dim"),
            (number, "bright"),
            (f"{kind_name(row.kind)}{who}{state}", ink),
        )
        said = text.line(" ".join(row.text.split()), 400)
        wanted = [one for word in tokens(self._typed.value) for one in needles(word, open_end=True)]
        spans = list(hits(wanted, said)) if wanted else []
        return PickLine(head), PickLine((("  ", "text"), *marked(said, spans)))
