"""Writing down new tickets, and greeting whoever opens an empty desk."""

from dataclasses import replace
from typing import TYPE_CHECKING

from supportdesk.console import names
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.offering import offer
from supportdesk.console.desk.timing import Timing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _

if TYPE_CHECKING:
    from supportdesk.console.screens.new_ticket import KnownClient
    from supportdesk.domain.action import CreateTicket


class Recording:
    """Commands that write down what was asked."""

    def __init__(self, at: Workplace, moving: Moving, timing: Timing) -> None:
        self._at = at
        self._timing = timing
        self._moving = moving

    async def do_new_ticket(self) -> None:
        """Write down a new ticket or a call (F43)."""
        from supportdesk.console.screens.new_ticket import NewTicketScreen

        made: list[int] = []

        async def create(action: "CreateTicket") -> str:
            receipt = await self._at.acting.submit(action)
            made.extend(() if receipt is None else receipt.tickets[:1])
            return "" if made else self._at.panes.told

        queues = sorted(self._at.reading.queues(), key=lambda queue: (queue.line, queue.id))
        screen = NewTicketScreen(self._known_clients, queues)
        screen.accept = create
        await self._at.asking.show(screen)
        self._timing.name_new(made[0] if made else None)
        for number in made:
            self._moving.open_number(number)
            ticket = self._at.panes.ticket
            offered = "" if ticket is None else offer(self._at.reading, ticket)
            said = _("{number} is written down.").format(number=ticket_name(number))
            self._at.panes.said_done(f"{said} {names.undo_hint()} {offered}".strip())

    def _known_clients(self, typed: str) -> list["KnownClient"]:
        from supportdesk.console.screens.new_ticket import KnownClient

        cards = [self._at.reading.card(found) for found in self._at.reading.clients_by(typed)]
        return [
            KnownClient(card.name, _first(card.emails), _first(card.phones), card.company)
            for card in cards
            if card is not None
        ]

    def is_first_run(self) -> bool:
        """Whether this is an empty desk that is one person's alone. Raises StoreTrouble."""
        reading, me = self._at.reading, self._at.panes.me
        alone = len(reading.operators()) == 1 and me.role == "admin"
        return alone and not self._at.panes.desk.read_only_because and not reading.has_tickets()

    async def welcome(self) -> None:
        """Say what this is, and ask for the names a new desk begins with."""
        from supportdesk.console.screens.first_run import FirstRunScreen
        from supportdesk.domain.action import SaveOperator, SaveQueue

        panes, acting = self._at.panes, self._at.acting
        me, queue = panes.me, next(iter(self._at.reading.queues()), None)
        if queue is None:
            return
        named = await self._at.asking.show(FirstRunScreen(me.name, queue.name))
        if named is None:
            return
        await acting.submit(
            SaveOperator(named.operator, me.id, me.login, me.role, me.email, me.job, me.signature)
        )
        await acting.submit(SaveQueue(named.queue, queue.line, queue.id))
        panes.me = replace(me, name=named.operator)
        panes.show_first()


def _first(contacts: tuple[str, ...]) -> str | None:
    return contacts[0] if contacts else None
