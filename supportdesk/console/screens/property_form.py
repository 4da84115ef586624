"""Defining a property of clients: its name, what it may hold, whether it stands first (F45)."""

from textual.app import ComposeResult

from supportdesk.console import text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import ChoiceField, LineField
from supportdesk.domain.action import SaveClientProperty
from supportdesk.domain.client_property import KINDS
from supportdesk.i18n import gettext as _
from supportdesk.i18n import pgettext
from supportdesk.i18n.later import NC_
from supportdesk.store.read.client_rows import PropertyRow

KIND_NAMES = {
    "text": NC_("property", "text"),
    "number": NC_("property", "number"),
    "date": NC_("property", "date"),
    "choice": NC_("property", "choice"),
    "yes_no": NC_("property", "yes or no"),
}


class PropertyScreen(Form[SaveClientProperty]):
    """Answers the property, or None."""

    def __init__(self, row: PropertyRow | None = None) -> None:
        """`row` is the property that is changed; None makes one."""
        super().__init__()
        self._row = row
        self._called = LineField("" if row is None else row.name)
        kind = 0 if row is None else KINDS.index(row.kind)
        self._kind = ChoiceField([kind_name(name) for name in KINDS], kind)
        choices = "" if row is None else ", ".join(row.choices)
        self._choices = LineField(choices, placeholder=_("gold, silver … for a choice"))
        self._pinned = ChoiceField([_("no"), _("yes")], int(row is not None and row.pinned))

    def compose(self) -> ComposeResult:
        """Four fields."""
        title = _("New property of clients")
        if self._row is not None:
            title = _("Property {name}").format(name=text.line(self._row.name, 40))
        with Frame(title, _("Enter or Tab next · Ctrl+D save · Esc leave")):
            yield self.trouble
            yield Labelled(_("name"), self._called)
            yield Labelled(_("holds"), self._kind)
            yield Labelled(_("choices"), self._choices)
            yield Labelled(_("stands first"), self._pinned)

    def answer(self) -> SaveClientProperty | None:
        """The property as it was filled in."""
        if not self._called.value.strip():
            self.say(_("A property needs a name."))
            self._called.focus()
            return None
        kind = KINDS[self._kind.chosen]
        choices = tuple(one.strip() for one in self._choices.value.split(",") if one.strip())
        number = None if self._row is None else self._row.id
        pinned = bool(self._pinned.chosen)
        return SaveClientProperty(self._called.value.strip(), kind, choices, pinned, number)


def kind_name(kind: str) -> str:
    """What a kind of property is called."""
    return pgettext("property", KIND_NAMES[kind]) if kind in KIND_NAMES else kind
