"""Searching while typing: tickets with the found words marked, errors at their place (R6, F147)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
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
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow, Run, marked_pieces
from supportdesk.domain.errors import DeskError
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.query_names import UnknownName
from supportdesk.domain.query_suggest import Known, completions
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.query_hints import unknown_name_text
from supportdesk.i18n.refusals import sentence
from supportdesk.records import dataclass
from supportdesk.store.read.rows import SearchHit, TicketRow

SHOWN = 50
"""Hits shown while typing; Ctrl+L lists all of them."""

PAUSE = 0.06
"""Seconds without a key before the store is asked."""

_COMPLETIONS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket that was found, and where."""

    ticket: TicketRow
    hit: SearchHit


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of a search: the ticket to open, or None to list all of `query`."""

    query: str
    number: int | None
    is_to_be_saved: bool = False
    """Whether the query is to become a view."""


def _every_name_is_known(_query: str) -> None:
    """Nothing is to be said of the names in a query."""


class SearchScreen(Dialog[Sought]):
    """Answers the ticket to open, or the query to list, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
        Binding("right", "right", show=False, priority=True),
        Binding("ctrl+l", "list", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    SearchScreen Frame { width: 100%; max-width: 130; height: 90%; }
    SearchScreen .place { height: 1; padding-left: 1; color: $ink-dim; }
    SearchScreen .place.-wrong { color: $ink-trouble; text-style: bold; }
    SearchScreen .says { height: auto; max-height: 2; min-height: 1; }
    SearchScreen PickList { margin-top: 1; }
    """

    def __init__(
        self,
        search: Callable[[str, int], Sequence[Found]],
        known: Callable[[], Known],
        watch: Watch,
        *,
        query: str = "",
        unknown: Callable[[str], UnknownName | None] = _every_name_is_known,
    ) -> None:
        """`search(query, limit)` is asked on a thread and may raise DeskError.

        `unknown(query)` is the first name in it that nobody has.
        `known()` are the names of the store that are completed; asked once, on a thread.
        """
        super().__init__()
        self._search = search
        self._ask_known = known
        self._unknown = unknown
        self._known: Known = {}
        self._watch = watch
        self._query = LineField(query, placeholder=_('words, "a phrase", field:value'))
        self._place = Static(classes="place")
        self._says = Static(classes="says")
        self._list = PickList(row_height=2)
        self._found: Sequence[Found] = ()
        self.found_for: str | None = None
        """The query whose answer is on the screen."""
        self._generation = 0
        self._pause: Timer | None = None
        self._then: Callable[[], None] | None = None
        """What waits for the answer to what was typed last."""
        self._points = False

    def compose(self) -> ComposeResult:
        """The query, what is to be said of it, and the tickets."""
        keys = _("Enter open · Tab complete · Ctrl+L list all · Ctrl+S save as view · Esc")
        with Frame(_("Search"), keys):
            yield self._query
            yield self._place
            yield self._says
            yield self._list

    def on_mount(self) -> None:
        """Search for what one comes with; typing replaces it, the arrows go into it."""
        self._query.select_all()
        self._get_to_know()
        self._ask()

    @work(thread=True, group="known", exit_on_error=False)
    def _get_to_know(self) -> None:
        with suppress(DeskError):  # the search itself will tell
            self._known = self._ask_known()

    # Typing

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask the store soon; an older question's answer is dropped."""
        event.stop()
        self._generation += 1
        self._then = None
        self._show_completions()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._ask)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the ticket under the cursor, or the first one as soon as it is found."""
        event.stop()
        self._once_found(self._open)

    def _once_found(self, do: Callable[[], None]) -> None:
        """Do something with the answer to what stands there, as soon as it is there."""
        if self.found_for == self._query.value.strip():
            do()
        else:
            self._then = do

    def action_complete(self) -> None:
        """Put the first way to go on in place of the word before the cursor."""
        self.after_typing(self._complete)

    def _complete(self) -> None:
        before, behind = self._parts()
        found = completions(before, len(before), 1, self._known)
        if found:
            completed = before[: found[0].start] + found[0].text
            self._query.value = completed + behind
            self._query.cursor_position = len(completed)

    def action_right(self) -> None:
        """At the end of the query, complete; before it and in what is selected, go on."""
        at_end = self._query.cursor_position == len(self._query.value)
        if at_end and self._query.selection.is_empty:
            self.action_complete()
        else:
            self._query.action_cursor_right()

    def _parts(self) -> tuple[str, str]:
        value, cursor = self._query.value, self._query.cursor_position
        return value[:cursor], value[cursor:]

    def _show_completions(self) -> None:
        before, _behind = self._parts()
        found = completions(before, len(before), _COMPLETIONS, self._known)
        words = "  ".join(text.line(one.text, 60) for one in found)
        self._show_place(_("Tab: {words}").format(words=words) if found else "")

    # Asking

    def _ask(self) -> None:
        query = self._query.value.strip()
        self._generation += 1
        if query:
            self._run(query, self._generation)
        else:
            self._found, self.found_for = (), ""
            self._list.show(())
            self._say(_EXAMPLES)

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _run(self, query: str, generation: int) -> None:
        try:
            found: Sequence[Found] | DeskError = self._search(query, SHOWN + 1)
        except DeskError as error:
            found = error
        if not get_current_worker().is_cancelled and generation == self._generation:
            self.call_later(self._take, query, generation, found)

    def _take(self, query: str, generation: int, found: Sequence[Found] | DeskError) -> None:
        """Show an answer, unless something else has been typed since."""
        if generation != self._generation:
            return
        if isinstance(found, DeskError):
            self._then = None
            self._show_error(found)
            return
        self._found, self.found_for = found[:SHOWN], query
        self._list.show([self._row(hit) for hit in self._found])
        if self._points:
            self._show_place("")
        self._say(_count(len(found)) if found else self._nothing(query))
        if self._then is not None:
            self._then()

    def _nothing(self, query: str) -> str:
        """That nothing was found, and the name in the query that nobody has."""
        unknown = self._unknown(query)
        if unknown is None:
            return _("Nothing found.")
        hint = unknown_name_text(unknown.field, unknown.value, unknown.nearest)
        return f"{_('Nothing found.')} {text.line(hint, 200)}"

    def _show_error(self, error: DeskError) -> None:
        """Point at the place; what was found before stays in sight."""
        position = error.parameters.get("position")
        typed = self._query.value
        if isinstance(position, int):
            before = text.cells(typed[: position + len(typed) - len(typed.lstrip())])
            if before < self._query.size.width:
                self._show_place(" " * before + "^", points=True)
        self._say(sentence(error.code, error.parameters, interface="console"))

    def _show_place(self, said: str, *, points: bool = False) -> None:
        """Say under the query how to go on, or point at what is wrong."""
        self._points = points
        self._place.set_class(points, "-wrong")
        self._place.update(text.content(said))

    def _say(self, said: str) -> None:
        self._says.update(text.content(said))

    # Taking

    def on_pick_list_picked(self) -> None:
        """Open what was clicked."""
        self._open()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is in sight."""
        self._list.move(pages * self._list.page)

    def action_list(self) -> None:
        """List everything the query finds."""
        self.after_typing(lambda: self._once_found(self._list_found))

    def _list_found(self) -> None:
        if self._found and self.found_for is not None:
            self.dismiss(Sought(self.found_for, None))

    def action_save(self) -> None:
        """Save the query as a view, whatever it finds now."""
        self.after_typing(lambda: self._once_found(self._save))

    def _save(self) -> None:
        if self.found_for:
            self.dismiss(Sought(self.found_for, None, is_to_be_saved=True))

    def _open(self) -> None:
        if self._found and self.found_for is not None:
            number = self._found[self._list.cursor].ticket.number
            self.dismiss(Sought(self.found_for, number))

    def _row(self, found: Found) -> PickRow:
        ticket = found.ticket
        facts = f"  {text.line(ticket.client, 30)} · {names.state(ticket.state)}"
        when = f" · {self._watch.day(ticket.updated_at)}"
        first = PickLine(
            ((f"{ticket_name(ticket.number)} ", "dim"), (text.line(ticket.subject, 200), "bright")),
            ((facts + when, "dim"),),
        )
        return (first, PickLine((("  ", "dim"), *_snippet(found.hit))))


_EXAMPLES = 'refund   "wrong invoice"   state:open,waiting   owner:me   created:-7d   client:ann'


def _count(found: int) -> str:
    if found > SHOWN:
        return _("The first {count}; Ctrl+L lists all.").format(count=SHOWN)
    return ngettext("{count} ticket", "{count} tickets", found).format(count=found)


def _snippet(hit: SearchHit) -> list[Run]:
    """The place that was found: cleaned piece by piece, so that marks stay on their words."""
    return list(marked_pieces(hit.snippet, hit.marks, "dim"))
