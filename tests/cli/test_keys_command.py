"""`keys`: what is bound here, what is wrong with keys.toml, and a file to begin with (F164)."""

from pathlib import Path

import pytest

from supportdesk.settings.keys_file import keys_file
from tests.cli.conftest import Shell


@pytest.fixture
def file(home: Path) -> Path:
    """Where one's own keys stand; its folder is there."""
    place = keys_file()
    assert home in place.parents
    place.parent.mkdir(parents=True)
    return place


def keys_of(shell: Shell, name: str) -> list[str]:
    """The keys of a command as the program lists them."""
    (keys,) = [item["keys"] for item in shell.done("keys", "--json").items if item["name"] == name]
    found: list[str] = keys
    return found


def test_the_list_tells_the_keys_of_ones_own(shell: Shell, file: Path) -> None:
    assert keys_of(shell, "reply") == ["r"]
    file.write_text('reply = "R"\ntake = []\nrecent = ["g l", "F6"]\n')
    assert keys_of(shell, "reply") == ["R"]
    assert keys_of(shell, "recent") == ["g l", "f6"]
    assert "R: reply." in shell.done("keys").out
    assert "in the palette: take." in shell.done("keys", "list").out
    checked = shell.done("keys", "check", "--json").item
    assert checked == {"keys_file": str(file), "remapped": ["recent", "reply", "take"]}


def test_every_trouble_is_told_with_the_nearest_name(shell: Shell, file: Path) -> None:
    file.write_text('repply = "R"\nnote = "ctrl+m"\nundo = "a"\n')
    checked = shell("keys", "check")
    assert checked.code == 2
    assert "no command repply. The nearest is reply." in checked.out
    assert "a would mean both" in checked.out
    codes = [item["code"] for item in shell("keys", "check", "--json").items]
    assert codes == ["key.no_command", "key.impossible", "key.clash"]
    refused = shell("keys", "--json")
    assert (refused.code, refused.error["code"]) == (2, "key.no_command")


@pytest.mark.parametrize(
    ("content", "code"),
    [("reply = ", "keys.unreadable"), ("reply = 5", "keys.shape"), ("reply = [5]", "keys.shape")],
)
def test_a_file_that_is_no_list_of_keys_is_refused(
    shell: Shell, file: Path, content: str, code: str
) -> None:
    file.write_text(content)
    refused = shell("keys", "--json")
    assert (refused.code, refused.error["code"]) == (2, code)
    assert str(file) in refused.error["message"]


def test_a_file_to_begin_with_changes_nothing_and_names_everything(shell: Shell) -> None:
    made = shell.done("keys", "init", "--json").item
    file = Path(made["keys_file"])
    assert shell.done("keys", "check", "--json").item["remapped"] == []
    lines = file.read_text().splitlines()
    file.write_text("\n".join(line[2:] for line in lines if "]  # " in line))
    assert len(shell.done("keys", "check", "--json").item["remapped"]) > 50
    again = shell("keys", "init", "--json")
    assert again.error["code"] == "file.exists"
