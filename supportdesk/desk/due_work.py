"""What time brings (law 6): woken tickets, replies whose time to leave has come.

Every running process does it, and every change does it first: so nothing a person does at a later
moment is ever overruled by a wake-up of an earlier one. A row is claimed under a lease, its effect
and its end are one transaction, and the effect carries its due time even when it is done late.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from supportdesk.desk import outbox, replies, service_levels, snoozing
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import RecordDelivery
from supportdesk.domain.envelope import from_milliseconds, new_id, to_milliseconds
from supportdesk.domain.ticket import Delivery
from supportdesk.store.write import clocks, due, envelopes
from supportdesk.store.write.due import DueRow
from supportdesk.store.write.engine import Writer
from supportdesk.store.write.outbox import SEND
from supportdesk.store.write.transaction import Transaction

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
            row = due.claim(connection, moment, over)
        if row is None:
            return WorkDone(done, failed, late)
        try:
            _do(writer, row)
        except Exception:
            log.exception("due work %s for %s failed", row.kind, row.ref)
            failed += 1
            continue
        done, late = done + 1, max(late, moment - row.at)
        gone_on.update({row.kind} & BY_PARTS)


def _do(writer: Writer, row: DueRow) -> None:
    moment = from_milliseconds(row.at)
    with writer.transaction() as connection:
        if not due.finish(connection, row):
            return
        transaction = Transaction(connection, new_id(moment), None, row.at)
        submission = Submission(transaction, None, frozenset(), 0)
        EFFECTS[row.kind](submission, row.ref)
        clocks.keep(transaction)
        envelopes.keep(
            connection,
            envelope=transaction.envelope,
            actor=None,
            at=row.at,
            action=f"due:{row.kind}",
            receipt="{}",
        )


def _release(submission: Submission, message: int) -> None:
    """The window is over and there is no outgoing channel: the reply is saved, and says so.

    The replies of a bulk wait for the last of them: one undo recalls them all (F8).
    """
    if replies.hold_back(submission, message):
        return
    replies.record_delivery(submission, RecordDelivery(message, str(Delivery.SAVED)))


EFFECTS: dict[str, Callable[[Submission, int], object]] = {
    snoozing.WAKE: snoozing.wake,
    replies.RELEASE: _release,
    SEND: outbox.send,
    clocks.WARN: service_levels.warn,
    clocks.BREACH: service_levels.breach,
    clocks.AGAIN: service_levels.look_again,
}
"""One effect for each kind of due work."""

BY_PARTS = frozenset({clocks.AGAIN})
"""Long work that plans its next part, so that nobody has to wait for the whole."""
