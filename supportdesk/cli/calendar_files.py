"""Calendars as a TOML file: their exchange form, read and written (law 8).

[[calendar]]
name = "Office"
zone = "Europe/Kyiv"
hours = "mon-fri 09:00-18:00"
default = true

[[calendar.day]]
date = 2026-12-31
hours = "09:00-13:00"
name = "New Year's Eve"
"""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from supportdesk.cli.session import Session
from supportdesk.cli.view_files import safe_toml
from supportdesk.domain.action import CalendarDay, SaveCalendar
from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.domain.working_hours import day_written, parse_day, parse_hours
from supportdesk.objects.receipts import receipt_object
from supportdesk.records import dataclass
from supportdesk.settings.zone import zone_named
from supportdesk.store.read.calendars import CalendarRow, calendar_of

_KEYS = {"name": str, "zone": str, "hours": str, "default": bool, "day": list}
_DAY_KEYS = {"date": date, "hours": str, "name": str}


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """A calendar as a file has it."""

    name: str
    zone: str
    hours: str
    default: bool | None
    """None leaves it as it is."""
    days: tuple[CalendarDay, ...]


def read_calendars(path: Path) -> list[WrittenCalendar]:
    """The calendars of a file, in its order.

    Raises NotFound("calendar.file_missing"), Invalid("calendar.file") and Invalid for hours.
    """
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError as missing:
        raise NotFound("calendar.file_missing", path=str(path)) from missing
    except (OSError, ValueError, RecursionError) as trouble:
        raise Invalid("calendar.file", path=str(path), reason=str(trouble)) from trouble
    tables = found.get("calendar")
    if not isinstance(tables, list) or len(found) > 1:
        raise Invalid("calendar.file", path=str(path), reason="[[calendar]]")
    calendars = [_calendar(path, said) for said in tables]
    if len({one.name.casefold() for one in calendars}) < len(calendars):
        raise Invalid("calendar.file", path=str(path), reason="name")
    return calendars


def _calendar(path: Path, said: Any) -> WrittenCalendar:
    _require(path, said, _KEYS, ("name", "zone", "hours"))
    days = []
    for one in said.get("day", ()):
        _require(path, one, _DAY_KEYS, ("date",))
        hours = day_written(parse_day(one.get("hours", "")))
        days.append(CalendarDay(one["date"], hours, " ".join(one.get("name", "").split())))
    hours = parse_hours(said["hours"]).written
    if zone_named(said["zone"]) is None:
        raise Invalid("timezone.unknown", wanted=said["zone"])
    name = " ".join(said["name"].split())
    return WrittenCalendar(name, said["zone"], hours, said.get("default"), tuple(days))


def _require(path: Path, said: Any, keys: dict[str, type], needed: Iterable[str]) -> None:
    """Raise Invalid("calendar.file") for a table with something else in it, or without these."""
    if not isinstance(said, dict):
        raise Invalid("calendar.file", path=str(path), reason=str(said)[:40])
    wrong = [key for key in needed if key not in said]
    wrong += [key for key, value in said.items() if not isinstance(value, keys.get(key, ()))]
    if wrong or isinstance(said.get("date"), datetime):
        raise Invalid("calendar.file", path=str(path), reason=[*wrong, "date"][0])


def changes_of(one: WrittenCalendar, known: CalendarRow | None) -> tuple[str, ...]:
    """What a file changes: `new`, else the fields of the calendar there is."""
    if known is None:
        return ("new",)
    stands = (known.zone, known.hours, known.is_default, _days(known))
    default = known.is_default if one.default is None else one.default
    wanted = (one.zone, one.hours, default, {day.day: day for day in one.days})
    names = ("zone", "hours", "default", "days")
    return tuple(name for name, a, b in zip(names, stands, wanted, strict=True) if a != b)


def apply_calendar(
    session: Session, one: WrittenCalendar, known: CalendarRow | None
) -> dict[str, object]:
    """Make a calendar as a file has it; its receipt for scripts."""
    usual = () if known is None else tuple(_days(known).keys() - {day.day for day in one.days})
    number = None if known is None else known.id
    return receipt_object(
        session.act(
            SaveCalendar(one.name, number, one.zone, one.hours, one.days, usual, one.default)
        )
    )


def _days(row: CalendarRow) -> dict[date, CalendarDay]:
    return {
        day: CalendarDay(day, day_written(special.spans), special.name)
        for day, special in calendar_of(row).days.items()
    }


def calendars_text(rows: Iterable[CalendarRow]) -> str:
    """The file that makes these calendars anew."""
    import tomlkit

    tables = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        for name, value in (("name", row.name), ("zone", row.zone), ("hours", row.hours)):
            table.add(name, value)
        table.add("default", row.is_default)
        days = tomlkit.aot()
        for day in _days(row).values():
            special = tomlkit.table()
            special.add("date", day.day)
            special.add("hours", day.hours)
            special.add("name", day.name)
            days.append(special)
        if days:
            table.add("day", days)
        tables.append(table)
    document = tomlkit.document()
    document.add("calendar", tables)
    return safe_toml(tomlkit.dumps(document))
