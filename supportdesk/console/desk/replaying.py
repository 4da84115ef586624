"""The history of the ticket in sight, step by step, and to the message of a step (F153)."""

import asyncio

from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.widgets.footer import Notice
from supportdesk.i18n import gettext as _
from supportdesk.i18n.event_names import EventNames
from supportdesk.store.read.policies import policy_names
from supportdesk.store.read.rows import TicketRow


class Replaying:
    """The command that replays a ticket."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    async def do_replay(self, ticket: TicketRow) -> None:
        """Show how the ticket came to stand as it does."""
        from supportdesk.console.screens.replay import ReplayScreen
        from supportdesk.desk.replay import history

        panes, reading = self._at.panes, self._at.reading
        told = await asyncio.to_thread(panes.desk.ask, history, ticket.number, None)
        names = EventNames(
            {row.id: row.name for row in reading.operators()},
            {row.id: row.name for row in reading.queues()},
            panes.desk.ask(policy_names),
            panes.moment.stamp,
        )
        message = await self._at.asking.show(ReplayScreen(told, names, panes.moment))
        if message is None:
            return
        panes.enter("thread")
        if not panes.thread.go_to(message):
            panes.say(Notice(_("This message stands on the ticket no more."), "dim"))
