"""Picking a saved reply: a ranked list, and how it reads for this client (F56, F57, F65, F66)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Input

from supportdesk.console import text
from supportdesk.console.screens.ask_form import AskFormScreen
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.widgets.fields import LineField
from supportdesk.console.widgets.pick_list import PickLine, PickList, PickRow, marked
from supportdesk.console.widgets.preview import Preview
from supportdesk.desk.template_index import TemplateEntry, TemplateIndex
from supportdesk.desk.template_search import Ranked, rank_templates
from supportdesk.domain.errors import Invalid
from supportdesk.domain.template import Rendered, TemplateContext, choose_variant, render
from supportdesk.domain.template_names import ASK
from supportdesk.i18n import LANGUAGES, ngettext
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.records import dataclass
from supportdesk.store.read.rows import TemplateRow, TemplateUses


@dataclass(frozen=True, slots=True)
class PickedTemplate:
    """A template filled in for one ticket; `text` may still hold gaps."""

    template: int
    language: str
    text: str
    answers: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What the operator answered to its questions, by label."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A template as the preview shows it; `rendered` is None for one that cannot be read."""

    row: TemplateRow
    language: str
    is_missing: bool
    rendered: Rendered | None
    trouble: str = ""


class TemplatePickerScreen(Dialog[PickedTemplate]):
    """Answers the template picked, filled in, or None. Tab shows its next language."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("tab", "next_language", show=False, priority=True),
        Binding("shift+down", "read(1)", show=False),
        Binding("shift+up", "read(-1)", show=False),
        Binding("ctrl+t", "make", show=False),
    ]
    DEFAULT_CSS = """
    TemplatePickerScreen Frame { width: 100%; max-width: 130; height: 90%; }
    TemplatePickerScreen #panes { layout: horizontal; height: 1fr; margin-top: 1; }
    TemplatePickerScreen PickList { width: 42%; margin-right: 1; }
    TemplatePickerScreen Preview { width: 1fr; height: 1fr; padding-left: 1; }
    TemplatePickerScreen.-narrow #panes { layout: vertical; }
    TemplatePickerScreen.-narrow PickList { width: 1fr; height: 40%; margin: 0 0 1 0; }
    """

    def __init__(
        self,
        templates: Sequence[TemplateRow],
        context: TemplateContext,
        *,
        kind: str | None = None,
        language: str | None = None,
        queue: int | None = None,
        stage: str | None = None,
        traits: tuple[tuple[str, str], ...] | None = None,
        uses: Mapping[int, TemplateUses] = MappingProxyType({}),
        since: int = 0,
        may_make: bool = False,
    ) -> None:
        """`context` holds the ticket's values; what is said of the ticket ranks, then own `uses`.

        What was not used after `since` (milliseconds) is told so. With `may_make` a template can
        be made of a reply from here.

        `language` is the client's: the variant shown, or told as missing.
        """
        super().__init__()
        self._rows = {row.id: row for row in templates}
        self._index = TemplateIndex(_entry(row) for row in templates)
        self._values = context
        self._kind = kind
        self._queue = queue
        self._stage = stage
        self._traits = traits
        self._uses = uses
        self._own = {number: found.own for number, found in uses.items()}
        self._since = since
        self._may_make = may_make
        self.makes = False
        """Whether it was left to make a template of a reply."""
        self._language = language
        self._wanted_language: str | None = None
        self._found: list[Ranked] = []
        self._shown: _Shown | None = None
        self._filter = LineField(placeholder=_("type to search titles, tags and texts"))
        self._list = PickList()
        self._preview = Preview()

    def compose(self) -> ComposeResult:
        """The filter over list and preview."""
        keys = _("Enter insert · Tab language · Shift+↓ read on · Esc leave")
        if self._may_make:
            keys = _("Enter insert · Tab language · Ctrl+T make one of our reply · Esc leave")
        with Frame(_("Templates"), keys):
            yield self._filter
            with Container(id="panes"):
                yield self._list
                yield self._preview

    def on_mount(self) -> None:
        """Show what fits this ticket best."""
        self._search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Rank for what is typed now."""
        event.stop()
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Insert what is shown."""
        event.stop()
        self._pick()

    def on_pick_list_moved(self) -> None:
        """Show the template under the cursor."""
        self._wanted_language = None
        self._show_template()

    def on_pick_list_picked(self) -> None:
        """Insert what was clicked."""
        self._show_template()
        self._pick()

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is in sight."""
        self._list.move(pages * self._list.page)

    def action_read(self, lines: int) -> None:
        """Scroll the preview."""
        self._preview.scroll_relative(y=lines, animate=False)

    def action_next_language(self) -> None:
        """Show the next language of the template."""
        if self._shown is not None:
            languages = sorted(language for language, _body in self._shown.row.variants)
            place = languages.index(self._shown.language) + 1
            self._wanted_language = languages[place % len(languages)]
            self._show_template()

    def action_make(self) -> None:
        """Make a template of the newest reply instead."""
        if self._may_make:
            self.makes = True
            self.dismiss(None)

    def _search(self, typed: str) -> None:
        self._found = rank_templates(
            typed,
            self._index,
            kind=self._kind,
            language=self._language,
            queue=self._queue,
            stage=self._stage,
            traits=self._traits,
            own_uses=self._own,
        )
        self._wanted_language = None
        rows = [self._row(found) for found in self._found]
        nothing = _("Nothing matches.") if self._rows else _("There are no templates yet.")
        self._list.show(rows, empty=nothing)
        self._show_template()

    def _row(self, found: Ranked) -> PickRow:
        """The title has the line to itself; languages stand there when the client's is missing."""
        row = self._rows[found.template_id]
        title = marked(text.line(row.title, 200), found.spans)
        languages = [language for language, _body in row.variants]
        if self._language is None or self._language in languages:
            return (PickLine(title),)
        return (PickLine(title, ((f"  {text.cut(_listed(languages), 14)}", "dim"),)),)

    def _show_template(self) -> None:
        if not self._found:
            self._shown = None
            self._preview.show((), "")
            return
        row = self._rows[self._found[self._list.cursor].template_id]
        self._shown = shown = self._filled(row, {})
        facts = [text.line(row.title, 200), *_facts(shown, self._language), self._used(row)]
        self._preview.show(facts, shown.trouble or _body(shown))

    def _used(self, row: TemplateRow) -> str:
        """How often it is used, and how much of it is changed before it is sent (F68)."""
        used = self._uses.get(row.id, TemplateUses())
        if used.last_at is None:
            return _("never used")
        said = ngettext("used {count} time", "used {count} times", used.uses)
        told = [said.format(count=used.uses), _("{count} mine").format(count=used.own)]
        if used.changed is not None:
            told.append(_("{share} % changed").format(share=round(100 * used.changed)))
        if used.last_at < self._since:
            told.append(_("not for 90 days"))
        return ", ".join(told)

    def _filled(self, row: TemplateRow, answers: Mapping[str, str]) -> _Shown:
        variants = dict(row.variants)
        wanted = self._wanted_language or self._language
        language, body, _missing = choose_variant(variants, wanted, LANGUAGES)
        _own, _text, is_missing = choose_variant(variants, self._language, LANGUAGES)
        context = replace(self._values, language=language)
        try:
            rendered = render(body, context, answers)
        except Invalid as error:
            trouble = sentence(error.code, error.parameters, interface="console")
            return _Shown(row, language, is_missing, None, trouble)
        return _Shown(row, language, is_missing, rendered)

    def _pick(self) -> None:
        shown = self._shown
        if shown is None or shown.rendered is None:
            return
        if not shown.rendered.asks:
            self._finish(shown, {})
            return
        form = AskFormScreen(text.line(shown.row.title, 60), shown.rendered.asks)
        self.app.push_screen(form, self._answered)

    def _answered(self, answers: Mapping[str, str] | None) -> None:
        if answers is not None and self._shown is not None:
            self._finish(self._filled(self._shown.row, answers), answers)

    def _finish(self, shown: _Shown, answers: Mapping[str, str]) -> None:
        self.dismiss(PickedTemplate(shown.row.id, shown.language, _body(shown), answers))


def _entry(row: TemplateRow) -> TemplateEntry:
    return TemplateEntry(
        id=row.id,
        title=text.line(row.title, 200),
        text="\n".join(body for _language, body in row.variants),
        tags=row.tags,
        kind=row.kind,
        queue=row.queue_id,
        languages=tuple(language for language, _body in row.variants),
        stage=row.stage,
        trait=row.trait,
    )


def _listed(languages: Iterable[str]) -> str:
    return " ".join(text.line(language, 12) for language in languages)


def _body(shown: _Shown) -> str:
    return "" if shown.rendered is None else shown.rendered.text


def _facts(shown: _Shown, language: str | None) -> list[str]:
    """What is to be known before inserting: language, gaps, questions, forms, other languages."""
    facts = [text.line(shown.language, 12)]
    if shown.is_missing:
        facts = [
            _("no text in {wanted}, this is {language}").format(
                wanted=text.line(language or "", 12), language=facts[0]
            )
        ]
    if shown.rendered is None:
        return [*facts, _("cannot be used")]
    asks = {f"{ASK}{label}" for label in shown.rendered.asks}
    gaps = len([name for name in shown.rendered.unresolved if name not in asks])
    if gaps:
        facts.append(ngettext("{count} gap", "{count} gaps", gaps).format(count=gaps))
    if shown.rendered.asks:
        asked = ", ".join(text.line(label, 40) for label in shown.rendered.asks)
        facts.append(_("asks for: {labels}").format(labels=asked))
    if shown.rendered.nominative:
        facts.append(_("check the form of the name"))
    others = [other for other, _body in shown.row.variants if other != shown.language]
    if others:
        facts.append(_("also {languages}").format(languages=_listed(others)))
    return facts
