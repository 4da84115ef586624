"""A store that stands for a running Request Tracker, and whoever works on it."""

from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import Action, Reply, SaveOperator
from supportdesk.domain.envelope import Receipt
from supportdesk.intake.html_text import text_of_html
from supportdesk.remote.base import Remote
from supportdesk.remote.mirror.link import MirrorLink
from supportdesk.remote.request_tracker.asking import Access
from supportdesk.remote.request_tracker.tracker import connect
from supportdesk.store.read import sendings as sending_rows
from supportdesk.store.read import threads, tickets
from supportdesk.store.read.rows import TicketRow
from supportdesk.store.read.sendings import SendingRow
from supportdesk.store.write import mirror, sendings


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass
class Mirror:
    """A desk with its link; `me` is the operator whose access the link has."""

    desk: Desk
    link: MirrorLink
    me: int = 0

    async def close(self) -> None:
        """Let go of the link and the store."""
        await self.link.close()
        self.desk.close()

    async def settle(self) -> None:
        """Both sides know what the other did: replies leave, effects come back."""
        self.desk.work()
        await self.link.sync()

    def act(self, action: Action, *confirmed: str) -> Receipt:
        """Do something as the operator of the link."""
        return self.desk.act(self.me, action, confirmed)

    def said(self, number: int) -> list[tuple[str, str, str]]:
        """The thread of a ticket: kind, text and delivery, oldest first."""
        page = self.desk.ask(threads.messages, number)
        return [(row.kind, row.body, row.delivery) for row in page]

    def row(self, number: int) -> TicketRow:
        """A ticket as its operator sees it."""
        found = self.desk.ask(tickets.row, number, self.me)
        assert found is not None
        return found

    def reply(self, number: int, text: str, state: str | None = None) -> Receipt:
        """Answer, having seen everything."""
        return self.act(Reply(number, text, base_seq=self.newest(), then_state=state))

    def newest(self) -> int:
        """The change number now: whoever writes has seen everything."""
        return self.desk.lease(mirror.newest_event)

    def outbox(self) -> list[SendingRow]:
        """What is not known to be done, or given up."""
        return self.desk.ask(sending_rows.in_states, mirror.PENDING)

    def waiting(self) -> list[tuple[str, str, str]]:
        """What is in the outbox: what, state and the code of its reason."""
        return [(row.what, row.state, row.because.get("code", "")) for row in self.outbox()]


def link_to(connection: Any, address: str, history: str) -> None:
    """Make the store one that stands for a Request Tracker."""
    sendings.begin_link(
        connection, kind="request_tracker", name="rt", address=address, history=history
    )


def make_store(path: Path, address: str, history: str = "all") -> None:
    """An empty store, linked to an address; Anna works there too."""
    with closing(open_desk(path, now, create=True)) as desk:
        desk.act(None, SaveOperator("Anna", login="anna", role="lead"))
        desk.lease(link_to, address, history)


async def open_mirror(
    path: Path,
    connecting: Callable[[], Awaitable[Remote]],
    settles: timedelta | None = None,
    undo_send_seconds: int = 0,
) -> Mirror:
    """Open the store, and take in what is there."""
    desk = open_desk(path, now, undo_send_seconds=undo_send_seconds)
    link = MirrorLink(desk, connecting, text_of_html, settles=settles, chance=lambda: 0.0)
    opened = Mirror(desk, link)
    try:
        await link.pull()
    except BaseException:
        await opened.close()
        raise
    me = link.status().operator_id
    assert me is not None
    opened.me = me
    return opened


def signing_in(url: str, token: str) -> Callable[[], Awaitable[Remote]]:
    """Connects as the operator of a token."""

    async def sign_in() -> Remote:
        return await connect(Access(url, token=token), now)

    return sign_in
