"""When clients write: hours × weekdays in shades, or the numbers themselves (F122)."""

from collections.abc import Iterator

from supportdesk.domain.load import HOURS, WEEKDAYS, Load
from supportdesk.i18n.weekday_names import weekday_names

SHADES = "·░▒▓█"
"""From nothing to the most: told apart without colour."""

CELL = 2
LABEL = 5
"""Cells before the marks: what they are of."""


def shaded(load: Load) -> Iterator[str]:
    """A line of shades for each weekday, under the hours."""
    most = max(1, *map(max, load.tickets))
    hours = "".join(f"{hour}".ljust(CELL * 3) for hour in HOURS if hour % 3 == 0)
    yield " " * LABEL + hours.rstrip()
    for name, day in zip(weekday_names(), load.tickets, strict=True):
        marks = (SHADES[-(-n * (len(SHADES) - 1) // most)] * CELL for n in day)
        yield name.ljust(LABEL) + "".join(marks)


def counted(load: Load) -> Iterator[str]:
    """A line of numbers for each hour, under the weekdays."""
    width = 1 + max(3, *(len(str(n)) for day in load.tickets for n in day))
    yield " " * LABEL + "".join(name.rjust(width) for name in weekday_names())
    for hour in HOURS:
        numbers = (str(load.tickets[day][hour] or "·").rjust(width) for day in WEEKDAYS)
        yield f"{hour:02}".ljust(LABEL) + "".join(numbers)
