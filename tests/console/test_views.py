"""Views in the console: made, shown by key, grouped, put in order; what follows a sent reply."""

import asyncio
import re
import sqlite3
from threading import get_ident
from time import sleep

import pytest
from textual.events import Key

from supportdesk.console.listing import PAGE, Listing
from supportdesk.console.reading import Reading
from supportdesk.console.views import View
from supportdesk.domain.action import (
    Assign,
    ClientReference,
    CreateTicket,
    ReceiveMessage,
    SaveView,
    SetState,
)
from supportdesk.store.read import views
from tests.console.consoles import WIDE, running, shown
from tests.reading import file_of
from tests.small_desk import SmallDesk


def saved(small: SmallDesk) -> dict[str, str]:
    """Petro's saved views: name → query."""
    return {row.name: row.query for row in small.desk.ask(views.saved, small.petro)}


async def test_a_search_becomes_a_view_with_a_key_and_z_takes_it_back(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("/", *"priority>=high")
        await console.pilot.pause(0.2)
        await console.press("ctrl+s", *"Hot", *["tab"] * 6, "6", "ctrl+d")
        assert console.notice == "The view Hot is saved. z undoes."
        assert saved(furnished) == {"Hot": "priority>=high"}
        assert list(console.desk.panes.tickets.listing.numbers) == [2, 1]
        await console.press("1", "6")
        assert console.desk.panes.view.title == "Hot"
        assert console.desk.panes.pane == "list"
        assert "6 Hot" in console.text
        await console.press("z")
        assert saved(furnished) == {}
        assert "6 Hot" not in console.text
        await console.press("6")
        assert "No view has the key 6." in console.notice


async def test_a_built_in_view_keeps_its_key_until_it_is_given_away(furnished: SmallDesk) -> None:
    furnished.act(SaveView("Mine too", "owner:me", digit=4))
    async with running(furnished, WIDE) as console:
        await console.press("4")
        assert console.desk.panes.view.title == "Mine too"
        await console.press("3")
        assert console.desk.panes.view.name == "all"
        assert "  Waiting" in console.text
        assert "4 Mine too" in console.text


async def test_what_is_wrong_with_a_view_is_said_in_its_form(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("g", "v", "n", *"Odd", "tab", *" shoe:1", "ctrl+d")
        assert "shoe" in console.text
        assert "There is no field shoe" in console.text
        assert saved(furnished) == {}


async def test_an_operator_hides_and_moves_but_does_not_change_a_view_of_the_team(
    furnished: SmallDesk,
) -> None:
    furnished.act(SaveView("Team", "priority:low", scope="team"), by=furnished.olga)
    furnished.act(SaveView("Own", "priority:high"))
    async with running(furnished, WIDE) as console:
        await console.press("g", "v", "м", "j", "j", "j", "j", "j", "j", "e")
        await console.press(*"X", "ctrl+d")
        assert "Views of others (team) are changed by leads" in console.text
        await console.press("escape", "y")
        await console.press("g", "v", "end", *"jjjjjjjj", "d")
        assert "are changed by leads" in console.notice
        await console.press("g", "v", *"jjjjjjjj", "K", "x")
        await console.press("escape")
        await console.settle()
        places = furnished.desk.ask(views.places, furnished.petro)
        assert [(place.view, place.hidden) for place in places][-2:] == [
            ("view-1", True),
            ("view-2", False),
        ]
        assert "Team" not in console.text
        assert "Own" in console.text
        await console.press("g", "v", "d")
        assert "built in" in console.notice


async def test_numbers_of_saved_views_come_when_the_desk_is_at_rest(furnished: SmallDesk) -> None:
    furnished.act(SaveView("Low", "priority:low"))
    async with running(furnished, WIDE) as console:
        view = console.desk.panes.overview.book.saved[0]
        for _tenth in range(40):
            await console.pilot.pause(0.1)
            if console.desk.panes.overview.saved_counts:
                break
        assert console.desk.panes.overview.saved_counts == {view.name: 1}
        assert re.search(r"Low +1\b", console.text)


async def test_a_view_that_takes_its_time_is_read_beside_the_console_and_keys_wait_for_it(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnished.act(SaveView("By owner", "-category:done", group_by="owner", digit=6))
    threads: list[int] = []
    first_page = Reading.first_page

    def slowly(reading: Reading, view: View) -> Listing:
        threads.append(get_ident())
        if view.saved is not None:
            sleep(0.5)
        return first_page(reading, view)

    monkeypatch.setattr(Reading, "first_page", slowly)
    async with running(furnished, WIDE) as console:
        beats = 0

        def beat() -> None:
            nonlocal beats
            beats += 1

        console.app.set_interval(0.02, beat)
        threads.clear()
        before, beats = shown(console), 0
        console.desk.post_message(Key("6", "6"))
        console.desk.post_message(Key("j", "j"))
        for _hundredth in range(200):
            await asyncio.sleep(0.01)
            if "being read" in console.notice and beats > 3:
                break
        assert (shown(console), beats > 3) == (before, True)
        await console.settle()
        assert console.desk.panes.view.title == "By owner"
        assert console.desk.panes.tickets.cursor == 1
        assert console.notice == ""
        assert threads
        assert get_ident() not in threads
        console.desk.post_message(Key("6", "6"))
        console.desk.post_message(Key("3", "3"))
        await console.settle()
        assert console.desk.panes.view.name == "all"


async def test_a_long_view_is_loaded_whole_where_one_stays_or_goes_to_its_end(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(PAGE + 3):
        small.ticket(f"Number {n}")
    loaded: list[str] = []
    whole = Reading.whole

    def counted(reading: Reading, view: View) -> Listing:
        loaded.append(view.name)
        return whole(reading, view)

    monkeypatch.setattr(Reading, "whole", counted)
    async with running(small, WIDE) as console:
        await console.press("3")
        loaded.clear()
        for key in "23232":
            console.desk.post_message(Key(key, key))
        await console.settle()
        assert loaded == ["unassigned"]
        loaded.clear()
        console.desk.post_message(Key("3", "3"))
        console.desk.post_message(Key("end", None))
        await console.settle()
        assert console.desk.panes.tickets.cursor == PAGE + 2
        assert loaded == ["all"]


async def test_a_question_that_means_nothing_any_more_is_refused_where_it_is_asked(
    furnished: SmallDesk,
) -> None:
    furnished.act(SaveView("Old", "priority:low", digit=6))
    with sqlite3.connect(file_of(furnished.desk)) as plain:
        plain.execute("UPDATE saved_view SET query = 'shoe:size'")
    plain.close()
    async with running(furnished, WIDE) as console:
        before = console.desk.panes.view
        await console.press("6")
        assert "shoe" in console.notice
        assert console.desk.panes.view == before


async def test_groups_have_headings_and_the_cursor_steps_over_them(furnished: SmallDesk) -> None:
    furnished.act(
        SaveView("By owner", "-category:done", group_by="owner", columns=("queue",), digit=6)
    )
    async with running(furnished, WIDE) as console:
        await console.press("6")
        lines = console.text.splitlines()
        assert "── nobody's  2" in lines[2]
        assert "── Petro  3" in lines[5]
        assert "First line" in lines[3]
        assert [shown(console)] == [4]
        await console.press("j", "j")
        assert shown(console) == 2
        await console.press("end", "home")
        assert shown(console) == 4
        await console.pilot.click("#list", offset=(10, 5))
        assert shown(console) == 2


def test_lines_of_a_grouped_listing_are_tickets_and_headings() -> None:
    listing = Listing([5, 7, 9], lambda _n: [], group_by="queue", groups=["a", "b", "b"])
    assert [listing.at(line) for line in range(5)] == [
        (0, True),
        (0, False),
        (1, True),
        (1, False),
        (2, False),
    ]
    assert [listing.line_of(index) for index in range(3)] == [1, 3, 4]
    assert (listing.lines, listing.group_size(0), listing.group_size(1)) == (5, 1, 2)
    rest = Listing([5, 7, 9, 11], lambda _n: [], group_by="queue", groups=["a", "b", "b", "c"])
    listing.become(listing.with_rest(rest))
    assert (list(listing.numbers), listing.lines) == ([5, 7, 9, 11], 7)


async def test_new_messages_stand_beside_the_mark_until_looked_at(furnished: SmallDesk) -> None:
    for n in range(2):
        furnished.act(
            ReceiveMessage(ClientReference("Ann Lee", "ann@example.org"), "x", "y", f"n{n}", 1)
        )
    async with running(furnished, WIDE) as console:
        line = next(line for line in console.text.splitlines() if "#1 " in line)
        assert "●" in line
        assert "VIP Ann Lee          3" in line
        await console.press("j", "enter")
        line = next(line for line in console.text.splitlines() if "#1 " in line)
        assert "●    #1" not in line
        await console.press("u")
        assert furnished.row(1).new_messages == 1


async def test_t_takes_the_next_ticket_and_opens_it(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("Е")  # the key of T on a Russian keyboard
        assert console.notice == "#4 is yours. z undoes."
        assert (shown(console), console.desk.panes.pane) == (4, "thread")
        assert furnished.row(4).owner == "Petro"
        await console.press("T")
        assert shown(console) == 5
        await console.press("T")
        assert "There is no ticket to take" in console.notice


async def test_a_sent_reply_leads_to_the_next_ticket_of_the_frozen_order(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, WIDE) as console:
        urgent = furnished.act(
            CreateTicket(ClientReference("Q", "q@example.org"), "Urgent", "x", priority=3)
        ).tickets[0]
        furnished.act(Assign(urgent, furnished.petro))
        await console.press("enter", "r", *"Yes", "ctrl+d")
        assert furnished.row(2).replies == 1
        assert (shown(console), console.desk.panes.pane) == (1, "thread")
        assert "The reply on #2 is accepted." in console.notice
        assert list(console.desk.panes.tickets.listing.numbers) == [2, 1, 3]
        assert console.notice.startswith("The reply on #2 is accepted.")
        assert "Next: #1." in console.notice
        await console.press("c", *"Note", "ctrl+d")
        assert "Next" not in console.notice
        assert shown(console) == 1
        await console.press("q", "end", "enter", "r", *"Bye", "ctrl+d")
        assert (shown(console), console.desk.writing.open) == (3, None)


async def test_a_sent_reply_leads_to_the_list_where_it_is_set_so(furnished: SmallDesk) -> None:
    async with running(furnished, after_sending="list") as console:
        await console.press("enter", "r", *"Yes", "ctrl+d")
        assert (shown(console), console.desk.panes.pane) == (2, "list")


async def test_opened_tickets_are_remembered_from_one_console_to_the_next(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("enter", "q", "j", "enter")
    async with running(furnished) as console:
        await console.press("g", "h")
        assert list(console.desk.panes.tickets.listing.numbers) == [1, 2]


async def test_arrivals_of_a_view_with_alternatives_are_its_own(furnished: SmallDesk) -> None:
    furnished.act(SaveView("Either", "priority:critical OR tag:refund", digit=6))
    async with running(furnished, WIDE) as console:
        await console.press("6")
        furnished.act(SetState(4, "solved", kind="help"), by=furnished.olga)
        await console.pilot.pause(0.4)
        await console.settle()
        assert console.desk.panes.tickets.arrivals == 0
