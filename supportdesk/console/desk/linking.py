"""Two tickets at once: merge, split, link, and the way from one to the other (F24-F26, F28)."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console import names, text
from supportdesk.console.desk.asking import Pick
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.numbers import ask_number, option
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.errors import Refused
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.link_names import link_phrases
from supportdesk.i18n.refusals import sentence
from supportdesk.store.read.rows import LinkRow, MessageRow, TicketRow

if TYPE_CHECKING:
    from supportdesk.domain.action import SplitMessage

_OFFERED = 3
_SUBJECT = 120


class Linking:
    """What `m` does."""

    def __init__(self, at: Workplace, moving: Moving) -> None:
        self._at = at
        self._asking = at.asking
        self._acting = at.acting
        self._moving = moving

    async def do_merge(self, ticket: TicketRow) -> None:
        """Merge, split or link the ticket in sight, or go where it is linked to."""
        title = _("{number} and others").format(number=ticket_name(ticket.number))
        links = self._at.reading.links(ticket.number)
        chosen = await self._asking.choose(title, [*self._options(ticket, links)])
        if chosen is None:
            return
        what, _colon, number = chosen.partition(":")
        if what == "go":
            self._moving.open_number(int(number))
        elif what == "into":
            await self._merge(ticket, int(number) if number else None)
        elif what == "split":
            await self._split(ticket)
        elif what == "unlink":
            await self._unlink(ticket, int(number))
        else:
            await self._link(ticket, what)

    def _options(self, ticket: TicketRow, links: Sequence[LinkRow]) -> Iterator[Pick]:
        """What can be done, the most likely first; a merged ticket only leads on."""
        went = [link for link in links if link.kind == "merged" and link.ticket == ticket.number]
        for link in went:
            yield (
                f"go:{link.other}",
                _("go to {number}").format(number=ticket_name(link.other)),
                _("merged"),
            )
        if not went:
            yield from self._merges(ticket, links)
            yield "split", _("split: a message begins a new ticket"), ""
            yield "parent", _("link: child of …"), ""
            yield "duplicate", _("link: duplicate of …"), ""
            yield "problem", _("link: incident of the problem …"), ""
            yield "follow_up", _("link: follow-up of …"), ""
        for link in links:
            if link not in went:
                yield from _linked(ticket.number, link)

    def _merges(self, ticket: TicketRow, links: Sequence[LinkRow]) -> Iterator[Pick]:
        linked = {link.ticket for link in links} | {link.other for link in links}
        alike = [one for one in self._at.reading.alike(ticket.number) if one.number not in linked]
        for other in alike[:_OFFERED]:
            subject = text.cut(text.line(other.subject), _SUBJECT)
            label = _("merge into {number} {subject}").format(
                number=ticket_name(other.number), subject=subject
            )
            yield f"into:{other.number}", label, _("looks the same")
        yield "into", _("merge into another ticket …"), ""

    # Another ticket

    async def _other(self, ticket: TicketRow, title: str) -> int | None:
        """Let a ticket of the client be picked, or any by its number."""
        from supportdesk.console.screens.choice import ChoiceScreen, Option

        card = self._at.reading.card(ticket.client_id)
        mine = [] if card is None else [one for one in card.tickets if one.number != ticket.number]
        options = [
            Option(
                str(one.number), f"{ticket_name(one.number)} {one.subject}", names.state(one.state)
            )
            for one in mine
            if one.state != "merged"
        ]
        options.append(Option("", _("another one, by its number …")))
        screen = ChoiceScreen(
            title, options, digits=False, otherwise=partial(option, self._at.reading)
        )
        chosen = await self._asking.show(screen)
        if chosen is None:
            return None
        if chosen.value:
            return int(chosen.value)
        return await ask_number(self._asking, self._at.reading, title)

    # What is done

    async def _merge(self, ticket: TicketRow, into: int | None) -> None:
        from supportdesk.domain.action import MergeTicket

        number = ticket.number
        if into is None:
            into = await self._other(
                ticket, _("Merge {number} into").format(number=ticket_name(number))
            )
        if into is None:
            return
        said = _("{number} is merged into {into}: everything stands here.")
        if await self._acting.change(MergeTicket(number, into), ""):
            self._moving.open_number(into)
            told = said.format(number=ticket_name(number), into=ticket_name(into))
            self._at.panes.said_done(f"{told} {names.undo_hint()}")

    async def _link(self, ticket: TicketRow, kind: str) -> None:
        from supportdesk.domain.action import LinkTicket

        number = ticket.number
        other = await self._other(ticket, _("Link {number} to").format(number=ticket_name(number)))
        if other is not None:
            phrases = link_phrases(number, [(number, kind, other)], ticket_name)
            said = _("{number}: {linked}.").format(
                number=ticket_name(number), linked=", ".join(phrases)
            )
            await self._acting.change(LinkTicket(number, kind, other), said)

    async def _unlink(self, ticket: TicketRow, other: int) -> None:
        from supportdesk.domain.action import UnlinkTicket

        said = _("{number} and {other} are not linked any more.")
        said = said.format(number=ticket_name(ticket.number), other=ticket_name(other))
        await self._acting.change(UnlinkTicket(ticket.number, other), said)

    async def _split(self, ticket: TicketRow) -> None:
        from supportdesk.console.screens.split_ticket import SplitScreen

        message = await self._message(ticket)
        if message is None:
            return
        made: list[int] = []

        async def split(action: "SplitMessage") -> str:
            receipt = await self._acting.submit(action)
            made.extend(() if receipt is None else receipt.tickets[:1])
            stopped = sentence("split.stopped", {}, interface="console")
            return "" if made else self._at.panes.told or stopped

        screen = SplitScreen(ticket, message, self._at.reading.queues())
        screen.accept = split
        await self._asking.show(screen)
        for number in made:
            self._moving.open_number(number)
            said = _("{number} begins with a message of {before}.")
            told = said.format(number=ticket_name(number), before=ticket_name(ticket.number))
            self._at.panes.said_done(f"{told} {names.undo_hint()}")

    async def _message(self, ticket: TicketRow) -> MessageRow | None:
        """Let one of the client's messages be picked, the newest first."""
        messages = [
            message
            for message in reversed(self._at.reading.messages(ticket.number))
            if message.kind == "client"
        ]
        if len(messages) < 2:
            if not messages:
                raise Refused("split.not_clients", number=ticket.number)
            return messages[0]
        stamp = self._at.panes.moment.stamp
        options: list[Pick] = [
            (
                str(message.id),
                text.line(" ".join(message.body.split()), _SUBJECT),
                stamp(message.sent_at),
            )
            for message in messages
        ]
        title = _("Which message begins a ticket of its own?")
        chosen = await self._asking.choose(title, options)
        return next((message for message in messages if str(message.id) == chosen), None)


def _linked(number: int, link: LinkRow) -> Iterator[Pick]:
    """What can be done with a link: go along it, take it away."""
    other = link.other if link.ticket == number else link.ticket
    phrase = ", ".join(link_phrases(number, [(link.ticket, link.kind, link.other)], ticket_name))
    yield f"go:{other}", _("go to {number}").format(number=ticket_name(other)), phrase
    if link.kind != "merged":
        yield f"unlink:{other}", _("unlink {number}").format(number=ticket_name(other)), phrase
