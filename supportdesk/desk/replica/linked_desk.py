"""A desk that is the copy of another one: everything at once here, and sent there (remotes.md)."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from supportdesk.desk.desk import Desk
from supportdesk.desk.sending_decisions import Way
from supportdesk.domain.envelope import Envelope, Receipt, to_milliseconds
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.memory import Beat
from supportdesk.domain.provisional import is_provisional
from supportdesk.store.read import presence, threads, tickets
from supportdesk.store.read import sendings as reads
from supportdesk.store.read.rows import AttachmentRow
from supportdesk.store.read.sendings import (
    DISCARDED,
    QUEUED,
    SENDING,
    SENT,
    STOPPED,
    Because,
    LinkRow,
    SendingRow,
)

T = TypeVar("T")

if TYPE_CHECKING:
    from supportdesk.desk.due_work import WorkDone
    from supportdesk.store.write.copying import RowsPage
    from supportdesk.store.write.writer import Connection, Writer


class LinkedDesk(Desk):
    """A desk whose store follows another one. What time brings is done there."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.deals_at_once = False
        self._somebody_is_there = True
        self.fetch: Callable[[int], bytes] | None = None
        """Gets the content of an attachment, by its number, from the other desk."""

    @property
    def link(self) -> LinkRow:
        """What this desk is a copy of."""
        found = self.ask(reads.link)
        if found is None:
            raise NotFound("link.missing", name=str(self.address))
        return found

    def submit(self, envelope: Envelope) -> Receipt:
        """Do it here and keep that it has to be sent. Raises what `Desk.submit` raises."""
        from supportdesk.desk.replica.doing import submit

        return self._write(lambda c: submit(c, self.link, envelope, self.undo_send_seconds))

    def whereabouts(self) -> tuple[Beat, ...]:
        """Which tickets I have in sight now, for those who are elsewhere."""
        me = self.link.operator_id
        here = self.ask(presence.others, None, self._now())
        return tuple(
            Beat(row.operator_id, row.ticket, row.doing)
            for row in here
            if row.operator_id == me and not is_provisional(row.ticket)
        )

    def content(self, file: AttachmentRow) -> Iterator[bytes]:
        """The bytes of an attached file: from here, else from the desk, and kept.

        Raises RemoteTrouble, Refused("link.file_not_here") where nobody can ask the desk.
        """
        if not self.ask(threads.has_content, file.sha256):
            if self.fetch is None:
                raise Refused("link.file_not_here", name=file.name)
            self.keep_content(file, self.fetch(file.id))
        return super().content(file)

    def keep_content(self, file: AttachmentRow, content: bytes) -> None:
        """Keep what the desk gave for a file. Raises Invalid for what is another content."""
        from supportdesk.store.write import blobs

        if sha256(content).hexdigest() != file.sha256:
            raise Invalid("remote.rows", wanted="attachment")
        self._write(lambda c: blobs.bring(c, file, content))

    def work(self) -> "WorkDone":
        """Nothing: what time brings is done where the desk is."""
        from supportdesk.desk.due_work import WorkDone

        return WorkDone()

    def next_due(self) -> int | None:
        """Never."""
        return None

    def repair(self) -> None:
        """Compute it anew of what the other desk told, and do on that what was done here."""
        from supportdesk.desk.replica.taking import repair

        self.lease(repair, self.undo_send_seconds)

    def deal(self) -> None:
        """Raise Refused("link.only_there"): assignment is the other desk's."""
        raise Refused("link.only_there", name=self.link.name)

    def take(self, page: "RowsPage") -> None:
        """Put in what the other desk tells. Raises Invalid for what it cannot have told."""
        from supportdesk.desk.replica.taking import take

        self._write(lambda c: take(c, self.link, page, self._now(), self.undo_send_seconds))

    def not_here(self, numbers: Sequence[int]) -> list[int]:
        """Those of the tickets that this copy does not hold."""
        return [number for number in numbers if self.ask(tickets.row, number, None) is None]

    def take_ticket(self, page: "RowsPage") -> None:
        """Put in all of one ticket, whatever else has changed. Raises Invalid."""
        from supportdesk.desk.replica.taking import take_ticket

        self._write(lambda c: take_ticket(c, self.link, page, self.undo_send_seconds))

    def take_instead(self, shadow: "LinkedDesk") -> None:
        """Put what was read into another copy in the place of all that is known of the desk."""
        from supportdesk.desk.replica.taking import take_instead
        from supportdesk.store.write.copy_writer import CopyWriter

        with self._writing:
            writer = self._open_writer()
            if not isinstance(writer, CopyWriter):
                raise TypeError(writer)
            with writer.beside(Path(str(shadow.address))), writer.transaction() as connection:
                take_instead(
                    connection, self.link, shadow.link, self._now(), self.undo_send_seconds
                )

    def to_send(self) -> list[SendingRow]:
        """What may be sent now: of each ticket the first, if nothing about it is in the way."""
        from supportdesk.desk.replica.going import ready

        return ready(self.ask(reads.in_states, reads.OPEN), self._now())

    def begin_sending(self, number: int) -> None:
        """It is about to leave."""
        from supportdesk.store.write import sendings

        self._write(lambda c: sendings.begin_sending(c, number, self._now()))

    def put_off(self, number: int, until: int, because: Because, *, may_be_done: bool) -> None:
        """Try again at a moment in milliseconds.

        What may have been done there is neither let go of nor stopped here: the desk is asked.
        """
        from supportdesk.store.write import sendings

        state = SENDING if may_be_done else QUEUED

        def put_off(connection: "Connection") -> None:
            if not self._is_over(number):
                sendings.set_state(connection, number, state, because=because, next_at=until)

        self._write(put_off)

    def stop(self, number: int, because: Because) -> None:
        """The other desk refuses it: it is shown no more, and waits for whoever did it."""
        from supportdesk.desk.replica.taking import refresh
        from supportdesk.store.write import sendings

        def stopped(connection: "Connection") -> None:
            if not self._is_over(number):
                sendings.set_state(connection, number, STOPPED, because=because)
                refresh(connection, self.undo_send_seconds, number)

        self._write(stopped)

    def accepted(self, number: int, receipt: dict[str, Any]) -> None:
        """The other desk has done it; it is over once that is shown."""
        from supportdesk.desk.replica.doing import HERE, THERE
        from supportdesk.desk.replica.taking import refresh
        from supportdesk.store.write import sendings

        row = self.require_sending(number)

        def kept(connection: "Connection") -> None:
            if self._is_over(number):
                return
            sendings.keep_effect(connection, number, {HERE: row.effect.get(HERE), THERE: receipt})
            sendings.set_state(connection, number, SENT)
            if receipt["change"] <= self.link.change:
                refresh(connection, self.undo_send_seconds, number)

        self._write(kept)

    def send_anyway(self, number: int) -> None:
        """Send what was stopped, past its stops, as one who has seen what is there now."""
        from supportdesk.desk.replica.going import past
        from supportdesk.desk.replica.taking import refresh

        row = self.require_sending(number, STOPPED)

        def again(connection: "Connection") -> None:
            past(connection, row, str(self.link.change))
            refresh(connection, self.undo_send_seconds, number)

        self._write(again)

    def discard(self, number: int) -> tuple[str, ...]:
        """Let go of what was not sent; a text becomes the draft again. Return kinds of drafts."""
        from supportdesk.desk.replica.going import give_back
        from supportdesk.desk.replica.taking import refresh
        from supportdesk.store.write import sendings

        row = self.require_sending(number, STOPPED, QUEUED)

        def let_go(connection: "Connection") -> tuple[str, ...]:
            kinds = give_back(connection, row, self._now())
            sendings.set_state(connection, number, DISCARDED)
            refresh(connection, self.undo_send_seconds, number)
            return kinds

        return self._write(let_go)

    def ways(self, row: SendingRow) -> tuple[Way, ...]:
        """What its operator may decide about a sending."""
        if row.state == STOPPED:
            return (Way.AGAIN, Way.DISCARD)
        return (Way.DISCARD,) if row.state == QUEUED else ()

    def words(self, row: SendingRow) -> tuple[str, ...]:
        """None: another desk of ours has the same words."""
        return ()

    def choose(self, number: int, word: str) -> None:
        """Raise Refused("link.not_now"): there is nothing to choose."""
        raise Refused("link.not_now", number=number, state=self.require_sending(number).state)

    def decide(self, number: int, way: Way) -> tuple[str, ...]:
        """Do what was decided about a sending; return kinds of drafts that are there again.

        Raises NotFound, Refused("link.not_now").
        """
        if way is Way.DISCARD:
            return self.discard(number)
        if way is Way.AGAIN:
            self.send_anyway(number)
            return ()
        raise Refused("link.not_now", number=number, state=self.require_sending(number).state)

    def keep_present(self, present: Sequence[tuple[int, int, str]]) -> None:
        """Who else is there now: operators, the tickets they have in sight, and what they do."""
        from supportdesk.store.write.presence import keep_others

        if not present and not self._somebody_is_there:
            return
        self._somebody_is_there = bool(present)
        me = self.link.operator_id
        others = [one for one in present if one[0] != me]
        self._write(lambda c: keep_others(c, me, others, self._now()))

    def keep_trouble(self, because: Because | None) -> None:
        """Why the other desk cannot be reached; None when it has told all that is new."""
        from supportdesk.store.write import sendings

        self._write(lambda c: sendings.keep_trouble(c, because, self._now()))

    def keep_operator(self, operator: int) -> None:
        """As whom the link acts."""
        from supportdesk.store.write import sendings

        self._write(lambda c: sendings.keep_operator(c, operator))

    def require_sending(self, number: int, *states: str) -> SendingRow:
        """A sending, in one of these states. Raises NotFound, Refused("link.not_now")."""
        row = self.ask(reads.by_number, number)
        if row is None:
            raise NotFound("remote_sending.missing", number=number)
        if states and row.state not in states:
            raise Refused("link.not_now", number=number, state=row.state)
        return row

    def sending_of(self, envelope: UUID) -> SendingRow | None:
        """What has become of an envelope that was handed in here, within a day."""
        return self.ask(reads.by_key, str(envelope))

    def _is_over(self, number: int) -> bool:
        """Whether another process that sends has seen the end of it meanwhile."""
        return self.require_sending(number).state not in reads.OPEN

    def _make_writer(self) -> "Writer":
        from supportdesk.store.write.copy_writer import CopyWriter

        return CopyWriter(Path(str(self.address)))

    def _write(self, doing: "Callable[[Connection], T]") -> T:
        with self._writing, self._open_writer().transaction() as connection:
            return doing(connection)

    def _now(self) -> int:
        return to_milliseconds(self.clock())
