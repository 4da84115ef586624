"""Golden timelines: what happened on a ticket, and what each clock says of it (R2, F88 to F95)."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from supportdesk.domain.calendar import ALWAYS, Calendar, SpecialDay
from supportdesk.domain.ticket import Priority
from supportdesk.domain.working_hours import parse_hours
from tests.unit.sla_lines import read_out

UTC_ZONE = ZoneInfo("UTC")
OFFICE = Calendar("Office", UTC_ZONE, parse_hours("mon-fri 9-18"))
SHORT = Calendar("8x5", UTC_ZONE, parse_hours("mon-fri 9-17"))
NIGHT = Calendar("Night", UTC_ZONE, parse_hours("mon-sun 22-6"))
HOLIDAY = Calendar(
    "Holiday", UTC_ZONE, parse_hours("mon-fri 9-18"), {date(2026, 3, 3): SpecialDay()}
)
KYIV = Calendar("Kyiv", ZoneInfo("Europe/Kyiv"), parse_hours("mon-sun 0-24"))

CALENDARS = {"always": ALWAYS, "office": OFFICE, "8x5": SHORT, "night": NIGHT, "holiday": HOLIDAY}
TABLE = Path(__file__).with_name("sla_timelines.txt").read_text(encoding="utf-8").splitlines()
GOLDEN = [
    [cell.strip() for cell in row.split("|")] for row in TABLE if row and not row.startswith("#")
]


@pytest.mark.parametrize(
    ("calendar", "rules", "line", "said"),
    [row[1:] for row in GOLDEN],
    ids=[row[0] for row in GOLDEN],
)
def test_golden_timelines(calendar: str, rules: str, line: str, said: str) -> None:
    assert "; ".join(read_out(line, rules, CALENDARS[calendar])) == said


def test_there_are_enough_of_them() -> None:
    assert len(GOLDEN) >= 40


@pytest.mark.parametrize(
    ("monday", "said"),
    [("2026-03-23", "sun 13:00"), ("2026-10-19", "sun 11:00"), ("2026-03-02", "sun 12:00")],
)
def test_a_night_in_which_clocks_change_has_an_hour_less_or_more(monday: str, said: str) -> None:
    """Twelve hours from midnight, as the clocks on the wall show it in Kyiv."""
    found = read_out("sun 0:00 client", "first 12h", KYIV, monday=monday)
    assert found == [f"first due {said}"]


def test_each_priority_has_targets_of_its_own() -> None:
    rules = "first 4h, critical.first 15m"
    assert read_out("mon 9:00 client", rules, ALWAYS, Priority.CRITICAL) == ["first due mon 9:15"]
    assert read_out("mon 9:00 client", rules, ALWAYS, Priority.LOW) == ["first due mon 13:00"]


def test_another_priority_keeps_the_pauses() -> None:
    line, rules = (
        "mon 9:00 client, 10:00 waiting, 15:00 client",
        "resolution 8h, high.resolution 2h",
    )
    assert read_out(line, rules, ALWAYS) == ["resolution due mon 22:00"]
    assert read_out(line, rules, ALWAYS, Priority.HIGH) == ["resolution due mon 16:00"]


def test_a_calendar_without_work_makes_nothing_due() -> None:
    closed = Calendar(
        "Closed",
        UTC_ZONE,
        parse_hours("mon 9-10"),
        {date.fromordinal(day): SpecialDay() for day in range(739000, 743000)},
    )
    assert read_out("mon 9:00 client", "first 1h", closed) == ["first due never"]
