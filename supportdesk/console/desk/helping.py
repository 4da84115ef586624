"""Showing what can be done: the keys, and every command by its name (F165, F166)."""

from collections.abc import Callable

from supportdesk.console.command import Command, Where
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import ngettext

LEFT_OUT = frozenset(
    ("down", "up", "page_down", "page_up", "first", "last", "next_pane", "previous_pane", "palette")
)
"""Commands nobody looks for by name."""

_STEPS = ("_up", "_down", "_left", "_right", "_first", "_last")
"""How the names of such commands end in a window."""


async def command_of(at: Workplace, where: Where) -> str | None:
    """Find a command of a window by its name: what it is called in the registry, or None."""
    from supportdesk.console.screens.palette import PaletteScreen

    offered = [
        command
        for command in at.panes.setting.keys.all
        if command.where is where and not command.name.endswith(_STEPS)
    ]
    chosen = await at.asking.show(PaletteScreen(offered, {}))
    return None if chosen is None else chosen.value.name


class Helping:
    """Commands about commands: `do` runs one, `refusal` says why one cannot be done now."""

    def __init__(
        self,
        at: Workplace,
        do: Callable[[Command], None],
        refusal: Callable[[Command], str],
    ) -> None:
        self._at = at
        self._keys = at.panes.setting.keys
        self._do = do
        self._refusal = refusal

    async def do_help(self) -> None:
        """Show the keys."""
        from supportdesk.console.screens.help import HelpScreen

        await self._at.asking.show(HelpScreen(self._keys.all, self._here))

    async def do_palette(self) -> None:
        """Find a command by its name and do it."""
        from supportdesk.console.screens.palette import PaletteScreen

        offered = [
            command
            for command in self._keys.commands
            if command.name not in LEFT_OUT and not command.by_key
        ]
        offered.sort(key=lambda command: command.where is not Where.TICKET)
        reasons = {command.name: self._refusal(command) for command in offered}
        refusals = {name: reason for name, reason in reasons.items() if reason}
        chosen = await self._at.asking.show(PaletteScreen(offered, refusals, self._about))
        if chosen is not None:
            self._do(chosen.value)

    @property
    def _here(self) -> Where:
        """The area whose keys are at hand: the help begins with it."""
        if self._at.panes.desktop.display:
            return Where.EDITOR
        return Where.TICKET if self._at.panes.pane == "thread" else Where.LIST

    @property
    def _about(self) -> str:
        """What a command chosen now is about."""
        panes = self._at.panes
        marked, ticket = len(panes.tickets.marks), panes.ticket
        if marked and panes.pane != "thread":
            return ngettext("{count} marked", "{count} marked", marked).format(count=marked)
        return "" if ticket is None else ticket_name(ticket.number)
