"""The report on the screen: the shell's numbers, their tickets, other days, other tickets."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

import pytest

from supportdesk.console.desk import reports as desk_reports
from supportdesk.console.screens.board import BoardScreen
from supportdesk.console.screens.report import ReportScreen
from supportdesk.console.widgets.report_rows import report_rows
from supportdesk.desk import report as measuring
from supportdesk.domain.action import AddTime, Assign, MoveToQueue, Reply, SetState
from supportdesk.domain.day_span import DaySpan, ending, month_of
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.metric import METRICS
from supportdesk.domain.query_parser import parse_query
from supportdesk.i18n import choose_language
from supportdesk.i18n.metric_names import GROUPS, metric_definition
from supportdesk.texts.metrics import details, value
from tests.console.consoles import USUAL, WIDE, Running, running
from tests.small_desk import SmallDesk


@pytest.fixture
def worked(small: SmallDesk) -> SmallDesk:
    """Four tickets in two queues: one answered and solved, one answered, two of last month."""
    old = [small.ticket("Old"), small.ticket("Older")]
    small.clock.forward(days=20)
    first, second = small.ticket("First"), small.ticket("Second")
    small.act(MoveToQueue(second, small.billing))
    for number in (first, second, *old):
        small.act(Assign(number, small.petro))
    small.clock.forward(minutes=30)
    small.act(Reply(first, "Done.", 10**6))
    small.act(SetState(first, "solved", kind="help"))
    small.clock.forward(minutes=30)
    small.act(Reply(second, "Soon.", 10**6))
    return small


async def show_report(console: Running) -> ReportScreen:
    console.desk.do(console.desk._keys.named("report"))
    await console.until("What comes and goes")
    screen = console.app.screen
    assert isinstance(screen, ReportScreen)
    return screen


async def measured(console: Running) -> None:
    """Wait until nothing is being measured."""
    screen = console.app.screen
    assert isinstance(screen, ReportScreen)
    for _moment in range(500):
        if screen._measuring is None:
            await console.settle()
            return
        await console.pilot.pause(0.01)
    raise AssertionError("still measuring")


def asked(small: SmallDesk, span: DaySpan, query: str = "", by: str = "") -> measuring.Asked:
    now = small.desk.clock()
    begin, end = (to_milliseconds(moment) for moment in span.bounds(UTC))
    period = small.desk.ask(measuring.period_asked, begin, end, to_milliseconds(now), UTC)
    return measuring.Asked(parse_query(query, now=now, zone=UTC), period, UTC, by)


def listed(console: Running) -> list[int]:
    return list(console.desk.panes.tickets.listing.numbers)


async def test_it_shows_what_the_shell_tells(worked: SmallDesk) -> None:
    today = worked.desk.clock().date()
    told = worked.desk.ask(measuring.report, asked(worked, ending(today, 30)))
    async with running(replace(worked, petro=worked.olga), (140, 60)) as console:
        screen = await show_report(console)
        rows = {row.metric: row for row in screen._pane._rows if row.metric}
        for section in told.sections:
            assert section.total is not None
            row = rows.pop(section.metric.name)
            assert row.value == value(section.metric, section.total.number)
            assert row.details == details(section.metric, section.total.number)
            assert row.value in console.text
        assert not rows


async def test_every_metric_stands_in_a_group_and_is_explained() -> None:
    assert {str(metric.group) for metric in METRICS.values()} <= set(GROUPS)
    for name in METRICS:
        assert metric_definition(name)


@pytest.mark.parametrize("size", [USUAL, WIDE])
async def test_a_number_opens_its_tickets_and_back_leads_to_it(
    worked: SmallDesk, size: tuple[int, int]
) -> None:
    span = ending(worked.desk.clock().date(), 30)
    async with running(worked, size) as console:
        await show_report(console)
        await console.press("j")
        assert "Tickets solved or closed in the period" in console.text
        await console.press("enter")
        await console.until("Departures ·")
        await console.settle()
        departures = replace(asked(worked, span), metrics=("departures",))
        assert listed(console) == worked.desk.ask(measuring.tickets, departures, None) == [3]
        await console.press("q")
        await console.until("What comes and goes")
        await measured(console)
        screen = console.app.screen
        assert isinstance(screen, ReportScreen)
        assert screen._pane.place == ("departures", None)
        await console.press("q")
        assert console.app.screen is console.desk


async def test_lines_have_their_own_tickets(worked: SmallDesk) -> None:
    async with running(worked, WIDE) as console:
        screen = await show_report(console)
        await console.press("b")
        await console.until("A line for each")
        await console.press("down", "enter")
        await console.until("Billing")
        await console.press("j", "j", "enter")
        await console.until("Arrivals · Billing")
        await console.settle()
        assert listed(console) == [4]
        assert screen.wanted.by == "queue"


async def test_days_are_stepped_and_the_present_is_not_passed(worked: SmallDesk) -> None:
    today = worked.desk.clock().date()
    async with running(worked, WIDE) as console:
        screen = await show_report(console)
        await console.press("p")
        await console.until("Which days?")
        await console.press(*"this month", "enter")
        await measured(console)
        assert screen.wanted.span == month_of(today)
        await console.press("]")
        await measured(console)
        assert screen.wanted.span == month_of(today)
        await console.press("[")
        await measured(console)
        assert screen.wanted.span == month_of(today).stepped(-1)
        assert "1 Feb – 28 Feb" in console.text
        await console.press("ъ")  # "]" where the layout is Russian
        await measured(console)
        assert screen.wanted.span == month_of(today)


async def test_other_days_are_typed(worked: SmallDesk) -> None:
    async with running(worked, WIDE) as console:
        screen = await show_report(console)
        await console.press("p")
        await console.until("Which days?")
        await console.press(*"other", "enter")
        await console.until("From which day to which?")
        await console.press(*"2026-03-20..2026-03-22", "enter")
        await measured(console)
        assert (screen.wanted.span.first.day, screen.wanted.span.last.day) == (20, 22)
        assert "20 Mar – 22 Mar" in console.text
        assert "supportdesk report --since 2026-03-20 --until 2026-03-22" in console.text


async def test_a_query_narrows_it_and_a_wrong_one_is_told(worked: SmallDesk) -> None:
    async with running(worked, WIDE) as console:
        screen = await show_report(console)
        await console.press("/")
        await console.until("Measure which tickets?")
        await console.press(*"queue:", "enter")
        assert screen.wanted.query == ""
        await console.press(*"Billing", "enter")
        await measured(console)
        assert screen.wanted.query == "queue:Billing"
        assert "Report · queue:Billing" in console.text
        assert screen._pane._rows[1].value == "1"


async def test_the_days_before_stand_beside(worked: SmallDesk) -> None:
    async with running(worked, WIDE) as console:
        screen = await show_report(console)
        await console.press("p", "down", "enter", "c")
        await measured(console)
        assert "Before" in console.text
        assert all(row.before for row in screen._pane._rows if row.metric)
        await console.press("с")  # "c" where the layout is Russian
        await measured(console)
        assert not screen.wanted.compared


async def test_time_of_others_is_for_leads(worked: SmallDesk) -> None:
    worked.act(AddTime(3, 600_000, "Phone.", "call"), by=worked.petro)
    for who, sees in ((worked.petro, False), (worked.olga, True)):
        async with running(replace(worked, petro=who), WIDE) as console:
            screen = await show_report(console)
            assert any(row.metric == "handling" for row in screen._pane._rows) is sees


async def test_it_is_reached_from_the_board_and_leads_back_there(worked: SmallDesk) -> None:
    async with running(worked, WIDE) as console:
        await console.press("g", "b")
        await console.until("Created per hour")
        await console.press("m")
        await console.until("What comes and goes")
        await console.press("q")
        await console.until("Created per hour")
        assert isinstance(console.app.screen, BoardScreen)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, list[DaySpan]]]:
    """Measuring waits until it is let go; every period that was measured."""
    go, begun, real = threading.Event(), [], measuring.report

    def waiting(connection: object, asked: measuring.Asked) -> measuring.Report:
        begun.append(asked.period.since)
        go.wait(10)
        return real(connection, asked)  # type: ignore[arg-type]

    monkeypatch.setattr(desk_reports, "report", waiting)
    yield go, begun  # type: ignore[misc]
    go.set()


async def test_keys_never_wait_and_only_what_is_wanted_last_is_measured(
    worked: SmallDesk, slow: tuple[threading.Event, list[DaySpan]]
) -> None:
    go, begun = slow
    async with running(worked, WIDE) as console:
        console.desk.do(console.desk._keys.named("report"))
        await console.until("measuring …")
        screen = console.app.screen
        assert isinstance(screen, ReportScreen)
        for _time in range(5):
            await console.pilot.press("[")
        assert screen.wanted.span.last < worked.desk.clock().date()
        go.set()
        await console.until("What comes and goes")
        assert len(begun) == 2
        rows = [row.value for row in screen._pane._rows if row.metric]
        expected = worked.desk.ask(measuring.report, asked(worked, screen.wanted.span))
        shown = [row.value for row in report_rows(expected) if row.metric not in ("", "handling")]
        assert rows == shown


@pytest.mark.parametrize(("language", "word"), [("ru", "Поступило"), ("uk", "Надійшло")])
async def test_it_speaks_the_operators_language(
    worked: SmallDesk, language: str, word: str
) -> None:
    choose_language(language)
    try:
        async with running(worked, USUAL) as console:
            console.desk.do(console.desk._keys.named("report"))
            await console.until(word)
    finally:
        choose_language("en")


async def test_the_palette_finds_what_a_report_can_do(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        screen = await show_report(console)
        now = screen.wanted.span
        await console.press("ctrl+p", *"days before", "enter")
        await measured(console)
        assert screen.wanted.span == now.stepped(-1)
