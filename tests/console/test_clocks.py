"""Clocks in the console: marks in the list, the top line, what is overdue, notices (F96, F97)."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from supportdesk.console.clock_texts import clock_phrases, standing_texts
from supportdesk.console.names import PRIORITY_MARKS
from supportdesk.console.notices import Notices, NoticeSettings
from supportdesk.console.times import HOUR, Watch
from supportdesk.console.widgets.ticket_line import laid_out
from supportdesk.domain.action import Assign, PolicyTarget, Reply, SavePolicy, SaveTemplate
from supportdesk.domain.sla.level import level_of
from supportdesk.store.read.clocks import ClockRow, Standing
from tests.console.consoles import USUAL, WIDE, Running, running
from tests.small_desk import SmallDesk

NOON = 12 * 60


def test_no_mark_of_a_priority_touches_that_of_a_clock() -> None:
    layout = laid_out(80, (172,))
    before_priority = 3 + layout.number
    room = layout.time_at - before_priority
    assert room >= 1 + max(map(len, PRIORITY_MARKS)) + 1


def line_of(console: Running, number: int) -> str:
    return next(line for line in console.text.splitlines() if f"#{number} " in line)


@pytest.fixture
def leveled(small: SmallDesk) -> tuple[SmallDesk, tuple[int, ...]]:
    """A desk of four tickets that are due in turn."""
    target = PolicyTarget("normal", "first_response", 180)
    small.act(SavePolicy("Standard", targets=(target,)), by=small.olga)
    numbers: list[int] = []
    for hours in (0.5, 0.73, 1.02, 0.85):
        numbers.append(small.ticket(f"Ticket {len(numbers)}"))
        small.clock.forward(hours=hours)
    small.desk.work()
    return small, tuple(numbers)


@pytest.mark.parametrize("size", [WIDE, USUAL])
async def test_each_level_has_a_mark_in_the_list(
    leveled: tuple[SmallDesk, tuple[int, ...]], size: tuple[int, int]
) -> None:
    small, (breached, risk, soon, calm) = leveled
    async with running(small, size) as console:
        await console.press("2")
        assert "✗-0:06" in line_of(console, breached)
        assert "! 0:23" in line_of(console, risk)
        assert "· 1:" not in line_of(console, soon)
        assert " 1:07 " in line_of(console, soon)
        assert " 2:09" in line_of(console, calm)
        small.clock.forward(minutes=10)
        console.desk._upkeep.poll()
        await console.settle()
        assert "· 0:57" in line_of(console, soon)


async def test_a_lead_sees_in_the_top_line_how_the_desk_stands(
    leveled: tuple[SmallDesk, tuple[int, ...]],
) -> None:
    small, _numbers = leveled
    async with running(replace(small, petro=small.olga), WIDE) as console:
        top = console.text.splitlines()[0]
        assert "1 due <1h" in top
        assert "✗ 1 overdue" in top


async def test_an_operator_sees_only_what_is_theirs(
    leveled: tuple[SmallDesk, tuple[int, ...]],
) -> None:
    small, _numbers = leveled
    async with running(small, WIDE) as console:
        top = console.text.splitlines()[0]
        assert "overdue" not in top
        assert "due <1h" not in top


async def test_what_is_overdue_is_a_view(leveled: tuple[SmallDesk, tuple[int, ...]]) -> None:
    small, (breached, *_rest) = leveled
    async with running(small, WIDE) as console:
        assert "6 Overdue          1" in console.text
        await console.press("6")
        assert list(console.desk.panes.tickets.listing.numbers) == [breached]
        assert "✗ first response due 12:00" in console.text


async def test_without_policies_nothing_speaks_of_them(small: SmallDesk) -> None:
    small.ticket()
    async with running(small, WIDE) as console:
        assert "Overdue" not in console.text


def test_levels_follow_one_another() -> None:
    now, due = 100 * HOUR, 103 * HOUR
    risk = due - HOUR // 2
    seen = [level_of(due, risk, now + HOUR * hours // 4) for hours in (0, 9, 10, 12, 13)]
    assert seen == ["ok", "soon", "risk", "risk", "breached"]
    assert level_of(None, None, now) is None


def test_clocks_are_said_in_phrases() -> None:
    due = ClockRow("update", 1, 0, HOUR, 5 * HOUR, 4 * HOUR, None, None, None, None, None, None)
    resting = replace(due, clock="resolution", due_at=None, paused_at=HOUR, remaining=90 * 60_000)
    over = replace(due, clock="next_reply", ended_at=HOUR)
    late = replace(resting, breached_at=HOUR)
    watch = Watch(4 * HOUR + 1)
    assert list(clock_phrases([due, resting, over, late], watch))[1:] == [
        "resolution paused, 1:30 left",
        "✗ resolution paused",
    ]
    assert next(clock_phrases([due], watch)).startswith("! update due ")


def test_numbers_that_are_not_there_are_not_said() -> None:
    assert standing_texts(Standing(0, 0)) == ("", "")
    assert standing_texts(Standing(3, 1001)) == ("3 due <1h", "✗ 1000+ overdue")


@pytest.mark.parametrize(("leads", "told"), [(False, ["#1", "#2"]), (True, ["#1", "#2, #3"])])
def test_owners_are_told_of_both_and_leads_of_every_breach(leads: bool, told: list[str]) -> None:
    run: list[Sequence[str]] = []
    settings = NoticeSettings("mine", command=("say", "{numbers}"))
    notices = Notices(settings, lambda _text: None, run.append)
    alerts = [(1, 7, False), (2, 7, True), (3, 8, True), (4, 8, False)]
    notices.tell_due(alerts, 7, NOON, leads=leads)
    assert [words[1] for words in run] == told


def test_quiet_hours_hold_for_clocks_too() -> None:
    run: list[Sequence[str]] = []
    settings = NoticeSettings("mine", command=("say", "{numbers}"), quiet="22:00-08:00")
    notices = Notices(settings, lambda _text: None, run.append)
    notices.tell_due([(1, 7, True)], 7, 23 * 60, leads=False)
    assert run == []


async def test_who_has_heard_nothing_for_long_is_offered_a_ready_text(small: SmallDesk) -> None:
    template = SaveTemplate("Anything", variants=(("en", "Hello there."),))
    small.act(template, by=small.olga)
    number = small.ticket()
    small.act(Assign(number, small.petro))
    small.act(Reply(number, "We look into it.", 10**9))
    small.clock.forward(hours=9)
    async with running(small, WIDE) as console:
        await console.press("r", "ctrl+t")
        picker = console.text
        assert picker.index("Say how it goes") < picker.index("Anything")
        await console.press("enter")
        assert f"still working on your request #{number}" in console.text
        await console.press("ctrl+d")
        assert small.row(number).replies == 2


async def test_what_went_silent_is_a_view_with_its_number(small: SmallDesk) -> None:
    target = PolicyTarget("normal", "resolution", 6000)
    small.act(SavePolicy("Standard", targets=(target,)), by=small.olga)
    number = small.ticket()
    small.act(Reply(number, "We look into it.", 10**9))
    small.clock.forward(hours=9)
    async with running(small, WIDE) as console:
        await console.press("7")
        assert list(console.desk.panes.tickets.listing.numbers) == [number]
        await console.until("7 Say how it goes  1")


async def test_all_views_tell_how_many_are_overdue(
    leveled: tuple[SmallDesk, tuple[int, ...]],
) -> None:
    small, _numbers = leveled
    async with running(small, WIDE) as console:
        await console.press("g", "v")
        assert re.search(r"Overdue +built in +1\b", console.text)
