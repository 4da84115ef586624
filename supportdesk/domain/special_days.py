"""The special days of a calendar as the store keeps them: one text, by date."""

import json
from collections.abc import Mapping
from datetime import date

from supportdesk.domain.calendar import SpecialDay
from supportdesk.domain.working_hours import day_written, parse_day


def days_text(days: Mapping[date, SpecialDay]) -> str:
    """Special days as they are kept."""
    kept = [[day.isoformat(), day_written(days[day].spans), days[day].name] for day in sorted(days)]
    return json.dumps(kept, ensure_ascii=False)


def days_from(kept: str) -> dict[date, SpecialDay]:
    """The special days that `days_text` has written."""
    return {
        date.fromisoformat(day): SpecialDay(parse_day(hours), name)
        for day, hours, name in json.loads(kept)
    }
