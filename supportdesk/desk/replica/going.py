"""What may leave for the other desk, in which order, and what becomes of what was stopped.

The order is that of each ticket: what waits in front holds up what was done to any of the same
tickets later, and nothing else. What was made here and has no number yet holds up what refers to
it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from supportdesk.desk.replica.doing import envelope_of
from supportdesk.domain.action import AddNote, Bulk, Forward, Reply
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.provisional import is_provisional
from supportdesk.store.read.sendings import QUEUED, SENDING, SENT, SendingRow
from supportdesk.store.write import personal, sendings
from supportdesk.store.write.writer import Connection

BY_TIME = frozenset({"newer", "changed", "conflict"})
"""Stops that go by what has been read: whoever has read more has no need to confirm them."""

LONGEST_REST_MS = 2 * 60 * 60_000
"""Nothing is put off for longer."""

_DRAFTS = {Reply: "reply", Forward: "forward", AddNote: "note"}


def ready(waiting: Iterable[SendingRow], now: int) -> list[SendingRow]:
    """The first of each ticket that may leave now, by number. `now` in milliseconds.

    What is about no ticket is in a row of its own.
    """
    in_front: set[int | None] = set()
    found = []
    for row in waiting:
        about = row.about
        may_leave = row.state in (QUEUED, SENDING) and not _rests(row.next_at or 0, now)
        is_first = not about & in_front
        if is_first and may_leave and not any(_unnumbered(json.loads(row.action))):
            found.append(row)
        if row.state != SENT:
            in_front |= about
    return found


def _rests(until: int, now: int) -> bool:
    """Whether it is left alone until a moment; one far ahead was told by a clock that was wrong."""
    return now < until <= now + LONGEST_REST_MS


def past(connection: Connection, row: SendingRow, cursor: str) -> None:
    """Let what was stopped go past its stops: whoever says so has seen the desk up to `cursor`.

    What they were not told of stops it once more, as does what comes there later. Steps of a bulk
    stand there as they were asked.
    """
    names = {stop["name"] for stop in row.because.get("stops", ())}
    seen = row.base
    if row.what != Bulk.__name__ and names & BY_TIME:
        seen = cursor
        names -= BY_TIME
        action = json.dumps(_seen(json.loads(row.action), int(cursor)))
        sendings.rewrite(connection, row.number, action, row.effect)
    confirmed = tuple(sorted({*row.confirmed, *names}))
    sendings.confirm(connection, row.number, seen, confirmed)
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


def _seen(plain: Any, cursor: int) -> Any:
    """What an action asks, by somebody who has read up to change number `cursor`."""
    match plain:
        case list():
            return [_seen(one, cursor) for one in plain]
        case dict():
            held = {name: _seen(one, cursor) for name, one in plain.items()}
            return {**held, "base_seq": cursor} if "base_seq" in held else held
        case _:
            return plain


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
