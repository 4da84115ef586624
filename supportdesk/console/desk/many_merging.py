"""Making one ticket of all that are marked (F8, F24)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from supportdesk.console import text
from supportdesk.console.desk.many import Many
from supportdesk.console.desk.numbers import ask_number, option
from supportdesk.console.desk.outcomes import asked_of
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.action import MergeTicket, on_each
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _

OFFERED = 100
"""Marked tickets offered to merge into; any other by its number."""


class ManyMerging:
    """The command that merges all marked tickets into one."""

    def __init__(self, at: Workplace, many: Many) -> None:
        self._at = at
        self._many = many

    async def many_merge(self, numbers: Sequence[int]) -> None:
        """Choose which ticket stays; what was said on the others moves there, undone in one."""
        into = await self._chosen(numbers)
        if into is None:
            return
        merged = [number for number in numbers if number != into]
        receipt = await self._many.submit(on_each(MergeTicket(0, into), merged))
        if receipt is not None:
            # the ticket that stays is of every merge: it is none of those that were merged
            moved = tuple(number for number in receipt.tickets if number != into)
            said = _("Merged into {into}: {tickets}.").format(
                into=ticket_name(into), tickets="{tickets}"
            )
            await self._many.tell(replace(receipt, tickets=moved), said)

    async def _chosen(self, numbers: Sequence[int]) -> int | None:
        """One of the marked, the oldest first, or any by its number."""
        from supportdesk.console.screens.choice import ChoiceScreen, Option

        reading = self._at.reading
        title = asked_of(numbers, _("merge into"))
        rows = self._many.rows(sorted(numbers)[:OFFERED]) if len(numbers) > 1 else []
        options = [
            Option(
                str(row.number),
                f"{ticket_name(row.number)} {row.subject}",
                text.line(row.client, 60),
            )
            for row in rows
            if row.state != "merged"
        ]
        options.append(Option("", _("another one, by its number …")))
        screen = ChoiceScreen(title, options, digits=False, otherwise=partial(option, reading))
        chosen = await self._at.asking.show(screen)
        if chosen is None:
            return None
        return (
            int(chosen.value) if chosen.value else await ask_number(self._at.asking, reading, title)
        )
