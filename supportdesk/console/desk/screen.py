"""The operator's desk: its panes, the families of commands, and what keys mean (R7).

What the first frame does not show is imported behind it; composers, when somebody first writes:
their messages are heard by name.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.console import text
from supportdesk.console.command import Command, Where
from supportdesk.console.commands import BY_NAME
from supportdesk.console.desk.families import Handler
from supportdesk.console.desk.hearing import HearsComposers
from supportdesk.console.desk.neighbours import Neighbours
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.pointing import HearsMouse
from supportdesk.console.desk.setting import DeskSetting
from supportdesk.console.desk.upkeep import POLL_SECONDS, Upkeep
from supportdesk.console.desk.writer import Writer
from supportdesk.console.key_names import key_name
from supportdesk.console.keyboard import pressed
from supportdesk.console.turns import hand_on, is_given_to
from supportdesk.console.widgets.footer import Notice, refused
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of

if TYPE_CHECKING:
    from supportdesk.console.desk.marking import Marking

WIDTHS = [(0, "-narrow"), (80, "-medium"), (120, "-wide")]
"""One pane at a time; list over thread; sidebar, list over thread, card."""

HABITS = frozenset(("ctrl+c", "ctrl+q"))
"""What fingers try in order to leave; some terminals keep them for themselves (R7)."""


class DeskScreen(HearsComposers, HearsMouse, Screen[None]):
    """Hears keys, clicks and composers, and hands them to the families of commands."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = WIDTHS

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Where keys go is shown by the panes: another focus alone paints nothing anew."""

    def __init__(self, setting: DeskSetting) -> None:
        super().__init__(classes=WIDTHS[-1][1])  # that of most, so that no style is found twice
        self.panes = DeskPanes(setting)
        self.writer = Writer(self.panes.footer)
        self._neighbours = Neighbours(self.panes, self.writer)
        self._upkeep = Upkeep(self.panes, self.writer, self._neighbours)
        self._keys = setting.keys
        self._keymap = setting.keys.keymap(Where.LIST, Where.TICKET)
        self._begun = ""
        """The first key of a sequence ("g m") that waits for its second."""

    def compose(self) -> ComposeResult:
        """The panes fill the screen."""
        yield self.panes

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing once the panes cover every line of the screen (speed.md)."""
        return [] if self.panes.size == self.size else super().render_lines(crop)

    def on_mount(self) -> None:
        """Fill the panes before the first frame, and begin to look after them."""
        try:
            self.panes.show_first()
            self.panes.tabs.begin()
            self._upkeep.begin()
        except DeskError as error:
            self.panes.refuse(error)
        self.set_interval(POLL_SECONDS, self._upkeep.poll)
        self.call_after_refresh(self._take_up_work)

    def _take_up_work(self) -> None:
        """Behind the first frame: make what keys need, and tell what was left undone."""
        families = self.families
        self.each_second(families.looking.catch_up)
        self._upkeep.caught_up = families.outgoing.catch_up
        self._upkeep.renumbered += families.renumbered
        self.timing.begin()
        try:
            families.finding.tell_drafts()
            families.outcomes.tell_interrupted()
            families.outgoing.tell_left_undone()
            if families.recording.is_first_run():
                self._start(families.recording.welcome())
        except DeskError as error:
            self.panes.refuse(error)
        self.handlers  # noqa: B018 - made now, not with the first key

    def each_second(self, look: Callable[[], None]) -> None:
        """Do this once a second as long as the desk stands, at no timer of its own."""
        self._upkeep.each_second += (look,)

    def on_unmount(self) -> None:
        """Let the last write finish."""
        self.families.looking_up.end()
        self.writer.finish()

    # Commands

    async def on_key(self, event: events.Key) -> None:
        """Do what a key means here; one that does not end the sequence begun begins anew."""
        self._neighbours.touched()
        await self.panes.fetching.settled()
        press = pressed(event.key, event.character)
        begun, self._begun = self._begun, ""
        command = self._keymap.get(f"{begun} {press}") or self._meant(press)
        if self.writing.open is not None and not _holds_while_writing(command, event):
            if is_given_to(self):
                event.stop()
                hand_on(self, self.writing.open.composer.area, event)
            return
        event.stop()
        event.prevent_default()
        self.panes.say(None)
        if command is not None:
            self.do(command, press)
            await asyncio.sleep(0)  # the dialog a command opens stands before the next key
        else:
            self._tell_of(press, event)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted before the text has the keys goes into it."""
        if self.writing.open is not None and is_given_to(self):
            event.stop()
            hand_on(self, self.writing.open.composer.area, event)

    def _tell_of(self, press: str, event: events.Key) -> None:
        """Name the keys that can follow this one; or say that it means nothing here."""
        following = self._keys.continuations(press)
        if press in HABITS:
            quitting = key_name(self._keys.named("quit").keys[0])
            self._tell(_("{keys} leaves; drafts are kept.").format(keys=quitting))
        elif following:
            self._begun = press
            keys = " · ".join(f"{key} {_(command.title)}" for key, command in following.items())
            self._tell(f"{press} …  {keys}")
        elif event.is_printable:
            said = _("{key} means nothing here. {help_key} shows the keys.")
            self._tell(said.format(key=text.line(press), help_key=key_of("help")))

    def _tell(self, sentence: str) -> None:
        self.panes.say(Notice(sentence, "dim"))

    def _meant(self, press: str) -> Command | None:
        """The command of a key; a view that was given the key of a built-in one comes first."""
        view = self.panes.overview.book.of_digit(press)
        if view is not None and view.saved is not None:
            return BY_NAME["view_by_key"]
        return self._keymap.get(press)

    def do(self, command: Command, press: str = "") -> None:
        """Run a command; what cannot be done is told in the bottom line."""
        reason = self.refusal(command)
        if reason:
            said = f"{_(command.title)}: {reason}. {self._what_helps()}"
            self.panes.say(refused(said.strip()))
            return
        meant = self._marking.meant
        if meant and command.name in self._for_many:
            self._run(partial(self._for_many[command.name], meant))
            return
        handler = self.handlers[command.name]
        if command.by_key:
            handler = partial(handler, press)
        elif command.needs_ticket:
            handler = partial(handler, self.panes.ticket)
        self._run(handler)

    def _what_helps(self) -> str:
        """The keys that lead on; while tickets are marked or changed the reason names its own."""
        if self._marking.meant or self.carrying_out.busy:
            return ""
        helps = _("{all_key} shows everything, {search_key} searches, {help_key} shows the keys.")
        return helps.format(
            all_key=key_of("all"), search_key=key_of("search"), help_key=key_of("help")
        )

    @cached_property
    def handlers(self) -> dict[str, Handler]:
        """Command name → the `do_…` method that does it."""
        from supportdesk.console.desk.helping import Helping

        return self.families.handlers(Helping(self.at, self.do, self.refusal), self)

    @cached_property
    def _for_many(self) -> dict[str, Handler]:
        """Command name → the `many_…` method that does it on all marked tickets."""
        return self.families.handlers_for_many()

    @property
    def _marking(self) -> "Marking":
        return self.families.marking

    def refusal(self, command: Command) -> str:
        """Why a command cannot be done now, or nothing."""
        if command.changes and self.carrying_out.busy:
            return _("many tickets are being changed; Esc stops that")
        if command.changes and self.panes.desk.read_only_because:
            return _("this store is read only")
        if command.needs_ticket and self.panes.ticket is None:
            return _("no ticket is shown")
        if command.needs_ticket and command.changes and self._is_left_out(command):
            return _("it is about one ticket; Esc takes the marks off")
        return ""

    def _is_left_out(self, command: Command) -> bool:
        """Whether tickets are marked and a command is not about all that are."""
        return bool(self._marking.meant) and command.name not in self._for_many

    def _run(self, handler: Handler) -> None:
        try:
            doing = handler()
        except DeskError as error:
            self.panes.refuse(error)
        else:
            if doing is not None:
                self._start(doing)

    def _start(self, doing: Awaitable[None]) -> None:
        self.run_worker(self._finish(doing), group="command")

    async def _finish(self, doing: Awaitable[None]) -> None:
        try:
            await doing
        except DeskError as error:
            self.panes.refuse(error)

    def do_back(self) -> Awaitable[None] | None:
        """Stop what is under way, take marks off, go back; from home, `q` begins to leave."""
        if self.carrying_out.stop() or (self.panes.pane == "list" and self._marking.clear()):
            return None
        if self.families.moving.at_home:
            quitting = self._keys.named("quit").keys[0]
            begins, _space, leaves = quitting.rpartition(" ")
            self._begun = begins
            self._tell(_("{keys} leaves; drafts are kept.").format(keys=key_name(leaves)))
        else:
            return self.families.moving.back()
        return None

    def do_quit(self) -> None:
        """Leave; drafts are kept."""
        self.keep_draft_now()
        self.app.exit()

    def keep_draft_now(self) -> None:
        """Keep what is being typed, and the time counted: the program is ending."""
        self.timing.keep_now()
        self.writing.keep_now()
        self._neighbours.leave()


def _holds_while_writing(command: Command | None, event: events.Key) -> bool:
    """Whether a key is a command also while somebody writes: what types a letter never is."""
    everywhere = command is not None and command.where is Where.EVERYWHERE
    return everywhere and not event.is_printable
