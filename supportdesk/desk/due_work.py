"""What time brings (law 6): woken tickets, replies whose time to leave has come, dealt tickets.

Every running process does it, and every change does it first: so nothing a person does at a later
moment is ever overruled by a wake-up of an earlier one. A row is claimed under a lease, its effect
and its end are one transaction, and the effect carries its due time even when it is done late.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from supportdesk.desk import absences, dealing, letters, outbox, replies, service_levels, snoozing
from supportdesk.desk.submission import Submission
from supportdesk.domain.envelope import from_milliseconds, new_id, to_milliseconds
from supportdesk.records import dataclass
from supportdesk.store.read.due_times import OUTSIDE
from supportdesk.store.write import clocks, due, envelopes
from supportdesk.store.write.dealing import DEAL, TAKE_BACK
from supportdesk.store.write.due import DueRow
from supportdesk.store.write.outbox import SEND
from supportdesk.store.write.staffing_fields import ABSENCE_END
from supportdesk.store.write.transaction import Transaction
from supportdesk.store.write.writer import Writer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What came of one look at what is due; `late` is the most that a row was behind its time."""

    done: int = 0
    failed: int = 0
    late: int = 0
    """Milliseconds."""


def work(writer: Writer, now: datetime, parts: int = 1) -> WorkDone:
    """Do every row that is due, and so many `parts` of long work.

    A row that fails waits for its lease to end.
    """
    moment = to_milliseconds(now)
    done, failed, late = 0, 0, 0
    gone_on: Counter[str] = Counter()
    while True:
        with writer.transaction() as connection:
            over = [kind for kind, times in gone_on.items() if times >= parts]
            row = due.claim(connection, moment, [*over, *OUTSIDE])
        if row is None:
            return WorkDone(done, failed, late)
        try:
            is_told = _do(writer, row)
        except Exception:
            log.exception("due work %s for %s failed", row.kind, row.ref)
            failed += 1
            continue
        if is_told:
            done, late = done + 1, max(late, moment - row.at)
        gone_on.update({row.kind} & BY_PARTS)


def _do(writer: Writer, row: DueRow) -> bool:
    """Do one row; whether it is worth telling: a pass that dealt nothing is not."""
    at = row.claimed_at if row.kind in OF_THE_MOMENT else row.at
    moment = from_milliseconds(at)
    with writer.transaction() as connection:
        if not due.finish(connection, row):
            return True
        transaction = Transaction(connection, new_id(moment), None, at)
        submission = Submission(transaction, None, frozenset(), 0)
        EFFECTS[row.kind](submission, row.ref)
        clocks.keep(transaction)
        if transaction.last_event:
            envelopes.keep(
                connection,
                envelope=transaction.envelope,
                actor=None,
                at=at,
                action=f"due:{row.kind}",
                receipt="{}",
            )
        return bool(transaction.last_event) or row.kind not in OF_THE_MOMENT


def _release(submission: Submission, message: int) -> None:
    """The window is over: the reply leaves; with no outgoing channel it is saved, and says so.

    The replies of a bulk wait for the last of them: one undo recalls them all (F8).
    """
    if not replies.hold_back(submission, message):
        letters.leave(submission, message)


EFFECTS: dict[str, Callable[[Submission, int], object]] = {
    snoozing.WAKE: snoozing.wake,
    replies.RELEASE: _release,
    SEND: outbox.send,
    clocks.WARN: service_levels.warn,
    clocks.BREACH: service_levels.breach,
    clocks.AGAIN: service_levels.look_again,
    DEAL: dealing.deal_waiting,
    TAKE_BACK: dealing.take_back,
    ABSENCE_END: absences.end,
}
"""One effect for each kind of due work."""

BY_PARTS = frozenset({clocks.AGAIN})
"""Long work that plans its next part, so that nobody has to wait for the whole."""

OF_THE_MOMENT = frozenset({DEAL})
"""Work that is about how things are now: done late, it carries the moment at which it is done."""
