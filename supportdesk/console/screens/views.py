"""All views in one's own order: shown, changed, moved and hidden from here (F2, F3)."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from supportdesk.console import names, text
from supportdesk.console.keyboard import pressed, presses
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.views import BY_NAME, View, ViewBook, count
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow
from supportdesk.domain.views import Place, moved
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass
from supportdesk.store.read.rows import Counts

SHOW, MAKE, EDIT, DELETE = "show", "make", "edit", "delete"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with which view; to make one there is none yet."""

    what: str
    view: View | None = None


class ViewsScreen(Dialog[Wish]):
    """Answers what to do with which view; places are kept at once, as they change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", show=False),
        Binding("delete", "delete", show=False),
    ]
    DEFAULT_CSS = """
    ViewsScreen Frame { width: 96; max-width: 100%; height: 80%; }
    ViewsScreen .says { margin-top: 1; height: 2; }
    """

    def __init__(
        self,
        book: ViewBook,
        counts: Counts,
        saved_counts: Mapping[str, int],
        keep: Callable[[tuple[Place, ...]], None],
        *,
        shown: str,
    ) -> None:
        """`keep` takes the places when they change; `shown` is the view in the list."""
        super().__init__()
        self._views = {view.name: view for view in book.everything}
        self._order = [view.name for view in book.everything]
        self._hidden = set(book.hidden)
        self._numbers = {view.name: count(view, counts, saved_counts) for view in book.everything}
        self._keep = keep
        self._shown = shown
        self._list = PickList()
        self._says = Static(classes="says")

    def compose(self) -> ComposeResult:
        """The views, and what the one under the cursor asks."""
        keys = _("Enter show · n new · e edit · d delete · J K move · x hide · Esc")
        with Frame(_("Views"), keys):
            yield self._list
            yield self._says

    def on_mount(self) -> None:
        """Begin on the view in the list."""
        self._show(self._order.index(self._shown) if self._shown in self._order else 0)

    def on_key(self, event: events.Key) -> None:
        """Hear a letter, on every layout."""
        press = pressed(event.key, event.character)
        for key, do in (
            ("j", lambda: self._list.move(1)),
            ("down", lambda: self._list.move(1)),
            ("k", lambda: self._list.move(-1)),
            ("up", lambda: self._list.move(-1)),
            ("pagedown", lambda: self._list.move(self._list.page)),
            ("pageup", lambda: self._list.move(-self._list.page)),
            ("J", lambda: self._move(1)),
            ("shift+down", lambda: self._move(1)),
            ("K", lambda: self._move(-1)),
            ("shift+up", lambda: self._move(-1)),
            ("x", self._hide),
            ("n", lambda: self.dismiss(Wish(MAKE))),
            ("e", lambda: self.dismiss(Wish(EDIT, self._view))),
            ("d", self.action_delete),
            ("q", self.action_leave),
        ):
            if press in presses(key):
                event.stop()
                event.prevent_default()
                do()
                return

    def on_pick_list_moved(self) -> None:
        """Say what this view asks."""
        self._tell()

    def on_pick_list_picked(self) -> None:
        """Show what was clicked."""
        self.action_choose()

    def action_choose(self) -> None:
        """Show the view."""
        self.dismiss(Wish(SHOW, self._view))

    def action_delete(self) -> None:
        """Delete the view; undo brings it back."""
        self.dismiss(Wish(DELETE, self._view))

    @property
    def _view(self) -> View:
        return self._views[self._order[self._list.cursor]]

    def _move(self, places: int) -> None:
        """Move the view among those of its kind."""
        at, name = self._list.cursor, self._view.name
        to = at + places
        if not 0 <= to < len(self._order):
            return
        if (self._order[to] in BY_NAME) is not (name in BY_NAME):
            return
        self._order = moved(self._order, name, to)
        self._keep_places()
        self._show(to)

    def _hide(self) -> None:
        """Hide the view, or show it again."""
        self._hidden ^= {self._view.name}
        self._keep_places()
        self._show(self._list.cursor)

    def _keep_places(self) -> None:
        self._keep(tuple(Place(name, name in self._hidden) for name in self._order))

    def _show(self, cursor: int) -> None:
        self._list.show([self._row(self._views[name]) for name in self._order], cursor)
        self._tell()

    def _row(self, view: View) -> PickRow:
        hidden = view.name in self._hidden
        title = _(view.title) if view.name in BY_NAME else text.line(view.title, 60)
        left = ((f"{view.digit or ' '} ", "dim"), (title, "dim" if hidden else "bright"))
        whose = _("built in") if view.saved is None else names.scope(view.saved)
        unseen = _("hidden")
        right = f"  {unseen} · {whose}" if hidden else f"  {whose}"
        number = text.fit_right(self._numbers[view.name], 7)
        return (PickLine(left, ((right, "dim"), (number, "text"))),)

    def _tell(self) -> None:
        asks = _("Asks: {query}").format(query=text.line(self._view.query, 300))
        self._says.update(text.contents(asks))
