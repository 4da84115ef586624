"""Letters in the outbox: what has not arrived, and what an operator decides about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.letter import FAILED
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.recipients import line_of, read_recipient, shown
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _
from supportdesk.i18n.deliveries import delivery_text, state_text
from supportdesk.store.read import letters
from supportdesk.store.read.rows import LetterRow

if TYPE_CHECKING:
    from supportdesk.domain.action import SendAgain, SettleDelivery

AGAIN, ELSEWHERE, ARRIVED, LEFT = "again", "elsewhere", "arrived", "left"


class Letters:
    """What the outbox does with letters."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    def listed(self) -> Sequence[LetterRow]:
        """Those under way: one's own, of a lead everybody's. Raises StoreTrouble."""
        me = self._at.panes.me
        return self._at.panes.desk.ask(
            letters.under_way, None if me.role in SEES_ALL_TIMES else me.id
        )

    def label(self, row: LetterRow) -> str:
        """Whose answer it is, and to whom."""
        to = line_of(row.recipients.everybody)
        return text.line(f"{ticket_name(row.ticket)} {row.subject} · {to}", 160)

    def state(self, row: LetterRow) -> str:
        """How far it has come."""
        return text.line(state_text(row, self._at.panes.moment.stamp), 60)

    def _told(self, row: LetterRow) -> str:
        """How far it has come, and why not further."""
        return text.line(delivery_text(row, self._at.panes.moment.stamp), 160)

    async def decide(self, row: LetterRow) -> None:
        """Ask what is to be done with one that failed; another one is only told of."""
        from supportdesk.domain.action import SendAgain, SettleDelivery

        number = row.ticket
        if row.message is None or row.state not in FAILED:
            return
        ways = [
            (AGAIN, _("send it again"), ""),
            (ELSEWHERE, _("send it to another address"), ""),
            (ARRIVED, _("it has arrived"), ""),
            (LEFT, _("leave it undelivered"), ""),
        ]
        way = await self._at.asking.choose(f"{ticket_name(number)} · {self._told(row)}", ways)
        if way == AGAIN:
            said = _("{number}: sent again.").format(number=ticket_name(number))
            await self._do(SendAgain(row.message), said)
        elif way == ELSEWHERE:
            await self._send_elsewhere(row)
        elif way == ARRIVED:
            said = _("{number}: it has arrived.").format(number=ticket_name(number))
            await self._do(SettleDelivery(row.message, arrived=True), said)
        elif way == LEFT:
            said = _("{number}: left undelivered.").format(number=ticket_name(number))
            await self._do(SettleDelivery(row.message, arrived=False), said)

    async def _do(self, action: "SendAgain | SettleDelivery", said: str) -> None:
        """Do it and say so; it is not taken back, a later decision stands in its place."""
        if await self._at.acting.submit(action) is not None:
            self._at.panes.said_done(said)

    async def _send_elsewhere(self, row: LetterRow) -> None:
        """Ask for the address that gets it instead."""
        from supportdesk.domain.action import SendAgain

        title = _("Send it on {number} to").format(number=ticket_name(row.ticket))
        to = await self._at.asking.ask_line(title, _means, example="ann@example.org")
        if to is not None and row.message is not None:
            said = _("{number}: sent again.").format(number=ticket_name(row.ticket))
            await self._do(SendAgain(row.message, to), said)


def _means(typed: str) -> str:
    """Who is meant. Raises Invalid("recipient.invalid")."""
    return text.line(shown(read_recipient(typed)), 120)
