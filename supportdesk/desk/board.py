"""The lead's board: queues, operators and hours of one moment, read for console and shell (F117).

What time presses (the oldest wait, tickets due soon) is told of the present alone: a past moment
has the numbers that follow from where tickets stood then.
"""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from supportdesk.domain.board import IN_QUEUES, Board, summed
from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.domain.load import Load, days_of, load_of
from supportdesk.domain.query import And, Query
from supportdesk.store.read import board, desk_lists, load
from supportdesk.store.read.board import HOUR, Clocks

CLOCKS = ("oldest", "due_soon", "breached")
"""What time presses; `oldest` is the moment since when a client waits, in milliseconds."""

NUMBERS = (*IN_QUEUES, *CLOCKS)
"""What a queue has on the board; None where it is not told of this moment, or nobody waits."""

WEEKS = 4
"""Before a day, of which the board tells what is usual."""

NOTHING = Clocks(None, 0, 0)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A queue on the board; without `id`, all of them together."""

    id: int | None
    name: str
    numbers: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """One of our people on the board; `load` is R3's."""

    id: int
    name: str
    load: int
    oldest: int | None
    """Since when the client of theirs who waits longest has been waiting (milliseconds)."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """Everything on the board at `at` (milliseconds)."""

    at: int
    live: bool
    """Whether it is the present, of which more is known."""
    queues: tuple[QueueLine, ...]
    total: QueueLine
    operators: tuple[OperatorLine, ...]
    arrivals: tuple[int, ...]
    """Tickets created in each hour of the day of `at`, from local midnight to that moment."""
    replies: tuple[int, ...]
    week: Load | None
    """When tickets came in the four weeks before that day; None when none did."""

    @property
    def usual(self) -> int | None:
        """How many tickets come on such a weekday by this hour, on average over four weeks."""
        if self.week is None:
            return None
        weekday = (self.week.last + timedelta(days=1)).weekday()
        if not self.week.days(weekday):
            return None
        return round(sum(self.week.means[weekday][: len(self.arrivals)]))


def view(connection: sqlite3.Connection, now: int, zone: tzinfo, at: int | None) -> BoardView:
    """The board now, or at a moment of the past, in the hours of `zone`."""
    moment = now if at is None else at
    counted = summed(board.places(connection, at))
    clocks = board.clocks_of_queues(connection, now) if at is None else None
    queues = tuple(
        QueueLine(row.id, row.name, _numbers(counted, clocks, row.id))
        for row in desk_lists.queues(connection)
    )
    midnight = day_began(moment, zone)
    return BoardView(
        at=moment,
        live=at is None,
        queues=queues,
        total=QueueLine(None, "", _totals(counted, clocks)),
        operators=_operators(connection, counted, now, at),
        arrivals=_by_hour(board.created_per_hour(connection, midnight, moment), moment - midnight),
        replies=_by_hour(board.replies_per_hour(connection, midnight, moment), moment - midnight),
        week=_weeks_before(connection, midnight, zone),
    )


def day_began(moment: int, zone: tzinfo) -> int:
    """When the local day of a moment began, in milliseconds."""
    local = from_milliseconds(moment).astimezone(zone)
    return to_milliseconds(local.replace(hour=0, minute=0, second=0, microsecond=0))


def _numbers(
    counted: Board, clocks: Mapping[int, Clocks] | None, queue: int
) -> dict[str, int | None]:
    told: dict[str, int | None] = {name: counted.of_queue(queue, name) for name in IN_QUEUES}
    return told | _clocks(None if clocks is None else [clocks.get(queue, NOTHING)])


def _totals(counted: Board, clocks: Mapping[int, Clocks] | None) -> dict[str, int | None]:
    told: dict[str, int | None] = {name: counted.total(name) for name in IN_QUEUES}
    return told | _clocks(None if clocks is None else clocks.values())


def _clocks(clocks: Collection[Clocks] | None) -> dict[str, int | None]:
    """What time presses in queues together; None for all of a past moment."""
    if clocks is None:
        return dict.fromkeys(CLOCKS)
    return {
        "oldest": min((one.oldest for one in clocks if one.oldest is not None), default=None),
        "due_soon": sum(one.due_soon for one in clocks),
        "breached": sum(one.breached for one in clocks),
    }


def _operators(
    connection: sqlite3.Connection, counted: Board, now: int, at: int | None
) -> tuple[OperatorLine, ...]:
    clocks = board.clocks_of_operators(connection, now) if at is None else {}
    return tuple(
        OperatorLine(
            row.id,
            row.name,
            counted.of_operator(row.id, "load"),
            clocks.get(row.id, NOTHING).oldest,
        )
        for row in desk_lists.operators(connection)
        if row.active or row.id in counted.operators
    )


def _weeks_before(connection: sqlite3.Connection, midnight: int, zone: tzinfo) -> Load | None:
    day = from_milliseconds(midnight).astimezone(zone).date()
    first, last = day - timedelta(days=WEEKS * 7), day - timedelta(days=1)
    since = to_milliseconds(datetime.combine(first, time(), zone))
    days = days_of(load.quarters(connection, Query(And(())), since, midnight), zone)
    return load_of(days, min(days, default=first), last)  # a desk that is younger has no weeks yet


def _by_hour(counted: Mapping[int, int], passed: int) -> tuple[int, ...]:
    """Counts by whole hours as a row without gaps, to the hour that is running."""
    return tuple(counted.get(hour, 0) for hour in range(passed // HOUR + 1))
