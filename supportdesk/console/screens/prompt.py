"""Asking for a line, with what it means said while it is typed; or for a text of several."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from supportdesk.console import text
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.screens.form import Form
from supportdesk.console.widgets.fields import LineField, TextField
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence


class PromptScreen(Dialog[str]):
    """Answers what was typed once `read` accepts it, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]

    def __init__(
        self,
        title: str,
        read: Callable[[str], str],
        *,
        value: str = "",
        example: str = "",
        words: Sequence[str] = (),
    ) -> None:
        """`read` says in words what a text means, or raises DeskError; it sees every keystroke.

        `example` is shown while nothing is typed. The last typed word is completed from `words`;
        a leading `+` or `-` stays.
        """
        super().__init__()
        self._title = title
        self._read = read
        self._example = example
        self._words = words
        self._input = LineField(value)
        self._meaning = Static(classes="says")
        self._completions = Static(classes="says")

    def compose(self) -> ComposeResult:
        """The line, what it means, and what it may go on as."""
        with Frame(self._title, _("Enter done · Esc leave")):
            yield self._input
            yield self._meaning
            if self._words:
                yield self._completions

    def on_mount(self) -> None:
        """Say what is there already means."""
        self._say(self._input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what it means now."""
        event.stop()
        self._say(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Done, if it means something."""
        event.stop()
        if event.value.strip() and self._say(event.value):
            self.dismiss(event.value.strip())

    def action_complete(self) -> None:
        """Complete the word being typed."""
        self.after_typing(self._complete)

    def _complete(self) -> None:
        beginning, word = self._last_word()
        found = self._completing(word)
        if found:
            sign = word[:1] if word[:1] in "+-" else ""
            self._input.value = f"{beginning}{sign}{found[0]} "
            self._input.cursor_position = len(self._input.value)

    def _say(self, typed: str) -> bool:
        accepted = True
        meaning = self._example
        if typed.strip():
            try:
                meaning = self._read(typed.strip())
            except DeskError as error:
                accepted = False
                meaning = sentence(error.code, error.parameters, interface="console")
        self._meaning.update(text.contents(meaning))
        self._meaning.set_class(not accepted, "trouble")
        self._show_completions()
        return accepted

    def _show_completions(self) -> None:
        found = self._completing(self._last_word()[1])
        says = _("Tab: {words}").format(words=" · ".join(found[:8])) if found else ""
        self._completions.update(text.content(says))

    def _last_word(self) -> tuple[str, str]:
        typed = self._input.value
        start = max(typed.rfind(" "), typed.rfind(",")) + 1
        return typed[:start], typed[start:]

    def _completing(self, word: str) -> list[str]:
        beginning = word.lstrip("+-").casefold()
        return [known for known in self._words if known.casefold().startswith(beginning)]


class TextPromptScreen(Form[str]):
    """Asks for a text of several lines, such as a note on a client; answers it, or None."""

    DEFAULT_CSS = """
    TextPromptScreen TextField { height: 8; margin-top: 1; }
    """

    def __init__(self, title: str, explanation: str, *, body: str = "", goes_on: str = "") -> None:
        """`goes_on` says what the key that ends it leads to, where that is not saving."""
        super().__init__()
        self._title = title
        self._keys = goes_on or _("Ctrl+D save · Esc leave")
        self._explanation = explanation
        self._text = TextField(body)

    def compose(self) -> ComposeResult:
        """What it is for over the text."""
        with Frame(self._title, self._keys):
            yield Static(text.contents(self._explanation), classes="says")
            yield self.trouble
            yield self._text

    def answer(self) -> str | None:
        """The text."""
        if not self._text.text.strip():
            self.say(_("Nothing is written yet."))
            return None
        return self._text.text
