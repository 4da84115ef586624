"""The board over the desk: shown by key, and the tickets behind its numbers in the list."""

import asyncio

from supportdesk.console.command import Where
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.views import View
from supportdesk.desk.board import view as board_view
from supportdesk.store.read import board


class Boarding:
    """The command that shows the board."""

    def __init__(self, at: Workplace, moving: Moving) -> None:
        self._at = at
        self._moving = moving

    async def do_board(self) -> None:
        """Show the board; list the tickets behind the number that is chosen."""
        from supportdesk.console.screens.board import BoardScreen, BoardSources

        panes, reading = self._at.panes, self._at.reading
        desk = panes.desk
        sources = BoardSources(
            lambda at: desk.ask(board_view, reading.now(), reading.zone, at),
            reading.version,
            lambda: panes.moment,
        )
        first = await asyncio.to_thread(sources.read, None)
        screen = BoardScreen(first, sources, panes.setting.palette, panes.setting.keys, self._help)
        behind = await self._at.asking.show(screen)
        if behind is None:
            return
        numbers = await asyncio.to_thread(
            desk.ask,
            board.numbers_behind,
            behind.name,
            now=reading.now(),
            at=behind.at,
            queue=behind.queue,
            operator=behind.operator,
        )
        self._moving.go_to_list(View("board", behind.title, numbers=tuple(numbers)))

    async def _help(self) -> None:
        from supportdesk.console.screens.help import HelpScreen

        await self._at.asking.show(HelpScreen(self._at.panes.setting.keys.all, Where.BOARD))
