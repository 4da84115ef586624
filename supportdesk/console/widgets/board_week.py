"""When clients write, in shades or numbers (F122), and what was measured of a day (R8)."""

from collections.abc import Iterator

from supportdesk.desk.loads import Counted
from supportdesk.desk.report import Section
from supportdesk.domain.load import HOURS, WEEKDAYS, Load
from supportdesk.domain.metric import Number
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import UNKNOWN
from supportdesk.i18n.time_spans import span
from supportdesk.i18n.weekday_names import weekday_names

SHADES = "·░▒▓█"
"""From nothing to the most: told apart without colour."""

CELL = 2
LABEL = 5
"""Cells before the marks: what they are of."""


def week_title(what: Counted) -> str:
    """What the week shows."""
    return {
        Counted.TICKETS: _("When tickets come"),
        Counted.MESSAGES: _("When clients write"),
        Counted.REPLIES: _("When we reply"),
    }[what]


def shaded(load: Load) -> Iterator[str]:
    """A line of shades for each weekday, under the hours."""
    most = max(1, *map(max, load.tickets))
    hours = "".join(f"{hour}".ljust(CELL * 3) for hour in HOURS if hour % 3 == 0)
    yield " " * LABEL + hours.rstrip()
    for name, day in zip(weekday_names(), load.tickets, strict=True):
        marks = (SHADES[-(-n * (len(SHADES) - 1) // most)] * CELL for n in day)
        yield name.ljust(LABEL) + "".join(marks)


def measured(section: Section) -> tuple[str, str]:
    """A metric's value, and what is to be known beside it: never a mean, never a bare rate."""
    number = Number() if section.total is None else section.total.number
    if number.of is not None:
        share = 0 if number.share is None else round(100 * number.share)
        return f"{share} %", _("{n} of {of}").format(n=number.n, of=number.of)
    if number.median is None or number.p90 is None:
        return UNKNOWN, ""
    within = _("≤ {p90} in 90 % · {n}").format(p90=span(number.p90), n=number.n)
    return span(round(number.median)), within


def counted(load: Load) -> Iterator[str]:
    """A line of numbers for each hour, under the weekdays."""
    width = 1 + max(3, *(len(str(n)) for day in load.tickets for n in day))
    yield " " * LABEL + "".join(name.rjust(width) for name in weekday_names())
    for hour in HOURS:
        numbers = (str(load.tickets[day][hour] or "·").rjust(width) for day in WEEKDAYS)
        yield f"{hour:02}".ljust(LABEL) + "".join(numbers)
