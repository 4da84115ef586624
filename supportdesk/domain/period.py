"""The period of a report, and what the clocks of its zone showed during it.

Days, weeks and hours are those of a zone. The store knows UTC alone, so that a period carries how
far the local clock was from it, change by change: the days on which clocks change are right.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.records import dataclass

HOUR = 3_600_000
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """`since` ≤ moment < `until`, in milliseconds, as seen at `now` in a zone."""

    since: int
    until: int
    now: int
    offsets: tuple[tuple[int, int], ...]
    """From when on which offset held (milliseconds to be added); the first one before as well."""

    @property
    def end(self) -> int:
        """The last moment of the period that has come."""
        return min(self.until - 1, self.now)

    def local(self, moment: int) -> int:
        """What local clocks showed, as milliseconds since 1970 there."""
        held = self.offsets[0][1]
        for begin, offset in self.offsets:
            if begin <= moment:
                held = offset
        return moment + held

    def bucket(self, moment: int, by: str) -> int:
        """The number of the local day, week (from Monday on) or hour of the day of a moment."""
        local = self.local(moment)
        if by == "hour":
            return local // HOUR % 24
        return local // DAY if by == "day" else (local // DAY + 3) // 7


def day_began(moment: int, zone: tzinfo) -> int:
    """When the local day of a moment began, in milliseconds."""
    local = from_milliseconds(moment).astimezone(zone)
    return to_milliseconds(local.replace(hour=0, minute=0, second=0, microsecond=0))


def period_of(since: int, until: int, now: int, zone: tzinfo) -> Period:
    """The period in a zone."""
    return Period(since, until, now, tuple(_offsets(since, max(since, until), zone)))


def before(period: Period, zone: tzinfo) -> Period:
    """The period just as long that ended when this one began."""
    return period_of(2 * period.since - period.until, period.since, period.now, zone)


def day_name(day: int) -> str:
    """A local day by its number since 1970: `2026-03-01`."""
    return (_FIRST_DAY + timedelta(days=day)).isoformat()


def week_name(week: int) -> str:
    """A week, from Monday on, by its number since 1970: `2026-W09`."""
    year, number, _day = (_FIRST_DAY + timedelta(days=week * 7 - 3)).isocalendar()
    return f"{year}-W{number:02d}"


def buckets(period: Period, by: str) -> range:
    """The numbers of the days, weeks or hours that a period has."""
    if by == "hour":
        return range(24)
    return range(period.bucket(period.since, by), period.bucket(period.until - 1, by) + 1)


def _offsets(since: int, until: int, zone: tzinfo) -> Iterator[tuple[int, int]]:
    held = _offset(since, zone)
    yield since, held
    day = since
    while day < until:
        following = min(day + DAY, until)
        changed = _offset(following, zone)
        if changed != held:
            yield _change(day, following, zone), changed
            held = changed
        day = following


def _change(low: int, high: int, zone: tzinfo) -> int:
    """The moment between two at which the offset changes."""
    held = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle, zone) == held:
            low = middle
        else:
            high = middle
    return high


def _offset(moment: int, zone: tzinfo) -> int:
    local = (_EPOCH + timedelta(milliseconds=moment)).astimezone(zone)
    return (local.utcoffset() or timedelta()) // timedelta(milliseconds=1)
