"""A roster as a TOML file, and the needs it is held against (F132, law 8).

night_premium = 0.4

[need]
"mon-fri 9-18" = 2

[[person]]
name = "Olga"
hour_cost = 20
shifts = ["2026-03-02 09:00-18:00", "2026-03-03 22:00-06:00"]
"""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.domain.load import HOURS, WEEKDAYS
from supportdesk.domain.roster import NIGHT_PREMIUM, Need, Person, Piece, Roster, need_of
from supportdesk.domain.roster_plan import WEEK_HOURS, Turn, Wishes
from supportdesk.domain.working_hours import DAYS, open_in, parse_hours
from supportdesk.patterns import pattern

LONGEST_PERIOD = 366
"""Days a roster may span."""

FIRST_YEAR, LAST_YEAR = 1970, 2999
MOST_PEOPLE = 10_000
MOST_TURNS = 24
_KEYS = {"timezone", "first", "last", "night_premium", "need", "plan", "person"}
_OF_A_PERSON = {"name", "hour_cost", "shifts", "off"}
_OF_A_PLAN = {"turns", "week_hours"}
_TURN = pattern(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")
_SHIFT = pattern(r"(\d{4}-\d\d-\d\d)\s+(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")


def read_roster(path: Path, zone: tzinfo) -> Roster:
    """The roster of a file; its times are on the clock of `zone` unless it names another.

    Raises NotFound("roster.file_missing") and Invalid("roster.file").
    """
    with _reading(path):
        return _roster(_loaded(path), zone)


def read_wishes(path: Path) -> Wishes:
    """What the same file says a plan may be made of. Raises Invalid("roster.file")."""
    with _reading(path):
        said = _loaded(path).get("plan")
        if not isinstance(said, dict):
            raise ValueError("[plan]")
        _require_known(said, _OF_A_PLAN)
        turns = said.get("turns")
        if not isinstance(turns, list) or not 1 <= len(turns) <= MOST_TURNS:
            raise ValueError("turns")
        hours = _number(said, "week_hours", WEEK_HOURS)
        return Wishes(tuple(dict.fromkeys(_turn(str(one)) for one in turns)), hours)


def with_shifts(path: Path, roster: Roster) -> str:
    """The same file, comments and all, with the shifts that the roster has now."""
    import tomlkit

    with _reading(path):
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
        for table, person in zip(cast("list[Any]", document["person"]), roster.people, strict=True):
            shifts = tomlkit.array()
            shifts.extend(written(piece) for piece in in_order(person))
            table["shifts"] = shifts.multiline(multiline=len(shifts) > 1)
        return tomlkit.dumps(document)


def in_order(person: Person) -> list[Piece]:
    """A person's pieces of work, the first one first."""
    return sorted(person.pieces, key=lambda piece: piece.begin.timestamp())


def written(piece: Piece) -> str:
    """As the file has it: `2026-03-02 22:00-06:00`."""
    return f"{piece.begin:%Y-%m-%d %H:%M}-{piece.end:%H:%M}"


def _loaded(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_bytes().decode("utf-8"))


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Say of what is wrong in which file it is."""
    try:
        yield
    except FileNotFoundError as missing:
        raise NotFound("roster.file_missing", path=str(path)) from missing
    except (OSError, ValueError, RecursionError, OverflowError) as trouble:
        raise Invalid("roster.file", path=str(path), reason=str(trouble)) from trouble
    except Invalid as wrong:
        reason = str(wrong.parameters.get("value", wrong.code))
        raise Invalid("roster.file", path=str(path), reason=reason) from wrong


def read_need(path: Path) -> tuple[Need, float | None]:
    """The needs that `roster need --json` wrote, and the share of tickets at night.

    Raises NotFound("roster.file_missing") and Invalid("roster.need_file").
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        parts = {
            (DAYS.index(cell["weekday"]), _whole(cell["hour"])): _whole(cell["people"])
            for cell in found["need"]
        }
        share = found.get("night_share")
        return need_of(parts), None if share is None else float(share)
    except FileNotFoundError as missing:
        raise NotFound("roster.file_missing", path=str(path)) from missing
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise Invalid("roster.need_file", path=str(path), reason=str(trouble)) from trouble


def _roster(found: Mapping[str, Any], zone: tzinfo) -> Roster:
    _require_known(found, _KEYS)
    named = found.get("timezone")
    if named is not None:
        zone = _zone(named)
    listed = found.get("person")
    if not isinstance(listed, list) or not listed:
        raise ValueError("[[person]]")
    people = tuple(_person(one, zone) for one in listed)
    if len({person.name.casefold() for person in people}) < len(people):
        raise ValueError("name")
    days = [piece.begin.date() for person in people for piece in person.pieces]
    first, last = _day(found, "first", min, days), _day(found, "last", max, days)
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise ValueError(f"{first} – {last}")
    if not 0 <= (last - first).days < LONGEST_PERIOD or any(not first <= d <= last for d in days):
        raise ValueError(f"{first} – {last}")
    premium = _number(found, "night_premium", NIGHT_PREMIUM)
    return Roster(zone, first, last, people, _need(found.get("need")), premium)


def _person(said: Any, zone: tzinfo) -> Person:
    if not isinstance(said, dict):
        raise ValueError("[[person]]")
    _require_known(said, _OF_A_PERSON)
    name, shifts = said.get("name"), said.get("shifts", [])
    if not isinstance(name, str) or not name.strip():
        raise ValueError("name")
    if not isinstance(shifts, list):
        raise ValueError(f"{name}: shifts")
    pieces = tuple(_piece(str(one), zone) for one in shifts)
    off = said.get("off", [])
    if not isinstance(off, list) or not all(type(day) is date for day in off):
        raise ValueError(f"{name}: off")
    return Person(name.strip(), pieces, _number(said, "hour_cost", 0.0), frozenset(off))


def _piece(written: str, zone: tzinfo) -> Piece:
    """`2026-03-02 22:00-06:00` ends on the next day."""
    parts = _SHIFT.fullmatch(written.strip())
    if parts is None:
        raise ValueError(written[:40])
    day = date.fromisoformat(parts[1])
    begin = datetime.combine(day, _clock(parts[2], written))
    end = datetime.combine(day, time()) + _since_midnight(parts[3], written)
    if end <= begin:
        end += timedelta(days=1)
    return Piece(begin.replace(tzinfo=zone), end.replace(tzinfo=zone))


def _turn(written: str) -> Turn:
    """`22:00-06:00` is eight hours."""
    parts = _TURN.fullmatch(written.strip())
    if parts is None:
        raise ValueError(written[:40])
    begin = _clock(parts[1], written)
    length = _since_midnight(parts[2], written) - _since_midnight(parts[1], written)
    return Turn(begin, length if length > timedelta() else length + timedelta(days=1))


def _clock(written: str, shift: str) -> time:
    hour, minute = map(int, written.split(":"))
    if hour > 23 or minute > 59:
        raise ValueError(shift[:40])
    return time(hour, minute)


def _since_midnight(written: str, shift: str) -> timedelta:
    if written == "24:00":
        return timedelta(days=1)
    clock = _clock(written, shift)
    return timedelta(hours=clock.hour, minutes=clock.minute)


def _need(said: Any) -> Need | None:
    """Where hours overlap, the larger number holds."""
    if said is None:
        return None
    if not isinstance(said, dict):
        raise ValueError("[need]")
    parts: dict[tuple[int, int], int] = {}
    for hours, people in said.items():
        opened, many = open_in(parse_hours(hours)), _whole(people)
        for place in ((weekday, hour) for weekday in WEEKDAYS for hour in HOURS):
            if opened(*place):
                parts[place] = max(many, parts.get(place, 0))
    return need_of(parts)


def _zone(named: Any) -> tzinfo:
    try:
        return ZoneInfo(named if isinstance(named, str) else "")
    except (ZoneInfoNotFoundError, OSError, ValueError) as unknown:
        raise ValueError(f"timezone: {str(named)[:40]}") from unknown


def _day(
    found: Mapping[str, Any], name: str, usual: Callable[[list[date]], date], days: list[date]
) -> date:
    """A day of the file, else the first or last one of the shifts."""
    said = found.get(name) or (usual(days) if days else None)
    if isinstance(said, datetime) or not isinstance(said, date):
        raise ValueError(name)
    return said


def _number(found: Mapping[str, Any], name: str, usual: float) -> float:
    said = found.get(name, usual)
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said < 1e9:
        raise ValueError(name)
    return float(said)


def _whole(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= MOST_PEOPLE:
        raise ValueError(str(said)[:40])
    return said


def _require_known(found: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(found) - known)
    if unknown:
        raise ValueError(", ".join(unknown)[:200])
