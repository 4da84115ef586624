"""Why a ticket is due, policies and calendars: told in the console in the words of the shell."""

from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.cli.times import local_text
from supportdesk.console import text
from supportdesk.console.page import WrappedPage
from supportdesk.console.times import Watch
from supportdesk.desk.explaining import explanation
from supportdesk.domain.action import PolicyTarget, SaveCalendar, SavePolicy, SetState
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.i18n import choose_language
from supportdesk.texts.explaining import tell_explanation
from tests.console.consoles import USUAL, Running, running
from tests.small_desk import SmallDesk

HOSTILE = "\x1b[31m[bold]Off\u202eice"


@pytest.fixture
def explained(small: SmallDesk) -> SmallDesk:
    """A ticket under the second of two policies, in a calendar, that waits for its client."""
    small.act(
        SaveCalendar("Office", None, "UTC", "mon-fri 09:00-17:00", default=True), by=small.olga
    )
    small.act(SavePolicy("Gold", query="vip:yes priority>=high"), by=small.olga)
    targets = (
        PolicyTarget("normal", "first_response", 60),
        PolicyTarget("normal", "resolution", 600),
    )
    small.act(SavePolicy("All", targets=targets), by=small.olga)
    number = small.ticket("Late")
    small.clock.forward(hours=2)
    small.act(SetState(number, "waiting"), "waiting_unanswered")
    small.clock.forward(hours=1)
    small.desk.work()
    return small


def told(small: SmallDesk, width: int = 200) -> list[str]:
    """What the shell's text makers say of ticket 1."""
    row = small.row(1)
    page = WrappedPage(width)
    stamp = Watch(to_milliseconds(small.desk.clock()), UTC).exactly
    tell_explanation(page, small.desk.ask(explanation, row, small.desk.clock()), stamp)
    return page.content.plain.splitlines()


def words(console: Running) -> str:
    """The words on the screen without frames and line ends."""
    return " ".join(word for word in console.text.split() if word not in "│║╭╮╰╯─")


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
async def test_one_key_says_why_a_ticket_is_due(explained: SmallDesk, language: str) -> None:
    choose_language(language)
    try:
        async with running(explained, USUAL) as console:
            await console.press("2", "W")
            await console.until("#1")
            for line in told(explained):
                assert " ".join(line.split()) in words(console)
            await console.press("escape")
            assert console.app.screen is console.desk
    finally:
        choose_language("en")


def test_it_names_policies_conditions_calendar_clocks_and_pauses(explained: SmallDesk) -> None:
    assert told(explained) == [
        "1. Gold does not hold: not vip:yes, not priority>=high",
        "2. All holds: it holds for every ticket",
        "Time counts in Office: mon-fri 09:00-17:00 (UTC)",
        "first response: overdue · from 2 Mar 09:00 · target 1 h 00 min · due 2 Mar 10:00"
        " · overdue since 2 Mar 10:00",
        "resolution: paused · from 2 Mar 09:00 · target 10 h 00 min · 8 h 00 min left",
        "  paused 2 Mar 11:00 to now",
        "The ticket is due: 2 Mar 10:00 (overdue)",
    ]


def test_the_shell_says_the_same_with_its_own_moments(explained: SmallDesk) -> None:
    row, page = explained.row(1), WrappedPage(200)
    found = explained.desk.ask(explanation, row, explained.desk.clock())
    tell_explanation(page, found, partial(local_text, zone=UTC))
    assert "The ticket is due: 2026-03-02 10:00 (overdue)" in page.content.plain


async def test_policies_and_calendars_can_be_read(explained: SmallDesk) -> None:
    async with running(explained, USUAL) as console:
        for name, expected in (
            ("service_levels", ("Gold", "vip:yes priority>=high", "first response normal 1h")),
            ("calendars", ("Office", "mon-fri 09:00-17:00", "The desk goes by it: yes")),
        ):
            console.desk.do(console.desk._keys.named(name))
            await console.settle()
            for part in expected:
                assert part in words(console), console.text
            await console.press("escape")


async def test_without_policies_the_next_step_is_named(small: SmallDesk) -> None:
    small.ticket()
    async with running(small, USUAL) as console:
        await console.press("2", "W")
        await console.until("no clock runs")
        assert "supportdesk sla save --help" in words(console)


async def test_long_lines_are_read_by_scrolling(small: SmallDesk) -> None:
    for place in range(40):
        small.act(SavePolicy(f"Policy {place}", query=f"tag:{place}"), by=small.olga)
    small.ticket()
    async with running(small, USUAL) as console:
        await console.press("2", "W")
        await console.until("1. Policy 0")
        assert "40. Policy 39" not in console.text
        await console.press("end")
        assert "The ticket is due" in console.text
        await console.press("home", "j", "о")
        assert "1. Policy 0" not in console.text
        assert "3. Policy 2" in console.text


@given(
    st.integers(24, 120),
    st.lists(st.text(st.characters(codec="utf-8"), max_size=60), min_size=2, max_size=6),
    st.integers(0, 4),
)
def test_a_page_loses_no_word_and_keeps_its_width(width: int, row: list[str], rows: int) -> None:
    page = WrappedPage(width)
    page.say(" ".join(row))
    page.table([f"H{place}" for place in range(len(row))], [row] * rows)
    lines = page.content.plain.split("\n")
    assert page.height == len(lines)
    assert max(map(text.cells, lines)) <= width
    seen = "".join("".join(lines).split())
    for cell in row:
        for word in text.line(cell).split():
            assert seen.count("".join(word.split())) >= 1 + rows


def test_a_page_cleans_everything() -> None:
    page = WrappedPage(60)
    page.say(HOSTILE)
    page.fact(HOSTILE, HOSTILE)
    page.block(HOSTILE)
    page.table([HOSTILE, HOSTILE], [[HOSTILE, HOSTILE]])
    assert "\x1b" not in page.content.plain
    assert "\u202e" not in page.content.plain
    assert "[bold]" in page.content.plain


def test_moments_are_named_with_their_day() -> None:
    watch = Watch(int(datetime(2026, 3, 2, 9, 0, tzinfo=UTC).timestamp() * 1000), UTC)
    assert watch.exactly(watch.now) == "2 Mar 09:00"
