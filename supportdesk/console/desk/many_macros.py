"""Running a macro on all marked tickets, looked at before anything is done (F7, F62)."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from supportdesk.console import macro_texts, text
from supportdesk.console.desk.many import READ_AT_ONCE, Many
from supportdesk.console.desk.outcomes import asked_of
from supportdesk.console.desk.preparing import Preparing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.console.widgets.footer import refused
from supportdesk.desk.bulk_macros import MacroForMany, OnMany, OnTicket, on_many, require_at_once
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.bulk_texts import left_out_of_macro
from supportdesk.store.read.rows import MacroRow, TicketRow

if TYPE_CHECKING:
    from supportdesk.console.screens.macro_picker import PickedMacro
    from supportdesk.desk.macro_plan import MacroPlan

PREVIEWED = 3
"""Tickets whose changes are shown before anything is done."""


class ManyMacros:
    """The command that runs a macro on all marked tickets."""

    def __init__(self, at: Workplace, many: Many) -> None:
        self._at = at
        self._many = many
        self._preparing = Preparing(at)

    async def many_macro(self, numbers: Sequence[int]) -> None:
        """Pick a macro, see what it does to the first ones, run it: one undo takes it all back."""
        picked = await self._pick(numbers)
        if picked is None:
            return
        panes, zone = self._at.panes, self._at.reading.zone
        wanted = MacroForMany(picked.macro, picked.answers)
        found = await asyncio.to_thread(on_many, panes.desk, panes.me, zone, numbers, wanted)
        left_out = left_out_of_macro(found.gaps, found.drafted, found.unchanged, ticket_name)
        if not found.going:
            panes.say(refused(" ".join(left_out)))
            return
        kind = await self._many.kind_of(found.without_kind)
        if kind is None or not await self._agreed(picked.macro, found, left_out):
            return
        receipt = await self._many.submit(found.bulk(picked.macro.id, kind or None))
        if receipt is not None:
            said = _("{macro} is done on {tickets}.")
            await self._many.tell(receipt, said, macro=text.line(picked.macro.name, 60))

    async def _pick(self, numbers: Sequence[int]) -> "PickedMacro | None":
        """Let a macro be picked, its changes shown on the first of the tickets."""
        from supportdesk.console.screens.macro_picker import MacroPickerScreen

        first = next(iter(self._at.reading.rows(numbers[:READ_AT_ONCE])), None)
        if first is None:
            raise NotFound("ticket.missing", number=numbers[0])
        fill = self._preparing.filling(first)

        def plan(row: MacroRow, answers: Mapping[str, str]) -> "MacroPlan":
            require_at_once(row)
            return fill(row.does, answers)

        screen = MacroPickerScreen(
            self._at.reading.macros(),
            plan,
            self._preview(first),
            title=asked_of(numbers, _("macros")),
        )
        return await self._at.asking.show(screen)

    def _preview(self, ticket: TicketRow) -> "Callable[[MacroPlan], str]":
        def preview(plan: "MacroPlan") -> str:
            return self._shown(OnTicket(ticket, plan, plan.whole(ticket)))

        return preview

    def _shown(self, one: OnTicket) -> str:
        """What becomes of a ticket: its number, then every change."""
        changes = self._preparing.changes(one.steps, one.ticket)
        told = macro_texts.preview(changes, client=one.ticket.client, sends=one.plan.sends)
        return f"— {ticket_name(one.ticket.number)}\n{told or _('Nothing would change.')}"

    async def _agreed(self, macro: MacroRow, found: OnMany, left_out: Sequence[str]) -> bool:
        count = len(found.going)
        numbers = [one.ticket.number for one in found.going]
        shown = [f"{self._shown(one)}\n" for one in found.going[:PREVIEWED]]
        more = [_("… and {count} more.").format(count=count - PREVIEWED)]
        runs = _("run it")
        screen = ConfirmScreen(
            asked_of(numbers, text.line(macro.name, 60)),
            [*left_out, *shown, *(more if count > PREVIEWED else [])],
            yes=f"{runs} · {count}",
        )
        return await self._at.asking.show(screen) is True
