"""A template as the client would read it, with what is missing marked (F57, F66)."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from supportdesk.console import text
from supportdesk.console.widgets.writing_area import mark_places


class Preview(VerticalScroll, can_focus=False):
    """Facts about a text, then the text itself."""

    DEFAULT_CSS = """
    Preview { scrollbar-size-vertical: 1; color: $ink-text; }
    Preview Static { height: auto; }
    Preview .facts { color: $ink-waiting; margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._facts = Static(classes="facts")
        self._body = Static()

    def compose(self) -> ComposeResult:
        """Facts over the text."""
        yield self._facts
        yield self._body

    def show(self, facts: Sequence[str], body: str) -> None:
        """Show a text; gaps stand out in reverse, readable without colour."""
        self._facts.update(text.content(" · ".join(facts)))
        self._facts.display = bool(facts)
        self._body.update(with_marks(text.block(body)))
        self.scroll_home(animate=False)


def with_marks(cleaned: str) -> Content:
    """Cleaned text as Content, its gaps in reverse."""
    content = text.contents(cleaned)
    start = 0
    for line in cleaned.split("\n"):
        for first, last in mark_places(line):
            content = content.stylize("bold reverse", start + first, start + last)
        start += len(line) + 1
    return content
