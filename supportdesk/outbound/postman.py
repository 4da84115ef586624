"""The postman: claims letters that are due, hands them to their server, tells what came of it.

A letter is claimed, and that is committed, before a connection is opened; that its last dot is
about to leave is committed before the dot. So whoever is killed at any moment leaves behind a
letter that was not sent, or one of which nobody knows, and never sends one twice.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta, tzinfo

from supportdesk.desk.acknowledging import acknowledgement
from supportdesk.desk.desk import Desk
from supportdesk.domain.action import PlanNotices, RecordSending
from supportdesk.domain.envelope import Envelope, new_id, to_milliseconds
from supportdesk.domain.errors import StoreTrouble
from supportdesk.domain.letter import CUT_SHORT, NO_ADDRESS, pause
from supportdesk.outbound.smtp import Answer, Connection, Server, ServerTrouble
from supportdesk.outbound.writing_letters import Written, write_letter
from supportdesk.records import dataclass
from supportdesk.store.read import letters as letter_rows
from supportdesk.store.write import letters
from supportdesk.store.write.letters import Taken

LEASE_BEYOND_DEADLINE = 30_000
"""Milliseconds a claim outlives the longest that its mail can take."""

LONGEST_REST = 60_000
"""Milliseconds an account rests at most whose server lets nobody in."""


@dataclass(frozen=True, slots=True)
class OutgoingAccount:
    """An address of the desk, the name before it, and the server that takes its mail."""

    address: str
    name: str
    server: Server


@dataclass(slots=True)
class _Resting:
    """An account whose server could not be used: until when, and how often in a row."""

    until: datetime
    times: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: letters sent, put off, and in need of an operator."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    troubles: Mapping[str, str] = field(default_factory=dict)
    """Account → why its server cannot be used."""

    @property
    def done(self) -> int:
        """How many letters were in work."""
        return self.sent + self.put_off + self.failed


class Postman:
    """Delivers the letters of the accounts this process knows. Used by one thread at a time."""

    def __init__(
        self,
        desk: Desk,
        accounts: Mapping[str, OutgoingAccount],
        chance: Callable[[], float] = random.random,
        lease_beyond: int = LEASE_BEYOND_DEADLINE,
        zone: tzinfo = UTC,
    ) -> None:
        """`accounts` are named by their addresses; times in texts are those of `zone`."""
        self._zone = zone
        self._lease_beyond = lease_beyond
        self._desk = desk
        self._accounts = accounts
        self._chance = chance
        self._resting: dict[str, _Resting] = {}
        self._lines: dict[str, Connection] = {}

    def deliver(self, most: int = 50, go_on: Callable[[], bool] = lambda: True) -> Round:
        """Deliver what is due, `most` letters at most, while `go_on`. Raises StoreTrouble."""
        came_of_it = Round()
        self._acknowledge()
        self._plan_notices()
        try:
            while came_of_it.done < most and go_on():
                taken = self._take()
                if taken is None:
                    break
                came_of_it = self._told(came_of_it, self._deliver(taken))
        finally:
            for line in self._lines.values():
                line.close()
            self._lines.clear()
        troubles = {address: rest.said for address, rest in self._resting.items()}
        return replace(came_of_it, troubles=troubles)

    def cut(self) -> None:
        """Wait for no server any longer, from any thread: what is under way ends as it stands."""
        for line in list(self._lines.values()):
            line.cut()

    def _acknowledge(self) -> None:
        """Write the acknowledgements of new tickets; they become letters."""
        now = self._desk.clock()
        for ticket in self._desk.ask(letter_rows.due_acknowledgements, to_milliseconds(now)):
            name = next(iter(self._accounts.values())).name
            told = acknowledgement(self._desk, ticket, name, self._zone)
            self._desk.submit(Envelope(new_id(now), None, now, told))

    def _plan_notices(self) -> None:
        """Have operators told of what has happened, where any of them asked for it."""
        if self._desk.ask(letter_rows.has_news):
            now = self._desk.clock()
            self._desk.submit(Envelope(new_id(now), None, now, PlanNotices()))

    def _take(self) -> Taken | None:
        now = self._desk.clock()
        ready = [
            address
            for address in self._accounts
            if address not in self._resting or self._resting[address].until <= now
        ]
        if not ready:
            return None
        longest = max(self._accounts[address].server.total_seconds for address in ready)
        lease = round(longest * 1000) + self._lease_beyond
        return self._desk.lease(letters.take, to_milliseconds(now), ready, lease)

    def _deliver(self, taken: Taken) -> RecordSending:
        """Do one attempt and record what came of it."""
        record = RecordSending(taken.letter, taken.attempt)
        if taken.is_lost:
            record = self._lost(taken)
        else:
            account = self._accounts[taken.account]
            written = write_letter(self._desk, taken.letter, account.address, account.name)
            record = self._handed_in(record, taken, account, written)
        now = self._desk.clock()
        self._desk.submit(Envelope(new_id(now), None, now, record))
        return record

    def _lost(self, taken: Taken) -> RecordSending:
        """Who had it before was cut off in the middle: an operator has to say what is to be."""
        row = self._desk.lease(letters.letter_row, taken.letter)
        still = () if row is None else tuple(letters.left(row))
        return RecordSending(taken.letter, taken.attempt, unknown=still, said=CUT_SHORT)

    def _handed_in(
        self, record: RecordSending, taken: Taken, account: OutgoingAccount, written: Written
    ) -> RecordSending:
        record = replace(record, refused=written.impossible, said=NO_ADDRESS)
        if not written.left:
            return record
        domain = account.address.rpartition("@")[2]
        line = self._lines.setdefault(account.address, Connection(account.server, domain))
        try:
            answer = line.deliver(
                account.address, tuple(written.left), written.mail, lambda: self._may_go(taken)
            )
        except ServerTrouble as trouble:
            self._rest(account.address, trouble.said)
            answer = Answer(later=tuple(written.left), said=trouble.said)
        else:
            self._resting.pop(account.address, None)
        return self._answered(record, answer, taken, written)

    def _may_go(self, taken: Taken) -> bool:
        try:
            return self._desk.lease(letters.hand_over, taken.letter, taken.attempt)
        except StoreTrouble:
            return False

    def _answered(
        self, record: RecordSending, answer: Answer, taken: Taken, written: Written
    ) -> RecordSending:
        """What is recorded of an answer: addresses as they were typed."""

        def typed(several: Iterable[str]) -> tuple[str, ...]:
            return tuple(written.left[one] for one in several)

        wait = timedelta(milliseconds=pause(taken.attempt, self._chance))
        return replace(
            record,
            sent=typed(answer.sent),
            later=typed(answer.later),
            refused=(*record.refused, *typed(answer.refused)),
            unknown=typed(answer.unknown),
            said=answer.said or (record.said if record.refused else ""),
            again=self._desk.clock() + wait if answer.later else None,
        )

    def _rest(self, address: str, said: str) -> None:
        """Nobody is asked again at once who let nobody in."""
        times = self._resting[address].times + 1 if address in self._resting else 1
        wait = min(LONGEST_REST, pause(times, self._chance))
        self._resting[address] = _Resting(
            self._desk.clock() + timedelta(milliseconds=wait), times, said
        )

    @staticmethod
    def _told(sofar: Round, record: RecordSending) -> Round:
        if record.unknown or record.refused:
            return replace(sofar, failed=sofar.failed + 1)
        if record.later:
            return replace(sofar, put_off=sofar.put_off + 1)
        return replace(sofar, sent=sofar.sent + 1)
