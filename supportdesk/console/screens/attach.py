"""Files that go with a text: add one by its path, take one off (F33)."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from supportdesk.console import names, text
from supportdesk.console.file_names import completions, longest_beginning, path_of
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.widgets.fields import LineField
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow
from supportdesk.i18n import gettext as _
from supportdesk.store.read.draft_files import DraftFileRow

Files = Sequence[DraftFileRow]

_SHOWN = 6
"""Files in sight at once, and names a path may go on as."""


class AttachScreen(Dialog[None]):
    """Enter adds the file of the path; Delete takes the one under the cursor off.

    `add` and `take_off` are set by who shows the screen; each answers what is wrong or nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]
    DEFAULT_CSS = """
    AttachScreen PickList { margin-top: 1; height: 6; }
    AttachScreen .trouble { min-height: 1; }
    """

    def __init__(self, title: str, files: Callable[[], Files]) -> None:
        """`files` reads what is attached now."""
        super().__init__()
        self._title = title
        self._read = files
        self._files: Files = ()
        self._path = LineField(placeholder=_("path of a file, ~/Documents/invoice.pdf"))
        self._completions = Static(classes="says")
        self._trouble = Static(classes="trouble")
        self._list = PickList()
        self.add: Callable[[Path], Awaitable[str]]
        self.take_off: Callable[[int], Awaitable[str]]

    def compose(self) -> ComposeResult:
        """The path, what it may go on as, what is wrong, and what is attached."""
        with Frame(self._title, _("Enter attach · Tab complete · Delete take off · Esc done")):
            yield self._path
            yield self._completions
            yield self._trouble
            yield self._list

    def on_mount(self) -> None:
        """Show what is attached."""
        self._show(0)

    def on_key(self, event: events.Key) -> None:
        """Delete in an empty path takes a file off."""
        if event.key == "delete" and not self._path.value and self._files:
            event.stop()
            event.prevent_default()
            self.run_worker(self._do(self.take_off(self._files[self._list.cursor].id)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the path may go on as."""
        event.stop()
        found = completions(event.value, _SHOWN) if event.value else []
        said = _("Tab: {words}").format(words=" · ".join(found)) if found else ""
        self._completions.update(text.content(said))
        self._trouble.update(text.content(""))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach the file; an empty path is the end."""
        event.stop()
        if not event.value.strip():
            self.dismiss(None)
        elif await self._do(self.add(path_of(event.value))):
            self._path.set("")

    def action_complete(self) -> None:
        """Go on with the path as far as there is one way only."""
        self.after_typing(lambda: self._path.set(longest_beginning(self._path.value)))

    def action_move(self, rows: int) -> None:
        """Move the cursor among the files."""
        self._list.move(rows)

    async def _do(self, doing: Awaitable[str]) -> bool:
        """Let a file be added or taken off; say what is wrong."""
        trouble = await doing
        self._show(min(self._list.cursor, len(self._files)))
        self._trouble.update(text.content(trouble))
        return not trouble

    def _show(self, cursor: int) -> None:
        self._files = self._read()
        rows = [_row(file) for file in self._files]
        cursor = max(0, min(cursor, len(rows) - 1))
        self._list.show(rows, cursor, empty=_("No file goes with it yet."))


def _row(file: DraftFileRow) -> PickRow:
    size = f"  {names.size(file.size)}"
    return (PickLine(((text.line(file.name, 200), "text"),), ((size, "dim"),)),)
