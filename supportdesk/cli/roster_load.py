"""When tickets come, as people and scripts see it: a heat map in numbers and shades (F131)."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import NotFound
from supportdesk.domain.load import HOURS, NIGHT_SHIFT_SHARE, WEEKDAYS, Days, Load, days_of, load_of
from supportdesk.domain.moments import parse_boundary
from supportdesk.domain.query import Query
from supportdesk.domain.working_hours import DAYS
from supportdesk.i18n import gettext as _
from supportdesk.i18n.weekday_names import weekday_names
from supportdesk.store.read import load

SHADES = " ░▒▓█"
Item = dict[str, object]


@dataclass(frozen=True, slots=True)
class Period:
    """The tickets meant, and the days they came on; None is open."""

    query: Query
    since: datetime | None
    until: datetime | None

    @property
    def first(self) -> date | None:
        """The first day, on the reader's clock."""
        return None if self.since is None else self.since.date()

    @property
    def last(self) -> date | None:
        """The last day, on the reader's clock."""
        return None if self.until is None else (self.until - timedelta(microseconds=1)).date()

    @property
    def edges(self) -> tuple[int | None, int | None]:
        """The same in milliseconds: from the one up to, not with, the other."""
        ends = (self.since, self.until)
        begin, end = (None if one is None else to_milliseconds(one) for one in ends)
        return begin, end


def period(
    session: Session, words: list[str] | None, since: str | None, until: str | None
) -> Period:
    """What was asked for. Raises Invalid("query.…", "moment.unknown")."""
    zone = session.settings.zone
    edges = [
        None if typed is None else parse_boundary(typed, session.clock(), zone)
        for typed in (since, until)
    ]
    begin, end = edges
    return Period(
        read_query(session, " ".join(words or ())),
        None if begin is None else begin[0].astimezone(zone),
        None if end is None else max(end).astimezone(zone),
    )


def days_asked(session: Session, asked: Period) -> Days:
    """Tickets by day and hour on the reader's clock."""
    return days_of(
        session.ask(lambda c: list(load.quarters(c, asked.query, *asked.edges))),
        session.settings.zone,
    )


def load_asked(session: Session, asked: Period) -> Load:
    """The load of a period. Raises NotFound("roster.no_tickets")."""
    found = load_of(days_asked(session, asked), asked.first, asked.last)
    if found is None:
        raise NotFound("roster.no_tickets")
    return found


def load_object(session: Session, found: Load) -> Item:
    """The load for scripts: tickets of every hour of the week, and their mean over its days."""
    means = found.means
    return {
        "from": found.first.isoformat(),
        "until": found.last.isoformat(),
        "timezone": str(session.settings.zone),
        "tickets": found.total,
        "night_share": round(found.night_share, 4),
        "night_shift_justified": found.justifies_nights,
        "hours": [found.of_hour(hour) for hour in HOURS],
        "load": [
            {
                "weekday": DAYS[weekday],
                "hour": hour,
                "tickets": found.tickets[weekday][hour],
                "days": found.days(weekday),
                "mean": round(means[weekday][hour], 3),
            }
            for weekday in WEEKDAYS
            for hour in HOURS
        ],
    }


def tell_load(session: Session, found: Load, *, shaded: bool) -> None:
    """A line for each hour of the day, then what stands out."""
    said = _("Tickets by hour and weekday from {first} to {last}, {zone}: {total}.")
    session.output.say(
        said.format(
            first=found.first, last=found.last, zone=session.settings.zone, total=found.total
        )
    )
    shades = SHADES if shaded and _can_be_written(SHADES) else ""
    tell_week(session, found.tickets, shades, sums=True)
    busiest = max(HOURS, key=found.of_hour)
    said = _("Busiest hour of the day: {hour} with {tickets} tickets.")
    session.output.say(said.format(hour=clock(busiest), tickets=found.of_hour(busiest)))
    tell_nights(session, found.night_share)


def tell_nights(session: Session, share: float) -> None:
    """Whether what comes at night is worth a night shift."""
    if share < NIGHT_SHIFT_SHARE:
        said = _("At night, 22:00 to 06:00: {share} of all. A night shift is not justified.")
    else:
        said = _("At night, 22:00 to 06:00: {share} of all.")
    session.output.say(said.format(share=percent(share, 1)))


def tell_week(
    session: Session, week: tuple[tuple[int, ...], ...], shades: str = "", *, sums: bool = False
) -> None:
    """A table of whole numbers by hour and weekday; a shade beside each says how many it is."""
    most = max(1, *map(max, week))
    wide = max(3, len(str(most)))
    headings = [_("Hour"), *(name.rjust(wide) for name in weekday_names())]
    total = max(wide, len(str(sum(map(sum, week)))))
    rows = list(_rows(week, shades, most, wide))
    if sums:
        headings.append(_("All").rjust(total))
        for row, hour in zip(rows, HOURS, strict=True):
            row.append(str(sum(day[hour] for day in week)).rjust(total))
    session.output.table(headings, rows)


def _rows(
    week: tuple[tuple[int, ...], ...], shades: str, most: int, wide: int
) -> Iterator[list[str]]:
    for hour in HOURS:
        cells = [day[hour] for day in week]
        numbers = [str(cell).rjust(wide) for cell in cells]
        if shades:
            marks = [shades[-(-cell * (len(shades) - 1) // most)] for cell in cells]
            numbers = [f"{number} {mark}" for number, mark in zip(numbers, marks, strict=True)]
        yield [clock(hour), *numbers]


def clock(hour: int) -> str:
    """When an hour begins, as `09:00`."""
    return f"{hour:02d}:00"


def percent(share: float, digits: int = 0) -> str:
    """A share as people read it."""
    return f"{100 * share:.{digits}f} %"


def _can_be_written(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
