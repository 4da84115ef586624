"""Days that somebody looks at together: today, a week, a month; and the step to those before."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, tzinfo

from supportdesk.domain.calendar_days import at_clock
from supportdesk.domain.errors import Invalid
from supportdesk.domain.moments import parse_boundary
from supportdesk.records import dataclass

FIRST_YEAR = 1970
"""Nothing is older in a store."""

RANGE = ".."
"""Between the first and the last day: `2026-03-01..2026-03-10`."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """From the first day to the last one, both within."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        """Whether they are a month of the calendar."""
        return self == month_of(self.first)

    def stepped(self, steps: int) -> "DaySpan":
        """As many days before or after these, without a gap; of a month, the months beside it.

        The same days where the step would lead before 1970.
        """
        try:
            found = self._beside(steps)
        except (OverflowError, ValueError):
            return self
        return found if found.first.year >= FIRST_YEAR else self

    def _beside(self, steps: int) -> "DaySpan":
        if self.is_month:
            months = self.first.year * 12 + self.first.month - 1 + steps
            return month_of(date(months // 12, months % 12 + 1, 1))
        step = timedelta(days=self.days * steps)
        return DaySpan(self.first + step, self.last + step)

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """The half-open interval [begin, end) on the clocks of a zone."""
        local = datetime.combine(self.first, time(), zone)
        return at_clock(self.first, time(), local), at_clock(
            self.last + timedelta(days=1), time(), local
        )


def ending(last: date, days: int) -> DaySpan:
    """So many days up to that one."""
    return DaySpan(last - timedelta(days=days - 1), last)


def week_of(day: date) -> DaySpan:
    """From its Monday on."""
    monday = day - timedelta(days=day.weekday())
    return DaySpan(monday, monday + timedelta(days=6))


def month_of(day: date) -> DaySpan:
    """Its month of the calendar."""
    days = monthrange(day.year, day.month)[1]
    return DaySpan(day.replace(day=1), day.replace(day=days))


def typed_span(typed: str, now: datetime, zone: tzinfo) -> DaySpan:
    """`2026-03-01..2026-03-10`, or one day up to today: `-7d`, `mon`, `2026-03-01`.

    Raises Invalid("moment.unknown") and Invalid("report.period") where the last comes first.
    """
    begin, between, end = typed.partition(RANGE)
    first = _day(begin, now, zone)
    last = _day(end, now, zone) if between and end.strip() else now.astimezone(zone).date()
    if first > last:
        raise Invalid("report.period", since=begin.strip(), until=end.strip() or "now")
    return DaySpan(first, last)


def _day(typed: str, now: datetime, zone: tzinfo) -> date:
    return parse_boundary(typed.strip(), now, zone)[0].astimezone(zone).date()
