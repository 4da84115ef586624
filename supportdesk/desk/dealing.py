"""Dealing what waits to those who can take it, and taking back what lies untouched (R3).

A pass reads and claims in one transaction: two processes never give one ticket to two people.
"""

from datetime import timedelta
from itertools import islice

from supportdesk.desk import states
from supportdesk.desk.crew import read_crew, working_calendar
from supportdesk.desk.submission import Submission
from supportdesk.domain.assignment import Dealt, given
from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.store.read import dealing as reading
from supportdesk.store.write import due
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.dealing import (
    DEAL,
    TAKE_BACK,
    THE_DESK,
    asking,
    is_load,
    is_touched,
    keep_dealt,
    mark_taken_back,
    newest_dealt,
)
from supportdesk.store.write.operators import require_queue

PASS_MS = 10_000
"""Between two passes when nothing hurries."""

LOOKED_AT_FIRST = 50
AT_ONCE = 4
"""Tickets dealt in one transaction: no lock is held for long (law 2)."""

DEALT_AS = "deal:"
"""How the event of an automatic assignment begins to say why: `deal:balanced`."""


def deal_waiting(submission: Submission, _desk: int) -> None:
    """A pass: deal the first few tickets of the one order that somebody can take.

    The next one follows at once while there was something to deal, else after ten seconds.
    """
    transaction = submission.transaction
    ask, now = asking(transaction.connection), transaction.at
    lines = reading.dealt_lines(ask)
    if not lines:
        return
    found = _found(ask, now) if read_crew(ask, now).has_room(lines) else []
    for dealt in found:
        _give(submission, dealt)
    following = now if len(found) == AT_ONCE else now + PASS_MS
    due.plan(transaction.connection, DEAL, THE_DESK, following)


def _found(ask: reading.Ask, now: int) -> list[Dealt]:
    """The first few tickets that somebody can take: mostly among the first that wait."""
    found: list[Dealt] = []
    for most in (LOOKED_AT_FIRST, reading.LOOKED_AT):
        tickets = reading.waiting(ask, most)
        found = list(islice(given(tickets, read_crew(ask, now)), AT_ONCE))
        if len(found) == AT_ONCE or len(tickets) < most:
            break
    return found


def _give(submission: Submission, dealt: Dealt) -> None:
    transaction = submission.transaction
    number, operator = dealt.ticket.number, dealt.person.id
    transaction.rule = f"{DEALT_AS}{dealt.why}"
    change(transaction, "ticket", number, "owner_id", str(operator))
    transaction.rule = None
    keep_dealt(transaction, number, operator, dealt.why)
    states.open_after_action(submission, number)
    minutes = require_queue(transaction.connection, dealt.ticket.queue)["take_back"]
    if minutes:
        calendar = working_calendar(asking(transaction.connection))
        at = calendar.after(from_milliseconds(transaction.at), timedelta(minutes=minutes))
        due.plan(transaction.connection, TAKE_BACK, number, to_milliseconds(at))


def take_back(submission: Submission, number: int) -> None:
    """A dealt ticket that its owner has not touched goes back to be dealt to somebody else.

    Nothing happens where it is somebody else's by now, or nothing that anybody works on.
    """
    transaction = submission.transaction
    connection = transaction.connection
    ticket, dealt = ticket_row(connection, number), newest_dealt(connection, number)
    if dealt is None or ticket["owner_id"] != dealt["operator_id"] or not is_load(ticket):
        return
    if is_touched(connection, dealt):
        return
    transaction.rule = TAKE_BACK
    mark_taken_back(connection, dealt["id"], transaction.at)
    change(transaction, "ticket", number, "owner_id", None)
    transaction.rule = None
