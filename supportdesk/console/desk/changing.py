"""Changing the ticket in sight: whose, which state, how urgent, where, until when.

Each command asks what it must, acts, and says what was done. Actions are imported with the first
change: they do not stand between start and first paint.
"""

from collections.abc import Awaitable, Callable

from supportdesk.console import names, text
from supportdesk.console.desk import options
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import STATES
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.store.read.rows import TicketRow

NEXT_LINE = "next line"
OUTSIDE = "outside"
"""The choice of a third party where queues are chosen among."""


class Changing:
    """Commands that change one ticket."""

    def __init__(self, at: Workplace, forward: Callable[[TicketRow], Awaitable[None]]) -> None:
        """`forward` asks a third party: the last place a ticket can go to."""
        self._at = at
        self._forward = forward
        self._asking = at.asking
        self._acting = at.acting

    # Whose

    async def do_assign(self, ticket: TicketRow) -> None:
        """Give the ticket to somebody, or to nobody."""
        from supportdesk.domain.action import Assign

        number = ticket.number
        people = options.owners(self._at.reading)
        chosen = await self._asking.choose(
            _("Give {number} to").format(number=ticket_name(number)),
            people,
            options.NOBODY if ticket.owner_id is None else str(ticket.owner_id),
        )
        if chosen == options.NOBODY:
            said = _("{number} is nobody's now.").format(number=ticket_name(number))
            await self._acting.change(Assign(number, None), said)
        elif chosen is not None:
            name = options.label(people, chosen)
            said = _("{number} belongs to {name} now.").format(
                number=ticket_name(number), name=name
            )
            await self._acting.change(Assign(number, int(chosen)), said)

    async def do_take(self, ticket: TicketRow) -> None:
        """Make the ticket mine."""
        from supportdesk.domain.action import Assign

        said = _("{number} is yours.").format(number=ticket_name(ticket.number))
        await self._acting.change(Assign(ticket.number, self._at.panes.me.id), said)

    async def do_follow(self, ticket: TicketRow) -> None:
        """Begin to follow the ticket, or end it (F21)."""
        from supportdesk.domain.action import ChangeFollowers
        from supportdesk.store.read import followers

        panes = self._at.panes
        number, me = ticket.number, panes.me.id
        if any(one.operator == me for one in panes.desk.ask(followers.of_ticket, number)):
            said = _("You follow {number} no more.").format(number=ticket_name(number))
            await self._acting.change(ChangeFollowers(number, remove=(me,)), said)
        else:
            said = _("You follow {number}: you are told when its client writes.")
            await self._acting.change(
                ChangeFollowers(number, add=(me,)), said.format(number=ticket_name(number))
            )

    # Which state

    async def do_state(self, ticket: TicketRow) -> None:
        """Choose among the states that are allowed from here."""
        allowed = STATES[ticket.state].successors if ticket.state in STATES else frozenset()
        offered = [(name, names.state(name), "") for name in STATES if name in allowed]
        title = _("{number} is {state}; make it").format(
            number=ticket_name(ticket.number), state=names.state(ticket.state)
        )
        chosen = await self._asking.choose(title, offered)
        if chosen is not None:
            await self._set_state(ticket, chosen)

    async def do_wait(self, ticket: TicketRow) -> None:
        """Wait for the client's answer."""
        await self._set_state(ticket, "waiting")

    async def do_solve(self, ticket: TicketRow) -> None:
        """Mark as solved; the kind is asked when it is missing (F20)."""
        await self._set_state(ticket, "solved")

    async def do_close(self, ticket: TicketRow) -> None:
        """Close for good."""
        await self._set_state(ticket, "closed")

    async def _set_state(self, ticket: TicketRow, state: str) -> None:
        """Move a ticket to `state`, asking for what that state needs (R1)."""
        from supportdesk.domain.action import SetState

        reason = kind = None
        if STATES[state].needs_reason:
            reason = await self._asking.choose(_("Why is it on hold?"), options.hold_reasons())
            if reason is None:
                return
        if state == "solved" and ticket.kind is None:
            kind = await self._asking.choose_kind(ticket)
            if kind is None:
                return
        said = _("{number} is {state}.").format(
            number=ticket_name(ticket.number), state=names.state(state)
        )
        await self._acting.change(SetState(ticket.number, state, reason, kind), said)

    # Where, how urgent, until when

    async def do_move(self, ticket: TicketRow) -> None:
        """Move to another queue."""
        from supportdesk.domain.action import MoveToQueue

        queues = options.queues(self._at.reading)
        title = _("Move {number} to").format(number=ticket_name(ticket.number))
        places = [*queues, (OUTSIDE, _("ask somebody outside: forward"), "")]
        if options.has_later_line(self._at.reading, ticket.queue_id):
            places.append((NEXT_LINE, _("the next line, with a handover note"), ""))
        chosen = await self._asking.choose(title, places, str(ticket.queue_id))
        if chosen == OUTSIDE:
            await self._forward(ticket)
        elif chosen == NEXT_LINE:
            await self.do_escalate(ticket)
        elif chosen is not None:
            name = options.label(queues, chosen)
            said = _("{number} is in {queue} now.").format(
                number=ticket_name(ticket.number), queue=name
            )
            await self._acting.change(MoveToQueue(ticket.number, int(chosen)), said)

    async def do_escalate(self, ticket: TicketRow) -> None:
        """Hand the ticket on to the next line; the note tells what was done (F21)."""
        from supportdesk.console.screens.prompt import TextPromptScreen
        from supportdesk.domain.action import Escalate

        title = _("What must the next line know of {number}?").format(
            number=ticket_name(ticket.number)
        )
        explanation = _("A private note: what was tried, what is left. The client does not see it.")
        note = await self._asking.show(TextPromptScreen(title, explanation))
        if note is not None:
            said = _("{number} is on the next line now.").format(number=ticket_name(ticket.number))
            await self._acting.change(Escalate(ticket.number, note), said)

    async def do_priority(self, ticket: TicketRow) -> None:
        """Say how urgent the ticket is."""
        from supportdesk.domain.action import SetPriority

        title = _("How urgent is {number}?").format(number=ticket_name(ticket.number))
        chosen = await self._asking.choose(title, options.priorities(), str(ticket.priority))
        if chosen is not None:
            said = _("{number} is {priority}.").format(
                number=ticket_name(ticket.number), priority=ticket_names.priority(int(chosen))
            )
            await self._acting.change(SetPriority(ticket.number, int(chosen)), said)

    async def do_snooze(self, ticket: TicketRow) -> None:
        """Put the ticket to sleep until later (F9)."""
        from supportdesk.domain.action import Snooze

        until = await self._asking.ask_moment(
            _("Sleep {number} until").format(number=ticket_name(ticket.number)),
            _("2h, tomorrow 9, fri, 1 dec"),
        )
        if until is not None:
            when = self._at.panes.moment.until_exactly(to_milliseconds(until))
            said = _("{number} sleeps until {when}.")
            await self._acting.change(
                Snooze(ticket.number, until),
                said.format(number=ticket_name(ticket.number), when=when),
            )

    async def do_tags(self, ticket: TicketRow) -> None:
        """Add and remove tags (F22)."""
        from supportdesk.domain.action import ChangeTags

        number = ticket.number
        title = _("Tags of {number}").format(number=ticket_name(number))
        known = [text.line(tag) for tag in self._at.reading.tags()]
        example = _("+refund -login  adds one, takes one off")
        if ticket.tags:
            now = _("now: {tags}").format(tags=", ".join(text.line(tag) for tag in ticket.tags))
            example = f"{now}\n{example}"
        typed: str | None = ""
        while typed is not None:
            typed = await self._asking.ask_line(
                title, options.tags_meaning, value=typed, example=example, words=known
            )
            if typed is not None:
                said = _("Tags of {number}: {change}.")
                said = said.format(number=ticket_name(number), change=options.tags_meaning(typed))
                if await self._acting.change(ChangeTags(number, *options.tag_changes(typed)), said):
                    return
