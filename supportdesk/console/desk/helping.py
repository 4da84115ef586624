"""Showing what can be done: the keys, and every command by its name (F165, F166)."""

from collections.abc import Callable

from supportdesk.console.command import Command, Where
from supportdesk.console.commands import COMMANDS
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.writing_commands import EDITOR_COMMANDS, REVIEW_COMMANDS

REGISTRY = (*COMMANDS, *EDITOR_COMMANDS, *REVIEW_COMMANDS)
"""Every command of the console: what the help shows."""

LEFT_OUT = frozenset(
    ("down", "up", "page_down", "page_up", "first", "last", "next_pane", "previous_pane", "palette")
)
"""Commands nobody looks for by name."""


class Helping:
    """Commands about commands: `do` runs one, `refusal` says why one cannot be done now."""

    def __init__(
        self,
        at: Workplace,
        do: Callable[[Command], None],
        refusal: Callable[[Command], str],
    ) -> None:
        self._at = at
        self._do = do
        self._refusal = refusal

    async def do_help(self) -> None:
        """Show the keys."""
        from supportdesk.console.screens.help import HelpScreen

        await self._at.asking.show(HelpScreen(REGISTRY))

    async def do_palette(self) -> None:
        """Find a command by its name and do it."""
        from supportdesk.console.screens.palette import PaletteScreen

        offered = [
            command for command in COMMANDS if command.name not in LEFT_OUT and not command.by_key
        ]
        offered.sort(key=lambda command: command.where is not Where.TICKET)
        reasons = {command.name: self._refusal(command) for command in offered}
        refusals = {name: reason for name, reason in reasons.items() if reason}
        chosen = await self._at.asking.show(PaletteScreen(offered, refusals))
        if chosen is not None:
            self._do(chosen.value)
