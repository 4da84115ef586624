"""Defining the properties that clients may have, from the palette (F45)."""

from supportdesk.console import text
from supportdesk.console.desk.asking import Pick
from supportdesk.console.desk.workplace import Workplace
from supportdesk.i18n import gettext as _
from supportdesk.store.read.client_rows import PropertyRow

_NEW = "new"


class ClientProperties:
    """Lists the properties; makes, changes and removes them."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    async def choose(self) -> None:
        """Let one be picked, or a new one be made."""
        from supportdesk.console.screens.property_form import kind_name

        rows = self._at.reading.properties()
        options: list[Pick] = [
            (str(row.id), text.line(row.name, 40), kind_name(row.kind)) for row in rows
        ]
        options.append((_NEW, _("new property …"), ""))
        chosen = await self._at.asking.choose(_("Properties of clients"), options)
        if chosen is None:
            return
        row = next((row for row in rows if str(row.id) == chosen), None)
        if row is None:
            await self._fill_in(None)
            return
        ways: list[Pick] = [("edit", _("change it"), ""), ("remove", _("take it away"), "")]
        way = await self._at.asking.choose(text.line(row.name, 40), ways)
        if way == "edit":
            await self._fill_in(row)
        elif way == "remove":
            await self._remove(row)

    async def _fill_in(self, row: PropertyRow | None) -> None:
        from supportdesk.console.screens.property_form import PropertyScreen
        from supportdesk.domain.action import SaveClientProperty

        async def save(action: SaveClientProperty) -> str:
            said = _("Clients have a property {name} now.").format(name=text.line(action.name, 40))
            return "" if await self._at.acting.change(action, said) else self._at.panes.told

        screen = PropertyScreen(row)
        screen.accept = save
        await self._at.asking.show(screen)

    async def _remove(self, row: PropertyRow) -> None:
        from supportdesk.domain.action import RemoveClientProperty

        said = _("{name} is on no card any more.").format(name=text.line(row.name, 40))
        await self._at.acting.change(RemoveClientProperty(row.id), said)
