"""Public holidays by country and year, from a published library (F94)."""

from collections.abc import Collection, Sequence
from datetime import date

from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

CODE = pattern(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
"""A country, or a part of one: `UA`, `DE-BY`."""

WITHOUT_HOURS = "half_day"
"""Days that are shortened somehow: whoever knows how enters them."""


@dataclass(frozen=True, slots=True)
class HolidayList:
    """Holidays by day, and days of a weekend that are worked instead of another day."""

    closed: dict[date, str]
    worked: tuple[date, ...]


def holiday_list(
    place: str, years: Collection[int], categories: Sequence[str], language: str
) -> HolidayList:
    """The holidays of a place, named in `language` where the library can, else in its own.

    Raises Invalid("holidays.country"), Invalid("holidays.part"), Invalid("holidays.category") and
    Invalid("holidays.none").
    """
    import holidays

    country, _dash, part = place.partition("-")
    known = holidays.list_supported_countries()
    if country not in known:
        raise Invalid("holidays.country", value=country)
    if part and part not in known[country]:
        raise Invalid("holidays.part", value=part, country=country, allowed=known[country])
    blank = holidays.country_holidays(country)
    allowed = [name for name in blank.supported_categories if name != WITHOUT_HOURS]
    wrong = [name for name in categories if name not in allowed]
    if wrong:
        raise Invalid("holidays.category", wanted=wrong[0], allowed=allowed)
    spoken = [name for name in blank.supported_languages if name.startswith(language)]
    found = holidays.country_holidays(
        country,
        subdiv=part or None,
        years=years,
        categories=tuple(categories) or None,
        language=spoken[0] if spoken else blank.default_language,
    )
    closed = {day: str(name) for day, name in sorted(found.items()) if day.year in years}
    worked = sorted(day for day in found.weekend_workdays if day.year in years)
    if not closed:
        others = [name for name in allowed if name not in (categories or ("public",))]
        raise Invalid("holidays.none", value=place, years=sorted(years), allowed=others)
    return HolidayList(closed, tuple(worked))
