"""One macro on many tickets, filled in with each one's own values; who is left out (F7, F62)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import tzinfo

from supportdesk.desk.desk import Desk
from supportdesk.desk.macro_plan import MacroPlan, plan_macro, solves_without_kind, with_kind
from supportdesk.desk.signatures import signature_for
from supportdesk.desk.template_values import language_of, template_context
from supportdesk.domain.action import Bulk, MacroStep, RunMacro
from supportdesk.domain.errors import Refused
from supportdesk.domain.macro import Macro, macro_from
from supportdesk.records import dataclass
from supportdesk.store.read import clients, threads, tickets
from supportdesk.store.read.rows import MacroRow, OperatorRow, TicketRow

READ_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class MacroForMany:
    """What is run on many tickets; `answers` are what the operator answered, by label."""

    macro: MacroRow
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OnTicket:
    """What the macro does to one of the tickets."""

    ticket: TicketRow
    plan: MacroPlan
    steps: tuple[MacroStep, ...]
    """All of it, a reply signed."""


@dataclass(frozen=True, slots=True)
class OnMany:
    """The tickets by what becomes of them, in the order they were named in."""

    going: list[OnTicket] = field(default_factory=list)
    gaps: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Where a text has empty places: number → what has no value there."""
    drafted: list[int] = field(default_factory=list)
    """Where a draft of mine stands instead of the reply: a macro never sends past it (F64)."""
    unchanged: list[int] = field(default_factory=list)
    """Where all is so already."""

    @property
    def without_kind(self) -> list[TicketRow]:
        """Tickets that are solved by it and need a kind for that (F20)."""
        return [one.ticket for one in self.going if solves_without_kind(one.steps, one.ticket)]

    def bulk(self, macro: int, kind: str | None) -> Bulk:
        """All of it as one command; `kind` is for those solved without one."""
        return Bulk(
            tuple(
                RunMacro(one.ticket.number, macro, with_kind(one.steps, one.ticket, kind))
                for one in self.going
            )
        )


def require_at_once(row: MacroRow) -> Macro:
    """What a macro does. Raises Refused for one whose reply is to be looked at on each ticket."""
    macro = macro_from(row.does)
    if macro.reply and not macro.send:
        raise Refused("macro.one_by_one", macro=row.name)
    return macro


def on_many(
    desk: Desk, me: OperatorRow, zone: tzinfo, numbers: Sequence[int], wanted: MacroForMany
) -> OnMany:
    """Fill a macro in for each of the tickets, as they stand now; `zone` is the operator's.

    Raises Refused("macro.one_by_one"), Invalid for a text or moment that cannot be used,
    StoreTrouble.
    """
    found = OnMany()
    drafts = desk.ask(threads.drafts, me.id)
    begun = {draft.ticket for draft in drafts if draft.kind == "reply"}
    for one in _each(desk, me, zone, numbers, wanted):
        number = one.ticket.number
        if not one.steps:
            found.unchanged.append(number)
        elif one.plan.unresolved:
            found.gaps[number] = one.plan.unresolved
        elif one.plan.sends and number in begun:
            found.drafted.append(number)
        else:
            found.going.append(one)
    return found


def _each(
    desk: Desk, me: OperatorRow, zone: tzinfo, numbers: Sequence[int], wanted: MacroForMany
) -> Iterator[OnTicket]:
    macro = require_at_once(wanted.macro)
    for start in range(0, len(numbers), READ_AT_ONCE):
        for row in desk.ask(tickets.rows, numbers[start : start + READ_AT_ONCE], me.id):
            plan = plan_macro(
                macro,
                row,
                template_context(desk, me, row, zone),
                me=me.id,
                zone=zone,
                answers=wanted.answers,
                language=language_of(row, desk.ask(clients.card, row.client_id)),
            )
            signature = signature_for(desk, me, row, zone) if plan.sends else ""
            yield OnTicket(row, plan, plan.whole(row, signature))
