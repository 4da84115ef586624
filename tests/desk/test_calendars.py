"""Calendars of the desk: made, changed, removed, taken back (F94)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from supportdesk.domain.action import CalendarDay, RemoveCalendar, SaveCalendar, Undo
from supportdesk.domain.calendar import ALWAYS, Calendar
from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused
from supportdesk.store.read import calendars as reading
from supportdesk.store.read.calendars import CalendarRow, calendar_of
from supportdesk.store.write.calendars import calendar_by_id, default_calendar
from supportdesk.store.write.engine import FileWriter
from tests.reading import file_of
from tests.small_desk import SmallDesk

NEW_YEAR = date(2027, 1, 1)
EVE = date(2026, 12, 31)


def save(small: SmallDesk, name: str = "Office", **said: object) -> int:
    """Olga, the lead, saves a calendar; a new one is Kyiv's 9 to 18."""
    if "calendar" not in said:
        said = {"zone": "Europe/Kyiv", "hours": "mon-fri 9-18", **said}
    made = small.act(SaveCalendar(name, **said), by=small.olga).calendar  # type: ignore[arg-type]
    assert made is not None
    return made


def rows(small: SmallDesk) -> list[CalendarRow]:
    return small.desk.ask(reading.calendars)


def default(small: SmallDesk) -> Calendar:
    writer = FileWriter(file_of(small.desk))
    with writer.transaction() as connection:
        found = default_calendar(connection)
    writer.close()
    return found


def test_a_new_desk_works_at_every_hour(small: SmallDesk) -> None:
    assert rows(small) == []
    assert default(small) is ALWAYS


def test_the_first_calendar_is_what_the_desk_goes_by(small: SmallDesk) -> None:
    office = save(small)
    second = save(small, "Berlin", zone="Europe/Berlin")
    assert [(row.name, row.is_default) for row in rows(small)] == [
        ("Berlin", False),
        ("Office", True),
    ]
    seven = datetime(2026, 3, 2, 7, tzinfo=ZoneInfo("Europe/Kyiv"))
    assert default(small).after(seven, timedelta(hours=1)) == seven + timedelta(hours=3)
    small.act(SaveCalendar("Berlin", second, default=True), by=small.olga)
    assert default(small).name == "Berlin"
    small.act(Undo(), by=small.olga)
    assert default(small).name == "Office"
    small.act(SaveCalendar("Office", office, default=False), by=small.olga)
    assert default(small) is ALWAYS


def test_only_what_is_named_changes(small: SmallDesk) -> None:
    number = save(small, days=(CalendarDay(EVE, "9-13", " Eve "), CalendarDay(NEW_YEAR)))
    save(small, calendar=number, hours="mon-sun 10–19", usual=(EVE,))
    save(small, "Bureau", calendar=number, days=(CalendarDay(date(2027, 1, 7), "", "Christmas"),))
    (row,) = rows(small)
    assert (row.name, row.zone, row.hours) == ("Bureau", "Europe/Kyiv", "mon-sun 10:00-19:00")
    days = calendar_of(row).days
    assert {day: (said.spans, said.name) for day, said in days.items()} == {
        NEW_YEAR: ((), ""),
        date(2027, 1, 7): ((), "Christmas"),
    }
    small.act(Undo(), by=small.olga)
    small.act(Undo(), by=small.olga)
    (row,) = rows(small)
    assert (row.name, row.hours) == ("Office", "mon-fri 09:00-18:00")
    assert calendar_of(row).days[EVE].name == "Eve"


def test_a_calendar_is_read_once_while_it_stays(small: SmallDesk) -> None:
    number = save(small)
    first = calendar_of(rows(small)[0])
    assert calendar_of(rows(small)[0]) is first
    save(small, calendar=number, days=(CalendarDay(date(2026, 3, 2)),))
    assert calendar_of(rows(small)[0]) is not first
    assert not default(small).holds(datetime(2026, 3, 2, 10, tzinfo=UTC))
    writer = FileWriter(file_of(small.desk))
    with writer.transaction() as connection:
        assert calendar_by_id(connection, number) is default_calendar(connection)
        with pytest.raises(NotFound, match=r"calendar\.missing"):
            calendar_by_id(connection, 99)
    writer.close()


def test_a_zone_that_this_machine_does_not_know_is_told(small: SmallDesk) -> None:
    save(small)
    unknown = replace(rows(small)[0], zone="Europe/Somewhere")
    with pytest.raises(Invalid, match=r"timezone\.unknown"):
        calendar_of(unknown)


def test_what_the_desk_goes_by_is_not_removed(small: SmallDesk) -> None:
    office, spare = save(small), save(small, "Spare")
    with pytest.raises(Refused, match=r"calendar\.in_use"):
        small.act(RemoveCalendar(office), by=small.olga)
    small.act(RemoveCalendar(spare), by=small.olga)
    assert [row.name for row in rows(small)] == ["Office"]
    with pytest.raises(NotFound, match=r"calendar\.missing"):
        small.act(RemoveCalendar(spare), by=small.olga)
    small.act(Undo(), by=small.olga)
    assert [row.name for row in rows(small)] == ["Office", "Spare"]


def test_an_undo_leaves_no_two_of_one_name_and_takes_none_that_is_used(small: SmallDesk) -> None:
    save(small)
    spare = save(small, "Spare")
    made = small.act(RemoveCalendar(spare), by=small.olga)
    again = save(small, "SPARE")
    with pytest.raises(Refused, match=r"calendar\.name_taken"):
        small.act(Undo(made.envelope), by=small.olga)
    small.act(RemoveCalendar(again), by=small.olga)
    third = small.act(SaveCalendar("Third", zone="Europe/Kyiv", hours="mon 9-10"), by=small.olga)
    small.act(SaveCalendar("Third", third.calendar, default=True), by=small.olga)
    with pytest.raises(Refused, match=r"calendar\.in_use"):
        small.act(Undo(third.envelope), by=small.olga)
    assert default(small).name == "Third"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " "}, "calendar.name"),
        ({"name": "x" * 61}, "calendar.name"),
        ({"name": "office"}, "calendar.name_taken"),
        ({"zone": None}, "calendar.incomplete"),
        ({"hours": None}, "calendar.incomplete"),
        ({"zone": "Europe/Nowhere"}, "timezone.unknown"),
        ({"zone": "../../etc/passwd"}, "timezone.unknown"),
        ({"hours": "always"}, "hours.invalid"),
        ({"days": (CalendarDay(EVE, "mon 9-13"),)}, "hours.day"),
        ({"days": (CalendarDay(EVE, "", "x" * 101),)}, "calendar.day_name"),
        ({"usual": (EVE,)}, "calendar.day_missing"),
        (
            {"days": tuple(CalendarDay(EVE + timedelta(days=n)) for n in range(2001))},
            "calendar.too_many_days",
        ),
        ({"calendar": 99}, "calendar.missing"),
    ],
)
def test_what_no_calendar_can_be_is_refused(
    small: SmallDesk, said: dict[str, object], code: str
) -> None:
    save(small)
    before = rows(small)
    wanted = {"name": "New", "zone": "Europe/Kyiv", "hours": "mon-fri 9-18", **said}
    with pytest.raises(DeskError) as refusal:
        save(small, **wanted)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert isinstance(refusal.value, Invalid | NotFound | Refused)
    assert rows(small) == before


def test_a_hundred_days_are_one_short_change(small: SmallDesk) -> None:
    number = save(small)
    days = tuple(CalendarDay(EVE + timedelta(days=n), "", "Holiday") for n in range(100))
    before = small.desk.ask(lambda c: c.execute("SELECT count(*) FROM event").fetchone()[0])
    save(small, calendar=number, days=days)
    after = small.desk.ask(lambda c: c.execute("SELECT count(*) FROM event").fetchone()[0])
    assert after == before + 1
