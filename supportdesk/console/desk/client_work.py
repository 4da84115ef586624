"""What can be done with the client of the ticket in sight: `i` and `h` (F44 to F55)."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.asking import Pick
from supportdesk.console.desk.client_merging import ClientMerging
from supportdesk.console.desk.looking_up import LookingUp
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writer import Writer
from supportdesk.console.widgets.footer import Notice
from supportdesk.domain.errors import NotFound, StoreTrouble
from supportdesk.i18n import gettext as _
from supportdesk.store.read.client_rows import ClientCard
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.domain.action import Action

_PARTS = {"history": 0, "notes": 3, "events": 4}
"""Part of the card → the part of the history that its heading opens."""


class ClientWork:
    """Commands about a client and an organisation."""

    def __init__(
        self, at: Workplace, moving: Moving, writer: Writer, looking_up: LookingUp
    ) -> None:
        self._at = at
        self._moving = moving
        self._writer = writer
        self._looking_up = looking_up
        self._merging = ClientMerging(at)
        moving.open_part = self.open_part

    # The card

    async def do_card(self, _ticket: TicketRow) -> None:
        """To the client's card; from there, what can be done with the client."""
        panes = self._at.panes
        if panes.pane != "card":
            panes.enter("card")
            said = self._merging.offer(panes.card.card)
            if said:
                panes.say(Notice(said, "waiting"))
            return
        if panes.desk.read_only_because:
            path, because = str(panes.desk.address), panes.desk.read_only_because
            raise StoreTrouble("store.read_only", path=path, because=because)
        card = self._card()
        title = _("Client {client}").format(client=text.line(card.name, 60))
        chosen = await self._at.asking.choose(title, [*self._options(card)])
        if chosen is None:
            return
        what, _colon, number = chosen.partition(":")
        if number:
            await self._merging.merge(card, int(number))
            return
        ways: dict[str, Callable[[ClientCard], Awaitable[None]]] = {
            "edit": self._edit,
            "note": self._note,
            "organisation": self._organisation,
            "orders": self._orders,
            "merge": self._merging.choose,
            "forget": self._forget,
            "history": partial(self._history, part=0),
        }
        await ways[what](card)

    def _options(self, card: ClientCard) -> Iterator[Pick]:
        yield "edit", _("edit the card"), ""
        yield "note", _("write a note on the client"), ""
        yield "history", _("the whole history"), "h"
        if card.organisation is not None:
            yield "organisation", text.line(card.organisation.name, 80), _("organisation")
        if self._looking_up.titles:
            titles = ", ".join(self._looking_up.titles)
            yield "orders", _("ask again: {titles}").format(titles=text.line(titles, 60)), ""
        yield from self._merging.options(card)
        yield "merge", _("the same person as another client …"), ""
        yield "forget", _("forget this person …"), _("cannot be undone")

    def _card(self) -> ClientCard:
        card = self._at.panes.card.card
        if card is None:
            raise NotFound("client.missing", wanted="")
        return card

    async def open_part(self, part: str) -> None:
        """What Enter on a heading of the card opens."""
        card = self._card()
        if part == "organisation":
            await self._organisation(card)
        elif part == "orders":
            await self._orders(card)
        else:
            await self._history(card, part=_PARTS[part])

    # Commands of their own: in the palette without going to the card first

    async def do_client_edit(self, _ticket: TicketRow) -> None:
        """Edit the client's card."""
        await self._edit(self._card())

    async def do_client_note(self, _ticket: TicketRow) -> None:
        """Write a signed note on the client."""
        await self._note(self._card())

    async def do_client_merge(self, _ticket: TicketRow) -> None:
        """Make one client of two."""
        await self._merging.choose(self._card())

    async def do_client_forget(self, _ticket: TicketRow) -> None:
        """Blank everything of a person."""
        await self._forget(self._card())

    async def do_organisation(self, _ticket: TicketRow) -> None:
        """The client's organisation."""
        await self._organisation(self._card())

    async def do_orders(self, _ticket: TicketRow) -> None:
        """Ask other systems about the client again."""
        await self._orders(self._card())

    async def do_history(self, _ticket: TicketRow) -> None:
        """The client's history over all tickets."""
        await self._history(self._card(), part=0)

    async def do_client_properties(self) -> None:
        """Define the properties that clients may have."""
        from supportdesk.console.desk.client_properties import ClientProperties

        await ClientProperties(self._at).choose()

    # How each is done

    async def _edit(self, card: ClientCard) -> None:
        from supportdesk.console.screens.client_edit import ClientEditScreen

        said = _("The card of {client} has changed.").format(client=text.line(card.name, 60))
        screen = ClientEditScreen(card, self._at.reading.properties())
        screen.accept = partial(self._accept, said)
        await self._at.asking.show(screen)

    async def _note(self, card: ClientCard) -> None:
        from supportdesk.console.screens.prompt import TextPromptScreen
        from supportdesk.domain.action import AddClientNote

        name = text.line(card.name, 60)
        screen = TextPromptScreen(
            _("Note on {client}").format(client=name),
            _("Everybody here sees it on the card; the client does not."),
        )
        said = _("The note on {client} is kept.").format(client=name)

        async def keep(body: str) -> str:
            return await self._accept(said, AddClientNote(card.id, body))

        screen.accept = keep
        await self._at.asking.show(screen)

    async def _accept(self, said: str, action: "Action") -> str:
        """Do it while the form still stands: what was refused, or nothing."""
        return "" if await self._at.acting.change(action, said) else self._at.panes.told

    async def _organisation(self, card: ClientCard) -> None:
        """Show the organisation; go on to a ticket, a person, or its form."""
        from supportdesk.console.screens.organisation import (
            OrganisationEditScreen,
            OrganisationScreen,
        )

        number = None if card.organisation is None else card.organisation.id
        found = None if number is None else self._at.reading.organisation(number)
        if found is None:
            raise NotFound("client.no_organisation", client=card.name)
        chosen = await self._at.asking.show(OrganisationScreen(found, self._at.panes.moment))
        if chosen is None:
            return
        if chosen.ticket is not None:
            self._moving.open_number(chosen.ticket)
        elif chosen.person is not None:
            person = self._at.reading.card(chosen.person)
            if person is not None:
                await self._history(person, part=0)
        else:
            form = OrganisationEditScreen(found.organisation)
            name = text.line(found.organisation.name, 60)
            said = _("The organisation {name} has changed.").format(name=name)
            form.accept = partial(self._accept, said)
            await self._at.asking.show(form)

    async def _orders(self, card: ClientCard) -> None:
        titles: Sequence[str] = self._looking_up.titles
        if not titles:
            raise NotFound("lookups.none", path="lookups.toml")
        self._looking_up.ask_again(card)
        self._at.panes.said_done(_("Asking: {titles} …").format(titles=", ".join(titles)))

    async def _history(self, card: ClientCard, *, part: int) -> None:
        from supportdesk.console.screens.timeline import TimelineScreen

        title = _("History of {client}").format(client=text.line(card.name, 60))
        fetch = partial(self._at.reading.timeline, card.id)
        screen = TimelineScreen(title, fetch, self._at.panes.moment, part=part)
        number = await self._at.asking.show(screen)
        if number is not None:
            self._moving.open_number(number)

    async def _forget(self, card: ClientCard) -> None:
        """Blank a person, after the desk has said what goes; then clean the file."""
        from supportdesk.domain.action import ForgetClient
        from supportdesk.i18n.forgotten_names import count_name

        receipt = await self._at.acting.submit(ForgetClient(card.id))
        if receipt is None:
            return
        if receipt.left:
            stopped = _("Stopped: {left} texts are left; forget this person again to go on.")
            self._at.panes.say(Notice(stopped.format(left=receipt.left), "trouble"))
            return
        cleaned = await self._writer.run(self._at.panes.desk.clean_file)
        said = ", ".join(f"{count_name(name)}: {n}" for name, n in receipt.counts if n)
        told = _("Forgotten. {report}. Backups still hold it.").format(report=said or "—")
        if not cleaned:
            told += " " + _("The log beside the store is emptied when others close it.")
        self._at.panes.said_done(told)
