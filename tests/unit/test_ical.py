"""Calendars of holidays in iCalendar files: what is read, and what is refused by its line (F94)."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.errors import DeskError, Invalid, NotFound
from supportdesk.intake.ical import FoundDays, read_ical


def calendar(*events: str, newline: str = "\r\n") -> str:
    """A file of these events; lines of one are separated by spaces that begin with `|`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    return newline.join([*lines, "END:VCALENDAR", ""])


def read(tmp_path: Path, text: str | bytes, *years: int) -> FoundDays:
    """What a file holds; without years, for 2026 and 2027."""
    path = tmp_path / "days.ics"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_ical(path, years or (2026, 2027), only=bool(years))


def days(tmp_path: Path, *events: str, years: tuple[int, ...] = ()) -> list[str]:
    """The days that events take."""
    return [day.isoformat() for day in sorted(read(tmp_path, calendar(*events), *years).days)]


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        ("DTSTART;VALUE=DATE:20260101", ["2026-01-01"]),
        ("DTSTART:20260101", ["2026-01-01"]),
        ("DTSTART;TZID=Europe/Kyiv;VALUE=DATE:20260101", ["2026-01-01"]),
        (
            "DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270102",
            ["2026-12-31", "2027-01-01"],
        ),
        ("DTSTART;VALUE=DATE:20260101|DTEND;VALUE=DATE:20260101", ["2026-01-01"]),
        ("DTSTART;VALUE=DATE:20260101|DURATION:P2D", ["2026-01-01", "2026-01-02"]),
        ("DTSTART;VALUE=DATE:20200501|RRULE:FREQ=YEARLY", ["2026-05-01", "2027-05-01"]),
        ("DTSTART;VALUE=DATE:20250501|RRULE:FREQ=YEARLY;INTERVAL=2", ["2027-05-01"]),
        ("DTSTART;VALUE=DATE:20200501|RRULE:FREQ=YEARLY;UNTIL=20260601T000000Z", ["2026-05-01"]),
        ("DTSTART;VALUE=DATE:20240501|RRULE:FREQ=YEARLY;COUNT=3", ["2026-05-01"]),
        ("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY", []),
        (
            "DTSTART;VALUE=DATE:20201126|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            ["2026-11-26", "2027-11-25"],
        ),
        (
            "DTSTART;VALUE=DATE:20200525|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
            ["2026-05-25", "2027-05-31"],
        ),
        (
            "DTSTART;VALUE=DATE:20200501|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20260501",
            ["2027-05-01"],
        ),
        (
            "DTSTART;VALUE=DATE:20260501|RDATE;VALUE=DATE:20260601,20260701",
            ["2026-05-01", "2026-06-01", "2026-07-01"],
        ),
        ("DTSTART;VALUE=DATE:20260101|STATUS:CANCELLED", []),
        ("DTSTART;TZID=Europe/Kyiv:20260101T100000", []),
        ("DTSTART;VALUE=DATE:20260101|BEGIN:VALARM|TRIGGER:-P1D|END:VALARM", ["2026-01-01"]),
    ],
)
def test_days_that_are_read(tmp_path: Path, event: str, wanted: list[str]) -> None:
    assert days(tmp_path, event) == wanted


def test_only_the_years_that_are_named_are_taken(tmp_path: Path) -> None:
    events = ("DTSTART:20260101", "DTSTART:20280101", "DTSTART:20200501|RRULE:FREQ=YEARLY")
    assert days(tmp_path, *events) == ["2026-01-01", "2026-05-01", "2027-05-01", "2028-01-01"]
    assert days(tmp_path, *events, years=(2028,)) == ["2028-01-01", "2028-05-01"]


def test_a_day_that_was_moved_is_not_where_it_was(tmp_path: Path) -> None:
    master = "UID:1|DTSTART:20200501|RRULE:FREQ=YEARLY"
    moved = "UID:1|RECURRENCE-ID;VALUE=DATE:20260501|DTSTART:20260504"
    assert days(tmp_path, master, moved) == ["2026-05-04", "2027-05-01"]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_folded_and_escaped_names_are_whole(tmp_path: Path, newline: str) -> None:
    event = "DTSTART:20260101|SUMMARY:Новий\\, дуже| новий\\; рік\\n\\\\ та|\tсвято"
    found = read(tmp_path, "\ufeff" + calendar(event, newline=newline))
    assert found.days == {date(2026, 1, 1): "Новий, дуженовий; рік \\ тасвято"}


def test_events_with_a_time_of_day_are_counted(tmp_path: Path) -> None:
    text = calendar("DTSTART:20260101T100000Z", "DTSTART:20260102")
    assert read(tmp_path, text) == FoundDays({date(2026, 1, 2): ""}, 1)


ZONE = "BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19701025T040000\nEND:STANDARD\nEND:VTIMEZONE"


def test_other_parts_of_a_file_are_passed_over(tmp_path: Path) -> None:
    text = calendar("DTSTART:20260101", newline="\n").replace("VERSION:2.0", f"VERSION:2.0\n{ZONE}")
    assert list(read(tmp_path, text).days) == [date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("text", "line", "because"),
    [
        ("", 0, "nesting"),
        ("hello", 1, "format"),
        ("VERSION:2.0\n", 1, "format"),
        ("BEGIN:VCALENDAR\nEND:VEVENT\n", 2, "nesting"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n", 3, "nesting"),
        ("BEGIN:VCALENDAR\nno property\nEND:VCALENDAR\n", 2, "format"),
        (calendar("SUMMARY:x"), 3, "start"),
        (calendar("DTSTART;VALUE=DATE:20261332"), 4, "day"),
        (calendar("DTSTART;VALUE=DATE:2026-01-01"), 4, "day"),
        (calendar("DTSTART:20260105|DTEND:20260101"), 5, "end"),
        (calendar("DTSTART:20260105|DTEND:20290101"), 3, "long"),
        (calendar("DTSTART:20260105|DURATION:PT3H"), 5, "duration"),
        (calendar("DTSTART:99991231|DURATION:P2D"), 3, "day"),
        (calendar(*["DTSTART:20260101"] * 10_001), None, "many"),
        (calendar(*["DTSTART:20260101|DURATION:P300D"] * 400), None, "many"),
        ("BEGIN:VCALENDAR\nX:" + "x" * 2_000_000, 0, "size"),
        (b"BEGIN:VCALENDAR\nSUMMARY:\xff\nEND:VCALENDAR", 2, "text"),
    ],
)
def test_what_is_no_calendar_is_refused_by_its_line(
    tmp_path: Path, text: str | bytes, line: int | None, because: str
) -> None:
    with pytest.raises(Invalid, match=r"ical\.broken") as refusal:
        read(tmp_path, text)
    told = refusal.value.parameters
    assert told["because"] == because
    assert line is None or told["line"] == line


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=WEEKLY", "FREQ=YEARLY;BYDAY=4TH", "FREQ=YEARLY;BYMONTH=13", "INTERVAL=2", ""),
        *("FREQ=YEARLY;INTERVAL=0", "FREQ=YEARLY;COUNT=x", "FREQ=YEARLY;BYMONTH=1,2"),
        *("FREQ=YEARLY;UNTIL=soon", "FREQ=YEARLY;BYSETPOS=1", "FREQ=YEARLY;BYMONTHDAY=-1"),
        *("FREQ=YEARLY;BYMONTH=1;BYDAY=MO", "FREQ=YEARLY;BYEASTER=1"),
    ],
)
def test_a_repetition_that_is_not_read_is_refused(tmp_path: Path, rule: str) -> None:
    with pytest.raises(Invalid, match=r"ical\.rule") as refusal:
        read(tmp_path, calendar(f"DTSTART:20200101|RRULE:{rule}"))
    assert refusal.value.parameters["line"] == 5


def test_what_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="file_missing"):
        read_ical(tmp_path / "none.ics", (2026,), only=False)
    with pytest.raises(Invalid, match=r"file\.unreadable"):
        read_ical(tmp_path, (2026,), only=False)


WORDS = st.sampled_from(
    "BEGIN:VCALENDAR END:VCALENDAR BEGIN:VEVENT END:VEVENT DTSTART:20260101 DTSTART; RRULE:FREQ=YE"
    ' ARLY EXDATE:20260101 DTEND:9 : ; = " \\n , x \n \r\n \t'.split(" ")
)


@given(st.lists(WORDS | st.text(max_size=4), max_size=30))
def test_a_hostile_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    text = "\n".join(words).encode("utf-8", "surrogatepass")
    try:
        read(tmp_path_factory.mktemp("hostile"), text)
    except DeskError as refusal:
        assert refusal.code in ("ical.broken", "ical.rule")
