"""Picking a macro: a searched list, and everything it would change on this ticket (F62)."""

from collections.abc import Callable, Mapping, Sequence
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
from supportdesk.desk.macro_plan import MacroPlan
from supportdesk.desk.template_index import TemplateEntry, TemplateIndex
from supportdesk.desk.template_search import Ranked, rank_templates
from supportdesk.domain.errors import DeskError
from supportdesk.domain.macro import macro_from
from supportdesk.domain.template_names import ASK
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.refusals import sentence
from supportdesk.records import dataclass
from supportdesk.store.read.rows import MacroRow

Plan = Callable[[MacroRow, Mapping[str, str]], MacroPlan]
"""Fills a macro in for the ticket, with the answers to what it asks. Raises DeskError."""


@dataclass(frozen=True, slots=True)
class PickedMacro:
    """A macro as it was shown."""

    macro: MacroRow
    plan: MacroPlan
    answers: Mapping[str, str]
    """What it asked, by label."""


class MacroPickerScreen(Dialog[PickedMacro]):
    """Answers the macro picked, filled in, or None. What a macro asks is asked before it is run."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("shift+down", "read(1)", show=False),
        Binding("shift+up", "read(-1)", show=False),
    ]
    DEFAULT_CSS = """
    MacroPickerScreen Frame { width: 100%; max-width: 130; height: 90%; }
    MacroPickerScreen #panes { layout: horizontal; height: 1fr; margin-top: 1; }
    MacroPickerScreen PickList { width: 36%; margin-right: 1; }
    MacroPickerScreen Preview { width: 1fr; height: 1fr; padding-left: 1; }
    MacroPickerScreen.-narrow #panes { layout: vertical; }
    MacroPickerScreen.-narrow PickList { width: 1fr; height: 40%; margin: 0 0 1 0; }
    """

    def __init__(
        self,
        macros: Sequence[MacroRow],
        plan: Plan,
        preview: Callable[[MacroPlan], str],
        *,
        title: str = "",
    ) -> None:
        """`preview` says what a plan changes; `title` where it is not about one ticket."""
        super().__init__()
        self._title = title or _("Macros")
        self._rows = {row.id: row for row in macros}
        self._index = TemplateIndex(_entry(row) for row in macros)
        self._plan = plan
        self._say = preview
        self._found: list[Ranked] = []
        self._shown: PickedMacro | None = None
        self._answered = False
        self._filter = LineField(placeholder=_("type to search names, tags and texts"))
        self._list = PickList()
        self._preview = Preview()

    def compose(self) -> ComposeResult:
        """The filter over list and preview."""
        with Frame(self._title, _("Enter run · Shift+↓ read on · Esc leave")):
            yield self._filter
            with Container(id="panes"):
                yield self._list
                yield self._preview

    def on_mount(self) -> None:
        """Show all macros."""
        self._search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Rank for what is typed now."""
        event.stop()
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run what is shown."""
        event.stop()
        self._pick()

    def on_pick_list_moved(self) -> None:
        """Show the macro under the cursor."""
        self._show_macro({})

    def on_pick_list_picked(self) -> None:
        """Show what was clicked; Enter runs it."""
        self._show_macro({})

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self._list.move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is in sight."""
        self._list.move(pages * self._list.page)

    def action_read(self, lines: int) -> None:
        """Scroll the preview."""
        self._preview.scroll_relative(y=lines, animate=False)

    def _search(self, typed: str) -> None:
        self._found = rank_templates(typed, self._index)
        nothing = _("Nothing matches.") if self._rows else _("There are no macros yet.")
        self._list.show([self._row(found) for found in self._found], empty=nothing)
        self._show_macro({})

    def _row(self, found: Ranked) -> PickRow:
        name = text.line(self._rows[found.template_id].name, 200)
        return (PickLine(marked(name, found.spans)),)

    def _show_macro(self, answers: Mapping[str, str]) -> None:
        """Show what the macro under the cursor changes; one that cannot be run says why."""
        self._shown, self._answered = None, bool(answers)
        if not self._found:
            hint = _("A macro is made in a shell: supportdesk macros save NAME …")
            self._preview.show((), "" if self._rows else hint)
            return
        row = self._rows[self._found[self._list.cursor].template_id]
        try:
            plan = self._plan(row, answers)
        except DeskError as error:
            trouble = sentence(error.code, error.parameters, interface="console")
            self._preview.show([text.line(row.name, 200), _("cannot be used")], trouble)
            return
        self._shown = PickedMacro(row, plan, answers)
        body = self._say(plan) or _("Nothing would change.")
        self._preview.show([text.line(row.name, 200), *_facts(plan)], body)

    def _pick(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if shown.plan.asks and not self._answered:
            form = AskFormScreen(text.line(shown.macro.name, 60), shown.plan.asks)
            self.app.push_screen(form, self._take_answers)
        else:
            self.dismiss(shown)

    def _take_answers(self, answers: Mapping[str, str] | None) -> None:
        """A text that would leave at once is looked at with its answers; any other is run."""
        if answers is None:
            return
        self._show_macro(answers)
        self._answered = True
        if self._shown is not None and not self._shown.plan.sends:
            self.dismiss(self._shown)


def _entry(row: MacroRow) -> TemplateEntry:
    macro = macro_from(row.does)
    bodies = [body for _language, body in macro.reply]
    return TemplateEntry(
        id=row.id,
        title=text.line(row.name, 200),
        text="\n".join([*bodies, macro.note]),
        tags=macro.add,
        kind=macro.kind,
    )


def _facts(plan: MacroPlan) -> list[str]:
    """What is to be known before running: language, gaps, questions."""
    facts = []
    if plan.is_missing:
        fact = _("no text in the client's language, this is {language}")
        facts.append(fact.format(language=text.line(plan.language, 12)))
    asks = {f"{ASK}{label}" for label in plan.asks}
    gaps = len([name for name in plan.unresolved if name not in asks])
    if gaps:
        facts.append(ngettext("{count} gap", "{count} gaps", gaps).format(count=gaps))
    if plan.asks:
        asked = ", ".join(text.line(label, 40) for label in plan.asks)
        facts.append(_("asks for: {labels}").format(labels=asked))
    return facts
