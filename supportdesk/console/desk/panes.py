"""The panes of the desk and what they show: one key moves and shows everything in one frame."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from supportdesk.console import text
from supportdesk.console.desk.fetching import Fetching
from supportdesk.console.desk.heading_phrases import HeadingPhrases
from supportdesk.console.desk.overview import Overview
from supportdesk.console.desk.setting import DeskSetting
from supportdesk.console.desk.tabs import Tabs
from supportdesk.console.desk.view_texts import empty_lines, title_of, total_of
from supportdesk.console.found_words import NOTHING, found_words
from supportdesk.console.listing import PAGE, Listing
from supportdesk.console.reading import Reading
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch
from supportdesk.console.views import BY_NAME, VIEWS, View
from supportdesk.console.widgets.card import Card
from supportdesk.console.widgets.footer import Footer, Notice, done, refused
from supportdesk.console.widgets.pane import Holder, Pane
from supportdesk.console.widgets.tab_strip import TabStrip
from supportdesk.console.widgets.thread import Thread
from supportdesk.console.widgets.ticket_list import TicketList
from supportdesk.domain.errors import DeskError
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.store.read.client_rows import ClientCard
from supportdesk.store.read.rows import TicketRow

PANES = ("sidebar", "list", "thread", "card")

STAYS = 0.2
"""Seconds after which somebody stays in a view: all of it is loaded then, not under its key."""


class DeskPanes(Holder):
    """Header, sidebar, list over thread, card and footer; knows no commands."""

    def __init__(self, setting: DeskSetting) -> None:
        super().__init__(classes="-in-list")
        self.setting = setting
        self.desk = setting.desk
        self.me = setting.me
        self.reading = Reading(setting.desk, setting.me.id, setting.zone)
        self.view = VIEWS[0]
        self.pane = "list"
        """The pane that keys go to."""
        self.shown_change = 0
        """The change number up to which the panes are true."""
        palette = setting.palette
        self.overview = Overview(setting, self.reading)
        self.tickets = TicketList(palette)
        self.tab_strip = TabStrip(palette)
        self.fetching = Fetching(self.reading, self._tell_of_waiting, self.refuse)
        """Brings the lists of views."""
        self.tabs = Tabs(self.reading, self.tab_strip)
        """The open conversations."""
        self.thread = Thread(palette, setting.me.id)
        self.card = Card(palette)
        self.footer = Footer(palette)
        self.desktop = Vertical(id="desktop")
        """Where composers lie; out of sight while nobody writes."""
        self.desktop.display = False
        self.on_card: Callable[[ClientCard], None] | None = None
        """Told of each card that is shown: others may be asked about the client."""
        self.with_answers: Callable[[ClientCard], ClientCard] | None = None
        """Adds what others have answered to a card."""
        self._phrases = HeadingPhrases(setting, self.reading)
        self._panes: dict[str, Pane] = dict(
            zip(PANES, (self.overview.sidebar, self.tickets, self.thread, self.card), strict=True)
        )

    def compose(self) -> ComposeResult:
        """Header, sidebar, list over thread, card, footer."""
        yield self.overview.header
        with Holder(id="body"):
            yield self.overview.sidebar
            with Holder(id="work"):
                yield self.tickets
                yield self.tab_strip
                yield self.thread
                yield self.desktop
            yield self.card
        yield self.footer

    def wear(self, palette: Palette) -> None:
        """Show everything in another palette."""
        for pane in (self.overview.header, *self._panes.values(), self.footer):
            pane.wear(palette)

    # What is shown

    @property
    def ticket(self) -> TicketRow | None:
        """The ticket in sight: the one commands are about."""
        return self.thread.ticket

    @property
    def is_writing(self) -> bool:
        """Whether a composer stands under the conversation."""
        return bool(self.desktop.display)

    @property
    def moment(self) -> Watch:
        """The present moment for everything that is painted."""
        return Watch(self.reading.now(), self.setting.zone)

    def show_first(self) -> None:
        """Fill every pane before the first frame: my tickets, or where there are some."""
        self.shown_change = self.reading.change_number()
        self.overview.begin()
        counts = self.reading.counts()
        name = "mine" if counts.mine else "unassigned" if counts.unassigned else "all"
        self.show_view(BY_NAME[name])
        self.tickets.set_active(True)
        self.footer.hint(self.setting.keys.hints("list"))

    def show_view(self, view: View, number: int | None = None) -> None:
        """Show another list, with the cursor on ticket `number` where it is in it."""
        whole = bool(self.tickets.marks) and view == self.view
        listing = self.fetching.at_once(view, number, whole=whole)
        take = partial(self._show_list, view, number)
        if listing is not None:
            take(listing)
        else:
            self.fetching.expect()
            bring = self.fetching.bring(view, number, take, whole=whole)
            self.run_worker(bring, group="listing")

    def _show_list(self, view: View, number: int | None, listing: Listing) -> None:
        marks = self.tickets.marks if view == self.view else frozenset()
        total = ""
        if len(listing) == PAGE:
            total = total_of(view, self.reading.counts(), self.overview.saved_counts)
            self.run_worker(self._load_rest_behind(view, listing), group="listing")
        self.view = view
        self._mark_found(view)
        self.tickets.mark(marks.intersection(listing.numbers))
        cursor = 0 if number is None else listing.index(number) or 0
        empty = () if len(listing) else empty_lines(view, has_tickets=self.reading.has_tickets())
        self.tickets.show(
            title_of(view),
            listing,
            self.moment,
            order=_(view.order) if view.order else "",
            cursor=cursor,
            empty=empty,
            columns=view.columns,
            total=total,
        )
        self.show_counts()
        self.show_ticket()

    def _mark_found(self, view: View) -> None:
        """What a search looked for is marked in its list and in the conversations (F147)."""
        found = found_words(self.reading.query(view.query)) if view.name == "search" else NOTHING
        self.tickets.found, self.thread.found = found.in_subjects, found.in_texts

    def show_ticket(self) -> None:
        """Show the ticket under the cursor, with thread and card, by direct calls."""
        row = self.tickets.row
        if row is None:
            self.thread.show_nothing(() if len(self.tickets.listing) else ("",))
            self.card.show(None, 0, self.moment)
            return
        self.show_row(row)

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on: lists, tabs and conversation go on."""
        self.tabs.renumber(numbers)
        self.thread.renumber(numbers)
        self.tickets.renumber(numbers)
        titles = {ticket_name(former): ticket_name(number) for former, number in numbers.items()}
        if self.view.numbers is not None:
            title = titles.get(self.view.title, self.view.title)
            listed = tuple(numbers.get(number, number) for number in self.view.numbers)
            self.view = replace(self.view, title=title, numbers=listed)
            self.tickets.entitle(title_of(self.view))

    def show_ticket_again(self) -> None:
        """Show the ticket in sight as it is now."""
        fresh = None if self.ticket is None else self.reading.row(self.ticket.number)
        if fresh is None:
            self.show_ticket()
        else:
            self.show_row(fresh)

    def show_row(self, row: TicketRow) -> None:
        """Show this ticket's conversation and client."""
        watch = self.moment
        number = row.number
        self.tab_strip.mark(number)
        self.thread.show(
            row,
            lambda whole: self.reading.messages(number, whole=whole),
            watch,
            self._phrases.of(row, watch, has_policies=self.overview.book.has_policies),
        )
        self._show_card(row)

    def show_card_again(self, client: int) -> None:
        """Show the card as it is now, if this client is still in sight."""
        if self.ticket is not None and self.ticket.client_id == client:
            self._show_card(self.ticket, is_new=False)

    def _show_card(self, row: TicketRow, *, is_new: bool = True) -> None:
        card = self.reading.card(row.client_id)
        if card is not None and self.with_answers is not None:
            card = self.with_answers(card)
        self.card.show(card, row.number, self.moment)
        if card is not None and is_new and self.on_card is not None:
            self.on_card(card)

    def show_counts(self) -> None:
        """Show live numbers, the view's name and what is wrong."""
        self.tabs.show()
        self.overview.show(self.view)
        self._tell_on_way()

    def follow_link(self) -> bool:
        """Show how far what was done here is on its way; False on a desk of its own."""
        if self.overview.is_linked:
            self.overview.show_header()
            self._tell_on_way()
        return self.overview.is_linked

    def _tell_on_way(self) -> None:
        if self.overview.is_linked:
            self.thread.tell_on_way(self.reading.on_way())

    async def load_whole(self) -> None:
        """Have all of the view in the list, also what is still being loaded."""
        self.fetching.expect()
        try:
            await self._load_rest(self.view, self.tickets.listing)
        finally:
            self.fetching.arrived()

    async def _load_rest_behind(self, view: View, listing: Listing) -> None:
        """Load what follows the first page of a long view, unless it is left at once."""
        await asyncio.sleep(STAYS)
        if listing is self.tickets.listing and self.tickets.has_more:
            await self._load_rest(view, listing)

    async def _load_rest(self, view: View, listing: Listing) -> None:
        """Load what follows the first page of a long view.

        It is left alone where the operator has gone elsewhere meanwhile.
        """
        longer = await self.fetching.rest(view, listing)
        if listing is self.tickets.listing:
            listing.become(longer)
            self.tickets.grown()

    def _tell_of_waiting(self, view: View | None) -> None:
        if view is None:
            self.say(None)
            return
        said = _("{view} is being read …").format(view=text.line(title_of(view), 60))
        self.say(Notice(said, "dim"))

    # Telling

    def say(self, notice: Notice | None) -> None:
        """Tell what happened in the bottom line, until the next key."""
        self.footer.say(notice)

    def said_done(self, sentence: str) -> None:
        """Tell that something was done."""
        self.say(done(sentence))

    def refuse(self, error: DeskError) -> None:
        """Tell what was refused, why, and which key helps."""
        self.say(refused(sentence(error.code, error.parameters, interface="console")))

    @property
    def told(self) -> str:
        """What the bottom line says."""
        return "" if self.footer.notice is None else self.footer.notice.sentence

    # Where keys go

    def enter(self, pane: str) -> None:
        """Keys go to this pane now; it shows that they do."""
        if pane != self.pane:
            self._panes[self.pane].set_active(False)
            self.remove_class(f"-in-{self.pane}", update=False)
            self.add_class(f"-in-{pane}")
            self.pane = pane
        self._panes[pane].set_active(True)
        self.footer.hint(self.setting.keys.hints(pane))

    def begin_writing(self, composer: Widget) -> None:
        """Make room for a composer under the thread; keys go to it."""
        self.enter("thread")
        self.tickets.add_class("-beside-a-text")
        self.thread.set_active(False)
        if not composer.is_attached:
            self.desktop.mount(composer)
        for other in self.desktop.children:
            other.display = other is composer
        self.desktop.display = True

    def expect_end_of_writing(self) -> None:
        """The composer is about to go: list and thread will have another size."""
        self.tickets.expect_layout()
        self.thread.expect_layout()

    def end_writing(self) -> None:
        """Put the composer out of sight; keys go to the pane it stood in.

        It stays in the tree for the next text: taking it out would cost two layouts (speed.md).
        """
        self.desktop.display = False
        self.tickets.remove_class("-beside-a-text")
        self.screen.set_focus(None)
        self.enter(self.pane)
