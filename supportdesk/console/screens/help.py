"""All keys, by the place where they work; typing narrows the list (F166)."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from supportdesk.console import text
from supportdesk.console.command import AREAS, Command
from supportdesk.console.matching import Match, matching
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.widgets.fields import LineField
from supportdesk.console.widgets.footer import key_name
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow, marked
from supportdesk.i18n import gettext as _

_KEYS_WIDTH, _TITLE_WIDTH = 14, 20


class HelpScreen(Dialog[None]):
    """Shows the registry's commands; what is under the cursor is told in full below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("f1", "leave", show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen Frame { width: 96; height: 90%; }
    HelpScreen PickList { margin-top: 1; }
    HelpScreen .told { height: 3; margin-top: 1; color: $ink-dim; }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = [c for area in AREAS for c in commands if c.where is area]
        self._titles = [_(command.title) for command in self._commands]
        self._also = [_searched(command) for command in self._commands]
        self._rows: list[tuple[Command | None, PickRow]] = []
        self._filter = LineField(placeholder=_("type to find a key or a command"))
        self._list = PickList()
        self._told = Static(classes="told")

    def compose(self) -> ComposeResult:
        """The filter over the list, and one command told in full."""
        with Frame(_("Keys"), _("letters: also on RU and UK layouts · Esc leave")):
            yield self._filter
            yield self._list
            yield self._told

    def on_mount(self) -> None:
        """Show everything."""
        self._search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        event.stop()
        self._search(event.value)

    def on_pick_list_moved(self) -> None:
        """Tell the command under the cursor."""
        self._tell()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is in sight."""
        self._list.move(pages * self._list.page)

    def _search(self, typed: str) -> None:
        if typed.strip():
            found = matching(typed, self._titles, self._also)
            self._rows = [(self._commands[m.index], self._row(m)) for m in found]
        else:
            self._rows = list(self._by_area())
        begin = 0 if typed.strip() else 1
        self._list.show([row for _command, row in self._rows], begin, empty=_("Nothing matches."))
        self._tell()

    def _by_area(self) -> Iterator[tuple[Command | None, PickRow]]:
        before = None
        for index, command in enumerate(self._commands):
            if command.where is not before:
                before = command.where
                yield None, (PickLine(((_(AREAS[before]), "bright"),)),)
            yield command, self._row(Match(index, ()))

    def _row(self, match: Match) -> PickRow:
        command = self._commands[match.index]
        keys = " ".join(key_name(key) for key in command.keys) or _("in the palette")
        title = self._titles[match.index]
        room = max(0, _TITLE_WIDTH - text.cells(title))
        runs = (
            (text.fit(keys, _KEYS_WIDTH) + " ", "match"),
            *marked(title, match.spans, "bright"),
            (" " * room + "  ", "text"),
            (_(command.help), "dim"),
        )
        return (PickLine(runs),)

    def _tell(self) -> None:
        command = self._rows[self._list.cursor][0] if self._rows else None
        if command is None:
            self._told.update(text.content(""))
            return
        cli = _("in a shell: {command}").format(command=command.cli) if command.cli else ""
        self._told.update(text.contents(f"{_(command.help)}\n{cli}"))


def _searched(command: Command) -> str:
    keys = " ".join(key_name(key) for key in command.keys)
    return f"{keys} {_(command.help)} {command.title}"
