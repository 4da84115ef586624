"""What the desk tells, put under what was done here: base and pending (remotes.md, rule 1).

The doings are taken away, the truth is put in, and those of the doings that it does not hold yet
are done anew on it, in one transaction with the place up to which it was told. One that a rule
refuses now, or that others have crossed, stops with its reason.
"""

import json
import logging
from collections.abc import Collection, Mapping
from uuid import UUID

from supportdesk.desk.handling import handle_within
from supportdesk.desk.replica.doing import HERE, THERE, envelope_of
from supportdesk.domain import wire
from supportdesk.domain.action import Redo, Undo
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import DeskError, Refused
from supportdesk.domain.provisional import is_provisional, renumbered
from supportdesk.store.read import sendings as reads
from supportdesk.store.read.sendings import (
    DISCARDED,
    DONE,
    OPEN,
    QUEUED,
    SENDING,
    SENT,
    SHOWN,
    STOPPED,
    WITHDRAWN,
    Because,
    LinkRow,
    SendingRow,
)
from supportdesk.store.write import copying, envelopes, overlay, personal, sendings
from supportdesk.store.write import repair as repairing
from supportdesk.store.write.copying import RowsPage
from supportdesk.store.write.writer import Connection, reader_of

KEPT_DAYS = 1
"""How long what is over can be looked at."""

log = logging.getLogger(__name__)

DAY = 24 * 60 * 60 * 1000


def take(
    connection: Connection, link: LinkRow, page: RowsPage, now: int, undo_seconds: int
) -> None:
    """Put a page of changes in. `now` in milliseconds. Raises Invalid for what is no page."""
    copying.require_sound(page)
    _make_way(connection, page, page.next)
    copying.copy(connection, page, follows=link.complete)
    complete = link.complete or page.complete
    if complete and not link.complete:
        copying.finish(connection)
    sendings.keep_place(
        connection,
        f"{page.next} {page.mark}",
        complete=complete,
        progress=page.next,
        total=page.last,
        synced_at=now if page.complete else None,
    )
    sendings.forget_over(connection, now - KEPT_DAYS * DAY)
    show_again(connection, page.next, undo_seconds)
    if link.operator_id is not None:
        personal.notice(connection, link.operator_id)


def take_ticket(connection: Connection, link: LinkRow, page: RowsPage, undo_seconds: int) -> None:
    """Put in all of one ticket that was left out so far. Raises Invalid for what is no page."""
    copying.require_sound(page)
    _make_way(connection, page, link.change)
    copying.copy(connection, page, follows=True)
    show_again(connection, link.change, undo_seconds)


def take_instead(
    connection: Connection, link: LinkRow, shadow: LinkRow, now: int, undo_seconds: int
) -> None:
    """Put the whole of the desk, read anew into `shadow`, in the place of what was known of it.

    What it no longer holds of what was done here stops: whoever did it may send it again.
    """
    reader = reader_of(connection)
    overlay.take_away(connection)
    copying.replace_from_shadow(connection)
    copying.finish(connection)
    for row in reads.in_states(reader, (SENT, DONE)):
        if envelopes.find(connection, UUID(row.key)) is None:
            because: Because = {"code": "sync.put_back", "parameters": {}}
            sendings.set_state(connection, row.number, STOPPED, because=because)
    sendings.keep_place(
        connection,
        shadow.cursor,
        complete=True,
        progress=shadow.progress,
        total=shadow.total,
        synced_at=now,
    )
    show_again(connection, shadow.change, undo_seconds)
    if link.operator_id is not None:
        personal.notice(connection, link.operator_id)


def _make_way(connection: Connection, page: RowsPage, change: int) -> None:
    """Take away the doings that a page is about, and those it brings, told up to event `change`.

    Where one of them stands in a table that comes whole, all of them go in any case.
    """
    if copying.may_change_everything(connection, page):
        overlay.take_away(connection)
    else:
        _take_away(connection, change, copying.about(connection, page), ())


def _take_away(
    connection: Connection, change: int, about: Collection[str], sendings: Collection[int]
) -> None:
    """Take away these doings, what is about one of `about`, and what is shown at event `change`.

    Where one does not stand that may stand again, all go: they are done in their order.
    """
    shown = reads.in_states(reader_of(connection), SHOWN)
    there = {row.number for row in shown if _is_shown_there(row, change)}
    known = overlay.standing(connection)
    if {row.number for row in shown} - there <= known.keys():
        overlay.take_away(connection, overlay.bound_up(known, about, there.union(sendings)))
    else:
        overlay.take_away(connection)


def _is_shown_there(row: SendingRow, change: int) -> bool:
    """Whether the desk, told up to event `change`, shows what was sent."""
    return row.state == SENT and row.effect[THERE]["change"] <= change


def show_again(connection: Connection, change: int, undo_seconds: int) -> None:
    """Do anew what the desk, told up to event `change`, does not hold yet."""
    while not _is_shown_again(connection, change, undo_seconds):
        overlay.take_away(connection)


def _is_shown_again(connection: Connection, change: int, undo_seconds: int) -> bool:
    """Do all of it; False where what was taken back here is to be forgotten first."""
    reader = reader_of(connection)
    for row in reads.in_states(reader, (*SHOWN, STOPPED)):
        if row.state == STOPPED:
            _ask_for(connection, row)
        elif _is_shown_there(row, change):
            _finish(connection, row)
        elif envelopes.find(connection, UUID(row.key)) is None:
            now = reads.by_number(reader, row.number) or row
            """What it is about may have its number by now."""
            if not _do_again(connection, now, undo_seconds) and _forgets(connection, now):
                return False
    return True


def _ask_for(connection: Connection, row: SendingRow) -> None:
    """What was stopped here and is done there all the same is over once its receipt was got."""
    if envelopes.find(connection, UUID(row.key)) is not None:
        sendings.set_state(connection, row.number, SENDING)


def refresh(connection: Connection, undo_seconds: int, sending: int | None = None) -> None:
    """Take a doing away, or all of them, and do those anew that still stand."""
    link = reads.link(reader_of(connection))
    change = 0 if link is None else link.change
    if sending is None:
        overlay.take_away(connection)
    else:
        _take_away(connection, change, (), (sending,))
    show_again(connection, change, undo_seconds)
    if link is not None and link.operator_id is not None:
        personal.notice(connection, link.operator_id)


def repair(connection: Connection, undo_seconds: int) -> None:
    """Compute anew what follows from what the desk told, and do anew what was done here."""
    overlay.take_away(connection)
    repairing.repair(connection)
    copying.forget_due_work(connection)
    refresh(connection, undo_seconds)


def because_of(error: DeskError) -> Because:
    """Why something was refused, as it is kept beside it."""
    stops = error.stops if isinstance(error, Refused) else ()
    found: Because = {"code": error.code, "parameters": _plain(error.parameters)}
    if stops:
        found["stops"] = [
            {"name": stop.name, "parameters": _plain(stop.parameters)} for stop in stops
        ]
    return found


def _forgets(connection: Connection, row: SendingRow) -> bool:
    """Forget an undo or redo that cannot be shown, with what it took back: neither ever leaves."""
    action = wire.decode(row.action)
    if row.state != WITHDRAWN or not isinstance(action, Undo | Redo):
        return False
    taken_back = reads.by_key(reader_of(connection), str(action.envelope))
    if taken_back is None or taken_back.state != WITHDRAWN:
        return False
    sendings.set_state(connection, taken_back.number, DISCARDED)
    return True


def _do_again(connection: Connection, row: SendingRow, undo_seconds: int) -> bool:
    """Do one of them on what stands there now; False where that is refused."""
    envelope = envelope_of(row)
    try:
        with overlay.tried(connection, row.number):
            receipt: Receipt | None = None
            while receipt is None or receipt.left:
                receipt = handle_within(connection, envelope, undo_seconds, again=True)
    except overlay.Clash:
        log.info("sending %s is done there, or waits for what it needs", row.number)
        return False
    except DeskError as refused:
        if row.state == QUEUED:
            sendings.set_state(connection, row.number, STOPPED, because=because_of(refused))
        elif row.state == WITHDRAWN:
            sendings.set_state(connection, row.number, DISCARDED)
        copying.forget_due_work(connection)
        return False
    copying.forget_due_work(connection)
    return True


def _finish(connection: Connection, row: SendingRow) -> None:
    """The desk shows it: what was made here goes by the numbers it has there."""
    sendings.set_state(connection, row.number, DONE)
    numbers = dict(numbers_there(row.effect[HERE], row.effect[THERE]))
    if not numbers:
        return
    made = {one: numbers[one] for one in row.effect[HERE]["tickets"] if one in numbers}
    for provisional, number in made.items():
        sendings.renumber(connection, provisional, number, row.effect[THERE].get("message"))
    for later in reads.in_states(reader_of(connection), (*OPEN, WITHDRAWN)):
        asked = renumbered(json.loads(later.action), numbers)
        _let_have_seen(asked, made, row.effect[THERE]["change"])
        effect = renumbered(later.effect, numbers)
        sendings.rewrite(connection, later.number, json.dumps(asked), effect)


def numbers_there(here: dict[str, object], there: dict[str, object]) -> list[tuple[int, int]]:
    """Provisional numbers in the receipt of a copy, with those in the receipt of the desk."""
    pairs: list[tuple[object, object]] = []
    for name, mine in here.items():
        theirs = there.get("entry" if name == "outbox" else name)
        if isinstance(mine, list) and isinstance(theirs, list):
            pairs += zip(mine, theirs, strict=False)
        else:
            pairs.append((mine, theirs))
    return [
        (mine, theirs)
        for mine, theirs in pairs
        if isinstance(mine, int) and isinstance(theirs, int) and is_provisional(mine)
    ]


def _let_have_seen(plain: object, made: Mapping[int, int], change: int) -> None:
    """Whoever does something to a ticket that they have made here has seen how it began."""
    if isinstance(plain, dict):
        if plain.get("ticket") in made.values() and "base_seq" in plain:
            plain["base_seq"] = max(plain["base_seq"], change)
        for held in plain.values():
            _let_have_seen(held, made, change)
    elif isinstance(plain, list):
        for held in plain:
            _let_have_seen(held, made, change)


def _plain(parameters: Mapping[str, object]) -> dict[str, object]:
    written: dict[str, object] = json.loads(json.dumps(dict(parameters), default=str))
    return written
