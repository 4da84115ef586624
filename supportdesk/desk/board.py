"""The lead's board: queues, operators and hours of one moment, read for console and shell (F117).

The oldest wait, what is due soon, caps and the last thing somebody did are told of the present
alone: a past moment has the numbers that follow from where tickets stood then.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta, tzinfo

from supportdesk.desk.loads import Counted, Period, days_asked
from supportdesk.desk.report import Asked, Line, Section, report
from supportdesk.domain.board import IN_QUEUES, Board, summed
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.load import Load, load_of
from supportdesk.domain.period import day_began, period_of
from supportdesk.domain.query import And, Query
from supportdesk.domain.staffing import Status
from supportdesk.records import dataclass
from supportdesk.store.read import board, desk_lists, operators
from supportdesk.store.read.board import HOUR, Clocks
from supportdesk.store.read.connection import Reader

OF_NOW = ("oldest", "due_soon")
"""Told of the present alone; `oldest` is the moment since when a client waits, in milliseconds."""

NUMBERS = (*IN_QUEUES, "breached", *OF_NOW)
"""What a queue has on the board; None where it is not told of this moment, or nobody waits."""

WEEKS = 4
"""Before a day, of which the board tells what is usual."""

TODAY = (
    *("first_response", "first_response_met", "next_reply", "next_reply_met"),
    *("resolution_met", "reopened", "one_touch"),
)
"""Metrics of R8 that the board tells of the day."""

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
    status: str
    since: int | None = None
    """Since when the status holds; None where none was ever set. Moments are milliseconds."""
    cap: int | None = None
    oldest: int | None = None
    """Since when the client of theirs who waits longest has been waiting."""
    last_action: int | None = None


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
    measured: tuple[Section, ...] = ()
    """What was measured from local midnight to that moment: only what anything was measured of."""

    @property
    def usual(self) -> int | None:
        """How many tickets come on such a weekday by this hour, on average over four weeks."""
        if self.week is None:
            return None
        weekday = (self.week.last + timedelta(days=1)).weekday()
        if not self.week.days(weekday):
            return None
        return round(sum(self.week.means[weekday][: len(self.arrivals)]))


def view(connection: Reader, now: int, zone: tzinfo, at: int | None) -> BoardView:
    """The board now, or at a moment of the past, in the hours of `zone`."""
    moment = now if at is None else at
    counted = summed(board.places(connection, at))
    clocks = board.clocks_of_queues(connection, now) if at is None else _past(connection, at)
    queues = tuple(
        QueueLine(row.id, row.name, _numbers(counted, [clocks.get(row.id, NOTHING)], at, row.id))
        for row in desk_lists.queues(connection)
    )
    midnight = day_began(moment, zone)
    return BoardView(
        at=moment,
        live=at is None,
        queues=queues,
        total=QueueLine(None, "", _numbers(counted, clocks.values(), at)),
        operators=_here(connection, now) if at is None else _there(connection, counted, at),
        arrivals=_by_hour(board.created_per_hour(connection, midnight, moment), moment - midnight),
        replies=_by_hour(board.replies_per_hour(connection, midnight, moment), moment - midnight),
        week=weeks_before(connection, moment, zone),
        measured=_measured(connection, midnight, moment, zone),
    )


def _past(connection: Reader, at: int) -> dict[int, Clocks]:
    found = board.breached_at(connection, at)
    return {queue: Clocks(None, 0, breached) for queue, breached in found.items()}


def _numbers(
    counted: Board, clocks: Collection[Clocks], at: int | None, queue: int | None = None
) -> dict[str, int | None]:
    """The numbers of a queue, or of all of them together."""
    told: dict[str, int | None] = {
        name: counted.total(name) if queue is None else counted.of_queue(queue, name)
        for name in IN_QUEUES
    }
    told["breached"] = sum(one.breached for one in clocks)
    waits = [one.oldest for one in clocks if one.oldest is not None]
    soon = sum(one.due_soon for one in clocks)
    return told | {"oldest": min(waits, default=None), "due_soon": soon if at is None else None}


def _here(connection: Reader, now: int) -> tuple[OperatorLine, ...]:
    """Those who work here now: who signs in, has ever said what they do, or has tickets."""
    return tuple(
        OperatorLine(
            id=row.id,
            name=row.name,
            load=row.load,
            status=row.status,
            since=row.since,
            cap=row.cap,
            oldest=row.oldest_unanswered,
            last_action=row.last_action,
        )
        for row in operators.at_work(connection, now)
        if row.login or row.since is not None or row.load or row.oldest_unanswered is not None
    )


def _there(connection: Reader, counted: Board, at: int) -> tuple[OperatorLine, ...]:
    """Those who worked here at a moment of the past."""
    statuses = operators.statuses_at(connection, at)
    lines = []
    for row in desk_lists.operators(connection):
        status, since = statuses.get(row.id, (str(Status.OFFLINE), None))
        load = counted.of_operator(row.id, "load")
        if load or since is not None or (row.active and row.login):
            lines.append(OperatorLine(row.id, row.name, load, status, since))
    return tuple(lines)


def _measured(connection: Reader, midnight: int, moment: int, zone: tzinfo) -> tuple[Section, ...]:
    period = period_of(midnight, moment + 1, moment, zone)
    found = report(connection, Asked(Query(And(())), period, zone, metrics=TODAY))
    return tuple(one for one in found.sections if one.total is not None and _is_told(one.total))


def _is_told(line: Line) -> bool:
    """Whether anything was measured: a rate needs what it is of."""
    return bool(line.number.n if line.number.of is None else line.number.of)


def weeks_before(
    connection: Reader, at: int, zone: tzinfo, counted: Counted = Counted.TICKETS
) -> Load | None:
    """What came in the four weeks before the day of a moment; None when nothing did."""
    midnight = from_milliseconds(day_began(at, zone)).astimezone(zone)
    day = midnight.date()
    first, last = day - timedelta(days=WEEKS * 7), day - timedelta(days=1)
    asked = Period(Query(And(())), datetime.combine(first, time(), zone), midnight)
    days = days_asked(connection, asked, zone, counted)
    return load_of(days, min(days, default=first), last)  # a desk that is younger has no weeks yet


def _by_hour(counted: Mapping[int, int], passed: int) -> tuple[int, ...]:
    """Counts by whole hours as a row without gaps, to the hour that is running."""
    return tuple(counted.get(hour, 0) for hour in range(passed // HOUR + 1))
