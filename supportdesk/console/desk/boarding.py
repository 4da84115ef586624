"""The board over the desk: shown by key, and the tickets behind its numbers in the list."""

import asyncio
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.command import Where
from supportdesk.console.desk.helping import command_of
from supportdesk.console.desk.moving import BOARD, Moving
from supportdesk.console.desk.reporting import Reporting
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.views import View
from supportdesk.console.widgets.footer import Notice, done
from supportdesk.desk.board import view as board_view
from supportdesk.domain.errors import StoreTrouble
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read import board

if TYPE_CHECKING:
    from supportdesk.console.desk.weeks import Weeks


class Boarding:
    """The command that shows the board."""

    def __init__(self, at: Workplace, moving: Moving, reporting: Reporting) -> None:
        self._at = at
        self._moving = moving
        self._reporting = reporting
        self._weeks: Weeks | None = None
        """Made with the first board."""
        moving.ways_back[BOARD] = self.do_board

    async def do_board(self) -> None:
        """Show the board; list the tickets behind the number that is chosen."""
        from supportdesk.console.desk.link_texts import stale_since
        from supportdesk.console.desk.weeks import Weeks
        from supportdesk.console.screens.board import BoardScreen, BoardSources, ToReport

        panes, reading = self._at.panes, self._at.reading
        desk = panes.desk
        self._weeks = weeks = self._weeks or Weeks(self._at)
        sources = BoardSources(
            lambda at: desk.ask(board_view, reading.now(), reading.zone, at),
            reading.version,
            lambda: panes.moment,
            lambda: stale_since(reading.link(), reading.now()),
            weeks.counted,
            weeks.need,
            weeks.tell_need,
            self._rebalance,
            self._help,
            lambda: command_of(self._at, Where.BOARD),
        )
        first = await asyncio.to_thread(sources.read, None)
        screen = BoardScreen(first, sources, panes.setting.palette, panes.setting.keys)
        behind = await self._at.asking.show(screen)
        if behind is None:
            return
        if isinstance(behind, ToReport):
            await self._reporting.from_board(self.do_board)
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
        self._moving.go_to_list(View(BOARD, behind.title, numbers=tuple(numbers)))

    async def _rebalance(self) -> Notice:
        """Show what would move from those over their cap, and move it when that is agreed to."""
        from supportdesk.desk.crew import rebalanced
        from supportdesk.domain.action import Assign, Bulk

        desk = self._at.panes.desk
        if desk.read_only_because:
            because = desk.read_only_because
            raise StoreTrouble("store.read_only", path=str(desk.address), because=because)
        found = await asyncio.to_thread(desk.ask, rebalanced, self._at.reading.now())
        if not found:
            return Notice(_("Nobody is over their cap, or nobody has room."), "dim")
        said = _("{ticket}: {giver} → {taker}")
        lines = [
            said.format(
                ticket=ticket_name(move.number),
                giver=text.line(move.giver.name, 40),
                taker=text.line(move.taker.name, 40),
            )
            for move in found
        ]
        yes = _("move them: {count}").format(count=len(found))
        asked = await self._at.asking.confirm_way(_("Rebalance"), lines, yes=yes, no=_("no"))
        if not asked:
            return Notice(_("Nothing has moved."), "dim")
        steps = tuple(Assign(move.number, move.taker.id) for move in found)
        receipt = await self._at.acting.attempt(Bulk(steps))
        count = 0 if receipt is None else len(receipt.tickets)
        moved = _("Moved: {count}. On the desk {undo_key} takes it back.")
        return done(moved.format(count=count, undo_key=key_of("undo")))

    async def _help(self) -> None:
        from supportdesk.console.screens.help import HelpScreen

        await self._at.asking.show(HelpScreen(self._at.panes.setting.keys.all, Where.BOARD))
