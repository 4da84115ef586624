"""What repeats every year in an iCalendar file (RFC 5545, 3.3.10): no other rule is a holiday's."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"}
_NTH = pattern(r"([+-]?[1-5])([A-Z]{2})")


def occurrences(rule: str, line: int, start: date, years: Collection[int]) -> list[date]:
    """The days of `years` on which an event that began on `start` takes place.

    Raises Invalid("ical.rule") for a rule that is not read here.
    """
    said = dict(part.upper().partition("=")[::2] for part in rule.split(";") if part)
    try:
        return _yearly(said, start, years)
    except (ValueError, OverflowError) as trouble:
        raise Invalid("ical.rule", line=line, value=rule[:80]) from trouble


def _yearly(said: dict[str, str], start: date, years: Collection[int]) -> list[date]:
    if said.get("FREQ") != "YEARLY" or set(said) - _KNOWN:
        raise ValueError(said)
    step = int(said.get("INTERVAL", "1"))
    until = _until(said.get("UNTIL"))
    count = int(said["COUNT"]) if "COUNT" in said else None
    if step < 1 or (count is not None and count < 1):
        raise ValueError(said)
    found, taken = [], 0
    for year in range(start.year, max(years, default=0) + 1, step):
        day = start if year == start.year else _in_year(said, start, year)
        if day is None:
            continue
        if day > until or (count is not None and taken >= count):
            break
        taken += 1
        if year in years:
            found.append(day)
    return found


def _until(written: str | None) -> date:
    if written is None:
        return date.max
    return date(int(written[:4]), int(written[4:6]), int(written[6:8]))


def _in_year(said: dict[str, str], start: date, year: int) -> date | None:
    """The day of a year, or None where it has none: 29 February, a fifth Monday."""
    month = int(said.get("BYMONTH", start.month))
    if "BYDAY" in said:
        nth = _NTH.fullmatch(said["BYDAY"])
        if nth is None or "BYMONTH" not in said or "BYMONTHDAY" in said:
            raise ValueError(said)
        return _nth(year, month, int(nth[1]), WEEKDAYS.index(nth[2]))
    day = int(said.get("BYMONTHDAY", start.day))
    if not 1 <= day <= 31:
        raise ValueError(said)
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _nth(year: int, month: int, place: int, weekday: int) -> date | None:
    length = monthrange(year, month)[1]
    days = [day for day in range(1, length + 1) if date(year, month, day).weekday() == weekday]
    wanted = place - 1 if place > 0 else len(days) + place
    return date(year, month, days[wanted]) if 0 <= wanted < len(days) else None
