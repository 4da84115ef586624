"""Calendars on the command line: made, filled with holidays, asked, carried over (F94)."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell

OFFICE = ("calendar", "save", "Office", "--zone", "Europe/Kyiv", "--hours", "mon-fri 9-18")
KYIV = ("--timezone", "Europe/Kyiv")
ICAL = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260309
SUMMARY:Spring\x1b[31m day
END:VEVENT
BEGIN:VEVENT
DTSTART:20260309T100000Z
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20200824
RRULE:FREQ=YEARLY
SUMMARY:Summer
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def office(shell: Shell) -> Shell:
    """A shell on a desk with one calendar; it is Monday, 2 March 2026, 09:00 UTC."""
    shell.done(*OFFICE)
    return shell


def shown(shell: Shell, name: str = "Office") -> dict[str, Any]:
    """A calendar as scripts see it."""
    return shell.done("calendar", "show", name, "--json").item


def days(shell: Shell, name: str = "Office") -> dict[str, tuple[str, str]]:
    """Hours and names of its special days."""
    return {day["date"]: (day["hours"], day["name"]) for day in shown(shell, name)["days"]}


def test_a_calendar_is_made_changed_and_removed(shell: Shell) -> None:
    shell.ticket()
    assert "every hour counts" in shell.done("calendar", "list").out
    assert shell.done("calendar", "list", "--json").items == []
    made = shell.done(*OFFICE, "--json").item
    assert (made["done"], made["calendar"]) == ("SaveCalendar", 1)
    item = shown(shell)
    del item["uuid"]
    assert item == {
        "number": 1,
        "name": "Office",
        "zone": "Europe/Kyiv",
        "hours": "mon-fri 09:00-18:00",
        "default": True,
        "open": True,
        "days": [],
    }
    told = shell.done("calendar", "save", "office", "--hours", "mon-fri 9-13, mon-fri 14-18").out
    assert told == "The calendar Office is kept. The desk goes by it.\n"
    spare = ("--zone", "Europe/Berlin", "--hours", "24x7")
    assert shell.done("calendar", "save", "Spare", *spare).out == "The calendar Spare is kept.\n"
    refused = shell("calendar", "remove", "Office", "--json")
    assert (refused.code, refused.error["code"]) == (1, "calendar.in_use")
    shell.done("calendar", "save", "2", "--name", "Always", "--default")
    assert [(one["name"], one["default"]) for one in shell.done("calendar", "list", "--json").items]
    assert "The calendar Office is gone." in shell.done("calendar", "remove", "Office").out
    assert [one["name"] for one in shell.done("calendar", "list", "--json").items] == ["Always"]
    shell.done("undo")
    assert shown(shell)["hours"] == "mon-fri 09:00-13:00, mon-fri 14:00-18:00"
    assert "Always" in shell.done("calendar", "list").out


def test_days_are_special_and_usual_again(office: Shell) -> None:
    office.done("calendar", "day", "Office", "2026-12-31", "--hours", "9-13", "--name", "Eve")
    office.done("calendar", "day", "Office", "tomorrow", "--closed")
    office.done("calendar", "day", "Office", "2026-03-01", "--closed", "--name", "gone by")
    assert days(office) == {
        "2026-03-01": ("", "gone by"),
        "2026-03-03": ("", ""),
        "2026-12-31": ("09:00-13:00", "Eve"),
    }
    told = office.done("calendar", "show", "Office").out
    assert "2026-03-03  day off" in told
    assert "gone by" not in told
    assert "gone by" in office.done("calendar", "show", "Office", "--all").out
    office.done("calendar", "day", "Office", "2026-12-31", "--remove")
    assert "2026-12-31" not in days(office)
    again = office("calendar", "day", "Office", "2026-12-31", "--remove", "--json")
    assert (again.code, again.error["code"]) == (3, "calendar.day_missing")


@pytest.mark.parametrize(
    "options", [(), ("--closed", "--remove"), ("--hours", "9-13", "--closed"), ("--hours", " ")]
)
def test_what_is_special_about_a_day_is_said_once(office: Shell, options: tuple[str, ...]) -> None:
    refused = office("calendar", "day", "Office", "2026-12-31", *options, "--json")
    assert (refused.code, refused.error["code"]) == (2, "calendar.day_unclear")


def test_time_between_and_after(office: Shell) -> None:
    ask = (*KYIV, "calendar")
    assert office.done(*ask, "after", "Office", "2026-03-02 07:00", "1h").out == (
        "2026-03-02 10:00\n"
    )
    office.done("calendar", "save", "Office", "--hours", "mon-fri 9-13, mon-fri 14-18")
    assert office.done(*ask, "after", "Office", "2026-03-02 09:00", "16h", "--json").item == {
        "calendar": "Office",
        "from": "2026-03-02T07:00:00Z",
        "milliseconds": 57_600_000,
        "at": "2026-03-03T16:00:00Z",
    }
    assert office.done(*ask, "between", "Office", "2026-03-02", "2026-03-03").out == "8 h 00 min\n"
    assert office.done(*ask, "between", "Office", "-7d", "now", "--json").item["milliseconds"] == (
        (4 * 8 + 6 + 2) * 3_600_000 + (-1 + 1) * 1000
    )
    for line in (("after", "None", "now", "1h"), ("between", "None", "now", "now")):
        assert office("calendar", *line).code == 3
    assert office("calendar", "after", "Office", "now", "soon").code == 2
    assert office("calendar", "between", "Office", "now", "sometime").code == 2


def test_holidays_of_a_country_leave_what_a_lead_has_entered(office: Shell) -> None:
    office.done("calendar", "day", "Office", "2021-01-04", "--hours", "10-12", "--name", "Duty")
    told = office.done("calendar", "import", "Office", "ru", "2021", "--json").item
    assert (told["added"], told["kept"], told["timed"]) == (20, 1, 0)
    found = days(office)
    assert found["2021-01-04"] == ("10:00-12:00", "Duty")
    assert found["2021-01-01"] == ("", "New Year Holidays")
    assert found["2021-02-20"] == ("09:00-18:00", "worked instead of another day")
    office.done("undo")
    assert len(days(office)) == 1
    assert "2021-02-22  day off  " in office.done("calendar", "import", "Office", "RU", "2021").out
    same = office.done("calendar", "import", "Office", "RU", "2021").out
    assert same == "0 days are special now.\n21 were so already.\n"
    office.done("calendar", "import", "Office", "UA", "2026", "--category", "workday")
    assert "2026-08-24" in days(office)


@pytest.mark.parametrize(
    ("line", "code", "exit_code"),
    [
        ("import None RU 2027", "calendar.missing", 3),
        ("import Office XX 2027", "holidays.country", 2),
        ("import Office nowhere 2027", "holidays.country", 2),
        ("import Office RU", "calendar.no_years", 2),
        ("import Office UA 2027", "holidays.none", 2),
        ("import Office UA 2027 --category x", "holidays.category", 2),
        ("import Office none.ics", "calendar.file_missing", 3),
        ("apply none.toml", "calendar.file_missing", 3),
        ("save Other --zone Europe/Kyiv", "calendar.incomplete", 2),
        ("save Other --zone Nowhere --hours 24x7", "timezone.unknown", 2),
        ("save Office --hours never", "hours.invalid", 2),
        ("remove None", "calendar.missing", 3),
        ("show None", "calendar.missing", 3),
    ],
)
def test_what_cannot_be_is_refused(office: Shell, line: str, code: str, exit_code: int) -> None:
    refused = office("calendar", *line.split(), "--json")
    assert (refused.error["code"], refused.code, refused.out) == (code, exit_code, "")


def test_holidays_of_a_file_are_taken_in_and_named_safely(office: Shell, home: Path) -> None:
    file = home / "holidays.ics"
    file.write_text(ICAL, encoding="utf-8")
    told = office.done("calendar", "import", "Office", str(file))
    assert told.err == "1 event with a time of day is left out.\n"
    assert "\x1b" not in told.out
    assert set(days(office)) == {"2026-03-09", "2026-08-24", "2027-08-24"}
    assert "\x1b" not in office.done("calendar", "show", "Office").out
    assert "\x1b" not in office.done("calendar", "export").out
    plain = file.rename(home / "holidays")
    office.done("calendar", "import", "Office", str(plain), "2030")
    assert "2030-08-24" in days(office)
    file.write_text(ICAL.replace("20260309\n", "2026\n"), encoding="utf-8")
    refused = office("calendar", "import", "Office", str(file))
    assert refused.err == "Line 3 of the file: this is no day, such as 20261231.\n"


def test_calendars_go_from_desk_to_desk(office: Shell, home: Path) -> None:
    office.done("calendar", "day", "Office", "2026-12-31", "--hours", "9-13", "--name", "Eve")
    office.done("calendar", "day", "Office", "2027-01-01", "--closed")
    file = home / "calendars.toml"
    file.write_text(office.done("calendar", "export").out, encoding="utf-8")
    assert office.done("calendar", "apply", str(file)).out == "Office: is so already\n"
    exported = office.done("calendar", "export", "--json").items
    office.done("calendar", "day", "Office", "2027-01-07", "--closed")
    office.done("calendar", "save", "Office", "--hours", "24x7", "--no-default")
    tried = office.done("calendar", "apply", str(file), "--dry-run", "--json").item
    assert tried == {"name": "Office", "changes": ["hours", "default", "days"]}
    assert shown(office)["hours"] == "mon-sun 00:00-24:00"
    office.done("calendar", "apply", str(file))
    assert [shown(office)] == exported
    other = file.read_text(encoding="utf-8").replace('"Office"', '"Other"')
    file.write_text(other.replace("default = true\n", ""), encoding="utf-8")
    made = office.done("calendar", "apply", str(file), "--json").item
    assert made["changes"] == ["new"]
    assert shown(office, "Other")["default"] is False


def test_a_file_is_applied_only_if_every_calendar_may_be(office: Shell, home: Path) -> None:
    file = home / "calendars.toml"
    for wrong, code in (("zone = 'Nowhere'", "timezone.unknown"), ("hours = 'x'", "hours.invalid")):
        right = "[[calendar]]\nname = 'New'\nzone = 'UTC'\nhours = '24x7'\n"
        whole = {"zone": "zone = 'UTC'", "hours": "hours = '24x7'"} | {wrong.split()[0]: wrong}
        file.write_text(f"{right}[[calendar]]\nname = 'B'\n" + "\n".join(whole.values()))
        refused = office("calendar", "apply", str(file), "--json")
        assert (refused.code, refused.error["code"]) == (2, code)
    assert [one["name"] for one in office.done("calendar", "list", "--json").items] == ["Office"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = 1",
        "calendar = 1",
        "calendar = [1]",
        "[[calendar]]\nname = 'Office'",
        "[[calendar]]\nname = 'O'\nzone = 'UTC'\nhours = '24x7'\ncolour = 'red'",
        "[[calendar]]\nname = 1\nzone = 'UTC'\nhours = '24x7'",
        "[[calendar]]\nname = 'O'\nzone = 'UTC'\nhours = '24x7'\n[[calendar.day]]\nname = 'x'",
        "[[calendar]]\nname='O'\nzone='UTC'\nhours='24x7'\n[[calendar.day]]\ndate = '2026-01-01'",
        "[[calendar]]\nname='O'\nzone='UTC'\nhours='24x7'\n"
        "[[calendar.day]]\ndate = 2026-01-01T10:00:00",
        "[[calendar]]\nname = \x00",
        "[[calendar]]\nname='O'\nzone='UTC'\nhours='24x7'\n"
        "[[calendar]]\nname='o'\nzone='UTC'\nhours='24x7'",
    ],
)
def test_a_file_that_is_none_changes_nothing(office: Shell, home: Path, text: str) -> None:
    file = home / "calendars.toml"
    file.write_text(text, encoding="utf-8")
    before = shown(office)
    refused = office("calendar", "apply", str(file), "--json")
    assert (refused.code, refused.error["code"]) == (2, "calendar.file")
    assert shown(office) == before
