"""Lines to read, whatever they tell: they wrap to the window, and scroll."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from supportdesk.console.keyboard import pressed, presses
from supportdesk.console.page import WrappedPage
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.i18n import gettext as _
from supportdesk.texts.page import Page

_LETTERS = dict.fromkeys(presses("j"), 1) | dict.fromkeys(presses("k"), -1)


class _Told(Widget):
    """The lines, laid out for the width they have."""

    DEFAULT_CSS = "_Told { width: 1fr; height: auto; }"

    def __init__(self, tell: Callable[[Page], None]) -> None:
        super().__init__()
        self._tell = tell

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as this width needs."""
        return self._page(width).height

    def render(self) -> Content:
        """What is told."""
        return self._page(self.content_size.width).content

    def _page(self, width: int) -> WrappedPage:
        page = WrappedPage(width)
        self._tell(page)
        return page


class LinesScreen(Dialog[None]):
    """Tells something in its own window; nothing can be changed here."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "read(1)", show=False),
        Binding("up", "read(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(1)", show=False),
    ]
    DEFAULT_CSS = """
    LinesScreen Frame { width: 100%; max-width: 110; }
    LinesScreen VerticalScroll {
        height: auto; max-height: 80vh; scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, title: str, tell: Callable[[Page], None]) -> None:
        """`tell` is called again whenever the window has another width; it asks nothing."""
        super().__init__()
        self._title = title
        self._told = _Told(tell)

    def compose(self) -> ComposeResult:
        """The lines in their frame."""
        keys = _("Space read on · Esc leave")
        with Frame(self._title, keys), VerticalScroll(can_focus=False):
            yield self._told

    def on_key(self, event: events.Key) -> None:
        """The letters that scroll, on every layout."""
        lines = _LETTERS.get(pressed(event.key, event.character))
        if lines is not None:
            event.stop()
            event.prevent_default()
            self.action_read(lines)

    def action_read(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by what is in sight, keeping one line."""
        self.action_read(pages * max(1, self._scroll.size.height - 1))

    def action_go(self, place: int) -> None:
        """To the first line, or the last."""
        if place:
            self._scroll.scroll_end(animate=False)
        else:
            self._scroll.scroll_home(animate=False)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)
