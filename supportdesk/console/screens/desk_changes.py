"""Changing the ticket in sight: whose, which state, how urgent, where, until when.

Actions are imported with the first change: they do not stand between start and first paint.
"""

from typing import TYPE_CHECKING

from textual import work

from supportdesk.console import names, text
from supportdesk.console.screens.desk_asking import DeskAsking, Pick
from supportdesk.console.screens.desk_moves import DeskMoves
from supportdesk.console.widgets.footer import Notice, done
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.ticket import HOLD_REASONS, KINDS, STATES
from supportdesk.i18n import gettext as _
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import ClientCard, TicketRow

if TYPE_CHECKING:
    from supportdesk.console.screens.new_ticket import KnownClient
    from supportdesk.domain.action import Action

NOBODY = "nobody"


class DeskChanges(DeskMoves, DeskAsking):
    """Commands that change one ticket. Each asks what it must, acts, and says what was done."""

    async def change(self, action: "Action", said: str) -> bool:
        """Do `action`; on success say so, and how to take it back. Return whether it was done."""
        before = self.reading.change_number()
        receipt = await self.submit(action)
        if receipt is None:
            return False
        if receipt.last_event <= before:
            self.say(Notice(_("It was so already; nothing has changed."), "dim"))
        else:
            self.say(done(f"{said} {_('z undoes.')}"))
        return True

    # Whose

    @work(group="change")
    async def do_assign(self) -> None:
        """Give the ticket to somebody, or to nobody."""
        from supportdesk.domain.action import Assign

        ticket = self.thread.ticket
        if ticket is None:
            return
        people = [person for person in self.desk.ask(desk_lists.operators) if person.active]
        options: list[Pick] = [(str(person.id), text.line(person.name), "") for person in people]
        options.append((NOBODY, _("nobody"), ""))
        chosen = await self.choose(
            _("Give #{number} to").format(number=ticket.number),
            options,
            NOBODY if ticket.owner_id is None else str(ticket.owner_id),
        )
        if chosen == NOBODY:
            await self.change(
                Assign(ticket.number, None),
                _("#{number} is nobody's now.").format(number=ticket.number),
            )
        elif chosen is not None:
            name = _label(options, chosen)
            said = _("#{number} belongs to {name} now.").format(number=ticket.number, name=name)
            await self.change(Assign(ticket.number, int(chosen)), said)

    @work(group="change")
    async def do_take(self) -> None:
        """Make the ticket mine."""
        from supportdesk.domain.action import Assign

        ticket = self.thread.ticket
        if ticket is not None:
            said = _("#{number} is yours.").format(number=ticket.number)
            await self.change(Assign(ticket.number, self.me.id), said)

    # Which state

    @work(group="change")
    async def do_state(self) -> None:
        """Choose among the states that are allowed from here."""
        ticket = self.thread.ticket
        if ticket is None:
            return
        allowed = STATES[ticket.state].successors if ticket.state in STATES else frozenset()
        options = [(name, names.state(name), "") for name in STATES if name in allowed]
        title = _("#{number} is {state}; make it").format(
            number=ticket.number, state=names.state(ticket.state)
        )
        chosen = await self.choose(title, options)
        if chosen is not None:
            await self.set_state(ticket, chosen)

    @work(group="change")
    async def do_wait(self) -> None:
        """Wait for the client's answer."""
        await self._set_shown("waiting")

    @work(group="change")
    async def do_solve(self) -> None:
        """Mark as solved; the kind is asked when it is missing (F20)."""
        await self._set_shown("solved")

    @work(group="change")
    async def do_close(self) -> None:
        """Close for good."""
        await self._set_shown("closed")

    async def _set_shown(self, state: str) -> None:
        if self.thread.ticket is not None:
            await self.set_state(self.thread.ticket, state)

    async def set_state(self, ticket: TicketRow, state: str) -> None:
        """Move a ticket to `state`, asking for what that state needs (R1)."""
        from supportdesk.domain.action import SetState

        reason = kind = None
        if STATES[state].needs_reason:
            options = [(name, names.reason(name), "") for name in HOLD_REASONS]
            reason = await self.choose(_("Why is it on hold?"), options)
            if reason is None:
                return
        if state == "solved" and ticket.kind is None:
            kind = await self.choose_kind(ticket)
            if kind is None:
                return
        said = _("#{number} is {state}.").format(number=ticket.number, state=names.state(state))
        await self.change(SetState(ticket.number, state, reason, kind), said)

    async def choose_kind(self, ticket: TicketRow) -> str | None:
        """Ask what kind of request a ticket is."""
        options = [(name, names.kind(name), "") for name in KINDS]
        title = _("What kind of request was #{number}?").format(number=ticket.number)
        return await self.choose(title, options, ticket.kind)

    # Where, how urgent, until when

    @work(group="change")
    async def do_move(self) -> None:
        """Move to another queue."""
        from supportdesk.domain.action import MoveToQueue

        ticket = self.thread.ticket
        if ticket is None:
            return
        options = [
            (str(queue.id), text.line(queue.name), _("line {line}").format(line=queue.line))
            for queue in self.desk.ask(desk_lists.queues)
        ]
        title = _("Move #{number} to").format(number=ticket.number)
        chosen = await self.choose(title, options, str(ticket.queue_id))
        if chosen is not None:
            name = _label(options, chosen)
            said = _("#{number} is in {queue} now.").format(number=ticket.number, queue=name)
            await self.change(MoveToQueue(ticket.number, int(chosen)), said)

    @work(group="change")
    async def do_priority(self) -> None:
        """Say how urgent the ticket is."""
        from supportdesk.domain.action import SetPriority

        ticket = self.thread.ticket
        if ticket is None:
            return
        options = [
            (str(number), names.priority(number), names.PRIORITY_MARKS[number])
            for number in (3, 2, 1, 0)
        ]
        title = _("How urgent is #{number}?").format(number=ticket.number)
        chosen = await self.choose(title, options, str(ticket.priority))
        if chosen is not None:
            said = _("#{number} is {priority}.").format(
                number=ticket.number, priority=names.priority(int(chosen))
            )
            await self.change(SetPriority(ticket.number, int(chosen)), said)

    @work(group="change")
    async def do_snooze(self) -> None:
        """Put the ticket to sleep until later (F9)."""
        from supportdesk.domain.action import Snooze

        ticket = self.thread.ticket
        if ticket is None:
            return
        until = await self.ask_moment(
            _("Sleep #{number} until").format(number=ticket.number),
            _("2h, tomorrow 9, fri, 1 dec"),
        )
        if until is not None:
            when = self.moment.until_exactly(to_milliseconds(until))
            said = _("#{number} sleeps until {when}.")
            await self.change(
                Snooze(ticket.number, until), said.format(number=ticket.number, when=when)
            )

    @work(group="change")
    async def do_tags(self) -> None:
        """Add and remove tags (F22)."""
        from supportdesk.domain.action import ChangeTags

        ticket = self.thread.ticket
        if ticket is None:
            return
        title = _("Tags of #{number}").format(number=ticket.number)
        known = [text.line(tag) for tag in self.desk.ask(desk_lists.tags)]
        example = _("+refund -login  adds one, takes one off")
        if ticket.tags:
            now = _("now: {tags}").format(tags=", ".join(text.line(tag) for tag in ticket.tags))
            example = f"{now}\n{example}"
        typed: str | None = ""
        while typed is not None:
            typed = await self.ask_line(
                title, _tags_meaning, value=typed, example=example, words=known
            )
            if typed is not None:
                said = _("Tags of #{number}: {change}.").format(
                    number=ticket.number, change=_tags_meaning(typed)
                )
                if await self.change(ChangeTags(ticket.number, *_tags(typed)), said):
                    return

    # Clients and new tickets

    def do_card(self) -> None:
        """To the client's card; from there, edit it (F44)."""
        if self.pane != "card":
            self.pane = "card"
        elif self.card.card is not None and not self.refuses_changes():
            self.edit_client(self.card.card)

    @work(group="change")
    async def edit_client(self, card: ClientCard) -> None:
        """Change a client's fields and traits."""
        from supportdesk.console.screens.client_edit import ClientEditScreen

        said = _("The card of {client} has changed.").format(client=text.line(card.name, 60))

        async def edit(action: "Action") -> str:
            return "" if await self.change(action, said) else self.told

        screen = ClientEditScreen(card)
        screen.accept = edit
        await self.app.push_screen_wait(screen)

    @work(group="change")
    async def do_new_ticket(self) -> None:
        """Write down a new ticket or a call (F43)."""
        from supportdesk.console.screens.new_ticket import NewTicketScreen

        made: list[int] = []

        async def create(action: "Action") -> str:
            receipt = await self.submit(action)
            made.extend(() if receipt is None else receipt.tickets[:1])
            return "" if made else self.told

        screen = NewTicketScreen(self._known_clients, self.desk.ask(desk_lists.queues))
        screen.accept = create
        await self.app.push_screen_wait(screen)
        for number in made:
            self.open_number(number)
            said = _("#{number} is written down. z undoes.")
            self.say(done(said.format(number=number)))

    def _known_clients(self, typed: str) -> list["KnownClient"]:
        from supportdesk.console.screens.new_ticket import KnownClient

        cards = [self.reading.card(found) for found in self.reading.clients_by(typed)]
        return [
            KnownClient(card.name, _first(card.emails), _first(card.phones), card.company)
            for card in cards
            if card is not None
        ]

    # Back and forth

    def do_undo(self) -> None:
        """Take back what I did last (law 4)."""
        self.undo()

    @work(group="change")
    async def undo(self) -> None:
        """Undo, say what was undone, and show a recalled text in its composer (F31)."""
        from supportdesk.domain.action import Undo

        receipt = await self.submit(Undo())
        if receipt is None:
            return
        number = receipt.tickets[0] if receipt.tickets else None
        if receipt.action in names.WRITTEN and number is not None:
            self.recalled(number, names.WRITTEN[receipt.action])
        self.say(done(names.undone(receipt.action, number)))

    @work(group="change")
    async def do_redo(self) -> None:
        """Do again what was undone."""
        from supportdesk.domain.action import Redo

        receipt = await self.submit(Redo())
        if receipt is not None:
            number = receipt.tickets[0] if receipt.tickets else None
            self.say(done(names.redone(receipt.action, number)))

    def recalled(self, number: int, kind: str) -> None:
        """A text has come back: show it in its composer."""
        raise NotImplementedError


def _label(options: list[Pick], value: str) -> str:
    return next(label for found, label, _hint in options if found == value)


def _first(contacts: tuple[str, ...]) -> str | None:
    return contacts[0] if contacts else None


def _tags(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags to add and to take off."""
    words = typed.split()
    removed = tuple(word.lstrip("-#") for word in words if word.startswith("-"))
    return tuple(word.lstrip("+#") for word in words if not word.startswith("-")), removed


def _tags_meaning(typed: str) -> str:
    """What a line of tags does, in words."""
    add, remove = _tags(typed)
    said = []
    if add:
        said.append(_("adds {tags}").format(tags=", ".join(add)))
    if remove:
        said.append(_("takes off {tags}").format(tags=", ".join(remove)))
    return " · ".join(said)
