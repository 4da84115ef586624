"""Telling an operator who looks elsewhere that a client has written (F169).

Nothing that somebody wrote leaves here: numbers of tickets and our own words only.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.records import dataclass
from supportdesk.settings.notices import NEVER, is_quiet

ONCE_IN = 60_000
"""Milliseconds in which a ticket is told of once."""

NAMED = 5
"""Numbers named in one notice; more are counted."""

_ESCAPE, _BELL, _END = "\x1b", "\x07", "\x1b\\"
KEEP_TITLE, GIVE_TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """What is told of and how; a console on a test or a script tells nothing."""

    whom: str = "off"
    """`mine`, `all` or `off`."""
    title: bool = False
    bell: bool = False
    desktop: str = "off"
    """`off`, `osc9` or `osc777`."""
    command: tuple[str, ...] = ()
    quiet: str = NEVER
    tmux: bool = False
    """Whether the terminal is a tmux: sequences for the one outside are wrapped."""


class Notices:
    """Decides what is told. `write` sends a sequence to the terminal, `run` begins a command."""

    def __init__(
        self,
        settings: NoticeSettings,
        write: Callable[[str], None],
        run: Callable[[Sequence[str]], None],
    ) -> None:
        self.settings = settings
        self._write = write
        self._run = run
        self._told: dict[int, int] = {}
        self._badge = -1

    def badge(self, unread: int) -> None:
        """Say in the title of the window how many of my tickets have something unread."""
        if self.settings.title and unread != self._badge:
            self._badge = unread
            title = f"({unread}) supportdesk" if unread else "supportdesk"
            self._write(f"{_ESCAPE}]2;{title}{_BELL}")

    def tell(
        self, messages: Iterable[tuple[int, int | None]], me: int, now: int, minute: int
    ) -> None:
        """Tell of client messages, ticket and owner of each; `minute` is that of the local day."""
        fresh = [ticket for ticket, owner in messages if self._is_news(ticket, owner, me, now)]
        if not fresh or is_quiet(self.settings.quiet, minute):
            return
        self._told = {number: at for number, at in self._told.items() if now - at < ONCE_IN}
        self._told.update(dict.fromkeys(fresh, now))
        said = ngettext(
            "A client has written: {numbers}", "Clients have written: {numbers}", len(fresh)
        )
        self._signal(said, fresh)

    def tell_due(
        self, alerts: Iterable[tuple[int, int | None, bool]], me: int, minute: int, *, leads: bool
    ) -> None:
        """Tell of clocks: ticket, owner, whether it is overdue; a lead is told of every breach."""
        if self.settings.whom == "off" or is_quiet(self.settings.quiet, minute):
            return
        due, over = list[int](), list[int]()
        for ticket, owner, breached in alerts:
            if owner == me or (breached and leads):
                (over if breached else due).append(ticket)
        if due:
            self._signal(_("Nearly due: {numbers}"), due)
        if over:
            self._signal(_("Overdue: {numbers}"), over)

    def _is_news(self, ticket: int, owner: int | None, me: int, now: int) -> bool:
        about = owner == me or (self.settings.whom == "all" and owner is None)
        told = self._told.get(ticket)
        return self.settings.whom != "off" and about and (told is None or now - told >= ONCE_IN)

    def _signal(self, sentence: str, tickets: Sequence[int]) -> None:
        numbers, count = numbers_text(tickets), len(tickets)
        if self.settings.bell:
            self._write(_BELL)
        said = sentence.format(numbers=numbers)
        if self.settings.desktop == "osc9":
            self._write(self._outside(f"{_ESCAPE}]9;{said}{_BELL}"))
        elif self.settings.desktop == "osc777":
            self._write(self._outside(f"{_ESCAPE}]777;notify;supportdesk;{said}{_BELL}"))
        if self.settings.command:
            places = {"{numbers}": numbers, "{count}": str(count)}
            self._run([_filled(word, places) for word in self.settings.command])

    def _outside(self, sequence: str) -> str:
        """The sequence for the terminal itself, through a tmux that lets it pass."""
        if not self.settings.tmux:
            return sequence
        return f"{_ESCAPE}Ptmux;{sequence.replace(_ESCAPE, _ESCAPE * 2)}{_END}"


def numbers_text(numbers: Sequence[int]) -> str:
    """Numbers of tickets as one text: "#17, #18 +3"."""
    named = ", ".join(ticket_name(number) for number in numbers[:NAMED])
    return named if len(numbers) <= NAMED else f"{named} +{len(numbers) - NAMED}"


def _filled(word: str, places: Mapping[str, str]) -> str:
    for place, value in places.items():
        word = word.replace(place, value)
    return word
