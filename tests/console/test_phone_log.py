"""A call is written down with six keys besides what is typed; whoever calls is found (F43)."""

import pytest

from supportdesk.domain.action import SaveQueue
from tests.console.consoles import WIDE, running, shown
from tests.small_desk import SmallDesk

MOST_KEYS = 6


@pytest.mark.parametrize("caller", ["+44 20 0000-000", "020 0000 000", "200000", "ann lee"])
async def test_a_call_takes_six_keys_besides_what_is_typed(
    furnished: SmallDesk, caller: str
) -> None:
    said = "She asks where the second parcel is."
    keys = 0
    async with running(furnished, WIDE) as console:

        async def press(key: str) -> None:
            nonlocal keys
            keys += 1
            await console.press(key)

        async def type_in(text: str) -> None:
            await console.press(*text)

        await press("N")
        await type_in(caller)
        await press("enter")
        await press("c")
        await press("enter")
        await press("enter")
        await type_in(said)
        await press("ctrl+d")
        assert keys <= MOST_KEYS
        row = furnished.row(shown(console))
        assert (row.client, row.client_email) == ("Ann Lee", "ann@example.org")
        assert (row.subject, row.kind, row.channel) == (said, "complaint", "phone")
        await console.press("z")
        assert furnished.row(row.number).state == "closed", "one key takes it back"


async def test_who_calls_first_becomes_a_client(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("N", *"+380 44 765 43 21", "enter", "enter", "enter")
        await console.press(*"Call back", "ctrl+d")
        first = furnished.row(shown(console))
        assert first.channel == "phone"
        await console.press("N", *"044 7654321", "enter", "enter", "enter")
        await console.press(*"Again", "ctrl+d")
        assert furnished.row(shown(console)).client_id == first.client_id


async def test_a_ticket_written_down_goes_where_all_new_ones_go(furnished: SmallDesk) -> None:
    furnished.act(SaveQueue("Appeals", line=1), by=furnished.olga)
    async with running(furnished, WIDE) as console:
        await console.press("N", *"Zoe", "enter", "enter", "enter", *"hm", "ctrl+d")
        assert furnished.row(shown(console)).queue == "First line"
