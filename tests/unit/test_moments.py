"""Moments as people write them, in three languages and across changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportdesk.domain.errors import Invalid
from supportdesk.domain.moments import parse_boundary, parse_moment

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 2, 25, 10, 30, tzinfo=KYIV)  # a Wednesday


def local(text: str, now: datetime = NOW) -> str:
    moment = parse_moment(text, now, KYIV)
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(KYIV):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lengths of time
        ("2h", "2026-02-25 12:30"),
        ("+2h", "2026-02-25 12:30"),
        ("30m", "2026-02-25 11:00"),
        ("1h 30m", "2026-02-25 12:00"),
        ("1.5h", "2026-02-25 12:00"),
        ("in 2 hours", "2026-02-25 12:30"),
        ("in an hour", "2026-02-25 11:30"),
        ("2ч", "2026-02-25 12:30"),
        ("через 2 часа", "2026-02-25 12:30"),
        ("через час", "2026-02-25 11:30"),
        ("через 1,5 часа", "2026-02-25 12:00"),
        ("через полчаса", "2026-02-25 11:00"),
        ("30 мин", "2026-02-25 11:00"),
        ("2 год", "2026-02-25 12:30"),
        ("за 2 години", "2026-02-25 12:30"),
        ("через годину", "2026-02-25 11:30"),
        ("за 15 хвилин", "2026-02-25 10:45"),
        ("3d", "2026-02-28 10:30"),
        ("через 3 дня", "2026-02-28 10:30"),
        ("за 3 дні", "2026-02-28 10:30"),
        ("через 2 дня в 9", "2026-02-27 09:00"),
        ("2w", "2026-03-11 10:30"),
        ("in a week", "2026-03-04 10:30"),
        ("через неделю", "2026-03-04 10:30"),
        ("за тиждень", "2026-03-04 10:30"),
        ("через месяц", "2026-03-25 10:30"),
        # days
        ("tomorrow", "2026-02-26 09:00"),
        ("Tomorrow 9", "2026-02-26 09:00"),
        ("tomorrow at 18:15", "2026-02-26 18:15"),
        ("9 tomorrow", "2026-02-26 09:00"),
        ("завтра", "2026-02-26 09:00"),
        ("завтра 9", "2026-02-26 09:00"),
        ("завтра в 9:30", "2026-02-26 09:30"),
        ("завтра о 14", "2026-02-26 14:00"),
        ("послезавтра", "2026-02-27 09:00"),
        ("післязавтра 8:00", "2026-02-27 08:00"),
        ("today 18", "2026-02-25 18:00"),
        ("сегодня в 18:30", "2026-02-25 18:30"),
        ("пн", "2026-03-02 09:00"),
        ("пн 10", "2026-03-02 10:00"),
        ("fri", "2026-02-27 09:00"),
        ("fri 6pm", "2026-02-27 18:00"),
        ("next friday at 10", "2026-02-27 10:00"),
        ("monday", "2026-03-02 09:00"),
        ("понедельник", "2026-03-02 09:00"),
        ("у понеділок", "2026-03-02 09:00"),
        ("во вторник 11:00", "2026-03-03 11:00"),
        ("в пятницу вечером", "2026-02-27 18:00"),
        ("у п’ятницю 10", "2026-02-27 10:00"),
        ("неділя", "2026-03-01 09:00"),
        ("среда", "2026-03-04 09:00"),  # today is one
        ("next week", "2026-03-02 09:00"),
        ("на следующей неделе", "2026-03-02 09:00"),
        ("наступного тижня 12:00", "2026-03-02 12:00"),
        # times of day
        ("18:30", "2026-02-25 18:30"),
        ("09:00", "2026-02-26 09:00"),
        ("в 9", "2026-02-26 09:00"),
        ("18.30", "2026-02-25 18:30"),
        ("at 7pm", "2026-02-25 19:00"),
        ("12am", "2026-02-26 00:00"),
        ("в 7 вечера", "2026-02-25 19:00"),
        ("в 7:30 вечера", "2026-02-25 19:30"),
        ("о 8 ранку", "2026-02-26 08:00"),
        ("evening", "2026-02-25 18:00"),
        ("вечером", "2026-02-25 18:00"),
        ("ввечері", "2026-02-25 18:00"),
        ("вечером в 8", None),
        ("завтра вечером в 8", "2026-02-26 20:00"),
        ("завтра вранці", "2026-02-26 09:00"),
        ("tomorrow morning", "2026-02-26 09:00"),
        # dates
        ("2026-03-01", "2026-03-01 09:00"),
        ("2026-03-01 14:00", "2026-03-01 14:00"),
        ("2026-03-01T14:00", "2026-03-01 14:00"),
        ("2026-03-01T14:00:00Z", "2026-03-01 16:00"),
        ("2026-03-01T14:00+01:00", "2026-03-01 15:00"),
        ("2026-03-01 9:05", "2026-03-01 09:05"),
        ("01.03 14:00", "2026-03-01 14:00"),
        ("01.03", "2026-03-01 09:00"),
        ("1.3 вечером", "2026-03-01 18:00"),
        ("01.02", "2027-02-01 09:00"),
        ("29.02", "2028-02-29 09:00"),
        ("01.03.2027", "2027-03-01 09:00"),
        ("01.03.27 8:00", "2027-03-01 08:00"),
        ("1 марта", "2026-03-01 09:00"),
        ("5 березня о 10", "2026-03-05 10:00"),
        ("5 march 10:00", "2026-03-05 10:00"),
    ],
)
def test_a_moment_is_understood(text: str, expected: str | None) -> None:
    assert local(text) == (expected or "2026-02-25 20:00")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "потом", "9", "25:00", "tomorrow 25", "31.02", "0h", "13pm", "0pm", "-2h",
        "1.5d", "tomorrow monday", "2h tomorrow", "3d tomorrow", "18:30 19:00", "2026-02-30",
        "in", "99999h", "2026-13-01 10:00", "9999mo " * 11,
        "9999-12-31T23:59:00-12:00", "<b>", "\x1b[2J", "\ud800", "завтра " * 100, "²h", "2 банана",
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"moment\.unknown"):
        parse_moment(text, NOW, KYIV)


@pytest.mark.parametrize("text", ["today 9", "2026-02-25", "2020-01-01 10:00", "25.02", "вчера"])
def test_a_past_moment_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_moment(text, NOW, KYIV)
    assert refused.value.code == "moment.past"
    until = refused.value.parameters["until"]
    assert isinstance(until, datetime)
    assert until <= NOW


def test_days_keep_the_clock_and_hours_elapse_when_summer_time_begins() -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=KYIV)
    assert local("1d", before) == "2026-03-29 12:00"
    assert local("24h", before) == "2026-03-29 13:00"
    assert local("завтра 3:30", before) == "2026-03-29 04:30"  # there is no 03:30 that night
    assert local("next week", before) == "2026-03-30 09:00"


def test_days_keep_the_clock_when_summer_time_ends() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=KYIV)
    assert local("1d", before) == "2026-10-25 12:00"
    assert local("24h", before) == "2026-10-25 11:00"


def test_the_day_is_the_readers() -> None:
    late = datetime(2026, 2, 25, 23, 30, tzinfo=UTC)
    assert local("today 9", late) == "2026-02-26 09:00"
    assert parse_moment("today 9", late, KYIV) == datetime(2026, 2, 26, 7, tzinfo=UTC)


@given(st.text(max_size=30), st.timedeltas(timedelta(), timedelta(days=30_000)))
@example("29.02", timedelta(days=26_970))
def test_any_text_is_a_future_moment_or_refused(text: str, later: timedelta) -> None:
    at = NOW + later
    try:
        assert parse_moment(text, at, KYIV) > at
    except Invalid as refused:
        assert refused.code in {"moment.unknown", "moment.past"}


WORDS = (
    "in at next 2 9 9:30 30 h часа d дня week неделю завтра fri пн вечером pm 01.03 час , 1.5"
).split()


FURTHEST = timedelta(weeks=61)
"""Two amounts of thirty weeks, and the day they are counted from."""


@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join))
@example("30 week 30 week")
def test_any_row_of_words_is_a_future_moment_or_refused(text: str) -> None:
    try:
        assert NOW < parse_moment(text, NOW, KYIV) < NOW + FURTHEST
    except Invalid as refused:
        assert refused.code in {"moment.unknown", "moment.past"}


def boundary(text: str) -> tuple[str, str]:
    start, end = parse_boundary(text, NOW, KYIV)
    assert start.tzinfo is UTC
    assert end.tzinfo is UTC
    return f"{start.astimezone(KYIV):%m-%d %H:%M}", f"{end.astimezone(KYIV):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", ("03-01 00:00", "03-02 00:00")),
        ("01.03.2026", ("03-01 00:00", "03-02 00:00")),
        ("2026-03-01T14:05", ("03-01 14:05", "03-01 14:06")),
        ("2026-03-01 14:05", ("03-01 14:05", "03-01 14:06")),
        ("2026-03-01T14:05:30Z", ("03-01 16:05", "03-01 16:06")),
        ("-7d", ("02-18 10:30", "02-18 10:30")),
        ("-2h", ("02-25 08:30", "02-25 08:30")),
        ("+1h", ("02-25 11:30", "02-25 11:30")),
        ("-2ч", ("02-25 08:30", "02-25 08:30")),
        ("-1mo", ("01-25 10:30", "01-25 10:30")),
        ("now", ("02-25 10:30", "02-25 10:30")),
        ("today", ("02-25 00:00", "02-26 00:00")),
        ("сегодня", ("02-25 00:00", "02-26 00:00")),
        ("yesterday", ("02-24 00:00", "02-25 00:00")),
        ("вчера", ("02-24 00:00", "02-25 00:00")),
        ("вчора", ("02-24 00:00", "02-25 00:00")),
        ("завтра", ("02-26 00:00", "02-27 00:00")),
        ("tomorrow", ("02-26 00:00", "02-27 00:00")),
        ("mon", ("02-23 00:00", "02-24 00:00")),
        ("wed", ("02-25 00:00", "02-26 00:00")),
        ("п'ятниця", ("02-20 00:00", "02-21 00:00")),
    ],
)
def test_a_boundary_is_understood(text: str, expected: tuple[str, str]) -> None:
    assert boundary(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7d",
        "-7",
        "-7x",
        "2026-02-30",
        "2026-03",
        "20260301",
        "1.2",
        "a.b.c",
        "-99999mo",
        "soon",
        "2026-W10-1",
    ],
)
def test_a_meaningless_boundary_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"moment\.unknown"):
        parse_boundary(text, NOW, KYIV)


def test_a_day_of_the_change_of_clocks_has_its_own_length() -> None:
    start, end = parse_boundary("2026-03-29", NOW, KYIV)
    assert end - start == timedelta(hours=23)


@given(st.text(max_size=20))
def test_any_boundary_is_an_interval_or_refused(text: str) -> None:
    try:
        start, end = parse_boundary(text, NOW, KYIV)
    except Invalid as refused:
        assert refused.code == "moment.unknown"
    else:
        assert start <= end
