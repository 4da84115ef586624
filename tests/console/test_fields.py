"""Setting custom fields from the palette, of one ticket and of marked ones (F23)."""

from supportdesk.domain.action import DefineFields, SaveView, SetField
from supportdesk.domain.custom_field import FieldDefinition
from tests.console.consoles import USUAL, WIDE, Running, running, shown
from tests.small_desk import SmallDesk

ALL = (
    FieldDefinition("order", "Order", "text"),
    FieldDefinition("plan", "Plan", "select", ("basic", "Pro Max")),
    FieldDefinition("delivery", "Delivery", "date"),
)


async def fields(console: Running) -> None:
    """The command from the palette."""
    await console.press("ctrl+p", *"custom fields", "enter")


async def test_a_field_is_chosen_filled_in_and_taken_back(furnished: SmallDesk) -> None:
    furnished.act(DefineFields(ALL), by=furnished.olga)
    async with running(furnished, WIDE) as console:
        number = shown(console)
        await fields(console)
        await console.press("1", *"A-1093", "enter")
        assert "Order: A-1093" in console.text
        assert f"#{number}: Order is A-1093" in console.notice
        await fields(console)
        assert "A-1093" in console.text, "what stands there is seen before it is changed"
        await console.press("2", "2")
        assert "Plan: Pro Max" in console.text
        await fields(console)
        await console.press("3", *"soon", "enter")
        assert "none that can be read" in console.text
        await console.press("ctrl+u", *"fri", "enter")
        assert "Delivery: 2026-03-06" in console.text
        await fields(console)
        await console.press("1", "ctrl+u", *"none", "enter")
        assert "Order:" not in console.text
        await console.press("z", "z")
        assert "Order: A-1093" in console.text
        assert "Delivery" not in console.text


async def test_marked_tickets_are_filled_in_together(furnished: SmallDesk) -> None:
    furnished.act(DefineFields(ALL[1:2]), by=furnished.olga)
    async with running(furnished, WIDE) as console:
        await console.press("x", "j", "x")
        await fields(console)
        assert "basic" in console.text
        assert "now" not in console.text, "each holds what it holds"
        await console.press("1")
        assert "basic" in console.notice
        held = [row.fields for row in map(furnished.row, range(1, 7)) if row.fields]
        assert len(held) == 2
        await console.press("z")
        assert not any(furnished.row(number).fields for number in range(1, 7))


async def test_without_any_field_the_way_to_one_is_said(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await fields(console)
        assert "supportdesk fields add" in console.notice


async def test_a_view_asks_for_a_field_and_shows_it_in_a_column(furnished: SmallDesk) -> None:
    furnished.act(DefineFields(ALL), by=furnished.olga)
    async with running(furnished, WIDE) as console:
        number = shown(console)
    furnished.act(SetField(number, "order", "A-1093"))
    furnished.act(SaveView("Orders", "order:a-1093", columns=("order", "queue"), digit=6))
    async with running(furnished, WIDE) as console:
        await console.press("6")
        assert shown(console) == number
        line = next(one for one in console.text.splitlines() if f"#{number}" in one)
        assert "A-1093" in line
        await console.press("g", "v", "n")
        assert "order plan delivery" in " ".join(console.text.split())


async def test_very_many_fields_leave_room_for_the_form_of_a_view(furnished: SmallDesk) -> None:
    many = tuple(FieldDefinition(f"some_long_name_{n}", "", "int") for n in range(100))
    furnished.act(DefineFields(many), by=furnished.olga)
    async with running(furnished, USUAL) as console:
        await console.press("g", "v", "n")
        assert "Ctrl+D save" in console.text
        assert "some_long_name_1" in console.text
