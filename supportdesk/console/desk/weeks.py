"""What a board says beyond its moment: the weeks behind it, and the people the next one needs."""

import asyncio
from shlex import quote

from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.screens.lines import LinesScreen
from supportdesk.desk.board import weeks_before
from supportdesk.desk.loads import Counted
from supportdesk.desk.needs import UsualNeed, usual_need
from supportdesk.domain.errors import DeskError
from supportdesk.domain.load import Load
from supportdesk.domain.period import day_began
from supportdesk.i18n import gettext as _
from supportdesk.texts.needs import tell_need
from supportdesk.texts.page import Page


class Weeks:
    """Reads weeks on whichever thread asks; those that are over are read once."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._weeks: dict[tuple[Counted, int], Load | None] = {}

    def counted(self, what: Counted, at: int) -> Load | None:
        """What came in the weeks before a day: read once, those weeks are over."""
        zone = self._at.reading.zone
        day = (what, day_began(at, zone))
        if day not in self._weeks:
            self._weeks[day] = self._at.panes.desk.ask(weeks_before, at, zone, what)
        return self._weeks[day]

    def _usual_need(self) -> UsualNeed:
        """Raises Refused where there is too little to go by."""
        desk = self._at.panes.desk
        return desk.ask(usual_need, desk.clock(), self._at.reading.zone)

    def need(self) -> str:
        """The people of the coming hours in a line, or nothing where that is not known."""
        zone = self._at.reading.zone
        try:
            hours = self._usual_need().coming(self._at.panes.desk.clock())
        except DeskError:
            return ""
        said = " · ".join(f"{hour.astimezone(zone):%H:%M} {people}" for hour, people in hours)
        return _("People needed: {hours}").format(hours=said)

    async def tell_need(self) -> None:
        """Tell the whole week in a window. Raises Refused where there is too little to go by."""
        told = await asyncio.to_thread(self._usual_need)
        hours, zone = told.need.wanted.hours.written, told.zone
        command = f"supportdesk roster need --hours {quote(hours)} --timezone {zone}"

        def tell(page: Page) -> None:
            tell_need(page, told.need)
            page.say("")
            page.say(_("in a shell: {command}").format(command=command))

        await self._at.asking.show(LinesScreen(_("People needed"), tell))
