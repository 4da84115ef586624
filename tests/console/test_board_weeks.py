"""What the board says beyond its moment: the weeks before, the people needed, what is late."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from supportdesk.console.screens.board import BoardScreen
from supportdesk.desk.loads import Counted
from supportdesk.desk.needs import usual_need
from supportdesk.domain.action import (
    AddTime,
    Assign,
    PolicyTarget,
    Reply,
    SaveCalendar,
    SavePolicy,
    Snooze,
)
from supportdesk.domain.errors import Refused
from supportdesk.store.read import desk_lists
from tests.console.consoles import USUAL, WIDE, Running, running
from tests.small_desk import SmallDesk


async def go_to_board(console: Running) -> BoardScreen:
    await console.press("g", "b")
    await console.until("Created per hour")
    screen = console.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


def week(console: Running) -> list[str]:
    """The lines of the heat map."""
    lines = console.text.splitlines()
    begin = next(place for place, line in enumerate(lines) if "the four weeks before" in line)
    return [line[line.index("Mon") :] for line in lines[begin : begin + 3] if "Mon" in line]


@pytest.fixture
def answered(small: SmallDesk) -> SmallDesk:
    """Yesterday: a ticket at nine, answered at eleven."""
    number = small.ticket()
    small.clock.forward(hours=2)
    small.act(Reply(number, "Done.", 10**6))
    small.clock.forward(days=1)
    return small


async def test_a_key_changes_what_the_week_counts(answered: SmallDesk) -> None:
    async with running(answered, WIDE) as console:
        screen = await go_to_board(console)
        assert "When tickets come" in console.text
        created = week(console)
        await console.press("w")
        await console.until("When clients write   ")
        assert week(console) == created
        await console.press("ц")  # "w" where the layout is Russian
        await console.until("When we reply   ")
        (replies,) = week(console)
        assert replies[5:].index("█") == 11 * 2
        assert screen._counted is Counted.REPLIES
        await console.press("{")
        await console.until("none")
        await console.press("n", "w")
        await console.until("When tickets come   ")
        assert week(console) == created


@pytest.mark.parametrize("compared", [False, True])
async def test_numbers_and_shades_are_said_also_beside_a_comparison(
    answered: SmallDesk, compared: bool
) -> None:
    async with running(answered, USUAL) as console:
        await go_to_board(console)
        if compared:
            await console.press("c")
        await console.press("#")
        assert "The week stands in numbers." in console.text
        await console.press("#")
        assert "The week stands in shades." in console.text


@pytest.fixture
def foreseen(small: SmallDesk) -> SmallDesk:
    """Nine weeks of four tickets a day at nine, each of two hours' work."""
    office = SaveCalendar("Office", None, "Europe/Kyiv", "mon-sun 09:00-18:00", default=True)
    small.act(office, by=small.olga)
    for _day in range(9 * 7):
        for _ticket in range(4):
            small.ticket()
        small.clock.forward(days=1)
    for number in range(1, 60):
        small.act(AddTime(number, 7_200_000, "Counted.", "reply"))
    return small


async def test_people_needed_stand_on_the_board_as_roster_need_says(foreseen: SmallDesk) -> None:
    found = foreseen.desk.ask(usual_need, foreseen.clock(), UTC)
    assert str(found.zone) == "Europe/Kyiv"
    expected = [people for _hour, people in found.coming(foreseen.clock())]
    assert expected[:5] == [1] * 5
    async with running(foreseen, WIDE) as console:
        await go_to_board(console)
        await console.until("People needed:")
        hour = foreseen.clock().replace(minute=0)
        said = " · ".join(
            f"{hour + timedelta(hours=step):%H:%M} {people}" for step, people in enumerate(expected)
        )
        assert f"People needed: {said}" in console.text
        await console.press("p")
        await console.until("of mail is done within 8 open hours")
        assert "supportdesk roster need --hours 'mon-sun 09:00-18:00' --timezone Europe/Kyiv" in (
            " ".join(word for word in console.text.split() if word != "│")
        )
        await console.press("escape", "[")
        await console.until("as it was")
        assert "People needed:" not in console.text


async def test_what_is_missing_for_it_is_said(small: SmallDesk) -> None:
    small.ticket()
    with pytest.raises(Refused):
        small.desk.ask(usual_need, small.clock(), UTC)
    async with running(small, WIDE) as console:
        await go_to_board(console)
        await console.settle()
        assert "People needed:" not in console.text
        await console.press("p")
        await console.until("roster need --handling")


async def test_late_means_one_thing_also_of_what_sleeps(small: SmallDesk) -> None:
    target = PolicyTarget("normal", "first_response", 60)
    small.act(SavePolicy("All", targets=(target,)), by=small.olga)
    awake, asleep = small.ticket("Awake"), small.ticket("Asleep")
    for number in (awake, asleep):
        small.act(Assign(number, small.olga), by=small.olga)
    small.act(Snooze(asleep, small.clock() + timedelta(days=3)), by=small.olga)
    small.clock.forward(hours=2)
    small.desk.work()
    olga = next(row for row in small.desk.ask(desk_lists.operators) if row.id == small.olga)
    assert olga.role == "lead"
    async with running(replace(small, petro=small.olga), WIDE) as console:
        assert "✗ 2 overdue" in console.text.splitlines()[0]
        assert "6 Overdue          2" in console.text
        await console.press("6")
        assert set(console.desk.panes.tickets.listing.numbers) == {awake, asleep}
        await go_to_board(console)
        assert "2 late" in console.text.splitlines()[0]
