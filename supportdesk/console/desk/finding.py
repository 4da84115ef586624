"""Finding things: tickets by words and numbers, saved replies, texts left unsent."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.numbers import meant
from supportdesk.console.desk.viewing import Viewing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.console.views import MOST_ALIKE, NEWEST_FIRST, THE_ORDER, View
from supportdesk.console.widgets.footer import Notice
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.query import top_words
from supportdesk.domain.sla.silence import READY
from supportdesk.domain.ticket import Category
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read.rows import TemplateRow, TicketRow

if TYPE_CHECKING:
    from supportdesk.console.screens.search import Found
    from supportdesk.domain.query_names import UnknownName

READY_TEXT = 0
"""Stands for no template of the store."""

UNUSED = 90 * 86_400_000
"""Milliseconds after which a template counts as not used any more (F68)."""


class Finding:
    """Commands that open a window to find something in."""

    def __init__(
        self,
        at: Workplace,
        moving: Moving,
        writing: WritingDesk,
        viewing: Viewing,
        make_template: Callable[[TicketRow], Awaitable[None]],
    ) -> None:
        self._at = at
        self._moving = moving
        self._writing = writing
        self._make_template = make_template
        self._viewing = viewing
        self._sought = ""
        """What was searched for last."""

    # Tickets

    async def do_search(self) -> None:
        """Find tickets while typing."""
        from supportdesk.console.screens.search import SearchScreen

        moment = self._at.panes.moment
        screen = SearchScreen(
            self._found,
            self._at.reading.names_in_queries,
            moment,
            query=self._sought,
            unknown=self._unknown,
        )
        sought = await self._at.asking.show(screen)
        if sought is None:
            return
        self._sought = sought.query
        if sought.is_to_be_saved:
            await self._viewing.save(sought.query)
            return
        title = _("Search: {query}").format(query=sought.query)
        view = View("search", title, sought.query, order=self._order_of(sought.query))
        self._moving.go_to_list(view, sought.number)
        await self._at.panes.fetching.settled()
        if sought.number is not None:
            self._moving.open_number(sought.number)

    def _found(self, query: str, limit: int) -> Sequence["Found"]:
        """Tickets with the place where the words stand; called on a thread."""
        from supportdesk.console.screens.search import Found

        hits = self._at.reading.hits(query, limit)
        rows = {row.number: row for row in self._at.reading.rows([hit.number for hit in hits])}
        return [Found(rows[hit.number], hit) for hit in hits if hit.number in rows]

    def _unknown(self, query: str) -> "UnknownName | None":
        """The first name in a query that nobody has."""
        from supportdesk.domain.query_names import unknown_name

        reading = self._at.reading
        return unknown_name(reading.query(query).condition, reading.names_asked_for())

    def _order_of(self, query: str) -> str:
        """How what a search finds is ordered: as it asks, else by its words' newest message."""
        asked = self._at.reading.query(query)
        if asked.sort:
            return ""
        return THE_ORDER if top_words(asked.condition) is None else NEWEST_FIRST

    async def do_go_to_number(self) -> None:
        """Open a ticket by its number."""
        typed = await self._at.asking.ask_line(
            _("Go to ticket"),
            lambda typed: meant(self._at.reading, typed).subject,
            example=_("a number"),
        )
        if typed is not None:
            self._moving.open_number(meant(self._at.reading, typed).number)

    async def do_similar(self, ticket: TicketRow) -> None:
        """List the solved tickets most like the one in sight; read on a thread."""
        from supportdesk.store.read.similar import similar

        panes, number = self._at.panes, ticket.number
        found = await asyncio.to_thread(panes.desk.ask, similar, number)
        if not found:
            said = _("No solved ticket is like {number}.").format(number=ticket_name(number))
            panes.say(Notice(said, "dim"))
            return
        title = _("Like {number}").format(number=ticket_name(number))
        numbers = tuple(one.number for one in found)
        view = View("similar", title, numbers=numbers, order=MOST_ALIKE)
        self._moving.go_to_list(view, numbers[0])
        words = " · ".join(text.line(word, 30) for word in found[0].words[:5])
        panes.say(
            Notice(
                _("{number} shares: {words}").format(number=ticket_name(numbers[0]), words=words)
            )
        )

    # Texts

    def tell_drafts(self) -> None:
        """Say how many texts were left unsent, and which key goes on. Raises StoreTrouble."""
        count = len(self._at.reading.drafts())
        if count:
            said = ngettext(
                "{count} text waits unsent · {drafts_key} goes on with it",
                "{count} texts wait unsent · {drafts_key} goes on with them",
                count,
            )
            told = said.format(count=count, drafts_key=key_of("drafts"))
            self._at.panes.say(Notice(told, "waiting"))

    async def do_drafts(self) -> None:
        """Go on with a text that was left unsent."""
        from supportdesk.console.screens.drafts import DraftsScreen

        screen = DraftsScreen(
            self._at.reading.drafts(),
            self._at.panes.moment,
            [row for row in self._at.reading.outbox() if row.at is None],
        )
        chosen = await self._at.asking.show(screen)
        if chosen is not None:
            self._writing.resume(chosen.value.ticket, chosen.value.kind)

    async def do_template(self, ticket: TicketRow) -> None:
        """Start a reply from a saved text, or make one of the newest reply."""
        self._writing.write(ticket, "reply")
        if await self._picked_to_make(may_make=True):
            self._writing.leave()
            await self._make_template(ticket)

    async def pick_template(self) -> None:
        """Let a saved text be picked, filled in for this ticket, into the open composer."""
        await self._picked_to_make(may_make=False)

    async def _picked_to_make(self, *, may_make: bool) -> bool:
        """Let one be picked; whether it is to be made of the newest reply instead."""
        from supportdesk.console.screens.template_picker import TemplatePickerScreen
        from supportdesk.desk.template_values import language_of, template_context
        from supportdesk.domain.memory import InsertTemplate
        from supportdesk.domain.template_scope import stage_of

        writing = self._writing.open
        if writing is None:
            return False
        panes, reading, ticket = self._at.panes, self._at.reading, writing.ticket
        card = reading.card(ticket.client_id)
        stage = stage_of(ticket.category, ticket.replies)
        is_silent = ticket.category == Category.ACTIVE and self._is_silent(ticket.number)
        screen = TemplatePickerScreen(
            self._offered(is_silent=is_silent),
            template_context(panes.desk, panes.me, ticket, reading.zone),
            kind=ticket.kind,
            language=language_of(ticket, card),
            queue=ticket.queue_id,
            stage="silent" if is_silent else stage,
            traits=None if card is None else card.traits,
            uses=reading.template_uses(),
            since=reading.now() - UNUSED,
            may_make=may_make,
        )
        picked = await self._at.asking.show(screen)
        if picked is not None and self._writing.open is writing:
            writing.composer.insert(picked.text)
            if writing.composer.kind == "reply" and picked.template != READY_TEXT:
                inserted = (picked.template, picked.text)
                await self._at.acting.keep(InsertTemplate(panes.me.id, ticket.number, *inserted))
        return screen.makes

    def _is_silent(self, number: int) -> bool:
        """Whether nobody of ours has spoken publicly on a ticket for long (F98)."""
        return self._at.reading.count(View("", "", f"silent:yes number:{number}")) > 0

    def _offered(self, *, is_silent: bool) -> list[TemplateRow]:
        """The saved replies; for a silent ticket a ready one, where none is made for that (F98)."""
        saved = list(self._at.reading.templates())
        if not is_silent or any(row.stage == "silent" for row in saved):
            return saved
        title = _("Say how it goes")
        ready = TemplateRow(READY_TEXT, "", title, None, None, (), READY, stage="silent")
        return [ready, *saved]
