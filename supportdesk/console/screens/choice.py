"""Picking one of several: states, operators, queues, priorities, kinds."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from supportdesk.console import text
from supportdesk.console.matching import Match, matching
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.widgets.fields import LineField
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow, marked
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass

Value = TypeVar("Value")

_FRAME_LINES = 4


@dataclass(frozen=True, slots=True)
class Option(Generic[Value]):
    """One choice. `hint` stands at the right; `refusal` says why it cannot be chosen now."""

    value: Value
    label: str
    hint: str = ""
    refusal: str = ""
    also: str = ""
    """Other words it is found by, never shown."""
    names: str = ""
    """What it is called in other languages: found like the label, never shown."""
    under: str = ""
    """More of it, where an option has a second line."""


def _nothing_else(_typed: str) -> None:
    """Only the options can be chosen."""


class ChoiceScreen(Dialog[Option[Value]]):
    """Answers the chosen option, or None.

    Typing filters; digits choose among the first nine while nothing is typed. What matches
    nothing may itself be a choice.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceScreen PickList { height: auto; margin-top: 1; }
    ChoiceScreen .about { color: $ink-text; margin-bottom: 1; max-height: 10; }
    ChoiceScreen .trouble { min-height: 1; }
    """

    def __init__(
        self,
        title: str,
        options: Sequence[Option[Value]],
        *,
        current: Value | None = None,
        place: int = 0,
        empty: str = "",
        digits: bool = True,
        lines: int = 1,
        about: str = "",
        otherwise: Callable[[str], Option[Value] | None] = _nothing_else,
    ) -> None:
        """`current` is the value in force: the cursor begins there, else at the option `place`.

        `digits` choose, if wanted.

        Each option has so many `lines`, one or two. `about` is told above all of them, cleaned.
        `otherwise(typed)` is the choice that is typed when no option matches.
        """
        super().__init__()
        self._title = title
        self._otherwise = otherwise
        self._current, self._place = current, place
        self._empty = empty or _("Nothing matches.")
        self._take(options)
        self._found: list[Match] = [Match(index, ()) for index in range(len(options))]
        self._digits = tuple("123456789") if digits else ()
        self._typed = ""
        self._filter = LineField(placeholder=_("type to filter"))
        self._about = Static(text.contents(about), classes="says about")
        self._about.display = bool(about)
        self._lines = lines
        self._list = PickList(row_height=lines)
        self._refusal = Static(classes="trouble")

    def _take(self, options: Sequence[Option[Value]]) -> None:
        self._options = list(options)
        self._labels = [text.line(option.label, 200) for option in options]
        self._also = [f"{option.hint} {option.also}" for option in options]
        self._names = [option.names for option in options]

    def follow(self, options: Sequence[Option[Value]], name_of: Callable[[Value], object]) -> None:
        """Offer what there is now; the filter stays, and the cursor on what is named as before."""
        if not self.is_mounted or list(options) == self._options:
            return
        before, cursor = self._under_cursor, self._list.cursor
        self._take(options)
        self._found = matching(self._typed, self._labels, self._also, self._names)
        if before is not None:
            names = [name_of(self._options[match.index].value) for match in self._found]
            wanted = name_of(before.value)
            cursor = names.index(wanted) if wanted in names else cursor
        self._show(cursor)
        self.on_resize()

    def compose(self) -> ComposeResult:
        """The filter over the list, and why something cannot be chosen."""
        with Frame(self._title, _("Enter choose · Esc leave")):
            yield self._about
            yield self._filter
            yield self._list
            if any(option.refusal for option in self._options):
                yield self._refusal

    def on_mount(self) -> None:
        """Begin on the value in force."""
        values = [option.value for option in self._options]
        cursor = values.index(self._current) if self._current in values else self._place
        self._show(cursor)

    def on_resize(self) -> None:
        """As many rows as there are, or as fit."""
        told = self._about.size.height if self._about.display else 0
        room = max(3, self.size.height * 9 // 10 - _FRAME_LINES - 2 - told)
        self._list.styles.height = min(max(1, len(self._options)) * self._lines, room)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches; a digit alone chooses."""
        event.stop()
        if not self._typed and event.value in self._digits:
            self._choose_place(int(event.value) - 1)
            self._filter.value = ""
            return
        if event.value == self._typed:
            return
        self._typed = event.value
        del self._options[len(self._also) :], self._labels[len(self._also) :]
        self._found = matching(event.value, self._labels, self._also, self._names)
        if not self._found:
            self._offer_typed()
        self._show(0)

    def _offer_typed(self) -> None:
        option = self._otherwise(self._typed)
        if option is not None:
            self._found = [Match(len(self._options), ())]
            self._options.append(option)
            self._labels.append(text.line(option.label, 200))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose what the cursor is on."""
        event.stop()
        self._choose()

    def on_pick_list_picked(self) -> None:
        """Choose what was clicked."""
        self._choose()

    def on_pick_list_moved(self) -> None:
        """Say why this one cannot be chosen."""
        self._say_refusal()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is in sight."""
        self._list.move(pages * self._list.page)

    def _choose_place(self, place: int) -> None:
        if 0 <= place < min(len(self._digits), len(self._found)):
            self._list.move(place - self._list.cursor)
            self._choose()

    def _choose(self) -> None:
        option = self._under_cursor
        if option is not None and not option.refusal:
            self.dismiss(option)

    @property
    def _under_cursor(self) -> Option[Value] | None:
        return self._options[self._found[self._list.cursor].index] if self._found else None

    def _say_refusal(self) -> None:
        option = self._under_cursor
        self._refusal.update(text.content("" if option is None else option.refusal))

    def _show(self, cursor: int) -> None:
        rows = [self._row(place, match) for place, match in enumerate(self._found)]
        self._list.show(rows, cursor, empty=self._empty)
        self._say_refusal()

    def _row(self, place: int, match: Match) -> PickRow:
        option, label = self._options[match.index], self._labels[match.index]
        shows_digit = place < len(self._digits) and not self._typed
        digit = f"{place + 1} " if shows_digit else "  " if self._digits else ""
        now = option.value == self._current and self._current is not None
        hint = option.refusal or (_("now") if now else option.hint)
        ink = "dim" if option.refusal else "text"
        runs = ((digit, "dim"), *marked(label, match.spans, ink))
        line = PickLine(runs, ((f"  {text.line(hint, 60)}", "dim"),))
        if self._lines == 1:
            return (line,)
        indent = "  " if self._digits else ""
        return line, PickLine(((f"{indent}{text.line(option.under, 400)}", "dim"),))
