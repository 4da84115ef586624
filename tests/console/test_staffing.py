"""My status in the top line, the command that sets it, and why nobody has a ticket (R3)."""

import pytest

from supportdesk.domain.action import (
    Assign,
    ClientReference,
    ReceiveMessage,
    Reply,
    SetDealing,
    SetDuties,
    SetStatus,
)
from tests.console.consoles import USUAL, WIDE, Running, running, shown
from tests.small_desk import SmallDesk


def top(console: Running) -> str:
    """The first line of the screen."""
    return console.text.splitlines()[0]


async def set_status(console: Running, typed: str) -> None:
    """By the palette."""
    await console.press("ctrl+p")
    await console.press(*"my status", "enter")
    await console.press(*typed, "enter")


async def test_a_desk_that_deals_nothing_shows_no_status(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        assert not set("●·○") & set(top(console))
        await set_status(console, "busy")
        assert "You are busy now." in console.notice
        assert "◐ busy" in top(console), "who says what they do sees it"


@pytest.mark.parametrize("size", [WIDE, USUAL])
async def test_status_and_load_stand_in_the_top_line(
    furnished: SmallDesk, size: tuple[int, int]
) -> None:
    furnished.act(SetDealing(furnished.first_line, "balanced"), by=furnished.olga)
    async with running(furnished, size) as console:
        assert "· offline" in top(console)
        await set_status(console, "avail")
        (work,) = (part for part in top(console).split("  ") if "available" in part)
        load, _slash, cap = work.split()[-1].partition("/")
        assert (int(load) >= 3, cap) == (True, "3")
        await set_status(console, "break")
        assert "○ on a break" in top(console)


async def test_a_ticket_says_why_nobody_has_it(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("g", "u")
        number = shown(console)
        assert "nobody available" not in console.text
        furnished.act(SetDealing(furnished.row(number).queue_id, "balanced"), by=furnished.olga)
        await console.until("nobody available")
        furnished.act(SetDuties(furnished.petro, caps=((1, 0), (2, 0))), by=furnished.olga)
        furnished.act(SetStatus("available"))
        await console.until("all busy")


async def test_over_my_cap_i_am_asked_once(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("g", "u")
        number = shown(console)
        queue = furnished.row(number).queue_id
        furnished.act(SetDealing(queue, "balanced"), by=furnished.olga)
        furnished.act(SetDuties(furnished.petro, caps=((1, 1), (2, 1))), by=furnished.olga)
        await console.settle()
        await console.press("A")
        assert "your cap on this line is 1" in " ".join(console.text.split())
        await console.press("y")
        assert furnished.row(number).owner_id == furnished.petro


async def test_what_is_dealt_to_me_comes_into_my_list(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        number = furnished.ticket("Dealt to Petro")
        for mine in (1, 2, 3, 4, 5, 6):
            if furnished.row(mine).owner_id == furnished.petro:
                furnished.act(Assign(mine, furnished.tamar), by=furnished.olga)
        furnished.act(SetDuties(furnished.petro, caps=((1, 9), (2, 9))), by=furnished.olga)
        furnished.act(SetDealing(furnished.first_line, "balanced"), by=furnished.olga)
        await set_status(console, "avail")
        while furnished.row(number).owner_id is None:  # dealt by the next look, in a moment
            await console.pilot.pause(0.01)
        assert furnished.row(number).owner_id == furnished.petro
        await console.press("g", "m", "f5")
        assert "Dealt to Petro" in console.text


async def test_a_ticket_is_handed_on_to_the_next_line(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        number = furnished.ticket("Too hard for us")
        await console.press("#", *str(number), "enter", "v")
        assert "the next line, with a handover note" in console.text
        await console.press(*"next line", "enter")
        await console.press(*"Bank says no", "ctrl+d")
        assert furnished.row(number).queue_id == furnished.billing
        assert "Bank says no" in console.text


async def test_a_ticket_is_followed_with_one_key_and_no_more_with_the_next(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("b")
        assert console.notice.startswith("You follow #2")
        assert "you follow it" in console.text
        await console.press("и")
        assert console.notice.startswith("You follow #2 no more.")
        assert "you follow it" not in console.text


async def test_thanks_offer_to_close_the_ticket(furnished: SmallDesk) -> None:
    furnished.desk.act(furnished.petro, Reply(2, "It is done.", 10**9))
    client = furnished.row(2).client_email
    who = ClientReference(furnished.row(2).client, client)
    furnished.desk.act(None, ReceiveMessage(who, "Re", "Thank you!", "m-thanks", 2))
    async with running(furnished, WIDE) as console:
        assert "only thanks came: E closes it" in console.text
        await console.press("E")
        assert furnished.row(2).reason == "confirmed"
