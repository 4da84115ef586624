"""Looking something up: a line to type in, what is found, and how it reads.

What a key finds at once is shown at once; the store is asked on a thread, and an answer to an
older question is dropped.
"""

from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from supportdesk.console import text
from supportdesk.console.screens.dialog import Dialog, Frame, Result
from supportdesk.console.widgets.fields import LineField
from supportdesk.console.widgets.pick_list import PickList
from supportdesk.console.widgets.preview import Preview
from supportdesk.domain.errors import DeskError
from supportdesk.i18n.refusals import sentence

Found = TypeVar("Found")

PAUSE = 0.06
"""Seconds without a key before the store is asked."""


class Lookup(Dialog[Result], Generic[Result, Found]):
    """A dialog that answers what was looked up, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("shift+down", "read(1)", show=False),
        Binding("shift+up", "read(-1)", show=False),
        Binding("tab", "turn", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Lookup Frame { width: 100%; max-width: 130; height: 90%; }
    Lookup .says { max-height: 3; }
    Lookup .trouble { max-height: 3; }
    Lookup #panes { layout: horizontal; height: 1fr; margin-top: 1; }
    Lookup PickList { width: 42%; margin-right: 1; }
    Lookup Preview { width: 1fr; height: 1fr; padding-left: 1; }
    Lookup.-narrow #panes, Lookup.-medium #panes { layout: vertical; }
    Lookup.-narrow PickList, Lookup.-medium PickList {
        width: 1fr; height: 40%; margin: 0 0 1 0;
    }
    Lookup.-reading PickList { display: none; }
    """

    def __init__(self, title: str, keys: str, *, placeholder: str, row_height: int = 1) -> None:
        super().__init__()
        self._title = title
        self._keys = keys
        self._filter = LineField(placeholder=placeholder)
        self._says = Static(classes="says")
        self._trouble = Static(classes="trouble")
        self._trouble.display = False
        self._list = PickList(row_height=row_height)
        self._preview = Preview()
        self._generation = 0
        self._pause: Timer | None = None
        self.found_for: str | None = None
        """What was typed when the answer on the screen was asked for."""

    # What a lookup is made of

    def at_once(self, typed: str) -> None:
        """Show what can be shown for a key without the store."""

    def ask(self, typed: str) -> Found:
        """Ask the store; called on a thread, may raise DeskError."""
        raise NotImplementedError

    def take(self, typed: str, found: Found) -> None:
        """Show what the store has answered."""
        raise NotImplementedError

    def show_current(self) -> None:
        """Show how the row under the cursor reads."""
        raise NotImplementedError

    def pick(self) -> None:
        """Do what Enter means."""
        raise NotImplementedError

    def action_turn(self) -> None:
        """Do what Tab means."""
        raise NotImplementedError

    # Typing and asking

    def compose(self) -> ComposeResult:
        """The line over list and preview."""
        with Frame(self._title, self._keys):
            yield self._filter
            yield self._says
            yield self._trouble
            with Container(id="panes"):
                yield self._list
                yield self._preview

    def on_mount(self) -> None:
        """Begin with what one comes with."""
        self.at_once(self.typed)
        self._ask_store()

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self._filter.value.strip()

    def begin_with(self, typed: str) -> None:
        """Come with something typed already."""
        with self.prevent(Input.Changed):
            self._filter.set(typed)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what can be shown at once, and ask the store soon."""
        event.stop()
        self._generation += 1
        self.say_trouble("")
        self.at_once(self.typed)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._ask_store)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self.pick()

    def _ask_store(self) -> None:
        self._generation += 1
        self._run(self.typed, self._generation)

    @work(thread=True, exclusive=True, group="lookup", exit_on_error=False)
    def _run(self, typed: str, generation: int) -> None:
        try:
            found: Found | DeskError = self.ask(typed)
        except DeskError as error:
            found = error
        if not get_current_worker().is_cancelled and generation == self._generation:
            self.call_later(self._take, typed, generation, found)

    def _take(self, typed: str, generation: int, found: Found | DeskError) -> None:
        if generation != self._generation:
            return
        if isinstance(found, DeskError):
            self.say_trouble(sentence(found.code, found.parameters, interface="console"))
            return
        self.found_for = typed
        self.take(typed, found)

    # Showing

    def say(self, said: str) -> None:
        """Say something of the whole under the line."""
        self._says.update(text.content(said))
        self._says.display = bool(said)

    def say_trouble(self, said: str) -> None:
        """Say what stands in the way, or that nothing does."""
        self._trouble.update(text.content(said))
        self._trouble.display = bool(said)

    def on_pick_list_moved(self) -> None:
        """Show what the cursor is on."""
        self.say_trouble("")
        self.show_current()

    def on_pick_list_picked(self) -> None:
        """A click is Enter."""
        self.show_current()
        self.pick()

    def action_move(self, rows: int) -> None:
        """Move the cursor; while somebody reads, scroll."""
        if self.has_class("-reading"):
            self.action_read(rows)
        else:
            self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move by what is in sight."""
        if self.has_class("-reading"):
            self.action_read(pages * max(1, self._preview.size.height - 1))
        else:
            self._list.move(pages * self._list.page)

    def action_read(self, lines: int) -> None:
        """Scroll the text."""
        self._preview.scroll_relative(y=lines, animate=False)
