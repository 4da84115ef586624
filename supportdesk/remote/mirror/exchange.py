"""What leaves for the remote: the wishes of a ticket one by one, each looked at before and after.

Before a wish leaves its ticket is read and recorded, so the planner has stopped by then what no
longer fits; that it leaves is committed before. What no answer tells of is looked for.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from supportdesk.desk.desk import Desk
from supportdesk.desk.mirror import sending, settling
from supportdesk.desk.mirror.plan import SPOKEN
from supportdesk.desk.mirror.recording import take_in
from supportdesk.desk.mirror.seen import SeenGone, SeenTicket
from supportdesk.desk.mirror.sending import Parcel
from supportdesk.desk.mirror.transactions import within
from supportdesk.desk.mirror.wishes import reason
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.letter import pause
from supportdesk.remote.base import (
    Conflict,
    Denied,
    Done,
    Outcome,
    Rejected,
    Remote,
    RetryAt,
    Unknown,
)
from supportdesk.remote.mirror.reading import Reading
from supportdesk.remote.mirror.telling import intent
from supportdesk.remote.trouble import SignedOut
from supportdesk.store.read import mirror as mirror_rows
from supportdesk.store.write import mirror
from supportdesk.store.write.transaction import Transaction

_MOST_CONFLICTS = 3
_UNSETTLED = ("sending", "unknown", "queued")


class Exchange:
    """Reads and tells tickets over one connection."""

    def __init__(
        self,
        desk: Desk,
        remote: Remote,
        origin: str,
        readable: Callable[[str], str],
        *,
        settles: timedelta | None,
        chance: Callable[[], float],
    ) -> None:
        """`origin` is the kind of the link; the rest is as `MirrorLink` takes it."""
        self.remote = remote
        self.reading = Reading(remote, readable)
        self._desk = desk
        self._origin = origin
        self._settles = remote.caps.settles if settles is None else settles
        self._chance = chance

    async def take(self, rid: str) -> None:
        """Read a ticket and record what is new. Raises RemoteTrouble."""
        within(self._desk, "pull", take_in, await self.read(rid))

    async def read(self, rid: str) -> SeenTicket | SeenGone:
        """A ticket, with what is new since it was recorded last. Raises RemoteTrouble."""
        known = self._desk.ask(mirror_rows.known, f"{self._origin}:{rid}")
        return await self.reading.ticket(rid, None if known is None else known[1])

    def number(self, rid: str) -> int | None:
        """The number here of a ticket there, or None."""
        known = self._desk.ask(mirror_rows.known, f"{self._origin}:{rid}")
        return None if known is None else known[0]

    async def tell(self, ticket: int, rid: str) -> int:
        """Tell all that may leave of one ticket, one after the other; how much it was.

        Raises RemoteTrouble.
        """
        told = conflicts = 0
        while True:
            if rid:
                await self.take(rid)
            parcel = within(self._desk, "claim", sending.claim, ticket)
            if parcel is None:
                return told
            try:
                outcome = await self.remote.apply(intent(parcel), parcel.base, parcel.key)
            except SignedOut:
                self._settle(parcel, RetryAt(None))
                raise
            self._settle(parcel, outcome)
            if isinstance(outcome, Done):
                told += 1
                if parcel.what == "Create":
                    rid = outcome.ref
                    await self.take(rid)
                    ticket = self.number(rid) or ticket
            elif isinstance(outcome, Conflict):
                conflicts += 1
                if conflicts > _MOST_CONFLICTS:
                    self._settle(parcel, RetryAt(None))
                    return told
            else:
                return told

    def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        """Keep what became of it."""

        def keep(transaction: Transaction) -> None:
            row = mirror.sending_row(transaction.connection, parcel.number)
            if row["state"] not in _UNSETTLED:
                return
            match outcome:
                case Done(ref=ref, missed=missed):
                    settling.sent(transaction, row, ref, missed=missed)
                case Conflict():
                    settling.put_off(transaction, row, transaction.at)
                case Rejected(reason=said, field=field):
                    because = reason("mirror.rejected", said=said, field=field)
                    settling.stop(transaction, row, because)
                case Denied(reason=said):
                    settling.stop(transaction, row, reason("mirror.denied", said=said))
                case RetryAt(when=when):
                    wait = pause(row["attempts"], self._chance)
                    at = transaction.at + wait if when is None else to_milliseconds(when)
                    settling.put_off(transaction, row, at, reason("mirror.retry"))
                case Unknown():
                    settling.lose(transaction, row, again_at=transaction.at)

        within(self._desk, "settle", keep)

    async def look_for_lost(self) -> None:
        """Look for the effects of what may be done or not. Raises RemoteTrouble."""
        for parcel in within(self._desk, "lost", sending.lost):
            since = parcel.sent_at if parcel.what == "Create" else parcel.base
            found = await self.remote.find_effect(intent(parcel), parcel.key, since)
            if found is None:
                self._not_found(parcel)
                continue
            self._settle(parcel, Done(found, None))
            if parcel.what == "Create":
                await self.take(found)

    def _not_found(self, parcel: Parcel) -> None:
        """It may still come into sight; after that its operator is asked, or a change made anew."""
        seen_by = to_milliseconds(datetime.fromisoformat(parcel.sent_at) + self._settles)

        def keep(transaction: Transaction) -> None:
            row = mirror.sending_row(transaction.connection, parcel.number)
            if row["state"] != "unknown":
                return
            if transaction.at < seen_by:
                settling.lose(transaction, row, again_at=seen_by)
            elif parcel.what in SPOKEN or parcel.what == "Create":
                settling.lose(transaction, row, again_at=None, because=reason("mirror.unknown"))
            else:
                settling.put_off(transaction, row, transaction.at)

        within(self._desk, "settle", keep)
