"""Why something is as it is: told in the words of the command line."""

import asyncio
from collections.abc import Callable
from functools import partial

from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import TicketRow
from supportdesk.texts.page import Page


class Explaining:
    """The commands that explain; nothing is changed by them."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    async def do_why(self, ticket: TicketRow) -> None:
        """Say why a ticket is due when it is, and why it waits for somebody."""
        from supportdesk.desk.explaining import explanation
        from supportdesk.texts.explaining import tell_explanation

        panes = self._at.panes
        told = await asyncio.to_thread(panes.desk.ask, explanation, ticket, panes.desk.clock())
        tell = partial(tell_explanation, told=told, stamp=panes.moment.exactly)
        title = _("Why is {number} due?").format(number=ticket_name(ticket.number))
        await self._show(title, tell)

    async def do_service_levels(self) -> None:
        """Show the policies in their order."""
        from supportdesk.store.read import calendars, policies
        from supportdesk.texts.service_levels import tell_policies

        desk = self._at.panes.desk
        rows = desk.ask(policies.policies)
        names: dict[int | None, str] = {row.id: row.name for row in desk.ask(calendars.calendars)}
        await self._show(_("Service levels"), partial(tell_policies, rows=rows, names=names))

    async def do_calendars(self) -> None:
        """Show every calendar with its special days."""
        from supportdesk.store.read import calendars
        from supportdesk.texts.calendars import tell_calendar, tell_calendars

        desk = self._at.panes.desk
        rows, now = desk.ask(calendars.calendars), desk.clock()

        def tell(page: Page) -> None:
            tell_calendars(page, rows)
            for row in rows:
                page.say("")
                tell_calendar(page, row, now, past=False)

        await self._show(_("Calendars"), tell)

    async def _show(self, title: str, tell: Callable[[Page], None]) -> None:
        from supportdesk.console.screens.lines import LinesScreen

        await self._at.asking.show(LinesScreen(title, tell))

    async def do_roster_check(self) -> None:
        """Hold the roster of a file against the rules."""
        from supportdesk.console.file_names import path_of
        from supportdesk.desk.loads import Period, night_share_of
        from supportdesk.desk.roster_file import read_roster
        from supportdesk.domain.query import And, Query
        from supportdesk.domain.roster import Roster, has_nights, violations, worked
        from supportdesk.texts.rosters import tell_roster

        desk, zone = self._at.panes.desk, self._at.reading.zone

        def roster_of(typed: str) -> Roster:
            return read_roster(path_of(typed), zone)

        def meaning(typed: str) -> str:
            roster = roster_of(typed)
            return f"{roster.first} – {roster.last}"

        typed = await self._at.asking.ask_line(
            _("Which file holds the roster?"), meaning, example="~/march.toml"
        )
        if typed is None:
            return
        roster = roster_of(typed)
        share = None
        if has_nights(roster):
            every = Period(Query(And(())), None, None)
            share = await asyncio.to_thread(desk.ask, night_share_of, every, zone)
        wrong, work = violations(roster, share), worked(roster)
        tell = partial(tell_roster, roster=roster, wrong=wrong, work=work)
        await self._show(_("Roster"), tell)
