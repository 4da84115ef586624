"""The report on the screen: every metric of some days, and each number opens its tickets (R8)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from textual import events, work
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from supportdesk.console.command import Where
from supportdesk.console.keyboard import pressed
from supportdesk.console.keys import Keys
from supportdesk.console.report_commands import REPORT_HINTS
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch
from supportdesk.console.widgets.footer import Footer, Notice, refused
from supportdesk.console.widgets.header import Header, HeaderFacts
from supportdesk.console.widgets.report_pane import ReportPane
from supportdesk.console.widgets.report_rows import report_rows
from supportdesk.desk.report import Report
from supportdesk.domain.day_span import DaySpan
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.i18n.metric_names import line_title, metric_title
from supportdesk.i18n.refusals import sentence
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is measured, and which number the cursor is on."""

    span: DaySpan
    query: str = ""
    by: str = ""
    compared: bool = False
    at: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A number whose tickets are wanted."""

    wanted: Wanted
    title: str


@dataclass(frozen=True, slots=True)
class ReportSources:
    """Where a report gets what it shows, and who asks the questions over it."""

    read: Callable[[Wanted], Report]
    """Measures; asked on a thread. Raises DeskError."""
    in_shell: Callable[[Wanted], str]
    """The command that tells the same in a shell."""
    watch: Callable[[], Watch]
    last_day: Callable[[], date]
    """The last day of which there is anything to measure: the present one."""
    choose_span: Callable[[DaySpan], Awaitable[DaySpan | None]]
    choose_lines: Callable[[str], Awaitable[str | None]]
    ask_query: Callable[[str], Awaitable[str | None]]
    command: Callable[[], Awaitable[str | None]]
    """Has a command of the report chosen by its name."""
    help: Callable[[], Awaitable[None]]


class ReportScreen(ModalScreen[Opened | None]):
    """Answers the number to open, or None. It measures one thing at a time, behind the keys."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ReportScreen { layout: vertical; background: $ground-desk; }
    """

    def __init__(
        self, wanted: Wanted, sources: ReportSources, palette: Palette, keys: Keys
    ) -> None:
        super().__init__()
        self.wanted = wanted
        self._sources = sources
        self._keys = keys
        self._keymap = keys.keymap(Where.REPORT)
        self._measuring: Wanted | None = None
        """What is being measured just now."""
        self._pane = ReportPane(palette)
        self._header = Header(palette, self._facts())
        self._footer = Footer(palette)
        self._ways: dict[str, Callable[[], object]] = {
            "report_up": lambda: self._pane.move(-1),
            "report_down": lambda: self._pane.move(1),
            "report_page_up": lambda: self._pane.move(-self._pane.page),
            "report_page_down": lambda: self._pane.move(self._pane.page),
            "report_first": lambda: self._pane.move(-1_000_000),
            "report_last": lambda: self._pane.move(1_000_000),
            "report_open": self._open,
            "report_back": lambda: self._step(-1),
            "report_forward": lambda: self._step(1),
            "report_period": lambda: self.run_worker(self._choose_span(), group="ask"),
            "report_query": lambda: self.run_worker(self._ask_query(), group="ask"),
            "report_lines": lambda: self.run_worker(self._choose_lines(), group="ask"),
            "report_compare": self._compare,
            "report_again": self._measure,
            "report_leave": lambda: self.dismiss(None),
            "help": lambda: self.run_worker(self._help(), group="ask"),
            "palette": lambda: self.run_worker(self._choose(), group="ask"),
        }

    def compose(self) -> ComposeResult:
        """What it is of, the numbers, the keys."""
        yield self._header
        yield self._pane
        yield self._footer

    def on_mount(self) -> None:
        """Begin to measure."""
        self._footer.hint([self._keys.named(name) for name in REPORT_HINTS])
        self._measure()

    def on_key(self, event: events.Key) -> None:
        """Do what a key means here, on every layout."""
        command = self._keymap.get(pressed(event.key, event.character))
        if command is not None and command.name in self._ways:
            event.stop()
            event.prevent_default()
            self._footer.say(None)
            self._ways[command.name]()

    def on_report_pane_picked(self) -> None:
        """A second click opens a number."""
        self._open()

    def on_footer_picked(self, event: Footer.Picked) -> None:
        """A key that the bottom line names was clicked."""
        self._ways[event.command.name]()

    def _open(self) -> None:
        row = self._pane.row
        if row is None or not row.opens:
            self._footer.say(Notice(_("There are no tickets behind it."), "dim"))
            return
        name = row.label if row.line is None else f"{metric_title(row.metric)} · {row.label}"
        wanted = replace(self.wanted, at=self._pane.place)
        self.dismiss(Opened(wanted, f"{name} · {self._days()}"))

    def _step(self, steps: int) -> None:
        """To the days before or after; what has not begun has nothing to measure."""
        span = self.wanted.span.stepped(steps)
        if span.first <= self._sources.last_day():
            self._want(replace(self.wanted, span=span))

    def _compare(self) -> None:
        self._want(replace(self.wanted, compared=not self.wanted.compared))

    async def _choose_span(self) -> None:
        span = await self._sources.choose_span(self.wanted.span)
        if span is not None:
            self._want(replace(self.wanted, span=span))

    async def _ask_query(self) -> None:
        query = await self._sources.ask_query(self.wanted.query)
        if query is not None:
            self._want(replace(self.wanted, query=query))

    async def _choose_lines(self) -> None:
        by = await self._sources.choose_lines(self.wanted.by)
        if by is not None:
            self._want(replace(self.wanted, by=by))

    async def _help(self) -> None:
        await self._sources.help()

    async def _choose(self) -> None:
        chosen = await self._sources.command()
        if chosen in self._ways:
            self._ways[chosen]()

    def _want(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._measure()

    def _measure(self) -> None:
        """Measure what is wanted now; where something is being measured, when that is done."""
        if self._measuring is None:
            self._measuring = self.wanted
            self._read(self.wanted)
        self._header.show(self._facts())

    @work(thread=True, group="report")
    def _read(self, wanted: Wanted) -> None:
        try:
            report, trouble = self._sources.read(wanted), ""
        except DeskError as error:
            report = None
            trouble = sentence(error.code, error.parameters, interface="console")
        if not get_current_worker().is_cancelled:
            self.call_later(self._show, wanted, report, trouble)

    def _show(self, measured: Wanted, report: Report | None, trouble: str) -> None:
        self._measuring = None
        if measured != self.wanted:
            self._measure()
            return
        if report is None:
            self._footer.say(refused(trouble))
        else:
            self._pane.show(report_rows(report), self._sources.in_shell(measured), measured.at)
        self._header.show(self._facts())

    def _days(self) -> str:
        """The days in words: "1 Nov – 30 Nov", or one day alone."""
        watch, span = self._sources.watch(), self.wanted.span
        first = watch.date(span.first)
        return first if span.days == 1 else f"{first} – {watch.date(span.last)}"

    def _facts(self) -> HeaderFacts:
        wanted = self.wanted
        parts = [wanted.query or _("all tickets")]
        if wanted.by:
            parts.append(_("by {lines}").format(lines=line_title(wanted.by).lower()))
        return HeaderFacts(
            desk=f"{_('Report')} · {' · '.join(parts)}",
            view="",
            me=self._days(),
            soon=_("measuring …") if self._measuring is not None else "",
            time=self._sources.watch().time,
        )
