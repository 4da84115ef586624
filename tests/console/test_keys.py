"""Keys: the map of R7, its twins on other layouts, and nothing a terminal cannot send."""

import re
from datetime import UTC

import pytest

from supportdesk.console.command import AREAS, Where
from supportdesk.console.commands import COMMANDS, HINTS, keymap
from supportdesk.console.desk.families import handlers
from supportdesk.console.desk.screen import DeskScreen
from supportdesk.console.desk.setting import DeskSetting
from supportdesk.console.keyboard import TWINS, pressed, presses
from supportdesk.console.keys import USUAL_KEYS
from supportdesk.console.theme_finding import DEFAULT_THEME, palettes
from supportdesk.store.read import desk_lists
from tests.small_desk import SmallDesk

R7 = {
    "list": "down up j k enter space x X * tab 1 2 3 4 5 6 7 8 9 / . # №"
    " g_m g_u g_a g_d g_o g_h g_t g_T",
    "ticket": "r c a A s w d e E t f v p l m i h n N y u z Z q escape q_q",
    "everywhere": "? f1 ctrl+p",
}
"""The keys of R7 whose features exist."""

LATER = {"Y", "O", "[", "]"}
"""Keys of R7 whose features come later: shown nowhere, bound to nothing (law 14)."""

IMPOSSIBLE = re.compile(r"(ctrl|alt|shift)\+enter|ctrl\+[imjh\[bazcq\\]$|(alt|ctrl)\+\d")


def bound(where: Where) -> set[str]:
    """The keys of one area as R7 writes them."""
    return {key.replace(" ", "_") for c in COMMANDS if c.where is where for key in c.keys}


@pytest.mark.parametrize("where", [Where.LIST, Where.TICKET, Where.EVERYWHERE])
def test_every_key_of_the_rules_is_bound_where_they_say(where: Where) -> None:
    missing = set(R7[where].split()) - bound(where)
    assert not missing


def test_keys_of_later_features_are_not_bound() -> None:
    assert not LATER & set(keymap(Where.LIST, Where.TICKET))


def test_no_key_means_two_things() -> None:
    assert keymap(Where.LIST, Where.TICKET)["r"].name == "reply"


def test_what_is_documented_is_what_is_done(small: SmallDesk) -> None:
    """Every command of the registry has exactly one method that does it, and nothing else has."""
    me = small.desk.ask(desk_lists.operators)[0]
    screen = DeskScreen(DeskSetting(small.desk, me, palettes()[DEFAULT_THEME], "", UTC))
    assert set(screen.handlers) == {command.name for command in COMMANDS}


def test_no_command_is_done_twice() -> None:
    class Other:
        def do_reply(self) -> None:
            """Reply once more."""

    with pytest.raises(ValueError, match="reply"):
        handlers(Other(), Other())


def test_names_are_unique_and_everything_is_explained() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert all(command.title and command.help.endswith(".") for command in COMMANDS)
    assert all(command.where in AREAS for command in COMMANDS)


def test_hints_name_commands_that_exist() -> None:
    for pane, names in HINTS.items():
        assert len(USUAL_KEYS.hints(pane)) == len(names) <= 8, "at most eight (F166)"


def test_no_key_is_one_a_terminal_cannot_send() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert not IMPOSSIBLE.search(key), command.name


def test_twins_stand_in_the_same_place_on_the_keyboard() -> None:
    assert presses("s") == ("s", "ы", "і")
    assert presses("r") == ("r", "к")
    assert presses("g m") == ("g m", "g ь", "п m", "п ь")
    assert presses("A") == ("A", "Ф")
    assert presses("E") == ("E", "У")
    assert len(TWINS) == 52


def test_letters_of_every_layout_reach_the_same_command() -> None:
    keys = keymap(Where.LIST, Where.TICKET)
    for latin, russian, ukrainian in (("j", "о", "о"), ("s", "ы", "і"), ("d", "в", "в")):
        assert keys[latin] is keys[russian] is keys[ukrainian]


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("j", "j", "j"),
        ("upper_a", "A", "A"),
        ("cyrillic_small_letter_ka", "к", "к"),
        ("enter", "\r", "enter"),
        ("space", " ", "space"),
        ("ctrl+p", "\x10", "ctrl+p"),
        ("f1", None, "f1"),
    ],
)
def test_a_press_is_named_by_what_it_types(key: str, character: str | None, name: str) -> None:
    assert pressed(key, character) == name
