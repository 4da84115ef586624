"""A calendar day as people write it: 2026-03-01, 01.03.2026, fri, tomorrow, через 3 дня, вчера."""

from datetime import date, datetime, tzinfo

from supportdesk.domain.errors import Invalid
from supportdesk.domain.moments import parse_boundary, parse_moment


def read_day(typed: str, now: datetime, zone: tzinfo) -> date:
    """The day that is meant at `now` in `zone`: of several the next one, else the last one.

    Raises Invalid("moment.unknown").
    """
    try:
        return parse_moment(typed, now, zone).astimezone(zone).date()
    except Invalid:
        return parse_boundary(typed, now, zone)[0].astimezone(zone).date()
