"""Macros on the ticket in sight: filled in, told in words, sent with their reply."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from supportdesk.console import macro_texts, text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import DeskError, Invalid
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
        return _("sending also runs {macro}: {changes}").format(
            macro=text.line(prepared.name, 60), changes=said
        )

    async def send(
        self, prepared: PreparedMacro, ticket: TicketRow, reply: "Reply"
    ) -> Receipt | None:
        """Send a typed reply and do what waits for it; None where it was refused or one left.

        What became of the ticket meanwhile never holds up the text: where the rest cannot be
        done any more, the reply is offered to go alone.
        """
        acting = self._at.acting
        try:
            macro = await self._with_reply(prepared, ticket, reply)
            return None if macro is None else await acting.attempt(macro)
        except DeskError as error:
            if _is_of_reply(error, reply):
                self._at.panes.refuse(error)
                return None
            if not await self._goes_alone(prepared, error):
                return None
        return await acting.submit(reply)

    async def _goes_alone(self, prepared: PreparedMacro, error: DeskError) -> bool:
        return await self._at.asking.confirm_way(
            _("{macro} cannot be done").format(macro=text.line(prepared.name, 60)),
            [
                sentence(error.code, error.parameters, interface="console"),
                _("Nothing was sent yet. The reply can go without the rest of the macro."),
            ],
            yes=_("send the reply alone"),
            no=_("go on writing"),
        )

    async def _with_reply(
        self, prepared: PreparedMacro, ticket: TicketRow, reply: "Reply"
    ) -> "RunMacro | None":
        """A typed reply and what waits for it, as one action; a state chosen now is the one set.

        None when the operator left a question.
        """
        from supportdesk.domain.action import RunMacro, SetState

        now = self._at.reading.row(self._at.reading.end_of_merges(ticket.number)) or ticket
        does = await self._in_time(prepared, now)
        if does is None:
            return None
        plan = self.filling(now)(does, {})
        steps = plan.with_reply(reply)
        if reply.then_state is not None:
            steps = tuple(step for step in steps if not isinstance(step, SetState))
        needed = await self.with_kind(steps, now)
        return None if needed is None else RunMacro(ticket.number, prepared.macro, needed, True)

    async def _in_time(self, prepared: PreparedMacro, ticket: TicketRow) -> str | None:
        """What waits, without a sleep that would be over already; None where one left."""
        from supportdesk.domain.macro import macro_from, macro_text

        try:
            self.filling(ticket)(prepared.does, {})
        except Invalid as error:
            if error.code != "moment.past":
                raise
            macro = macro_from(prepared.does)
            goes_on = await self._at.asking.confirm_way(
                _("The moment is past"),
                [
                    _("{macro} would let the ticket sleep until {moment}.").format(
                        macro=text.line(prepared.name, 60),
                        moment=text.line(macro.snooze or "", 60),
                    )
                ],
                yes=_("send it and do all the rest"),
                no=_("go on writing"),
            )
            return macro_text(replace(macro, snooze=None)) if goes_on else None
        return prepared.does

    async def with_kind(
        self, steps: "tuple[MacroStep, ...]", ticket: TicketRow
    ) -> "tuple[MacroStep, ...] | None":
        """The steps, with the kind that a solved ticket needs asked for; None where one left."""
        from supportdesk.desk.macro_plan import solves_without_kind, with_kind

        if not solves_without_kind(steps, ticket):
            return steps
        kind = await self._at.asking.choose_kind(ticket)
        return None if kind is None else with_kind(steps, ticket, kind)


def _is_of_reply(error: DeskError, reply: "Reply") -> bool:
    """Whether a reply would be refused alone as well, or nothing can be written at all."""
    family = error.code.partition(".")[0]
    sends = error.parameters.get("action") in ("Reply", "RunMacro")
    own_state = family == "state" and reply.then_state is not None
    return family in ("reply", "store", "files") or sends or own_state
