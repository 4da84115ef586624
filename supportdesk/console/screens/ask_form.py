"""What a template asks for at insert: one line for each label (F59)."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.widgets import Input

from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import LineField
from supportdesk.i18n import gettext as _


class AskFormScreen(Form[Mapping[str, str]]):
    """Answers by label. What stays empty stays a gap in the text."""

    DEFAULT_CSS = """
    AskFormScreen Labelled { margin-bottom: 1; }
    """

    def __init__(self, title: str, labels: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._fields = {label: LineField() for label in labels}

    def compose(self) -> ComposeResult:
        """A line for each label."""
        with Frame(self._title, _("Enter next · Ctrl+D insert · Esc leave")):
            yield self.trouble
            for label, field in self._fields.items():
                yield Labelled(label, field)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next line; from the last one it is done."""
        if event.input is list(self._fields.values())[-1]:
            event.stop()
            event.prevent_default()
            self.action_finish()

    def answer(self) -> Mapping[str, str]:
        """What was answered."""
        return {label: field.value for label, field in self._fields.items() if field.value}
