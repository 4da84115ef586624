"""Macros and merging on all marked tickets: looked at before, one undo behind (F7, F8)."""

from supportdesk.domain.action import AddNote, SaveMacro
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import threads
from tests.console.consoles import running
from tests.small_desk import SmallDesk

CALM = Macro(state="waiting", priority=0, add=("calm",), note="For {{ ask['whom'] }}")
AT_ONCE = Macro(reply=(("en", "Dear {{ client.first_name }}."),), send=True, add=("told",))
LOOKED_AT = Macro(reply=AT_ONCE.reply, add=("told",))


async def test_a_macro_is_shown_for_the_first_ones_and_taken_back_by_one_key(
    furnished: SmallDesk,
) -> None:
    furnished.act(SaveMacro("Calm down", CALM))
    before = [furnished.row(number) for number in (1, 2)]
    async with running(furnished) as console:
        await console.press("x", "j", "x", "f")
        assert "2 tickets · macros" in console.text
        assert "asks for: whom" in console.text
        await console.press("enter", *"all", "enter")
        assert "2 tickets · Calm down" in console.text
        assert "For all" in console.text
        assert "tags: +calm" in console.text
        await console.press("n")
        assert furnished.row(1).tags == before[0].tags
        await console.press("f", "enter", *"all", "enter", "y")
        if "Stopped at" in console.text:
            await console.press("y")
        assert console.notice == "Calm down is done on 2 tickets. z undoes."
        for number in (1, 2):
            row = furnished.row(number)
            assert (row.state, row.priority, "calm" in row.tags) == ("waiting", 0, True)
            assert furnished.desk.ask(threads.messages, number)[-1].body == "For all"
        await console.press("z")
        after = [furnished.row(number) for number in (1, 2)]
        assert [(row.state, row.priority, row.tags) for row in after] == [
            (row.state, row.priority, row.tags) for row in before
        ]


async def test_the_kind_is_asked_once_for_those_that_need_one(furnished: SmallDesk) -> None:
    furnished.act(SaveMacro("Finish", Macro(state="solved")))
    async with running(furnished) as console:
        await console.press("x", "j", "x", "f", "enter")
        assert "what kind of request?" in console.text
        await console.press("1", "y")
        if "Stopped at" in console.text:
            await console.press("y")
        assert [furnished.row(number).state for number in (1, 2)] == ["solved"] * 2
        assert all(furnished.row(number).kind for number in (1, 2))


async def test_a_reply_goes_where_no_draft_stands_and_the_others_are_named(
    furnished: SmallDesk,
) -> None:
    furnished.act(SaveMacro("Tell them", AT_ONCE))
    me = furnished.petro
    furnished.desk.remember(KeepDraft(me, 1, "reply", "half", 4, furnished.row(1).last_event))
    async with running(furnished) as console:
        await console.press("x", "j", "x", "f", "enter")
        assert "A draft of yours stands on 1 ticket, which stays as it is: #1" in console.text
        assert "run it · 1" in console.text
        await console.press("y")
        if "Stopped at" in console.text:
            await console.press("y")
    assert "told" in furnished.row(2).tags
    assert "told" not in furnished.row(1).tags
    draft = furnished.desk.ask(threads.draft, me, 1, "reply")
    assert draft is not None
    assert draft.body == "half"


async def test_a_reply_that_is_to_be_looked_at_is_never_sent_to_many(
    furnished: SmallDesk,
) -> None:
    furnished.act(SaveMacro("Look first", LOOKED_AT))
    async with running(furnished) as console:
        await console.press("x", "j", "x", "f")
        assert "cannot be used" in console.text
        assert "on each ticket by itself" in console.text.replace("\n", " ").replace("│", "")
        await console.press("enter")
        assert "macros" in console.text
        assert "told" not in furnished.row(1).tags


async def test_where_all_is_so_already_nothing_is_asked(furnished: SmallDesk) -> None:
    furnished.act(SaveMacro("Calm", Macro(add=("calm",))))
    async with running(furnished) as console:
        await console.press("x", "j", "x", "f", "enter", "y")
        await console.press("x", "k", "x", "f", "enter")
        assert console.notice.startswith("2 tickets are so already: #")
        assert console.app.screen is console.desk


async def test_marked_tickets_become_one_and_are_again_what_they_were(
    furnished: SmallDesk,
) -> None:
    furnished.act(AddNote(1, "first"))
    said = {number: furnished.desk.ask(threads.messages, number) for number in (1, 2)}
    async with running(furnished) as console:
        await console.press("x", "j", "x", "m")
        assert "2 tickets · merge into" in console.text
        await console.press("enter")
        assert "Stopped at 1 ticket" in console.text
        await console.press("y")
        assert console.notice == "Merged into #1: 1 ticket. z undoes."
        assert furnished.row(2).state == "merged"
        assert len(furnished.desk.ask(threads.messages, 1)) == len(said[1]) + len(said[2])
        await console.press("z")
        for number in (1, 2):
            assert furnished.desk.ask(threads.messages, number) == said[number]


async def test_they_can_become_part_of_one_that_is_not_marked(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("x", "m", *"by its", "enter", *"#6", "enter")
        if "Stopped at" in console.text:
            await console.press("y")
        assert "Merged into #6: 1 ticket" in console.notice
