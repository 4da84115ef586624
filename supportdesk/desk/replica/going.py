"""What may leave for the other desk, in which order, and what becomes of what was stopped.

The order is that of each ticket: what waits in front holds up what was done to the same ticket
later, and nothing else. What was made here and has no number yet holds up what refers to it.
"""

import json
from collections.abc import Iterable, Iterator

from supportdesk.desk.replica.doing import envelope_of
from supportdesk.domain.action import AddNote, Forward, Reply
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.provisional import is_provisional
from supportdesk.store.read.sendings import QUEUED, SENDING, SENT, SendingRow
from supportdesk.store.write import personal, sendings
from supportdesk.store.write.writer import Connection

_DRAFTS = {Reply: "reply", Forward: "forward", AddNote: "note"}


def ready(waiting: Iterable[SendingRow], now: int) -> list[SendingRow]:
    """The first of each ticket that may leave now, by number. `now` in milliseconds."""
    in_front: set[int | None] = set()
    found = []
    for row in waiting:
        is_first = row.ticket not in in_front
        may_leave = row.state == SENDING or (row.state == QUEUED and (row.next_at or 0) <= now)
        if is_first and may_leave and not any(_unnumbered(json.loads(row.action))):
            found.append(row)
        if row.state != SENT:
            in_front.add(row.ticket)
    return found


def past(connection: Connection, row: SendingRow, cursor: str) -> None:
    """Let what was stopped go past its stops: whoever says so has seen the desk up to `cursor`."""
    names = {stop["name"] for stop in row.because.get("stops", ())}
    confirmed = tuple(sorted({*row.confirmed, *names}))
    sendings.confirm(connection, row.number, cursor, confirmed)
    sendings.set_state(connection, row.number, QUEUED)


def give_back(connection: Connection, row: SendingRow, now: int) -> tuple[str, ...]:
    """Put the text of what is not sent where it was written, under what stands there already."""
    action = envelope_of(row).action
    kind = _DRAFTS.get(type(action))
    if kind is None or row.actor_id is None or not isinstance(action, Reply | Forward | AddNote):
        return ()
    standing = personal.standing_draft(connection, row.actor_id, action.ticket, kind)
    body = action.body
    if standing is not None and standing.body.strip():
        body = f"{standing.body}\n\n{body}"
    recipients = action.recipients if isinstance(action, Reply | Forward) else None
    draft = KeepDraft(row.actor_id, action.ticket, kind, body, cursor=len(body))
    if recipients is not None:
        draft = KeepDraft(
            row.actor_id, action.ticket, kind, body, cursor=len(body), recipients=recipients
        )
    personal.keep_draft(connection, draft, now)
    return (kind,)


def _unnumbered(plain: object) -> Iterator[bool]:
    """Whether anything in an action was made here and is not numbered yet."""
    match plain:
        case bool():
            return
        case int():
            yield is_provisional(plain)
        case list():
            for one in plain:
                yield from _unnumbered(one)
        case dict():
            for one in plain.values():
                yield from _unnumbered(one)
