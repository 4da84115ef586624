"""Several conversations at once: tabs, their drafts, and nothing that closes by itself (F170)."""

from supportdesk.console.theme_finding import DEFAULT_THEME, palettes
from supportdesk.console.widgets.tab_strip import TabStrip
from tests.console.consoles import WIDE, Running, running, shown
from tests.small_desk import SmallDesk


def strip(console: Running) -> str:
    """The line of tabs."""
    found = [line for line in console.text.splitlines() if " │ " in line and "#" in line]
    return found[0][26:106].rstrip() if found else ""


async def test_opened_conversations_stay_and_are_gone_through_in_turn(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("enter", "q")
        assert strip(console) == ""
        await console.press("j", "enter", "q", "j", "enter")
        assert "▸#3" in strip(console)
        await console.press("g", "t")
        assert (shown(console), console.desk.panes.pane) == (2, "thread")
        assert "▸#2" in strip(console)
        await console.press("п", "Е")  # g T on a Russian keyboard
        assert shown(console) == 3
        await console.press("2", "enter", "g", "t")
        assert shown(console) == 2


async def test_a_draft_is_marked_on_its_tab_and_waits_there(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("enter", "q", "j", "enter", "r", *"Half", "escape", "q")
        await console.pilot.pause(0.4)
        assert "#1 ✎" in strip(console)
        assert "#2 ✎" not in strip(console)
        await console.press("g", "t", "g", "t", "r")
        writing = console.desk.writing.open
        assert writing is not None
        assert (writing.ticket.number, writing.composer.body) == (1, "Half")


async def test_a_tab_goes_when_it_is_closed_and_its_draft_stays(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("enter", "q", "j", "enter", "r", *"Half", "escape", "q", "g", "q")
        assert shown(console) == 2
        assert strip(console) == ""
        assert [draft.ticket for draft in console.desk.panes.reading.drafts()] == [1]
    async with running(furnished, WIDE) as console:
        await console.press("enter")
        assert "#1 ✎" in strip(console)


async def test_without_any_open_conversation_the_key_says_how_to_open_one(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("g", "t")
        assert console.notice == "No conversation is open: Enter opens one."


def test_many_tabs_are_counted_where_they_do_not_fit() -> None:
    tabs = TabStrip(palettes()[DEFAULT_THEME])
    tabs.show([(number, "Subject") for number in range(1, 100)], {50})
    tabs._shown = 50
    line = "".join(segment.text for segment in tabs.paint(0, 80))
    assert len(line) == 80
    assert "▸#50 ✎" in line
    hidden = [int(line[1 : line.index(" ")]), int(line.rstrip(" ›").rsplit(" ", 1)[1])]
    assert sum(hidden) + line.count("#") == 99


async def test_what_was_left_unsent_is_told_at_the_start(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        assert "unsent" not in console.notice
        await console.press("r", *"Half a", "escape", "q")
    async with running(furnished) as console:
        assert console.notice == "1 text waits unsent · g d goes on with it"
        await console.press("g", "d", "enter")
        assert "Half a" in console.text


async def test_the_tab_of_a_ticket_whose_making_is_undone_goes(furnished: SmallDesk) -> None:
    number = furnished.ticket("A slip")
    async with running(furnished, WIDE) as console:
        await console.press("enter", "q", "j", "enter", "q")
        console.desk.families.moving.open_number(number)
        await console.press("enter")
        assert f"#{number} " in strip(console)
        await console.press("z")
        await console.pilot.pause(0.4)
        assert furnished.row(number).reason == "withdrawn"
        assert f"#{number} " not in strip(console)
