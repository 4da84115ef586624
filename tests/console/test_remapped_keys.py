"""Keys of one's own: they work everywhere, are shown everywhere, and a clash names both (F164)."""

from collections.abc import Iterator
from datetime import UTC

import pytest

from supportdesk.console.app import Console
from supportdesk.console.key_reading import read_key
from supportdesk.console.keys import USUAL_KEYS, Keys
from supportdesk.domain.errors import Invalid
from supportdesk.i18n.key_names import USUAL, choose_key_names
from supportdesk.store.read import desk_lists
from tests.console.consoles import Running, shown
from tests.small_desk import SmallDesk

FILE = "keys.toml"


@pytest.fixture(autouse=True)
def usual_names() -> Iterator[None]:
    """What the next test says of keys is not what this one chose."""
    yield
    choose_key_names({})


def remapped(**chosen: str | list[str]) -> Keys:
    """The keys of R7 but for these."""
    lists = {name: [keys] if isinstance(keys, str) else keys for name, keys in chosen.items()}
    return USUAL_KEYS.remapped(lists, FILE)


def trouble(**chosen: str | list[str]) -> Invalid:
    """What is said of such keys."""
    with pytest.raises(Invalid) as refused:
        remapped(**chosen)
    return refused.value


def console(small: SmallDesk, keys: Keys) -> Console:
    """A console for Petro with keys of his own."""
    me = next(row for row in small.desk.ask(desk_lists.operators) if row.id == small.petro)
    return Console(small.desk, me, desk_name="First line", zone=UTC, keys=keys)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("r", "r"),
        ("R", "R"),
        ("к", "r"),
        ("Ы", "S"),
        ("і", "s"),
        ("ї", "]"),
        ("Ctrl+U", "ctrl+u"),
        ("ctrl+г", "ctrl+u"),
        ("Esc", "escape"),
        ("PgDn", "pagedown"),
        ("Shift+Tab", "shift+tab"),
        ("F12", "f12"),
        ("g  m", "g m"),
        ("+", "+"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, key: str) -> None:
    assert read_key(written) == key


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("entr", "key.unknown"),
        ("", "key.unknown"),
        ("f13", "key.unknown"),
        ("Ctrl+Enter", "key.impossible"),
        ("Ctrl+M", "key.impossible"),
        ("Ctrl+1", "key.impossible"),
        ("Alt+x", "key.impossible"),
        ("Ctrl+C", "key.impossible"),
        ("a b c", "key.long"),
    ],
)
def test_what_no_terminal_sends_is_refused(written: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_key(written)
    assert refused.value.code == code


def test_the_nearest_names_are_said() -> None:
    assert trouble(repply="R").parameters["nearest"] == "reply"
    assert trouble(reply="entr").parameters["nearest"] == "enter"


@pytest.mark.parametrize(
    ("chosen", "both"),
    [
        ({"reply": "a"}, {"reply", "assign"}),
        ({"reply": "ф"}, {"reply", "assign"}),
        ({"reply": "g"}, {"reply", "mine"}),
        ({"recent": "g m"}, {"recent", "mine"}),
        ({"send": "ctrl+s"}, {"send", "save_draft"}),
        ({"send": "ctrl+p"}, {"send", "palette"}),
        ({"review_wait": "s"}, {"review_wait", "review_send"}),
        ({"help": "j"}, {"help", "down"}),
    ],
)
def test_a_clash_names_both(chosen: dict[str, str], both: set[str]) -> None:
    refused = trouble(**chosen)
    assert refused.code == "key.clash"
    assert {refused.parameters["one"], refused.parameters["other"]} == both


def test_the_keys_of_the_rules_clash_nowhere() -> None:
    assert list(USUAL_KEYS.clashes(FILE)) == []


def test_two_commands_can_change_places() -> None:
    keys = remapped(reply="c", note="r")
    assert keys.named("reply").keys == ("c",)


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"help": []}, "key.needed"),
        ({"review": []}, "key.needed"),
        ({"send": "s"}, "key.types"),
        ({"send": "enter"}, "key.types"),
        ({"send": "g s"}, "key.types"),
        ({"review_send": "g s"}, "key.types"),
    ],
)
def test_nobody_locks_himself_out(chosen: dict[str, str | list[str]], code: str) -> None:
    assert trouble(**chosen).code == code


def test_all_troubles_are_told_at_once() -> None:
    found = USUAL_KEYS.troubles({"nosuch": ["x"], "reply": ["a"], "note": ["ctrl+m"]}, FILE)
    assert [one.code for one in found] == ["key.no_command", "key.impossible", "key.clash"]
    assert all(one.parameters["path"] == FILE for one in found)


async def test_a_key_of_ones_own_works_and_is_shown_in_every_place(furnished: SmallDesk) -> None:
    keys = remapped(
        reply="R", redo="U", undo="ctrl+u", help="f2", send="ctrl+x", review_leave="l", take=[]
    )
    app = console(furnished, keys)
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        assert "R reply" in running.text.splitlines()[-1]
        assert "F2 help" in running.text.splitlines()[-1]
        number = shown(running)
        await running.press("j", "k", "r")
        assert "F2 shows the keys" in running.notice, "r means nothing now"
        await running.press("К", *"Yes")  # the same key under a Russian layout
        assert "Ctrl+X save" in running.text
        await running.press("ctrl+d")
        assert furnished.row(number).replies == 0, "Ctrl+D sends no more"
        await running.press("ctrl+x")
        assert "Ctrl+U recalls it" in running.notice
        await running.press("ctrl+u")
        await running.press("escape", "д")
        assert "R goes on with it" in running.notice
        await running.press("f2", *"undo")
        assert "Ctrl+U" in running.text
        await running.press("escape", "ctrl+p", *"take it")
        assert "take" in running.text
    assert set(USUAL) <= set(keys.names())


async def test_leaving_has_the_keys_it_is_given(furnished: SmallDesk) -> None:
    app = console(furnished, remapped(back="Y", quit="Y x"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        await running.press("Y")
        assert running.notice == "x leaves; drafts are kept."
        await running.press("x")
        assert not app.is_running


def test_sentences_know_the_usual_keys() -> None:
    """The leaf's table is the registry's."""
    names = USUAL_KEYS.names()
    assert {command: names[command] for command in USUAL} == dict(USUAL)
