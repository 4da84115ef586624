"""Dialogs that choose: by arrows, digits, letters of any layout, with a slip, or by mouse."""

from collections.abc import Sequence

import pytest

from supportdesk import i18n
from supportdesk.console.command import Command
from supportdesk.console.commands import COMMANDS
from supportdesk.console.matching import matching
from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.console.screens.drafts import DraftsScreen
from supportdesk.console.screens.help import HelpScreen
from supportdesk.console.screens.palette import PaletteScreen
from supportdesk.console.screens.prompt import PromptScreen
from supportdesk.console.times import Watch
from supportdesk.console.widgets.pick_list import PickList
from supportdesk.console.writing_commands import EDITOR_COMMANDS, REVIEW_COMMANDS
from supportdesk.domain.errors import Invalid
from supportdesk.store.read.rows import DraftRow
from tests.console.stage import SMALL, UNANSWERED, USUAL, stage

EVERYTHING = (*COMMANDS, *EDITOR_COMMANDS, *REVIEW_COMMANDS)
STATES = (
    Option("open", "open"),
    Option("waiting", "waiting", "for the client"),
    Option("solved", "solved", refusal="needs an owner: a gives it one"),
    Option("hold", "on hold"),
)


def states() -> ChoiceScreen[str]:
    """A choice of four, one of them impossible now."""
    return ChoiceScreen("State of #17", STATES, current="open")


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["enter"], "open"),
        (["down", "enter"], "waiting"),
        (["up", "enter"], "open"),
        (["pagedown", "enter"], "hold"),
        (["2"], "waiting"),
        (["4"], "hold"),
        ([*"wai", "enter"], "waiting"),
        ([*"client", "enter"], "waiting"),
        ([*"wiat", "enter"], "waiting"),
        ([*"цфше", "enter"], "waiting"),
        ([*"hold", "enter"], "hold"),
    ],
)
async def test_ways_to_choose(keys: Sequence[str], value: str) -> None:
    async with stage(states()) as here:
        await here.press(*keys)
        assert isinstance(here.answer, Option)
        assert here.answer.value == value


@pytest.mark.parametrize("keys", [["escape"], ["w", "escape"]])
async def test_esc_chooses_nothing(keys: Sequence[str]) -> None:
    async with stage(states()) as here:
        await here.press(*keys)
        assert here.answer is None


@pytest.mark.parametrize("keys", [["3"], ["down", "down", "enter"], [*"solv", "enter"]])
async def test_what_cannot_be_chosen_says_why_and_stays_open(keys: Sequence[str]) -> None:
    async with stage(states()) as here:
        await here.press(*keys)
        assert here.answer is UNANSWERED
        assert here.text.count("needs an owner: a gives it one") == 2


async def test_a_digit_beyond_the_choices_and_letters_that_match_nothing_do_nothing() -> None:
    async with stage(states()) as here:
        await here.press("9")
        assert here.answer is UNANSWERED
        await here.press(*"qqq", "enter")
        assert here.answer is UNANSWERED
        assert "Nothing matches." in here.text


async def test_the_value_in_force_is_told() -> None:
    async with stage(ChoiceScreen("State", STATES, current="hold")) as here:
        row = next(line for line in here.lines if "on hold" in line)
        assert "▌" in row
        assert "now" in row


async def test_a_click_chooses() -> None:
    async with stage(states()) as here:
        await here.pilot.click(PickList, offset=(5, 1))
        await here.settle()
        assert isinstance(here.answer, Option)
        assert here.answer.value == "waiting"


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_long_lists_scroll_with_the_cursor_in_sight(size: tuple[int, int]) -> None:
    people = [Option(number, f"Operator {number}") for number in range(300)]
    async with stage(ChoiceScreen("Give to", people), size) as here:
        await here.press(*["pagedown"] * 40)
        row = next(line for line in here.lines if "▌" in line)
        assert "Operator 299" in row
        await here.press("enter")
        assert isinstance(here.answer, Option)
        assert here.answer.value == 299


def test_better_matches_come_first() -> None:
    labels = ["unsolved", "solved", "solve", "salvage"]
    assert [match.index for match in matching("solve", labels)] == [2, 1, 0]
    assert [match.index for match in matching("slove", labels)] == [2, 1]
    assert matching("", labels)[3].index == 3


def test_names_count_more_than_what_else_is_known() -> None:
    labels, also = ["close", "wait"], ["", "close for a while"]
    assert [match.index for match in matching("close", labels, also)] == [0, 1]
    assert matching("close", labels, also)[1].spans == ()


def test_marks_stand_on_what_matched() -> None:
    (match,) = matching("СОСТ ёлк", ["Состояние ёлки"])
    assert [("Состояние ёлки"[start:end]) for start, end in match.spans] == ["Сост", "ёлк"]


@pytest.mark.parametrize("key", ["y", "Y", "н"])
async def test_only_yes_is_yes(key: str) -> None:
    async with stage(ConfirmScreen("Stop", ["A newer message came."], yes="send")) as here:
        assert "A newer message came." in here.text
        await here.press(key)
        assert here.answer is True


@pytest.mark.parametrize("keys", [["enter"], ["n"], ["т"], ["escape"], ["x", "enter"]])
async def test_everything_else_is_the_safe_way(keys: Sequence[str]) -> None:
    async with stage(ConfirmScreen("Stop", ["A newer message came."], yes="send")) as here:
        await here.press(*keys)
        assert here.answer in (False, None)


async def test_buttons_can_be_reached_and_pressed() -> None:
    async with stage(ConfirmScreen("Stop", ["Newer."], yes="send")) as here:
        await here.press("right", "enter")
        assert here.answer is True
    async with stage(ConfirmScreen("Stop", ["Newer."], yes="send")) as here:
        await here.pilot.click("#yes")
        await here.settle()
        assert here.answer is True


async def test_many_reasons_leave_room_for_the_two_ways() -> None:
    reasons = [f"Reason {number}\nin two lines" for number in range(40)]
    async with stage(ConfirmScreen("Stop", reasons, yes="send"), SMALL) as here:
        assert "n  no, go back" in here.text
        assert "y  send" in here.text
        assert "Reason 39" not in here.text
        await here.press(*["pagedown"] * 10)
        assert "Reason 39" in here.text


def shouted(typed: str) -> str:
    """What a text means; "bad" means nothing."""
    if "bad" in typed:
        raise Invalid("moment.unknown", text=typed)
    return f"means {typed.upper()}"


async def test_a_prompt_says_what_is_meant_while_it_is_typed() -> None:
    async with stage(PromptScreen("Until", shouted, example="2h, fri")) as here:
        assert "2h, fri" in here.text
        await here.press(*"fri")
        assert "means FRI" in here.text
        await here.press("enter")
        assert here.answer == "fri"


async def test_a_prompt_stays_open_on_what_it_cannot_read() -> None:
    async with stage(PromptScreen("Until", shouted)) as here:
        await here.press("enter")
        await here.press(*"bad", "enter")
        assert here.answer is UNANSWERED
        assert "bad is no moment" in here.flowing


async def test_tab_completes_the_word_and_keeps_its_sign() -> None:
    screen = PromptScreen("Tags", str, words=["billing", "bug", "refund"])
    async with stage(screen) as here:
        await here.press(*"+re", "tab", *"-bu", "tab", "enter")
        assert here.answer == "+refund -bug"


async def test_the_palette_finds_a_command_with_a_slip_and_says_its_key() -> None:
    async with stage(PaletteScreen(EVERYTHING, {})) as here:
        await here.press(*"snozze")
        assert "snooze" in here.text
        await here.press("enter")
        assert isinstance(here.answer, Option)
        assert isinstance(here.answer.value, Command)
        assert here.answer.value.name == "snooze"


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("snooze", "snooze"),
        ("усыпить", "snooze"),
        ("приспати", "snooze"),
        ("reply", "reply"),
        ("ответ", "reply"),
        ("відповідь", "reply"),
        ("ытщщяу", "snooze"),
        ("cpynm", "copy_number"),
        ("new ticket", "new_ticket"),
        ("copy_number", "copy_number"),
    ],
)
async def test_the_palette_finds_names_of_every_language_in_every_language(
    typed: str, name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_translations", i18n._translations)
    i18n.choose_language(language)
    async with stage(PaletteScreen(EVERYTHING, {})) as here:
        await here.press(*(("space" if letter == " " else letter) for letter in typed), "enter")
        assert isinstance(here.answer, Option)
        assert here.answer.value.name == name


def test_letters_in_order_are_the_last_resort() -> None:
    labels = ["go to number", "get on the new", "note"]
    (number, new) = matching("gtn", labels)
    assert (number.index, new.index) == (1, 0) or (number.index, new.index) == (0, 1)
    assert "".join(labels[number.index][start] for start, _end in number.spans) == "gtn"
    assert matching("zz", labels) == []


async def test_the_palette_says_why_a_command_cannot_be_done_now() -> None:
    async with stage(PaletteScreen(EVERYTHING, {"close": "it is closed already"})) as here:
        await here.press(*"close", "enter")
        assert here.answer is UNANSWERED
        assert "it is closed already" in here.text


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_help_tells_every_command_once(size: tuple[int, int]) -> None:
    async with stage(HelpScreen(EVERYTHING), size) as here:
        told = set()
        for _step in range(len(EVERYTHING) + 6):
            row = next(line for line in here.lines if "▌" in line)
            told.add(" ".join(row.split()))
            here.app.screen.query_one(PickList).move(1)
            await here.settle()
        assert len(told) >= len(EVERYTHING)
        assert all(len(line) == size[0] for line in here.lines)


async def test_help_is_narrowed_by_typing_and_tells_the_shell_command() -> None:
    async with stage(HelpScreen(EVERYTHING)) as here:
        await here.press(*"snooze")
        assert "supportdesk snooze N WHEN" in here.text
        await here.press("f1")
        assert here.answer is None


async def test_drafts_tell_replies_from_notes() -> None:
    drafts = [
        DraftRow(17, "reply", "Dear Ann, we have", 0, 0, 0, "Where is my refund?"),
        DraftRow(18, "note", "card expired", 0, 0, 0, "Оплата"),
    ]
    async with stage(DraftsScreen(drafts, Watch())) as here:
        assert "#17 reply · Dear Ann, we have" in here.text
        assert "#18 NOTE · card expired" in here.text
        await here.press("2")
        assert isinstance(here.answer, Option)
        assert here.answer.value is drafts[1]


async def test_no_drafts_are_told_as_such() -> None:
    async with stage(DraftsScreen([], Watch())) as here:
        assert "Nothing is left unsent." in here.text
        await here.press("enter", "1", "escape")
        assert here.answer is None
