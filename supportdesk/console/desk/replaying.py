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

        panes = self._at.panes
        told = await asyncio.to_thread(panes.desk.ask, history, ticket.number, None)
        screen = ReplayScreen(told, event_names(self._at), panes.moment)
        message = await self._at.asking.show(screen)
        if message is None:
            return
        panes.enter("thread")
        if not panes.thread.go_to(message):
            panes.say(Notice(_("This message stands on the ticket no more."), "dim"))


def event_names(at: Workplace) -> EventNames:
    """What the people, queues and policies that events name are called."""
    return EventNames(
        {row.id: row.name for row in at.reading.operators()},
        {row.id: row.name for row in at.reading.queues()},
        at.panes.desk.ask(policy_names),
        at.panes.moment.stamp,
    )
