"""A template being made of a sent reply: its variables, and how it reads for this client (F69)."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import TextArea

from supportdesk.console import names, text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import ChoiceField, LineField, TextField
from supportdesk.console.widgets.preview import Preview
from supportdesk.domain.action import SaveTemplate
from supportdesk.domain.errors import Invalid
from supportdesk.domain.template import Rendered
from supportdesk.domain.template_scope import STAGES
from supportdesk.domain.ticket import KINDS
from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_
from supportdesk.i18n.refusals import sentence

STAGE_NAMES = {
    "first": N_("first answer"),
    "ongoing": N_("under way"),
    "waiting": N_("we wait for the client"),
    "done": N_("solved or closed"),
    "silent": N_("no word of ours for long"),
}


class TemplateMakingScreen(Form[SaveTemplate]):
    """Answers the template to save, or None."""

    DEFAULT_CSS = """
    TemplateMakingScreen Frame { width: 100%; max-width: 110; }
    TemplateMakingScreen Labelled TextField { height: 8; }
    TemplateMakingScreen Preview { height: 7; margin-top: 1; padding-left: 1; }
    """

    def __init__(
        self,
        title: str,
        body: str,
        language: str,
        filled: Callable[[str], Rendered],
        *,
        kind: str | None = None,
    ) -> None:
        """`body` holds variables already; `filled` reads a text for this ticket, or Invalid."""
        super().__init__()
        self._filled = filled
        self._title = LineField(title)
        self._body = TextField(body)
        self._language = LineField(language)
        self._kind = ChoiceField(
            ["—", *(names.kind(name) for name in KINDS)],
            KINDS.index(kind) + 1 if kind in KINDS else 0,
        )
        self._stage = ChoiceField(["—", *(_(STAGE_NAMES[stage]) for stage in STAGES)])
        self._preview = Preview()

    def compose(self) -> ComposeResult:
        """What it is called and for, the text, and how it reads."""
        with Frame(_("Template of this reply"), _("Tab next · Ctrl+D save · Esc leave")):
            yield self.trouble
            yield Labelled(_("title"), self._title)
            yield Labelled(_("text"), self._body)
            yield Labelled(_("language"), self._language)
            yield Labelled(_("kind"), self._kind)
            yield Labelled(_("stage"), self._stage)
            yield self._preview

    def on_mount(self) -> None:
        """Show how the text reads."""
        super().on_mount()
        self._show()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Show how it reads now."""
        event.stop()
        self._show()

    def answer(self) -> SaveTemplate | None:
        """The template; what cannot be read is refused when it is saved."""
        title, body = self._title.value.strip(), self._body.text.strip()
        if not title or not body:
            self.say(sentence("template.empty", {}, interface="console"))
            return None
        return SaveTemplate(
            title,
            ((self._language.value.strip().lower() or "en", body),),
            kind=KINDS[self._kind.chosen - 1] if self._kind.chosen else None,
            stage=STAGES[self._stage.chosen - 1] if self._stage.chosen else None,
        )

    def _show(self) -> None:
        try:
            shown = self._filled(self._body.text).text
        except Invalid as error:
            shown = sentence(error.code, error.parameters, interface="console")
        self._preview.show([_("for this client")], text.block(shown))
