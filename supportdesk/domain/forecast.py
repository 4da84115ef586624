"""What will come, hour by hour of a week, and how wrong that would have been of late (F131).

The forecast of an hour of the week is the mean of the same hour in the last eight whole weeks: the
mean and not the median, which of small numbers is mostly nothing. Its error is that of the last
four weeks, each forecast from the weeks before it alone.
"""

from datetime import date, timedelta

from supportdesk.domain.errors import Refused
from supportdesk.domain.load import HOURS, WEEKDAYS, Days, Week
from supportdesk.records import dataclass

WEEKS = 8
"""Weeks a forecast is the mean of, at most."""

JUDGED = 4
"""The last weeks, whose forecasts are compared with what came."""

FEWEST_WEEKS = 2 * JUDGED
"""Four to judge, and four before the first of them."""

FEWEST_TICKETS = 200

LOOKS_BACK = WEEKS + JUDGED
"""Weeks that are read at most."""


@dataclass(frozen=True, slots=True)
class Error:
    """How far the forecasts of the judged weeks were from what came, as shares of what came."""

    hourly: float
    """Hour by hour, too many and too few alike."""
    daily: float
    """Day by day."""
    bias: float
    """In all: more than nothing where too many were forecast."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Tickets expected in each hour of a week."""

    week: Week
    weeks: int
    """How many it is the mean of."""
    error: Error


def forecast(days: Days, end: date) -> Forecast:
    """The week after the day before `end`. Raises Refused("forecast.too_few")."""
    whole = whole_weeks(days, end)
    tickets = sum(sum(map(sum, week)) for week in whole)
    if len(whole) < FEWEST_WEEKS or tickets < FEWEST_TICKETS:
        raise Refused(
            "forecast.too_few",
            weeks=len(whole),
            tickets=int(tickets),
            needed_weeks=FEWEST_WEEKS,
            needed_tickets=FEWEST_TICKETS,
        )
    used = whole[:WEEKS]
    return Forecast(_mean(used), len(used), _error(whole))


def whole_weeks(days: Days, end: date) -> list[Week]:
    """The last weeks before `end` that began no earlier than the first ticket, newest first."""
    if not days:
        return []
    many = min(LOOKS_BACK, (end - min(days)).days // 7)
    return [_week(days, end - timedelta(weeks=back)) for back in range(1, many + 1)]


def _week(days: Days, begins: date) -> Week:
    """Seven days from `begins`, Monday first whatever day that is."""
    nothing = [0] * len(HOURS)
    found = {
        day.weekday(): tuple(map(float, days.get(day, nothing)))
        for day in (begins + timedelta(days=step) for step in WEEKDAYS)
    }
    return tuple(found[weekday] for weekday in WEEKDAYS)


def _mean(weeks: list[Week]) -> Week:
    return tuple(
        tuple(sum(week[weekday][hour] for week in weeks) / len(weeks) for hour in HOURS)
        for weekday in WEEKDAYS
    )


def _error(whole: list[Week]) -> Error:
    hourly = daily = bias = came = 0.0
    for number, actual in enumerate(whole[:JUDGED]):
        expected = _mean(whole[number + 1 : number + 1 + WEEKS])
        for there, here in zip(expected, actual, strict=True):
            hourly += sum(abs(a - b) for a, b in zip(there, here, strict=True))
            daily += abs(sum(there) - sum(here))
            bias += sum(there) - sum(here)
            came += sum(here)
    came = max(came, 1.0)
    return Error(hourly / came, daily / came, bias / came)
