"""Who gets a text beside the client, or instead: lines of addresses, completed from known ones."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from supportdesk.console import text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import LineField
from supportdesk.domain.errors import DeskError
from supportdesk.domain.recipients import (
    Recipient,
    Recipients,
    cleaned,
    line_of,
    read_recipients,
)
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence

_SHOWN = 6


class RecipientsScreen(Form[Recipients]):
    """Answers the recipients, or None where they stay as they were."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("enter", "go_on", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        recipients: Recipients,
        known: Callable[[str], Sequence[str]],
        *,
        in_copy: Sequence[Recipient] = (),
        asks_whom: bool = False,
    ) -> None:
        """`known` answers addresses that begin with what is typed, the best first.

        `in_copy` are those the client's last message came to. With `asks_whom` somebody has to be
        named: the client gets nothing.
        """
        super().__init__()
        self._title = title
        self._known = known
        self._in_copy = line_of(in_copy)
        self._asks_whom = asks_whom
        self._to = LineField(line_of(recipients.to))
        self._cc = LineField(line_of(recipients.cc))
        self._bcc = LineField(line_of(recipients.bcc))
        self._says = Static(classes="says")

    def compose(self) -> ComposeResult:
        """One line a place, and what the line in use may go on as."""
        with Frame(self._title, _("Enter or Tab next · Ctrl+D done · Esc leave")):
            yield self.trouble
            if self._asks_whom:
                yield Labelled(_("to"), self._to)
            yield Labelled(_("copy"), self._cc)
            yield Labelled(_("hidden copy"), self._bcc)
            yield self._says

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how the address may go on."""
        event.stop()
        self._say_completions()

    def on_descendant_focus(self) -> None:
        """Say what the line that is in use now may go on as."""
        self._say_completions()

    def action_go_on(self) -> None:
        """Go on to the next line, before the next key; from the last one it is done."""
        if self._bcc.has_focus:
            self.action_finish()
        else:
            self.focus_next()

    def action_complete(self) -> None:
        """Complete the address being typed; where nothing completes it, go to the next line."""
        line = self._line
        found = [] if line is None else list(self._completions(line))
        if line is None or not found:
            self.focus_next()
            return
        beginning = line.value[: len(line.value) - len(_last(line.value))]
        line.set(f"{beginning}{found[0]}, ")

    def answer(self) -> Recipients | None:
        """The recipients, if all of them can be."""
        try:
            found = cleaned(Recipients(*map(_read, (self._to, self._cc, self._bcc))))
        except DeskError as error:
            self.say(sentence(error.code, error.parameters, interface="console"))
            return None
        if self._asks_whom and not found.to:
            self.say(_("Somebody has to be asked."))
            self._to.focus()
            return None
        return found

    @property
    def _line(self) -> LineField | None:
        return next((line for line in (self._to, self._cc, self._bcc) if line.has_focus), None)

    def _completions(self, line: LineField) -> Iterator[str]:
        if line is self._cc and not line.value.strip():
            yield from (self._in_copy,) if self._in_copy else ()
            return
        typed = _last(line.value)
        yield from (self._known(typed) if typed else ())

    def _say_completions(self) -> None:
        line = self._line
        found = [] if line is None else list(self._completions(line))[:_SHOWN]
        shown = " · ".join(text.line(one, 120) for one in found)
        self._says.update(text.content(_("Tab: {words}").format(words=shown) if found else ""))


def _read(line: LineField) -> tuple[Recipient, ...]:
    return read_recipients(line.value)


def _last(typed: str) -> str:
    """The address that is being typed."""
    return typed[max(typed.rfind(","), typed.rfind(";")) + 1 :].lstrip()
