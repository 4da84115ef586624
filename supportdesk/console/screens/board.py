"""The lead's board, live: every number opens its tickets, and time can be turned back (F117)."""

from collections.abc import Awaitable, Callable

from textual import events, work
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from supportdesk.console.board_commands import BOARD_HINTS
from supportdesk.console.command import Where
from supportdesk.console.keyboard import pressed
from supportdesk.console.keys import Keys
from supportdesk.console.themes import Palette
from supportdesk.console.times import DAY, HOUR, MINUTE, Watch
from supportdesk.console.widgets.board_pane import BoardPane
from supportdesk.console.widgets.board_week import week_title
from supportdesk.console.widgets.footer import Footer, Notice, refused
from supportdesk.console.widgets.header import Header, HeaderFacts
from supportdesk.desk.board import BoardView
from supportdesk.desk.loads import Counted
from supportdesk.domain.errors import DeskError
from supportdesk.domain.load import Load
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import number_name
from supportdesk.i18n.refusals import sentence
from supportdesk.records import dataclass

LOOK_SECONDS = 0.25
"""How often the store is asked whether somebody has written: microseconds each time."""


HOUR_MINUTES = 60

ROOMY = 100
"""Columns from which on the top line also says how much is at work: the last row does anyway."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A number whose tickets are wanted: of a queue, of an operator, or of all queues."""

    name: str
    title: str
    at: int | None
    queue: int | None
    operator: int | None


@dataclass(frozen=True, slots=True)
class ToReport:
    """The report is wanted instead."""


@dataclass(frozen=True, slots=True)
class BoardSources:
    """Where a board gets what it shows; both are asked on threads or cost microseconds."""

    read: Callable[[int | None], BoardView]
    """The board now, or at a moment (milliseconds). Raises DeskError."""
    version: Callable[[], int]
    """Changes when anybody has written."""
    watch: Callable[[], Watch]
    """The present moment."""
    stale_since: Callable[[], int | None]
    """As of which moment (ms) a copy stands that does not follow its desk; None while it is live.

    It is 0 for a copy that was never read to its end.
    """
    week: Callable[[Counted, int], Load | None]
    """What came by hour and weekday in the weeks before a moment. Raises DeskError."""
    need: Callable[[], str]
    """How many people the coming hours need, in a line; nothing where that is not known."""
    tell_need: Callable[[], Awaitable[None]]
    """Tells it whole, or what is missing. Raises DeskError."""
    rebalance: Callable[[], Awaitable[Notice]]
    """Asks and moves tickets from those over their cap; says what came of it. Raises DeskError."""
    help: Callable[[], Awaitable[None]]
    """Shows the keys."""
    command: Callable[[], Awaitable[str | None]]
    """Has a command of the board chosen by its name."""


class BoardScreen(ModalScreen[Behind | ToReport | None]):
    """Answers the number to open, or None; the desk below follows the size of the terminal."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    BoardScreen { layout: vertical; background: $ground-desk; }
    """

    def __init__(
        self,
        board: BoardView,
        sources: BoardSources,
        palette: Palette,
        keys: Keys,
    ) -> None:
        super().__init__()
        self._board = board
        self._base: BoardView | None = None
        """The board of the moment that others are compared with."""
        self._sources = sources
        self._keys = keys
        self._keymap = keys.keymap(Where.BOARD)
        self._pane = BoardPane(palette, board)
        self._header = Header(palette, self._facts())
        self._footer = Footer(palette)
        self._counted = Counted.TICKETS
        """What the week counts."""
        self._week: Load | None = None
        self._past: int | None = None
        """The moment of the past that is looked at."""
        self._wanted = 0
        """Grows with every question: an answer to an older one is not shown."""
        self._seen = sources.version()
        self._minute = board.at // MINUTE
        self._busy = False
        self._ways: dict[str, Callable[[], object]] = {
            "board_up": lambda: self._pane.move(-1, 0),
            "board_down": lambda: self._pane.move(1, 0),
            "board_left": lambda: self._pane.move(0, -1),
            "board_right": lambda: self._pane.move(0, 1),
            "board_other": self._pane.change_table,
            "board_open": self._open,
            "board_numbers": self._change_shades,
            "board_week": self._change_week,
            "board_need": lambda: self.run_worker(self._tell_need(), group="need"),
            "board_back": lambda: self._turn(-HOUR),
            "board_forward": lambda: self._turn(HOUR),
            "board_day_back": lambda: self._turn(-DAY),
            "board_day_forward": lambda: self._turn(DAY),
            "board_now": lambda: self._look_at(None),
            "board_compare": self._compare,
            "board_rebalance": lambda: self.run_worker(self._rebalance(), group="rebalance"),
            "board_report": lambda: self.dismiss(ToReport()),
            "board_leave": lambda: self.dismiss(None),
            "help": lambda: self.run_worker(self._help(), group="help"),
            "palette": lambda: self.run_worker(self._choose(), group="help"),
        }

    def compose(self) -> ComposeResult:
        """What it is of, the board, the keys."""
        yield self._header
        yield self._pane
        yield self._footer

    def on_mount(self) -> None:
        """Begin to follow the store."""
        self._footer.hint([self._keys.named(name) for name in BOARD_HINTS])
        self.set_interval(LOOK_SECONDS, self._look)
        self._read_need()

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        self._header.show(self._facts())

    def on_key(self, event: events.Key) -> None:
        """Do what a key means here, on every layout."""
        command = self._keymap.get(pressed(event.key, event.character))
        if command is not None and command.name in self._ways:
            event.stop()
            event.prevent_default()
            self._footer.say(None)
            self._ways[command.name]()

    def on_board_pane_picked(self) -> None:
        """A second click opens a number."""
        self._open()

    def _open(self) -> None:
        row, cell = self._pane.row, self._pane.cell
        if cell.opens:
            title = f"{row.label} · {number_name(cell.name)}"
            self.dismiss(Behind(cell.name, title, self._past, row.queue, row.operator))
        else:
            self._footer.say(Notice(_("There are no tickets behind it."), "dim"))

    def _change_shades(self) -> None:
        """Say it too: on a small screen the week lies below what is in sight."""
        in_numbers = self._pane.change_shades()
        said = _("The week stands in numbers.") if in_numbers else _("The week stands in shades.")
        self._footer.say(Notice(said, "dim"))

    def _change_week(self) -> None:
        """Count something else by hour and weekday."""
        every = list(Counted)
        self._counted = every[(every.index(self._counted) + 1) % len(every)]
        self._footer.say(
            Notice(_("The week: {what}").format(what=week_title(self._counted)), "dim")
        )
        self._ask()

    def _compare(self) -> None:
        """Compare other moments with this one, or no more."""
        if self._base is None:
            self._base = self._board
            self._footer.say(Notice(_("[ and ] show what differs from now on; c ends it."), "dim"))
        else:
            self._base = None
        self._show_board()

    def _show_board(self) -> None:
        self._header.show(self._facts())
        self._pane.show(self._board, self._base, self._counted, self._week)

    def _turn(self, milliseconds: int) -> None:
        """Look at another moment; the present is never passed."""
        now = self._sources.watch().now
        moment = (now if self._past is None else self._past) + milliseconds
        self._look_at(None if moment >= now else max(0, moment))

    def _look_at(self, moment: int | None) -> None:
        self._past = moment
        self._ask()

    def _look(self) -> None:
        """Read the present again where something has changed, or a minute has passed."""
        if self._past is not None or self._busy:
            return
        version, minute = self._sources.version(), self._sources.watch().now // MINUTE
        if (version, minute) != (self._seen, self._minute):
            if minute // HOUR_MINUTES != self._minute // HOUR_MINUTES:
                self._read_need()
            self._seen, self._minute = version, minute
            self._ask()

    def _ask(self) -> None:
        self._wanted += 1
        self._busy = True
        self._read(self._wanted, self._past, self._counted)

    @work(thread=True, exclusive=True, group="board")
    def _read(self, wanted: int, moment: int | None, counted: Counted) -> None:
        """Ask on a thread: the clocks of a large store take a tenth of a second."""
        week = None
        try:
            board, trouble = self._sources.read(moment), ""
            if counted is not Counted.TICKETS:
                week = self._sources.week(counted, board.at)
        except DeskError as error:
            board = None
            trouble = sentence(error.code, error.parameters, interface="console")
        if not get_current_worker().is_cancelled:
            self.call_later(self._show, wanted, board, week, trouble)

    @work(thread=True, exclusive=True, group="need")
    def _read_need(self) -> None:
        """Ask on another thread, once an hour: weeks of tickets are read for it."""
        said = self._sources.need()
        if not get_current_worker().is_cancelled:
            self.call_later(self._pane.show_need, said)

    def _show(self, wanted: int, board: BoardView | None, week: Load | None, trouble: str) -> None:
        if wanted != self._wanted:
            return
        self._busy = False
        if board is None:
            self._footer.say(refused(trouble))
            return
        self._board, self._week = board, week
        self._show_board()

    async def _tell_need(self) -> None:
        try:
            await self._sources.tell_need()
        except DeskError as error:
            self._footer.say(refused(sentence(error.code, error.parameters, interface="console")))

    async def _help(self) -> None:
        await self._sources.help()

    async def _choose(self) -> None:
        chosen = await self._sources.command()
        if chosen in self._ways:
            self._ways[chosen]()

    async def _rebalance(self) -> None:
        try:
            self._footer.say(await self._sources.rebalance())
        except DeskError as error:
            self._footer.say(refused(sentence(error.code, error.parameters, interface="console")))

    def _liveness(self, watch: Watch) -> str:
        """Whether the numbers are those of this moment, or as of when they are."""
        since = self._sources.stale_since()
        if since is None:
            return _("live")
        return _("as it was {when}").format(when=watch.stamp(since)) if since else _("reading")

    def _facts(self) -> HeaderFacts:
        watch = self._sources.watch()
        total = self._board.total.numbers
        pressing = [
            said.format(count=total[name])
            for name, said in (("due_soon", _("{count} due <1 h")), ("breached", _("{count} late")))
            if total[name]
        ]
        if not self._board.live:
            pressing = [_("as it was {when}").format(when=watch.stamp(self._board.at))]
        if self._base is not None:
            pressing.append(_("against {when}").format(when=watch.stamp(self._base.at)))
        counted = _("Board · {count} at work").format(count=total["backlog"])
        return HeaderFacts(
            desk=counted if self.size.width >= ROOMY else _("Board"),
            view="",
            me=self._liveness(watch) if self._board.live else _("now"),
            warning=" · ".join(pressing),
            time=watch.time,
        )
