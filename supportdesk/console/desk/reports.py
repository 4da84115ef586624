"""One report: what is measured, the questions it asks, the tickets behind its numbers (R8)."""

import asyncio
from datetime import date
from shlex import quote

from supportdesk.console.command import Where
from supportdesk.console.desk.helping import command_of
from supportdesk.console.desk.moving import REPORT, Moving
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.screens.report import Opened, ReportScreen, ReportSources, Wanted
from supportdesk.console.views import View
from supportdesk.desk.report import Asked, Report, metrics_for, period_asked, report, tickets
from supportdesk.domain.day_span import DaySpan, ending, month_of, typed_span, week_of
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid
from supportdesk.domain.metric import LINES
from supportdesk.i18n import gettext as _
from supportdesk.i18n.metric_names import line_title

USUAL_DAYS = 30
OTHER = "other"


class Reports:
    """One report as it was left: what is measured stays while tickets behind it are read."""

    def __init__(self, at: Workplace, moving: Moving) -> None:
        self._at = at
        self._moving = moving
        self._desk = at.panes.desk
        self._wanted = Wanted(ending(self._today(), USUAL_DAYS))

    async def show(self) -> bool:
        """Show it; True when tickets behind a number are listed now."""
        panes = self._at.panes
        sources = ReportSources(
            read=self._measured,
            in_shell=self._in_shell,
            watch=lambda: panes.moment,
            last_day=self._today,
            choose_span=self._choose_span,
            choose_lines=self._choose_lines,
            ask_query=self._ask_query,
            help=self._help,
            command=lambda: command_of(self._at, Where.REPORT),
        )
        screen = ReportScreen(self._wanted, sources, panes.setting.palette, panes.setting.keys)
        opened = await self._at.asking.show(screen)
        self._wanted = screen.wanted if opened is None else opened.wanted
        if opened is None:
            return False
        await self._list(opened)
        return True

    async def _list(self, opened: Opened) -> None:
        metric, line = opened.wanted.at or ("", None)
        asked = self._asked(opened.wanted, (metric,))
        found = await asyncio.to_thread(self._desk.ask, tickets, asked, line)
        self._moving.go_to_list(View(REPORT, opened.title, numbers=tuple(found), order=""))

    def _measured(self, wanted: Wanted) -> Report:
        seen = metrics_for(self._at.panes.me.role)
        return self._desk.ask(report, self._asked(wanted, seen))

    def _asked(self, wanted: Wanted, metrics: tuple[str, ...]) -> Asked:
        """What the desk is asked, exactly as a shell would ask it."""
        reading = self._at.reading
        begin, end = (to_milliseconds(moment) for moment in wanted.span.bounds(reading.zone))
        period = self._desk.ask(period_asked, begin, end, reading.now(), reading.zone)
        query = reading.query(wanted.query)
        return Asked(query, period, reading.zone, wanted.by, metrics, wanted.compared)

    def _in_shell(self, wanted: Wanted) -> str:
        parts = ["supportdesk report"]
        parts += [quote(wanted.query)] if wanted.query else []
        parts += [f"--since {wanted.span.first} --until {wanted.span.last}"]
        parts += [f"--by {wanted.by}"] if wanted.by else []
        parts += ["--trend"] if wanted.compared else []
        return " ".join(parts)

    def _today(self) -> date:
        return self._at.panes.desk.clock().astimezone(self._at.reading.zone).date()

    async def _choose_span(self, now: DaySpan) -> DaySpan | None:
        today = self._today()
        week, month = week_of(today), month_of(today)
        spans = {
            "today": (_("today"), ending(today, 1)),
            "yesterday": (_("yesterday"), ending(today, 1).stepped(-1)),
            "week": (_("this week"), week),
            "last_week": (_("last week"), week.stepped(-1)),
            "month": (_("this month"), month),
            "last_month": (_("last month"), month.stepped(-1)),
            "7": (_("the last 7 days"), ending(today, 7)),
            "30": (_("the last 30 days"), ending(today, USUAL_DAYS)),
            "90": (_("the last 90 days"), ending(today, 90)),
            "365": (_("the last 365 days"), ending(today, 365)),
        }
        offered = [(name, said, self._said(span)) for name, (said, span) in spans.items()]
        offered.append((OTHER, _("other days …"), ""))
        current = next((name for name, (_said, span) in spans.items() if span == now), OTHER)
        chosen = await self._at.asking.choose(_("Which days?"), offered, current)
        if chosen is None:
            return None
        return await self._type_span() if chosen == OTHER else spans[chosen][1]

    async def _type_span(self) -> DaySpan | None:
        def span_of(typed: str) -> DaySpan:
            return typed_span(typed, self._desk.clock(), self._at.reading.zone)

        typed = await self._at.asking.ask_line(
            _("From which day to which?"),
            lambda typed: self._said(span_of(typed)),
            example="2026-03-01..2026-03-31  ·  -14d  ·  mon",
        )
        return None if typed is None else span_of(typed)

    def _said(self, span: DaySpan) -> str:
        watch = self._at.panes.moment
        return f"{watch.date(span.first)} – {watch.date(span.last)}"

    async def _choose_lines(self, now: str) -> str | None:
        offered = [("", _("no lines, totals alone"), "")]
        offered += [(by, line_title(by), "") for by in LINES]
        return await self._at.asking.choose(_("A line for each …"), offered, now)

    async def _ask_query(self, now: str) -> str | None:
        def meaning(typed: str) -> str:
            query = self._at.reading.query(typed)
            if query.limit is not None:
                raise Invalid("report.limit", limit=query.limit)
            return "" if typed.strip() else _("all tickets")

        return await self._at.asking.ask_line(
            _("Measure which tickets?"), meaning, value=now, example="queue:Billing -tag:spam"
        )

    async def _help(self) -> None:
        from supportdesk.console.screens.help import HelpScreen

        await self._at.asking.show(HelpScreen(self._at.panes.setting.keys.all, Where.REPORT))
