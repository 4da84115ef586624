"""The desk: the one way in for everybody (law 1), and the questions it answers.

Opening and asking import nothing but the driver; the writing side (SQLAlchemy) is imported with
the first change, so that it never stands between start and first paint (speed.md).
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from supportdesk.address import Address
from supportdesk.domain.envelope import Clock, Envelope, Receipt, new_id, to_milliseconds
from supportdesk.domain.errors import Refused, StoreTrouble, storable
from supportdesk.store.read import desk_lists
from supportdesk.store.read.connection import (
    CACHE,
    SCHEMA_VERSION,
    SMALL_CACHE,
    Reader,
    open_reader,
    schema_version,
    take_away_log,
    unreadable,
)
from supportdesk.store.read.due_times import next_inside
from supportdesk.store.read.rows import AttachmentRow
from supportdesk.store.read.threads import attachment_chunks

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from supportdesk.desk.due_work import WorkDone
    from supportdesk.domain.action import Action
    from supportdesk.domain.memory import Memory
    from supportdesk.store.write.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

UNDO_SEND_SECONDS = 10
"""How long a reply is held back and can be recalled (F31: 0-60)."""

PARTS = 4
"""Of long work that is done at once while nobody has asked for anything."""

PAUSE_SECONDS = 0.004
"""Between two parts of a bulk: longer than others wait before they ask for the lock again."""


class Desk:
    """A desk on one store. Make it with `open_desk`.

    Safe to share between threads: each asks through a connection of its own, and changes queue up
    behind one lock.
    """

    def __init__(
        self,
        address: Address,
        clock: Clock,
        *,
        read_only_because: str | None = None,
        immutable: bool = False,
        undo_send_seconds: int = UNDO_SEND_SECONDS,
        copy: "TemporaryDirectory[str] | None" = None,
        leaves_no_log: bool = False,
    ) -> None:
        """`copy` holds an upgraded copy of an older store that must not be changed itself.

        `leaves_no_log` is for one that is only read and had no log: it has none afterwards.
        """
        self.address = address
        self.clock = clock
        self.read_only_because = read_only_because
        """Why nothing can be changed (`newer`, `asked`, `media`), or None."""
        self.sits: int | None = None
        """The operator who sits here, where he may be about to act as somebody else."""
        self.undo_send_seconds = undo_send_seconds
        self.deals_at_once = True
        """Whether what a change gives room for is dealt before its receipt, or soon by due work."""
        self._immutable = immutable
        self._copy = copy
        self._leaves_no_log = leaves_no_log
        self._asking = threading.local()
        self._connections: list[Reader] = []
        self._writing = threading.RLock()
        self._writer: Writer | None = None

    def ask(
        self,
        question: Callable[Concatenate[Reader, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Answer a question of `store.read`, e.g. `desk.ask(tickets.row, 17, me)`.

        Raises StoreTrouble when the store cannot be read, Invalid for what no store can hold.
        """
        try:
            with storable():
                return question(self.connection, *args, **kwargs)
        except sqlite3.Error as trouble:
            raise unreadable(self.address, trouble) from trouble

    def content(self, file: AttachmentRow) -> Iterator[bytes]:
        """The bytes of an attached file, in pieces. Raises what `ask` raises."""
        return self.ask(attachment_chunks, file.sha256)

    @property
    def connection(self) -> Reader:
        """This thread's read connection."""
        connection: Reader | None = getattr(self._asking, "connection", None)
        if connection is None:
            cache = SMALL_CACHE if self._connections else CACHE
            place: Address = self.address
            if self._copy is not None:
                from supportdesk.desk.upgraded_copy import place_in

                place = place_in(self._copy)
            connection = open_reader(place, immutable=self._immutable, cache=cache)
            self._asking.connection = connection
            self._connections.append(connection)
        return connection

    def submit(self, envelope: Envelope) -> Receipt:
        """Do what the envelope asks, all or nothing; the same envelope twice is done once.

        What time has brought before the envelope's moment is done before it (law 6), and what it
        gives room for is dealt after it (R3).

        Raises Refused when a rule says no, Invalid for nonsense, NotFound for an unknown row and
        StoreTrouble when nothing can be written.
        """
        from supportdesk.desk.due_work import work
        from supportdesk.desk.handling import handle

        with self._writing:
            writer = self._open_writer()
            due = self.next_due()
            if due is not None and due <= to_milliseconds(envelope.at):
                work(writer, envelope.at)
            receipt = handle(writer, self._signed(envelope), self.undo_send_seconds)
            with suppress(StoreTrouble):  # the change is kept; the next look deals
                if self.deals_at_once and self._deals_by(to_milliseconds(envelope.at)):
                    work(writer, envelope.at)
            return receipt

    def act(self, actor: int | None, action: "Action", confirmed: Iterable[str] = ()) -> Receipt:
        """Submit `action` in a fresh envelope, now; a bulk to its end."""
        now = self.clock()
        envelope = Envelope(new_id(now), actor, now, action, frozenset(confirmed))
        *_parts, whole = self.carry_out(envelope)
        return whole

    def carry_out(self, envelope: Envelope) -> Iterator[Receipt]:
        """Submit an envelope until nothing is left of it: what has come of it so far, each time.

        Between two parts of a bulk everybody else has a turn at writing.
        """
        whole: Receipt | None = None
        while whole is None or whole.left:
            if whole is not None:
                time.sleep(PAUSE_SECONDS)
            part = self.submit(replace(envelope, at=self.clock()))
            whole = part if whole is None else whole.and_then(part)
            yield whole

    def rehearse(self, envelope: Envelope) -> Receipt:
        """What a bulk would do now, ticket by ticket; nothing is changed.

        Raises what `submit` raises.
        """
        from supportdesk.desk.handling import rehearse

        with self._writing:
            return rehearse(self._open_writer(), self._signed(envelope), self.undo_send_seconds)

    def require(self, actor: int, kind: "type[Action]") -> None:
        """Raise Refused where the role of `actor` may not do this: asked before long work."""
        from supportdesk.domain.roles import may

        role = next((row.role for row in self.ask(desk_lists.operators) if row.id == actor), "")
        if not may(role, kind):
            raise Refused("role.not_allowed", role=role, action=kind.__name__)

    def sit(self, operator: int, acting_as: int) -> None:
        """From now on `operator` sits here and acts as somebody: recorded, and a right.

        Raises Refused("operator.not_yourself") where the role has it not.
        """
        here = {row.id: row for row in self.ask(desk_lists.operators)}
        own, other = here[operator], here[acting_as]
        if own is not other:
            from supportdesk.domain.roles import require_to_act_as

            require_to_act_as(own.role, other.role, other.name)
        self.sits = operator

    def remember(self, memory: "Memory") -> None:
        """Keep a personal thing: a draft, a read mark, counted time (law 5)."""
        from supportdesk.desk.remembering import remember

        with self._writing:
            remember(self._open_writer(), memory, self.clock())

    def work(self) -> "WorkDone":
        """Do all work that is due (law 6). Raises StoreTrouble, also for a read-only store."""
        from supportdesk.desk.due_work import work

        with self._writing:
            return work(self._open_writer(), self.clock(), PARTS)

    def get_ready(self) -> None:
        """Bring in what changes need, so that the first one need not wait. Raises StoreTrouble."""
        from supportdesk.domain.english import stem

        with self._writing:
            self._open_writer()
        import_module("supportdesk.desk.due_work")
        stem("ready")  # the stemmer is loaded with the first word

    def clean_file(self) -> bool:
        """Leave nothing in the file of what was forgotten (F160); others wait meanwhile.

        Takes as long as a backup. False where somebody still reads the former state: it leaves the
        log as soon as they have done. Raises StoreTrouble.
        """
        with self._writing:
            return self._open_writer().clean()

    def lease(
        self, doing: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Claim or mark work that is done outside of the store, in one transaction (law 6).

        Raises StoreTrouble.
        """
        with self._writing, self._open_writer().transaction() as connection:
            return doing(connection, *args, **kwargs)

    def rest(self) -> None:
        """Use a moment in which nobody writes to fold the log. Raises StoreTrouble."""
        with self._writing:
            if self._writer is not None:
                self._writer.fold()

    def repair(self) -> None:
        """Compute anew all that follows from something else. Raises StoreTrouble, Refused."""
        from supportdesk.store.write.repair import repair

        self.lease(repair)

    def next_due(self) -> int | None:
        """When the next due work falls that `work` does (milliseconds), or None."""
        return self.ask(next_inside)

    def deal(self) -> None:
        """Deal now what waits and can be dealt, in queues that are dealt. Raises StoreTrouble."""
        from supportdesk.desk.due_work import work
        from supportdesk.store.write.dealing import hurry

        now = self.clock()
        with self._writing:
            writer = self._open_writer()
            with writer.transaction() as connection:
                hurry(connection, to_milliseconds(now))
            work(writer, now)

    def _deals_by(self, at: int) -> bool:
        """Whether a pass over the waiting tickets is due."""
        from supportdesk.store.read.dealing import is_pass_due

        return self.ask(is_pass_due, at)

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded back into the file."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        if self._leaves_no_log and isinstance(self.address, Path):
            take_away_log(self.address)
        if self._copy is not None:
            self._copy.cleanup()
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _signed(self, envelope: Envelope) -> Envelope:
        """An envelope with the name of whoever does it as somebody else."""
        if envelope.by is not None:
            return envelope
        is_another = envelope.actor not in (None, self.sits)
        return replace(envelope, by=self.sits) if is_another else envelope

    def _open_writer(self) -> "Writer":
        if self.read_only_because:
            raise StoreTrouble(
                "store.read_only", path=str(self.address), because=self.read_only_because
            )
        if self.ask(schema_version) > SCHEMA_VERSION:  # upgraded by another while this one is open
            raise StoreTrouble("store.read_only", path=str(self.address), because="newer")
        if self._writer is None:
            import_module("supportdesk.desk.handling")
            self._writer = self._make_writer()
        return self._writer

    def _make_writer(self) -> "Writer":
        from supportdesk.store.write.writer import open_writer

        return open_writer(self.address)
