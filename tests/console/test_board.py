"""The lead's board on the screen: true numbers, their tickets, the past, other people's changes."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from supportdesk.console.screens.board import BoardScreen
from supportdesk.domain.action import Assign, MoveToQueue, SetState, SetStatus
from supportdesk.i18n import choose_language
from tests.console.consoles import WIDE, Running, running
from tests.small_desk import SmallDesk
from tests.stores import STORE_KINDS, Stores, stores_of


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)


def row_of(console: Running, name: str) -> list[str]:
    """The words after a name at the beginning of a row of one of the tables."""
    plain = console.text.replace("▌", " ").replace("›", " ")
    found = re.search(rf"^ *(?:.*  )?{name} +(.*)$", plain, re.MULTILINE)
    assert found is not None, f"no {name} in\n{console.text}"
    return found[1].split()


def listed(console: Running) -> list[int]:
    """The tickets in the list."""
    return list(console.desk.panes.tickets.listing.numbers)


async def go_to_board(console: Running) -> None:
    """Show the board and wait until it is there."""
    await console.press("g", "b")
    await console.until("Created per hour")
    assert isinstance(console.app.screen, BoardScreen)


async def open_number(console: Running, title: str) -> None:
    """Open the number under the cursor and wait for its list."""
    await console.press("enter")
    await console.until(title)
    await console.settle()


async def test_a_number_opens_exactly_its_tickets(small: SmallDesk) -> None:
    first, second, third = (small.ticket(name) for name in ("First", "Second", "Third"))
    small.act(MoveToQueue(second, small.billing))
    small.act(Assign(first, small.petro))
    small.act(SetState(first, "waiting"), "waiting_unanswered")
    async with running(small, size=(140, 40)) as console:
        await go_to_board(console)
        assert row_of(console, "First line")[:5] == ["1", "·", "1", "·", "2"]
        assert row_of(console, "all queues")[:5] == ["1", "1", "1", "·", "3"]
        await console.press("right", "enter")
        assert "There are no tickets behind it." in console.text
        await console.press("right")
        await open_number(console, "First line · waiting")
        assert listed(console) == [first]
        await go_to_board(console)
        await console.press("down", "down", "right")
        await open_number(console, "all queues · open")
        assert listed(console) == [second]
        await go_to_board(console)
        await open_number(console, "First line · new")
        assert listed(console) == [third]


@pytest.mark.parametrize(("up", "language"), [("l", "en"), ("д", "ru"), ("д", "uk")])
async def test_its_letters_work_on_every_layout(small: SmallDesk, up: str, language: str) -> None:
    small.ticket()
    async with running(small) as console:
        await go_to_board(console)
        choose_language(language)
        screen = console.app.screen
        assert isinstance(screen, BoardScreen)
        await console.press(up, up)
        assert screen._pane.cell.name == "waiting"
        choose_language("en")
        await console.press("q" if up == "l" else "й")
        assert console.app.screen is console.desk


async def test_time_is_turned_back_and_on_again(small: SmallDesk) -> None:
    early = small.ticket("Early")
    small.clock.forward(hours=2)
    small.ticket("Late")
    async with running(small, size=(140, 40)) as console:
        await go_to_board(console)
        assert row_of(console, "all queues")[0] == "2"
        await console.press("[")
        await console.until("as it was")
        assert row_of(console, "all queues")[0] == "1"
        assert row_of(console, "all queues")[5] == "—", "of the past the oldest wait is not told"
        await open_number(console, "First line · new")
        assert listed(console) == [early]
        await go_to_board(console)
        await console.press("{")
        await console.until("as it was")
        await console.press("х", "n")  # "[" where the layout is Russian, and now
        await console.until("live")
        assert row_of(console, "all queues")[0] == "2"


async def test_what_others_do_is_on_the_board_within_a_second(small: SmallDesk) -> None:
    number = small.ticket()
    async with running(small, size=(140, 40)) as console:
        await go_to_board(console)
        assert row_of(console, "First line")[:2] == ["1", "·"]
        small.act(Assign(number, small.olga), by=small.olga)
        for _moment in range(150):
            if row_of(console, "First line")[:2] == ["·", "1"]:
                break
            await console.pilot.pause(0.01)
        assert row_of(console, "First line")[:2] == ["·", "1"]
        assert "1/3" in row_of(console, "Olga")


async def test_on_a_small_screen_every_line_can_be_reached(small: SmallDesk) -> None:
    small.act(Assign(small.ticket(), small.olga), by=small.olga)
    small.clock.forward(hours=1)
    async with running(small, size=(80, 18)) as console:
        await go_to_board(console)
        await console.press("tab")
        assert "▌ Olga" in console.text
        assert "Replies per hour" not in console.text
        await console.press(*["j"] * 12)
        assert "Replies per hour" in console.text
        await console.press(*["k"] * 8)
        assert "▌ First line" in console.text


async def test_another_moment_is_compared_with_the_one_it_was_begun_at(small: SmallDesk) -> None:
    first = small.ticket("First")
    small.clock.forward(hours=2)
    small.ticket("Second")
    small.act(Assign(first, small.petro))
    async with running(small, size=(140, 40)) as console:
        await go_to_board(console)
        await console.press("[")
        await console.until("as it was")
        await console.press("c")
        assert "against" in console.text
        await console.press("n")
        await console.until("live")
        assert row_of(console, "all queues")[:7] == ["1", "1", "+1", "·", "·", "2", "+1"]
        assert " 1 +1 " in " ".join(row_of(console, "Petro"))
        await console.press("c")
        assert "against" not in console.text
        assert row_of(console, "all queues")[:5] == ["1", "1", "·", "·", "2"]


async def test_the_week_is_told_in_shades_and_in_numbers(small: SmallDesk) -> None:
    small.clock.now = datetime(2026, 2, 16, 10, 30, tzinfo=UTC)  # a Monday
    for _ticket in range(3):
        small.ticket()
    small.clock.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    async with running(small, size=(140, 40)) as console:
        await go_to_board(console)
        marks = row_of(console, "Mon")[0]
        assert (marks[20:22], set(marks[:20] + marks[22:])) == ("██", {"·"})
        assert "usual: 0" in console.text, "by nine nobody has written on any Monday"
        await console.press("#")
        assert re.search(r"10 +3 +· +· +· +· +· +·$", console.text, re.MULTILINE)
        small.clock.forward(hours=4)
        await console.press("[")
        await console.until("as it was")
        assert "usual: 2" in console.text, "three on one Monday, none on the other"


async def test_what_is_too_much_for_one_moves_to_others_after_a_look(small: SmallDesk) -> None:
    numbers = [small.ticket(f"Number {n}") for n in range(5)]
    async with running(small, size=(140, 40)) as console:
        await go_to_board(console)
        await console.press("r")
        await console.until("Nobody is over their cap")
        for number in numbers:
            small.act(Assign(number, small.petro), "cap")
        for operator in (small.petro, small.olga):
            small.act(SetStatus("available"), by=operator)
        await console.press("к")
        await console.until(f"#{numbers[4]}: Petro → Olga")
        await console.press("n")
        await console.until("Nothing has moved.")
        await console.press("r")
        await console.until("move them: 2")
        await console.press("y")
        await console.until("Moved: 2.")
        assert [small.row(number).owner_id for number in numbers[3:]] == [small.olga] * 2
        await console.press("q", "z")
        await console.settle()
        assert {small.row(number).owner_id for number in numbers} == {small.petro}


async def test_the_way_back_from_a_number_leads_to_the_board(small: SmallDesk) -> None:
    number = small.ticket()
    async with running(small, size=(140, 40)) as console:
        before = console.desk.panes.view.name
        await go_to_board(console)
        await open_number(console, "First line · new")
        await console.press("enter", "escape", "escape")
        await console.until("Created per hour")
        await console.press("escape")
        assert "Created per hour" not in console.text
        assert console.desk.panes.view.name == before
        assert small.row(number).owner_id is None


async def test_the_smallest_window_shows_what_it_has_room_for(small: SmallDesk) -> None:
    small.ticket()
    async with running(small) as console:
        await go_to_board(console)
        for width in (40, 20, 12, 4, 1):
            await console.pilot.resize_terminal(width, 5)
            await console.settle()
        await console.pilot.resize_terminal(80, 24)
        await console.until("Created per hour")


async def test_the_palette_finds_what_the_board_can_do(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await go_to_board(console)
        await console.press("ctrl+p", *"numbers", "enter")
        assert "The week stands in numbers." in console.text
        await console.press("ctrl+p", "escape", "q")
        assert "Board" not in console.text.splitlines()[0]
