"""Macros on the ticket in sight: filled in, told in words, sent with their reply."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from supportdesk.console import macro_texts, text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.store.read.macros import PreparedMacro
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.desk.macro_changes import Change
    from supportdesk.desk.macro_plan import MacroPlan
    from supportdesk.domain.action import MacroStep, Reply, RunMacro

Fill = Callable[[str, Mapping[str, str]], "MacroPlan"]


class Preparing:
    """What macros do on one ticket."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    def filling(self, ticket: TicketRow) -> Fill:
        """How macros are filled in for a ticket, its values read once."""
        from supportdesk.desk.macro_plan import plan_macro
        from supportdesk.desk.template_values import language_of, template_context
        from supportdesk.domain.macro import macro_from

        panes, reading = self._at.panes, self._at.reading
        context = template_context(panes.desk, panes.me, ticket, reading.zone)
        language = language_of(ticket, reading.card(ticket.client_id))

        def fill(does: str, answers: Mapping[str, str]) -> "MacroPlan":
            return plan_macro(
                macro_from(does),
                ticket,
                context,
                me=panes.me.id,
                zone=reading.zone,
                answers=answers,
                language=language,
            )

        return fill

    def changes(self, steps: "Sequence[MacroStep]", ticket: TicketRow) -> "list[Change]":
        """What steps change, moments as this operator reads them."""
        from supportdesk.desk.macro_changes import changes

        reading, watch = self._at.reading, self._at.panes.moment
        queues = {queue.id: queue.name for queue in reading.queues()}
        people = {person.id: person.name for person in reading.operators()}
        found = changes(steps, ticket, queues, people)
        return [
            replace(
                change,
                before=None if change.before is None else watch.until_exactly(int(change.before)),
                after=None if change.after is None else watch.until_exactly(int(change.after)),
            )
            if change.field == "wake"
            else change
            for change in found
        ]

    def told(self, prepared: PreparedMacro, ticket: TicketRow) -> str:
        """What waits for my reply on a ticket, in a line over its composer."""
        try:
            steps = self.filling(ticket)(prepared.does, {}).steps
            said = macro_texts.summary(self.changes(steps, ticket)) or _("nothing else")
        except DeskError as error:
            said = sentence(error.code, error.parameters, interface="console")
        return _("with the reply, {macro}: {changes}").format(
            macro=text.line(prepared.name, 60), changes=said
        )

    async def with_reply(
        self, prepared: PreparedMacro, ticket: TicketRow, reply: "Reply"
    ) -> "RunMacro | None":
        """A typed reply and what waits for it, as one action; a state chosen now is the one set.

        None when the operator left a question.
        """
        from supportdesk.domain.action import RunMacro, SetState

        now = self._at.reading.row(ticket.number) or ticket
        plan = self.filling(now)(prepared.does, {})
        steps = plan.with_reply(reply)
        if reply.then_state is not None:
            steps = tuple(step for step in steps if not isinstance(step, SetState))
        needed = await self.with_kind(steps, now)
        return None if needed is None else RunMacro(ticket.number, prepared.macro, needed, True)

    async def with_kind(
        self, steps: "tuple[MacroStep, ...]", ticket: TicketRow
    ) -> "tuple[MacroStep, ...] | None":
        """The steps, with the kind that a solved ticket needs asked for; None where one left."""
        from supportdesk.domain.action import SetKind, SetState

        solves = any(isinstance(step, SetState) and step.state == "solved" for step in steps)
        has_kind = ticket.kind is not None or any(isinstance(step, SetKind) for step in steps)
        if not solves or has_kind:
            return steps
        kind = await self._at.asking.choose_kind(ticket)
        if kind is None:
            return None
        return tuple(
            replace(step, kind=kind) if isinstance(step, SetState) else step for step in steps
        )
