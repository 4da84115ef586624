"""When tickets come in lines: a table of hours and weekdays, and what stands out (F122, F131)."""

from collections.abc import Iterator
from datetime import tzinfo

from supportdesk.desk.loads import Counted
from supportdesk.domain.load import HOURS, NIGHT_SHIFT_SHARE, Load
from supportdesk.i18n import gettext as _
from supportdesk.i18n.decimals import decimal
from supportdesk.i18n.weekday_names import weekday_names
from supportdesk.texts.page import Page

SHADES = " ░▒▓█"
"""From nothing to the most."""


def tell_load(page: Page, found: Load, zone: tzinfo, counted: Counted, *, shades: str = "") -> None:
    """A line for each hour of the day, then what stands out."""
    said = {
        Counted.TICKETS: _("Tickets by hour and weekday from {first} to {last}, {zone}: {total}."),
        Counted.MESSAGES: _(
            "Messages of clients by hour and weekday from {first} to {last}, {zone}: {total}."
        ),
        Counted.REPLIES: _("Replies by hour and weekday from {first} to {last}, {zone}: {total}."),
    }[counted]
    page.say(said.format(first=found.first, last=found.last, zone=zone, total=found.total))
    tell_week(page, found.tickets, shades, sums=True)
    busiest = max(HOURS, key=found.of_hour)
    if counted is Counted.TICKETS:
        said = _("Busiest hour of the day: {hour} with {tickets} tickets.")
        page.say(said.format(hour=clock(busiest), tickets=found.of_hour(busiest)))
        tell_nights(page, found.night_share)
        return
    said = _("Busiest hour of the day: {hour} with {count}.")
    page.say(said.format(hour=clock(busiest), count=found.of_hour(busiest)))
    said = _("At night, 22:00 to 06:00: {share} of all.")
    page.say(said.format(share=percent(found.night_share, 1)))


def tell_nights(page: Page, share: float) -> None:
    """Whether what comes at night is worth a night shift."""
    if share < NIGHT_SHIFT_SHARE:
        said = _("At night, 22:00 to 06:00: {share} of all. A night shift is not justified.")
    else:
        said = _("At night, 22:00 to 06:00: {share} of all.")
    page.say(said.format(share=percent(share, 1)))


def tell_week(
    page: Page, week: tuple[tuple[int, ...], ...], shades: str = "", *, sums: bool = False
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
    page.table(headings, rows)


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
    return f"{decimal(100 * share, digits)} %"
