"""Back and forth: what the operator did last is one key away (law 4)."""

from supportdesk.console import names
from supportdesk.console.desk.marking import Marking
from supportdesk.console.desk.outcomes import Outcomes
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.domain.envelope import Receipt
from supportdesk.i18n import gettext as _


class Undoing:
    """Takes back and does again."""

    def __init__(
        self, at: Workplace, writing: WritingDesk, marking: Marking, outcomes: Outcomes
    ) -> None:
        self._at = at
        self._marking = marking
        self._outcomes = outcomes
        self._writing = writing

    async def do_undo(self) -> None:
        """Bring back a text just thrown away, else take back what I did last.

        A reply or note that is undone comes back into its composer (F31).
        """
        from supportdesk.domain.action import Undo

        if self._writing.bring_back():
            return
        split_off = self._split_off_in_sight()
        receipt = await self._at.acting.submit(Undo())
        if receipt is None:
            return
        if receipt.bulk:
            await self._outcomes.tell_undone(receipt)
            self._marking.give_back(receipt.tickets)
            return
        number = receipt.tickets[0] if receipt.tickets else None
        if receipt.action == "SplitMessage" and split_off is not None and split_off[0] == number:
            self._writing.open_ticket(split_off[1])  # back from what is no more
        if number is not None:
            kinds = (*receipt.drafts, *self._returned(receipt, number))
            for kind in kinds[:1]:
                self._writing.resume(number, kind)
        said = names.undone(receipt, number)
        if self._at.panes.overview.is_linked and self._at.reading.never_left(receipt):
            stayed = _("It had not left this copy.")
            said = f"{said} {stayed}"
        self._at.panes.said_done(said)

    def _split_off_in_sight(self) -> tuple[int, int] | None:
        """The ticket in sight, where it is a child of another, and that one."""
        shown = self._at.panes.ticket
        if shown is None:
            return None
        links = self._at.reading.links(shown.number)
        child = [link for link in links if (link.ticket, link.kind) == (shown.number, "parent")]
        return (shown.number, child[0].other) if child else None

    def _returned(self, receipt: Receipt, number: int) -> list[str]:
        """The kind of a planned text that is here again (F32)."""
        return self._writing.returned_kinds(number)[-1:] if receipt.action == "SendLater" else []

    async def do_redo(self) -> None:
        """Do again what was undone."""
        from supportdesk.domain.action import Redo

        receipt = await self._at.acting.submit(Redo())
        if receipt is not None and receipt.bulk:
            self._marking.spend()
            await self._outcomes.tell_redone(receipt)
        elif receipt is not None:
            number = receipt.tickets[0] if receipt.tickets else None
            self._at.panes.said_done(names.redone(receipt.action, number))
