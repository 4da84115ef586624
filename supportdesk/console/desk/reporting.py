"""The commands that show the report: from the desk, from the board, and back to it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from supportdesk.console.desk.moving import REPORT, Moving
from supportdesk.console.desk.workplace import Workplace

if TYPE_CHECKING:
    from supportdesk.console.desk.reports import Reports


class Reporting:
    """The command that shows the report, from the desk and from the board."""

    def __init__(self, at: Workplace, moving: Moving) -> None:
        self._at = at
        self._moving = moving
        self._reports: Reports | None = None
        self._leads_to: Callable[[], Awaitable[None]] | None = None
        """Where one goes from the report: the board, if one came from there."""
        moving.ways_back[REPORT] = self._again

    async def do_report(self) -> None:
        """Measure how much, how fast and how well."""
        self._leads_to = None
        await self._again()

    async def from_board(self, board: Callable[[], Awaitable[None]]) -> None:
        """The same; leaving it leads back to the board."""
        self._leads_to = board
        await self._again()

    async def _again(self) -> None:
        if self._reports is None:
            from supportdesk.console.desk.reports import Reports

            self._reports = Reports(self._at, self._moving)
        listed = await self._reports.show()
        if not listed and self._leads_to is not None:
            await self._leads_to()
