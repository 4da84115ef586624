"""What a template asks for at insert: one line for each label (F59)."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.widgets import Input

from supportdesk.console import text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import LineField
from supportdesk.i18n import gettext as _


class AskFormScreen(Form[Mapping[str, str]]):
    """Answers by label. What stays empty is named once before it is left to the template."""

    DEFAULT_CSS = """
    AskFormScreen Labelled { margin-bottom: 1; }
    """

    def __init__(self, title: str, labels: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._fields = {label: LineField() for label in labels}
        self._named: frozenset[str] = frozenset()
        """Labels without an answer that were named already."""

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

    def answer(self) -> Mapping[str, str] | None:
        """What was answered; None, once, where a label without an answer has to be named."""
        answers = {label: field.value for label, field in self._fields.items()}
        empty = [label for label, answer in answers.items() if not answer.strip()]
        if not self._named.issuperset(empty):
            self._named |= frozenset(empty)
            said = _(
                "Not answered: {labels}. Ctrl+D again leaves it to the template: its default,"
                " or a gap to fill in."
            )
            self.say(said.format(labels=", ".join(text.line(label, 40) for label in empty)))
            self._fields[empty[0]].focus()
            return None
        return {label: answer for label, answer in answers.items() if answer.strip()}
