"""The form of a saved view: question, order, groups, columns, whose it is and its key (F2)."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from supportdesk.console import names, text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import ChoiceField, LineField
from supportdesk.domain.action import SaveView
from supportdesk.domain.query_fields import GROUPS, SORTS
from supportdesk.domain.roles import MAY_SHARE_VIEWS, ROLES
from supportdesk.domain.views import COLUMNS, DIGITS
from supportdesk.i18n import gettext as _
from supportdesk.i18n import group_names, pgettext
from supportdesk.store.read.rows import ViewRow

_COLUMNS_TOLD = 150
"""Cells for what may be a column: a desk has up to a hundred fields of its own."""


class ViewEditScreen(Form[SaveView]):
    """Answers the view to save, or None."""

    DEFAULT_CSS = """
    ViewEditScreen Frame { width: 96; }
    ViewEditScreen .says { margin-left: 14; padding-left: 1; }
    """

    def __init__(
        self, role: str, *, view: ViewRow | None = None, query: str = "", fields: Sequence[str] = ()
    ) -> None:
        """`role` is that of whoever saves: leads may save for others. `view` is changed.

        `fields` are the custom fields that may be columns.
        """
        super().__init__()
        self._columns_known = text.cut(" ".join((*COLUMNS, *fields)), _COLUMNS_TOLD)
        self._number = None if view is None else view.id
        self._called = LineField("" if view is None else view.name)
        self._query = LineField(query if view is None else view.query)
        self._sort = LineField(
            "" if view is None else view.sort,
            placeholder=_("empty: critical, then due"),
        )
        group = GROUPS.index(view.group_by) + 1 if view and view.group_by else 0
        self._group = ChoiceField(["—", *(_(group_names.FIELDS[name]) for name in GROUPS)], group)
        self._columns = LineField(
            "" if view is None else " ".join(view.columns), placeholder=_("empty: the usual ones")
        )
        self._scopes: list[tuple[str, str | None]] = [("me", None)]
        if role in MAY_SHARE_VIEWS:
            self._scopes += [("team", None), *(("role", name) for name in ROLES)]
        now: tuple[str, str | None] = ("me", None) if view is None else (view.scope, view.role)
        whose = self._scopes.index(now) if now in self._scopes else 0
        self._whose = ChoiceField([names.scope_of(*scope) for scope in self._scopes], whose)
        digit = 0 if view is None else view.digit or 0
        self._digit = ChoiceField(["—", *map(str, DIGITS)], digit)

    def compose(self) -> ComposeResult:
        """One field under another."""
        title = _("New view") if self._number is None else _("View")
        with Frame(title, _("Enter or Tab next · Ctrl+D save · Esc leave")):
            yield self.trouble
            yield Labelled(pgettext("view", "name"), self._called)
            yield Labelled(_("asks"), self._query)
            yield Labelled(_("sorted by"), self._sort)
            yield Static(text.contents(f"{' '.join(SORTS)}; -{SORTS[2]}"), classes="says")
            yield Labelled(_("grouped by"), self._group)
            yield Labelled(_("columns"), self._columns)
            yield Static(text.contents(self._columns_known), classes="says")
            yield Labelled(_("for"), self._whose)
            yield Labelled(_("key"), self._digit)

    def answer(self) -> SaveView:
        """The view as it is filled in; the desk says what is wrong with it."""
        scope, role = self._scopes[self._whose.chosen]
        return SaveView(
            name=self._called.value,
            query=self._query.value,
            sort=",".join(self._sort.value.replace(",", " ").split()),
            group_by=["", *GROUPS][self._group.chosen],
            columns=tuple(self._columns.value.casefold().replace(",", " ").split()),
            scope=scope,
            role=role,
            digit=self._digit.chosen or None,
            view=self._number,
        )
