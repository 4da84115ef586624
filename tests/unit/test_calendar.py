"""Business calendars by examples: what counts, and what is due when (R2, F94)."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from supportdesk.domain.calendar import ALWAYS, Calendar, SpecialDay
from supportdesk.domain.errors import Invalid
from supportdesk.domain.working_hours import WorkingHours, day_written, parse_day, parse_hours

KYIV, MOSCOW, BERLIN = map(ZoneInfo, ("Europe/Kyiv", "Europe/Moscow", "Europe/Berlin"))
CLOSED = SpecialDay(name="closed")
HOUR = timedelta(hours=1)


def calendar(hours: str, zone: ZoneInfo = KYIV, **days: str) -> Calendar:
    """A calendar; special days are named like `d2026_12_31` and hold their hours."""
    special = {
        date(*map(int, named[1:].split("_"))): SpecialDay(parse_day(said))
        for named, said in days.items()
    }
    return Calendar("Office", zone, parse_hours(hours), special)


OFFICE = "mon-fri 9-18"
LUNCH = "mon-fri 9-13, mon-fri 14-18"

# 2 March 2026 is a Monday; summer time begins on 29 March and ends on 25 October.
DUE = [
    # calendar, start and due as clocks in its zone show them, hours of work
    ("opens at nine", calendar(OFFICE), "2026-03-02 07:00", 1, "2026-03-02 10:00"),
    ("two working days", calendar(LUNCH), "2026-03-02 09:00", 16, "2026-03-03 18:00"),
    ("two days later", calendar(LUNCH), "2026-03-02 12:00", 16, "2026-03-04 12:00"),
    ("over lunch", calendar(LUNCH), "2026-03-02 12:30", 1, "2026-03-02 14:30"),
    ("no tick at night", calendar(OFFICE), "2026-03-02 17:30", 1, "2026-03-03 09:30"),
    ("exactly at closing", calendar(OFFICE), "2026-03-02 17:00", 1, "2026-03-02 18:00"),
    ("over a weekend", calendar(OFFICE), "2026-03-06 17:00", 2, "2026-03-09 10:00"),
    ("on a Sunday", calendar(OFFICE), "2026-03-08 12:00", 1, "2026-03-09 10:00"),
    (
        "a holiday in the middle",
        calendar(OFFICE, d2026_03_03=""),
        "2026-03-02 17:00",
        2,
        "2026-03-04 10:00",
    ),
    (
        "a shortened day",
        calendar(OFFICE, d2026_12_31="9-13", d2027_01_01=""),
        "2026-12-31 12:00",
        2,
        "2027-01-04 10:00",
    ),
    (
        "a Saturday that is worked",
        calendar(OFFICE, d2026_03_07="10-15"),
        "2026-03-06 17:00",
        3,
        "2026-03-07 12:00",
    ),
    (
        "longer than usual",
        calendar(OFFICE, d2026_03_02="8-20"),
        "2026-03-02 07:00",
        12,
        "2026-03-02 20:00",
    ),
    ("a night", calendar("mon-fri 22-6"), "2026-03-02 23:00", 8, "2026-03-03 23:00"),
    ("the end of a week", calendar("fri-sun 22-6"), "2026-03-09 05:00", 2, "2026-03-13 23:00"),
    (
        "a holiday takes the night that begins on it",
        calendar("mon-fri 22-6", d2026_03_03=""),
        "2026-03-03 05:00",
        2,
        "2026-03-04 23:00",
    ),
    (
        "shifts that overlap count once",
        calendar("mon-fri 9-18, mon 12-20"),
        "2026-03-02 09:00",
        11,
        "2026-03-02 20:00",
    ),
    ("summer time begins, night", calendar("sat 22-6"), "2026-03-28 22:00", 7, "2026-03-29 06:00"),
    ("summer time ends, night", calendar("sat 22-6"), "2026-10-24 22:00", 9, "2026-10-25 06:00"),
    (
        "Berlin begins",
        calendar("sat 22-6", BERLIN),
        "2026-03-28 23:00",
        3,
        "2026-03-29 03:00",
    ),
    ("Berlin ends", calendar("sat 22-6", BERLIN), "2026-10-24 22:00", 9, "2026-10-25 06:00"),
    (
        "Moscow keeps its time",
        calendar("sat 22-6", MOSCOW),
        "2026-03-28 22:00",
        8,
        "2026-03-29 06:00",
    ),
    (
        "office days about the change",
        calendar(OFFICE, BERLIN),
        "2026-03-27 17:00",
        2,
        "2026-03-30 10:00",
    ),
    (
        "round the clock, day of 23 hours",
        calendar("24x7"),
        "2026-03-28 12:00",
        24,
        "2026-03-29 13:00",
    ),
    (
        "round the clock, day of 25 hours",
        calendar("24x7"),
        "2026-10-24 12:00",
        24,
        "2026-10-25 11:00",
    ),
    (
        "round the clock but for a holiday",
        calendar("24x7", d2026_01_01=""),
        "2025-12-31 12:00",
        24,
        "2026-01-02 12:00",
    ),
    (
        "an end that is left out is the change",
        calendar("sat 22-3:30"),
        "2026-03-28 22:00",
        5,
        "2026-03-29 03:00",
    ),
    (
        "an end that is there twice is its first",
        calendar("sat 22-3:30"),
        "2026-10-24 22:00",
        5.5,
        "2026-10-25 03:30",
    ),
]


@pytest.mark.parametrize(
    ("desk", "start", "hours", "due"), [row[1:] for row in DUE], ids=[row[0] for row in DUE]
)
def test_what_is_due_when(desk: Calendar, start: str, hours: float, due: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=desk.zone)
    wanted = datetime.fromisoformat(due).replace(tzinfo=desk.zone).astimezone(UTC)
    worked = timedelta(hours=hours)
    assert desk.after(begun, worked) == wanted
    assert desk.after(begun, worked).tzinfo is UTC
    assert desk.between(begun, wanted) == worked
    assert desk.between(begun, wanted - timedelta(milliseconds=1)) == worked - timedelta(
        milliseconds=1
    )


def test_nothing_passes_backwards_or_at_night() -> None:
    desk = calendar("8x5")
    evening = datetime(2026, 3, 2, 18, tzinfo=KYIV)
    assert desk.between(evening, datetime(2026, 3, 3, 9, tzinfo=KYIV)) == timedelta()
    assert desk.between(evening, evening - 5 * HOUR) == timedelta()
    assert desk.between(evening, evening) == timedelta()
    assert desk.after(evening, timedelta()) == evening


def test_moments_lie_within_or_outside() -> None:
    desk = calendar("mon-fri 22-6", d2026_03_04="")
    assert desk.holds(datetime(2026, 3, 2, 22, tzinfo=KYIV))
    assert desk.holds(datetime(2026, 3, 4, 5, 59, tzinfo=KYIV)), "the night of Tuesday"
    assert not desk.holds(datetime(2026, 3, 4, 6, tzinfo=KYIV))
    assert not desk.holds(datetime(2026, 3, 4, 23, tzinfo=KYIV))
    assert not desk.holds(datetime(2026, 3, 5, 1, tzinfo=KYIV))


def test_always_is_every_moment() -> None:
    start = datetime(2026, 3, 2, 7, 0, 0, 1000, tzinfo=UTC)
    assert ALWAYS.after(start, 1000 * HOUR) == start + 1000 * HOUR
    assert ALWAYS.between(start, start + 1000 * HOUR) == 1000 * HOUR
    assert ALWAYS.holds(start)


def test_a_calendar_without_work_says_that_it_never_comes() -> None:
    nobody = Calendar("Nobody", KYIV, WorkingHours(()), {date(2026, 3, 2): SpecialDay(((0, 60),))})
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert nobody.after(start, HOUR) == datetime(2026, 3, 2, 1, tzinfo=KYIV)
    with pytest.raises(Invalid, match=r"calendar\.never"):
        nobody.after(start, 2 * HOUR)
    with pytest.raises(Invalid, match=r"calendar\.never"):
        ALWAYS.after(datetime(9999, 12, 1, tzinfo=UTC), 1000 * HOUR)


def test_a_day_that_a_zone_leaves_out_has_no_time() -> None:
    samoa = Calendar("Samoa", ZoneInfo("Pacific/Apia"), parse_hours("24x7"))
    start = datetime(2011, 12, 29, 12, tzinfo=samoa.zone)
    assert samoa.between(start, datetime(2011, 12, 31, 12, tzinfo=samoa.zone)) == 24 * HOUR


def test_two_years_are_counted_in_less_than_a_millisecond() -> None:
    desk = calendar(LUNCH)
    start = datetime(2026, 3, 2, 7, tzinfo=UTC)
    desk.between(start, start + timedelta(days=740))
    began = process_time()
    for hour in range(100):
        desk.between(start + hour * HOUR, start + timedelta(days=730))
        desk.after(start + hour * HOUR, 4000 * HOUR)
    assert process_time() - began < 0.1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("9-13", "09:00-13:00"),
        (" 9:30–13, 14—18 ", "09:30-13:00, 14:00-18:00"),
        ("0-24", "00:00-24:00"),
        ("22-6; 8-9", "22:00-06:00, 08:00-09:00"),
    ],
)
def test_the_hours_of_a_day_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert day_written(parse_day(typed)) == kept
    assert parse_day(kept) == parse_day(typed)


@pytest.mark.parametrize("typed", ["closed", "9", "9-9", "mon 9-18", "9-25", "24-6", "9-18,"])
def test_what_says_no_hours_of_a_day_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"hours\.day"):
        parse_day(typed)
