"""Working tickets from the desk screen, by keys alone."""

from collections.abc import Iterator

import pytest

from supportdesk.console.times import Watch
from supportdesk.console.widgets.ticket_line import time_text
from supportdesk.domain.action import Assign, ClientReference, CreateTicket, SetState
from supportdesk.store.read import followers
from tests.console.consoles import WIDE, running, shown
from tests.small_desk import SmallDesk
from tests.stores import STORE_KINDS, Stores, stores_of

BOARD = "Created per hour"


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)


async def test_moving_shows_list_thread_and_card_together(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        assert shown(console) == 2
        await console.press("j")
        assert shown(console) == 1
        assert "Any news? It is the third day." in console.text
        assert "Lee Trading Ltd" in console.text
        await console.press("k")
        assert shown(console) == 2


async def test_keys_of_other_layouts_do_the_same(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("о")
        assert shown(console) == 1
        await console.press("Ф")
        assert console.notice == "It was so already; nothing has changed."
        await console.press("п", "г")
        assert console.desk.panes.view.name == "unassigned"


async def test_views_by_digit_show_what_belongs_to_them(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("2")
        assert list(console.desk.panes.tickets.listing.numbers) == [4, 5]
        await console.press("3")
        assert list(console.desk.panes.tickets.listing.numbers) == [2, 1, 3, 4, 5]
        await console.press("4")
        assert "Nothing here." in console.text


async def test_opening_marks_read_and_unread_takes_it_back(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("enter")
        assert console.desk.panes.pane == "thread"
        assert not furnished.row(2).unread
        await console.press("u")
        assert furnished.row(2).unread
        await console.press("q")
        assert console.desk.panes.pane == "list"


async def test_solving_asks_for_the_kind_that_is_missing_and_undo_takes_it_back(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("e")
        assert "What kind of request was #2?" in console.text
        await console.press("down", "enter")
        assert (furnished.row(2).state, furnished.row(2).kind) == ("solved", "question")
        assert shown(console) == 2
        await console.press("z")
        assert furnished.row(2).state == "open"
        assert console.notice == "Undone: state of #2. Z does it again."
        await console.press("Z")
        assert furnished.row(2).state == "solved"


async def test_assigning_moving_priority_state_and_hold_by_dialog(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("a", *"olga", "enter")
        assert furnished.row(2).owner == "Olga"
        await console.press("v", *"bill", "enter")
        assert furnished.row(2).queue == "Billing"
        await console.press("p", "4")
        assert furnished.row(2).priority == 0
        await console.press("s", *"hold", "enter", "1")
        assert (furnished.row(2).state, furnished.row(2).reason) == ("hold", "third_party")


async def test_snooze_takes_words_for_a_moment(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("d", *"2h", "enter")
        assert furnished.row(2).wake_at is not None
        assert "sleeps until 16:05" in console.notice
        await console.press("5")
        assert shown(console) == 2


async def test_tags_are_added_and_taken_off_in_one_step(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("j", "l", *"+money -refund", "enter")
        assert furnished.row(1).tags == ("money",)


async def test_waiting_without_an_answer_is_confirmed_first(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("w")
        assert "was not answered yet" in console.text
        await console.press("escape")
        assert furnished.row(2).state == "open"
        await console.press("w", "y")
        assert furnished.row(2).state == "waiting"


async def test_what_the_desk_refuses_is_told_with_the_way_out(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("3", "end", "Z")
        assert console.notice


async def test_another_process_changes_the_screen_but_not_the_order(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        before = list(console.desk.panes.tickets.listing.numbers)
        made = furnished.act(
            CreateTicket(ClientReference("New One", "new@example.org"), "Urgent!", "x", priority=3)
        )
        furnished.act(Assign(made.tickets[0], furnished.petro))
        await console.pilot.pause(0.4)
        await console.settle()
        assert list(console.desk.panes.tickets.listing.numbers) == before
        assert console.desk.panes.tickets.arrivals == 1
        assert "↓ 1 new" in console.text
        await console.press("f5")
        assert made.tickets[0] in console.desk.panes.tickets.listing.numbers
        assert shown(console) == 2


async def test_recent_lists_what_was_opened_last_first(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("enter", "q", "j", "enter", "q", "g", "h")
        assert list(console.desk.panes.tickets.listing.numbers) == [1, 2]


async def test_copying_the_number_goes_through_the_terminal(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("y")
        assert console.app.clipboard == "#2"


async def test_next_stops_at_the_end_of_the_view(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("n", "n")
        assert shown(console) == 3
        await console.press("n")
        assert console.notice == "This is the last ticket of the view."


async def test_an_empty_store_says_how_to_begin(small: SmallDesk) -> None:
    async with running(small) as console:
        assert "There are no tickets yet." in console.text
        assert "supportdesk import FILE" in console.text
        await console.press("r", "e", "i", "h", "enter")
        assert console.desk.panes.ticket is None
        await console.press("e")
        assert console.notice == (
            "solve: no ticket is shown. 3 shows everything, / searches, ? shows the keys."
        )


async def test_leaving_takes_two_keys_where_there_is_nothing_to_go_back_from(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("ctrl+q", "ctrl+c")
        assert console.notice == "q q leaves; drafts are kept."
        await console.press("enter", "q", "j", "q")
        assert console.notice == "q leaves; drafts are kept."
        await console.press("j")
        assert shown(console) == 3, "another key is done as ever"
        await console.press("q", "й")
        assert not console.app.is_running


async def test_a_begun_sequence_names_what_can_follow(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("g")
        assert console.notice == (
            "g …  m mine · u unassigned · a all · b board · v views · d drafts · o outbox"
            " · h opened last · t next open · T previous open · k articles · q close the tab"
        )


@pytest.mark.parametrize(("g", "b", "s"), [("g", "b", "s"), ("п", "и", "ы"), ("п", "и", "і")])
async def test_a_key_that_does_not_end_the_sequence_begun_begins_anew(
    furnished: SmallDesk, g: str, b: str, s: str
) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("escape", g, b)
        await console.until(BOARD)  # Esc at home eats no key
        assert not furnished.desk.ask(followers.of_ticket, shown(console))
        await console.press("escape", "escape", "Y")
        assert console.notice == "Y means nothing here. ? shows the keys."
        await console.press(g, g)
        assert console.notice.startswith(f"{g} …  m mine")
        await console.press(b)
        await console.until(BOARD)  # a sequence may begin once more
        await console.press("escape", g, s)
        assert f"#{shown(console)} is open; make it" in console.text, "a key of its own"


async def test_tags_may_be_separated_by_commas_and_what_is_none_is_refused_where_it_is_typed(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        number = shown(console)
        await console.press("l", *"urgent,ref", "tab")
        assert "adds urgent, refund" in console.text
        await console.press(*", +", "enter")
        assert set(furnished.row(number).tags) >= {"urgent", "refund"}
        await console.press("l", *"ok,b!", "enter")
        assert "b! cannot be a tag" in console.text, "it is said before the dialog is left"
        assert "For example: +refund -new" in console.text
        assert "Change tags with" not in console.text
        await console.press("backspace", "enter")
        assert {"ok", "b"} <= set(furnished.row(number).tags)


def test_no_time_is_shown_of_a_ticket_just_solved(furnished: SmallDesk) -> None:
    number = furnished.ticket()
    furnished.act(Assign(number, furnished.petro))
    furnished.act(SetState(number, "solved", kind="help"), "solve_unanswered")
    row = furnished.row(number)
    assert row.state == "solved"
    assert time_text(row, Watch(row.updated_at)).strip() == ""


async def test_panes_follow_one_another(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        seen = []
        for _turn in range(4):
            await console.press("tab")
            seen.append(console.desk.panes.pane)
        assert seen == ["thread", "card", "sidebar", "list"]
        await console.press("shift+tab", "j", "j", "enter")
        assert console.desk.panes.view.name == "all"


async def test_a_key_that_means_nothing_or_changes_nothing_says_so(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("Y")
        assert console.notice == "Y means nothing here. ? shows the keys."
        await console.press("A")
        assert console.notice == "It was so already; nothing has changed."
        await console.press("p", "4")
        assert console.notice == "#2 is low. z undoes."
        await console.press("4", "r")
        assert console.notice.startswith("reply: no ticket is shown.")


async def test_a_store_that_is_only_read_refuses_before_anything_is_typed(
    furnished: SmallDesk,
) -> None:
    furnished.desk.read_only_because = "asked"
    async with running(furnished, WIDE) as console:
        for key in ("r", "c", "t", "A", "N", "l", "u"):
            await console.press(key)
            assert "this store is read only" in console.notice
        await console.press("i", "i")
        assert "opened for reading only" in console.notice
        assert console.desk.writing.open is None
        assert len(console.app.screen_stack) == 1


async def test_the_value_in_force_hides_none_of_the_choices_before_it(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("p", "4", "p")
        assert "▌ 4 low" in console.text
        assert "  1 critical" in console.text


async def test_facts_and_subject_of_a_ticket_are_read_whole(small: SmallDesk) -> None:
    who = ClientReference("Ann Lee", "ann@example.org")
    subject = "A long story about an order that never came and a refund that did not either, twice"
    tags = tuple(f"tag-number-{n}" for n in range(9))
    small.act(CreateTicket(who, subject, "Hello", tags=tags))
    async with running(small) as console:
        await console.press("3", "enter")
        shown_words = console.text[console.text.index("▸ #1") :].split()
        assert {"either,", "twice", *(f"#{tag}" for tag in tags)} <= set(shown_words)


async def test_a_pane_that_lies_over_others_shows_where_the_keys_go(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("shift+tab")
        assert "▸VIEWS" in console.text
        assert "▌1 Mine" in console.text
        await console.press("escape", "i")
        assert "│▸ " in console.text


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("refund", "Search: refund  1 · newest first"),
        ("state:open", "Search: state:open  3 · critical, then due"),
        ("refund sort:created", "Search: refund sort:created  1\n"),
    ],
)
async def test_what_a_search_lists_says_how_it_is_ordered(
    furnished: SmallDesk, query: str, heading: str
) -> None:
    async with running(furnished) as console:
        await console.press("/", *query, "ctrl+l")
        await console.until(heading)


@pytest.mark.parametrize("size", [(20, 5), (20, 3), (6, 2)])
async def test_a_ticket_is_opened_where_nothing_of_it_can_be_seen(
    small: SmallDesk, size: tuple[int, int]
) -> None:
    number = small.ticket()
    small.ticket("Another")
    async with running(small, size=size) as console:
        await console.press("3")
        await console.press("#", *str(number), "enter")
        assert shown(console) == number
        await console.press("r", "escape", "n", "enter", "q")
