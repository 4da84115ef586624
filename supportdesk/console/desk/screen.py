"""The operator's desk: its panes, the families of commands, and what keys mean (R7).

Composers are imported when somebody first writes: their messages are heard by name.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

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
from supportdesk.console.desk.acting import Acting
from supportdesk.console.desk.asking import Asking
from supportdesk.console.desk.attaching import Attaching
from supportdesk.console.desk.boarding import Boarding
from supportdesk.console.desk.carrying_out import CarryingOut
from supportdesk.console.desk.changing import Changing
from supportdesk.console.desk.client_work import ClientWork
from supportdesk.console.desk.copying import Copying
from supportdesk.console.desk.families import Handler, handlers
from supportdesk.console.desk.filling_in import FillingIn
from supportdesk.console.desk.finding import Finding
from supportdesk.console.desk.hearing import HearsComposers
from supportdesk.console.desk.helping import Helping
from supportdesk.console.desk.knowing import Knowing
from supportdesk.console.desk.linking import Linking
from supportdesk.console.desk.looking import Looking
from supportdesk.console.desk.looking_up import LookingUp
from supportdesk.console.desk.marking import Marking
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.neighbours import Neighbours
from supportdesk.console.desk.outcomes import Outcomes
from supportdesk.console.desk.outgoing import Outgoing
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.rating import Rating
from supportdesk.console.desk.recording import Recording
from supportdesk.console.desk.repeating import Repeating
from supportdesk.console.desk.replaying import Replaying
from supportdesk.console.desk.setting import DeskSetting
from supportdesk.console.desk.staffing import Staffing
from supportdesk.console.desk.tabbing import Tabbing
from supportdesk.console.desk.tagging import Tagging
from supportdesk.console.desk.timing import Timing
from supportdesk.console.desk.undoing import Undoing
from supportdesk.console.desk.upkeep import POLL_SECONDS, Upkeep
from supportdesk.console.desk.viewing import Viewing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writer import Writer
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.console.key_names import key_name
from supportdesk.console.keyboard import pressed
from supportdesk.console.turns import hand_on, is_given_to
from supportdesk.console.widgets.card import Card
from supportdesk.console.widgets.footer import Footer, Notice, refused
from supportdesk.console.widgets.sidebar import Sidebar
from supportdesk.console.widgets.tab_strip import TabStrip
from supportdesk.console.widgets.thread import Thread
from supportdesk.console.widgets.ticket_list import TicketList
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of

WIDTHS = [(0, "-narrow"), (80, "-medium"), (120, "-wide")]
"""One pane at a time; list over thread; sidebar, list over thread, card."""

HABITS = frozenset(("ctrl+c", "ctrl+q"))
"""What fingers try in order to leave; some terminals keep them for themselves (R7)."""


class DeskScreen(HearsComposers, Screen[None]):
    """Hears keys, clicks and composers, and hands them to the families of commands."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = WIDTHS

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Where keys go is shown by the panes: another focus alone paints nothing anew."""

    def __init__(self, setting: DeskSetting) -> None:
        super().__init__()
        self.panes = DeskPanes(setting)
        self.writer = Writer(self.panes.footer)
        self._neighbours = Neighbours(self.panes, self.writer)
        self._upkeep = Upkeep(self.panes, self.writer, self._neighbours)
        asking = Asking(self.panes)
        self.carrying_out = CarryingOut(self.panes, self.writer)
        acting = Acting(self.panes, asking, self.writer, self._upkeep, self.carrying_out)
        self._at = at = Workplace(self.panes, asking, acting)
        self._moving = Moving(at)
        self._marking = Marking(self.panes)
        self._outcomes = Outcomes(self.panes, asking, self._moving)
        self.writing = WritingDesk(at, self.writer, self._moving)
        repeating = Repeating(at, self.writing)
        viewing = Viewing(at, self._moving)
        self._finding = Finding(at, self._moving, self.writing, viewing, repeating.do_make_template)
        self.timing = Timing(at, self.writing)
        self._knowing = Knowing(at, self.writer, self.writing)
        self._recording = Recording(at, self._moving, self.timing)
        self._attaching = Attaching(at, self.writing)
        self._looking_up = LookingUp(self.panes, setting.lookups)
        self._clients = ClientWork(at, self._moving, self.writer, self._looking_up)
        self._looking = Looking(at, setting.appearance)
        self.each_second(self._looking.catch_up)
        self._outgoing = Outgoing(at, self.writing)
        self._upkeep.caught_up = self._outgoing.tell_returns
        self.handlers = handlers(
            self._moving,
            self.writing,
            self._finding,
            self._knowing,
            self._recording,
            self._clients,
            Copying(at),
            Boarding(at, self._moving),
            Replaying(at),
            viewing,
            Tabbing(self.panes, self._moving),
            Changing(at, self._outgoing.do_forward),
            self._outgoing,
            Linking(at, self._moving),
            Tagging(at),
            Rating(at),
            repeating,
            FillingIn(at),
            Staffing(at),
            self.timing,
            Undoing(at, self.writing, self._outcomes),
            self._attaching,
            self._marking,
            Helping(at, self.do, self.refusal),
            self._looking,
            self,
        )
        self._many: dict[str, Handler] = {}
        """What does a command on all marked tickets; made when there are some."""
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
            self._finding.tell_drafts()
            self._outcomes.tell_interrupted()
            self._outgoing.tell_returns()
            if self._recording.is_first_run():
                self._start(self._recording.welcome())
        except DeskError as error:
            self.panes.refuse(error)
        self.set_interval(POLL_SECONDS, self._upkeep.poll)
        self.timing.begin()

    def each_second(self, look: Callable[[], None]) -> None:
        """Do this once a second as long as the desk stands, at no timer of its own."""
        self._upkeep.each_second += (look,)

    def on_unmount(self) -> None:
        """Let the last write finish."""
        self._looking_up.end()
        self.writer.finish()

    # Commands

    async def on_key(self, event: events.Key) -> None:
        """Do what a key means here; a key that begins a sequence waits for the next."""
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
            self._tell_of(press, begun, event)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted before the text has the keys goes into it."""
        if self.writing.open is not None and is_given_to(self):
            event.stop()
            hand_on(self, self.writing.open.composer.area, event)

    def _tell_of(self, press: str, begun: str, event: events.Key) -> None:
        """Name the keys that can follow this one; or say that it means nothing here."""
        following = {} if begun else self._keys.continuations(press)
        if press in HABITS:
            quitting = key_name(self._keys.named("quit").keys[0])
            self._tell(_("{keys} leaves; drafts are kept.").format(keys=quitting))
        elif following:
            self._begun = press
            keys = " · ".join(f"{key} {_(command.title)}" for key, command in following.items())
            self._tell(f"{press} …  {keys}")
        elif event.is_printable:
            said = _("{key} means nothing here. {help_key} shows the keys.")
            meant = text.line(f"{begun} {press}".strip())
            self._tell(said.format(key=meant, help_key=key_of("help")))

    def _tell(self, sentence: str) -> None:
        self.panes.say(Notice(sentence, "dim"))

    def _meant(self, press: str) -> Command | None:
        """The command of a key; a view that was given the key of a built-in one comes first."""
        view = self.panes.book.of_digit(press)
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

    @property
    def _for_many(self) -> dict[str, Handler]:
        """Command name → the `many_…` method that does it on all marked tickets."""
        if not self._many:
            from supportdesk.console.desk.many import Many
            from supportdesk.console.desk.many_macros import ManyMacros
            from supportdesk.console.desk.many_merging import ManyMerging
            from supportdesk.console.desk.many_texts import ManyTexts

            many = Many(self._at, self._marking, self._outcomes)
            families = [family(self._at, many) for family in (ManyTexts, ManyMacros, ManyMerging)]
            self._many = handlers(many, *families, beginning="many_")
        return self._many

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
        if self._moving.at_home:
            quitting = self._keys.named("quit").keys[0]
            begins, _space, leaves = quitting.rpartition(" ")
            self._begun = begins
            self._tell(_("{keys} leaves; drafts are kept.").format(keys=key_name(leaves)))
        else:
            return self._moving.back()
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

    # Mouse: where it goes, a text being written is kept first

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """A view was clicked."""
        self.writing.leave()
        self._run(partial(self._moving.go_to_view, event.view))

    def on_card_picked(self, event: Card.Picked) -> None:
        """An earlier ticket was clicked."""
        self.writing.leave()
        self._run(partial(self._moving.open_number, event.ticket))

    def on_card_opened(self, event: Card.Opened) -> None:
        """A heading of the card was clicked."""
        self.writing.leave()
        self._run(partial(self._clients.open_part, event.part))

    def on_tab_strip_picked(self, event: TabStrip.Picked) -> None:
        """A tab was clicked."""
        self.writing.leave()
        self._run(partial(self._moving.open_number, event.ticket))

    def on_ticket_list_clicked(self, event: TicketList.Clicked) -> None:
        """A ticket was clicked; a second click opens it."""
        self.writing.leave()
        self._run(partial(self._moving.click, event.index, again=event.again))

    def on_ticket_list_rolled(self, event: TicketList.Rolled) -> None:
        """The wheel moves the cursor, unless somebody writes on the ticket under it."""
        if self.writing.open is None:
            self._run(partial(self._moving.roll, event.lines))

    def on_thread_clicked(self, _event: Thread.Clicked) -> None:
        """The conversation was clicked: keys go there, unless somebody writes."""
        if self.writing.open is None and self.panes.pane != "thread":
            self.panes.enter("thread")

    def on_footer_picked(self, event: Footer.Picked) -> None:
        """A key that the bottom line names was clicked."""
        if self.writing.open is None:
            self.do(event.command)
        else:
            self.writing.open.composer.do(event.command.name)


def _holds_while_writing(command: Command | None, event: events.Key) -> bool:
    """Whether a key is a command also while somebody writes: what types a letter never is."""
    everywhere = command is not None and command.where is Where.EVERYWHERE
    return everywhere and not event.is_printable
