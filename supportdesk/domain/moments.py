"""Moments as people write them, in English, Russian and Ukrainian (F9, R6).

    2h · 30 мин · через 3 дня · in an hour · next week · tomorrow 9 · завтра в 9:30 · пн ·
    у п'ятницю 10 · fri 6pm · вечером · 18:30 · 2026-03-01 14:00 · 01.03 14:00 · 5 березня

A day without a time means 09:00. Hours and minutes from now are elapsed time; days, weeks and
months from now keep the time on the clock, whatever the change to summer time does between.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from supportdesk.domain import moment_words as vocabulary
from supportdesk.domain.calendar_days import at_clock, days_since, months_later
from supportdesk.domain.errors import Invalid
from supportdesk.domain.moment_reading import CALENDAR, ELAPSED, Reading
from supportdesk.patterns import pattern

_LONGEST_TEXT = 100
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
_ISO_MOMENT = pattern(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}.*")
_ISO_DAY = pattern(r"\d{4}-\d{2}-\d{2}")
_RELATIVE = pattern(r"([+-]\d{1,5})\s*([^\W\d_]+)")
_APOSTROPHES = pattern("['’ʼ]")


def parse_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The future moment that `text` means at `now` for a reader in `zone`; in UTC.

    A time of day alone is the next one; a weekday is never today; a date without a year is the
    next one. Raises Invalid("moment.unknown", text) or Invalid("moment.past", text, until).
    """
    normal = _normal(text).removeprefix("+")
    try:
        moment = _iso_moment(normal, zone) or Reading(now.astimezone(zone)).read(normal).moment()
    except (ValueError, OverflowError) as unclear:
        raise Invalid("moment.unknown", text=text) from unclear
    if moment <= now:
        raise Invalid("moment.past", text=text, until=moment)
    return moment


def parse_boundary(text: str, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The half-open interval [start, end) that `text` means in a search (R6); in UTC.

    A day (`2026-03-01`, `01.03.2026`, today, вчера, завтра, mon: the last one, today counts) is
    from midnight to midnight in `zone`; `2026-03-01 14:00` is a minute; `now`, `-7d`, `+1h` are
    empty intervals at that point. Raises Invalid("moment.unknown", text).
    """
    normal = _normal(text)
    local = now.astimezone(zone)
    try:
        if normal == "now":
            return now.astimezone(UTC), now.astimezone(UTC)
        if relative := _RELATIVE.fullmatch(normal):
            point = _shifted(local, int(relative[1]), relative[2])
            return point, point
        if moment := _iso_moment(normal, zone):
            minute = moment.replace(second=0, microsecond=0)
            return minute, minute + timedelta(minutes=1)
        day = _searched_day(normal, local.date())
        return at_clock(day, time(), local), at_clock(day + timedelta(days=1), time(), local)
    except (ValueError, OverflowError) as unclear:
        raise Invalid("moment.unknown", text=text) from unclear


def parse_past(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment to look back to that `text` means, to the second; a day is its midnight. In UTC.

    Understands what `parse_boundary` does. Raises Invalid("moment.unknown", text) and
    Invalid("moment.future", text).
    """
    try:
        moment = _iso_moment(_normal(text), zone)
    except ValueError:
        moment = None
    if moment is None:
        moment, _end = parse_boundary(text, now, zone)
    if moment > now:
        raise Invalid("moment.future", text=text)
    if moment < _BEFORE_ALL:
        raise Invalid("moment.unknown", text=text)
    return moment


def _normal(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise Invalid("moment.unknown", text=text[:_LONGEST_TEXT])
    return _APOSTROPHES.sub("", text.strip().casefold().replace("ё", "е"))


def _iso_moment(text: str, zone: tzinfo) -> datetime | None:
    """A date and time of ISO 8601, with its own offset or in `zone`; None for anything else."""
    if not _ISO_MOMENT.fullmatch(text):
        return None
    moment = datetime.fromisoformat(text.upper())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _shifted(now: datetime, number: int, word: str) -> datetime:
    unit = vocabulary.UNITS.get(word)
    if unit is None:
        raise ValueError(word)
    if unit in ELAPSED:
        return now.astimezone(UTC) + number * ELAPSED[unit]
    if unit == vocabulary.MONTH:
        return at_clock(months_later(now.date(), number), now.time(), now)
    return at_clock(now.date() + number * CALENDAR[unit], now.time(), now)


def _searched_day(text: str, today: date) -> date:
    if text in vocabulary.DAYS:
        return today + timedelta(days=vocabulary.DAYS[text])
    if text in vocabulary.WEEKDAYS:
        return today - timedelta(days=days_since(vocabulary.WEEKDAYS[text], today))
    if _ISO_DAY.fullmatch(text):
        return date.fromisoformat(text)
    day, month, year = map(int, text.split("."))
    return date(year, month, day)
