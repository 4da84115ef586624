"""Changing all marked tickets in one operation with one undo (F7).

Each command asks what it must and says how many tickets it is about before it does anything.
"""

import asyncio
from collections.abc import Sequence

from supportdesk.console import names, text
from supportdesk.console.desk import options
from supportdesk.console.desk.filling_in import ask_field, shown
from supportdesk.console.desk.marking import Marking
from supportdesk.console.desk.outcomes import Outcomes, asked_of
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.domain.action import (
    Assign,
    Bulk,
    ChangeTags,
    MoveToQueue,
    SetField,
    SetPriority,
    SetState,
    Snooze,
    TicketCommand,
    on_each,
)
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import KINDS, STATES
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.store.read.rows import TicketRow

NAMED = 5
"""Marked tickets named in a question."""

READ_AT_ONCE = 256

Numbers = Sequence[int]


class Many:
    """Commands about all marked tickets; named as those about one, with `many_` before it."""

    def __init__(self, at: Workplace, marking: Marking, outcomes: Outcomes) -> None:
        self._at = at
        self._asking = at.asking
        self._marking = marking
        self._outcomes = outcomes

    # Whose

    async def many_assign(self, numbers: Numbers) -> None:
        """Give them to somebody, or to nobody."""
        people = options.owners(self._at.reading)
        chosen = await self._asking.choose(asked_of(numbers, _("give to")), people)
        if chosen is not None:
            owner = None if chosen == options.NOBODY else int(chosen)
            said = _("{tickets}: owner {name}.")
            await self._each(numbers, Assign(0, owner), said, name=options.label(people, chosen))

    async def many_take(self, numbers: Numbers) -> None:
        """Make them mine."""
        if await self._agreed(numbers, _("take")):
            await self._each(numbers, Assign(0, self._at.panes.me.id), _("{tickets} are yours."))

    # Which state

    async def many_state(self, numbers: Numbers) -> None:
        """Choose a state for them."""
        reachable = set().union(*(state.successors for state in STATES.values()))
        offered = [(name, names.state(name), "") for name in STATES if name in reachable]
        chosen = await self._asking.choose(asked_of(numbers, _("state")), offered)
        if chosen is not None:
            await self._set_state(numbers, chosen)

    async def many_wait(self, numbers: Numbers) -> None:
        """Wait for the clients' answers."""
        if await self._agreed(numbers, _("wait")):
            await self._set_state(numbers, "waiting")

    async def many_solve(self, numbers: Numbers) -> None:
        """Mark as solved; the kind of those without one is asked once (F20)."""
        if await self._agreed(numbers, _("solve")):
            await self._set_state(numbers, "solved")

    async def many_close(self, numbers: Numbers) -> None:
        """Close for good."""
        if await self._agreed(numbers, _("close")):
            await self._set_state(numbers, "closed")

    async def _set_state(self, numbers: Numbers, state: str) -> None:
        said = _("{tickets}: {state}.")
        reason = None
        if STATES[state].needs_reason:
            reason = await self._asking.choose(_("Why is it on hold?"), options.hold_reasons())
            if reason is None:
                return
        if state != "solved":
            command = SetState(0, state, reason)
            await self._each(numbers, command, said, state=names.state(state))
            return
        rows = await asyncio.to_thread(self.rows, numbers)
        kind = await self.kind_of(rows)
        if kind is not None:
            steps = (SetState(row.number, state, None, None if row.kind else kind) for row in rows)
            await self._carry_out(Bulk(tuple(steps)), said, state=names.state(state))

    async def kind_of(self, rows: Sequence[TicketRow]) -> str | None:
        """The kind for tickets without one, where there are any; None leaves."""
        without = [row.number for row in rows if not row.kind]
        if not without:
            return ""
        kinds = [(name, names.kind(name), "") for name in KINDS]
        return await self._asking.choose(asked_of(without, _("what kind of request?")), kinds)

    # Where, how urgent, until when

    async def many_move(self, numbers: Numbers) -> None:
        """Move them to another queue."""
        queues = options.queues(self._at.reading)
        chosen = await self._asking.choose(asked_of(numbers, _("move to")), queues)
        if chosen is not None:
            said = _("{tickets}: queue {queue}.")
            name = options.label(queues, chosen)
            await self._each(numbers, MoveToQueue(0, int(chosen)), said, queue=name)

    async def many_priority(self, numbers: Numbers) -> None:
        """Say how urgent they are."""
        title = asked_of(numbers, _("how urgent?"))
        chosen = await self._asking.choose(title, options.priorities())
        if chosen is not None:
            said = _("{tickets}: {priority}.")
            priority = ticket_names.priority(int(chosen))
            await self._each(numbers, SetPriority(0, int(chosen)), said, priority=priority)

    async def many_snooze(self, numbers: Numbers) -> None:
        """Put them to sleep until later (F9)."""
        title = asked_of(numbers, _("sleep until"))
        until = await self._asking.ask_moment(title, _("2h, tomorrow 9, fri, 1 dec"))
        if until is not None:
            when = self._at.panes.moment.until_exactly(to_milliseconds(until))
            await self._each(
                numbers, Snooze(0, until), _("{tickets} sleep until {when}."), when=when
            )

    async def many_tags(self, numbers: Numbers) -> None:
        """Add and remove tags (F22)."""
        typed = await self._asking.ask_line(
            asked_of(numbers, _("tags")),
            options.tags_meaning,
            example=_("+refund -login  adds one, takes one off"),
            words=[text.line(tag) for tag in self._at.reading.tags()],
        )
        if typed is not None:
            said = _("{tickets}: {change}.")
            command = ChangeTags(0, *options.tag_changes(typed))
            await self._each(numbers, command, said, change=options.tags_meaning(typed))

    async def many_fields(self, numbers: Numbers) -> None:
        """Set a custom field of them (F23)."""
        chosen = await ask_field(
            self._asking, self._at.reading, asked_of(numbers, _("custom fields")), None
        )
        if chosen is not None:
            field, value = chosen
            said = _("{tickets}: {field} is {value}.")
            title = text.line(field.title, 40)
            command = SetField(0, field.name, value)
            await self._each(numbers, command, said, field=title, value=shown(field, value))

    # Doing it

    async def submit(self, bulk: Bulk) -> Receipt | None:
        """Do it and take the marks off; None when it was refused whole, which is told."""
        receipt = await self._at.acting.submit(bulk)
        if receipt is not None:
            self._marking.spend()
        return receipt

    async def tell(self, receipt: Receipt, said: str, **values: str) -> None:
        """Tell what became of it; `said` names the count as `{tickets}`."""
        known = {
            name: value.replace("{", "{{").replace("}", "}}") for name, value in values.items()
        }
        told = said.format(tickets="{tickets}", **known)
        await self._outcomes.tell(receipt, f"{told} {names.literal(names.undo_hint())}")

    async def _carry_out(self, bulk: Bulk, said: str, **values: str) -> None:
        receipt = await self.submit(bulk)
        if receipt is not None:
            await self.tell(receipt, said, **values)

    async def _each(
        self, numbers: Numbers, command: TicketCommand, said: str, **values: str
    ) -> None:
        await self._carry_out(on_each(command, numbers), said, **values)

    async def _agreed(self, numbers: Numbers, verb: str) -> bool:
        """Ask where the command itself asks nothing: the marks may be forgotten."""
        named = [
            f"{ticket_name(row.number)} {text.line(row.subject, 200)}"
            for row in self.rows(numbers[:NAMED])
        ]
        if len(numbers) > NAMED:
            named.append(_("… and {count} more.").format(count=len(numbers) - NAMED))
        screen = ConfirmScreen(asked_of(numbers, verb), named, yes=f"{verb} · {len(numbers)}")
        return await self._asking.show(screen) is True

    def rows(self, numbers: Numbers) -> list[TicketRow]:
        """The tickets as they stand now, by parts."""
        return [
            row
            for start in range(0, len(numbers), READ_AT_ONCE)
            for row in self._at.reading.rows(numbers[start : start + READ_AT_ONCE])
        ]
