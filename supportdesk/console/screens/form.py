"""Forms: fields one under another, Enter to the next, Ctrl+D when done, nothing lost by Esc."""

from collections.abc import Awaitable, Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from supportdesk.console import text
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.console.screens.dialog import Dialog
from supportdesk.console.widgets.fields import ChoiceField, LineField, TextField
from supportdesk.i18n import gettext as _

Result = TypeVar("Result")


class Labelled(Horizontal):
    """A field with its name before it; the name of the field in use is bright."""

    DEFAULT_CSS = """
    Labelled { height: auto; }
    Labelled .label { width: 14; height: auto; color: $ink-dim; padding-right: 1; }
    Labelled:focus-within .label { color: $ink-accent; text-style: bold; }
    Labelled LineField, Labelled ChoiceField { width: 1fr; }
    Labelled TextField { height: 6; }
    """

    def __init__(self, label: str, field: Widget) -> None:
        super().__init__(classes="labelled")
        self._label = label
        self._field = field

    def compose(self) -> ComposeResult:
        """The name and the field."""
        yield Static(text.content(self._label), classes="label")
        yield self._field


class Form(Dialog[Result]):
    """Answers what was filled in, or None. Leaving a form that was changed asks first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "finish", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Form Frame { overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.trouble = Static(classes="trouble")
        """Where a refusal is said: above the fields of every form."""
        self.trouble.display = False
        self._untouched: tuple[object, ...] = ()
        self.accept: Callable[[Result], Awaitable[str]] | None = None
        """Does what was filled in while the form still stands: what was refused, or nothing."""
        self._finishing = False

    def answer(self) -> Result | None:
        """What was filled in, or None after saying what is missing."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Remember how the form began."""
        self._untouched = self._filled_in()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line goes on to the next field."""
        event.stop()
        self.focus_next()

    def on_choice_field_submitted(self, event: ChoiceField.Submitted) -> None:
        """Enter on a choice goes on to the next field."""
        event.stop()
        self.focus_next()

    def action_finish(self) -> None:
        """Answer, or say what is missing."""
        self.after_typing(self._answer)

    def _answer(self) -> None:
        answer = None if self._finishing else self.answer()
        if answer is None:
            return
        if self.accept is None:
            self.dismiss(answer)
        else:
            self._finishing = True
            self.run_worker(self._finish(answer, self.accept))

    async def _finish(self, answer: Result, accept: Callable[[Result], Awaitable[str]]) -> None:
        try:
            refused = await accept(answer)
        finally:
            self._finishing = False
        if refused:
            self.say(refused)
        else:
            self.dismiss(answer)

    def say(self, trouble: str) -> None:
        """Say what stands in the way."""
        self.trouble.update(text.content(trouble))
        self.trouble.display = True
        self.trouble.scroll_visible(animate=False)

    def action_leave(self) -> None:
        """Leave; a changed form asks first."""
        if self._filled_in() == self._untouched:
            self.dismiss(None)
            return
        question = ConfirmScreen(
            _("Leave without saving?"),
            [_("What you have written here would be lost.")],
            yes=_("leave, throw it away"),
            no=_("back to the form"),
        )
        self.app.push_screen(question, self._left)

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(None)

    def _filled_in(self) -> tuple[object, ...]:
        lines = [field.value for field in self.query(LineField)]
        texts = [field.text for field in self.query(TextField)]
        return (*lines, *texts, *(field.chosen for field in self.query(ChoiceField)))
