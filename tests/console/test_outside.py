"""The operator's own editor gives the text back or leaves it alone; copying passes tmux (F171)."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.console.outside import Outside
from supportdesk.domain.errors import Refused
from tests.console.consoles import running, shown
from tests.small_desk import SmallDesk

TEXT = "Good morning,\nthe parcel is on its way."

MakeEditor = Callable[[str], Outside]


@pytest.fixture
def editor(tmp_path: Path) -> MakeEditor:
    """Makes an editor of a few lines of shell; `$1` is the file."""

    def make(script: str) -> Outside:
        program = tmp_path / "my editor"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        return Outside(environment={"EDITOR": f"'{program}'"})

    return make


def refusal(outside: Outside) -> Refused:
    """Why nothing came back."""
    with pytest.raises(Refused) as refused:
        outside.edit(TEXT)
    return refused.value


def test_what_was_saved_comes_back(editor: MakeEditor) -> None:
    assert editor('printf "%s\n" "Доброго ранку" > "$1"').edit(TEXT) == "Доброго ранку"
    assert editor("true").edit(TEXT) == TEXT
    assert editor('echo >> "$1"').edit(TEXT) == TEXT, "the line end an editor adds is none of ours"
    assert editor('printf "a\n" > "$1"').edit("b\n") == "a\n"
    assert editor("true").edit("") == ""


def test_the_text_lies_where_nobody_else_reads_it(editor: MakeEditor, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    editor(f'stat -c %a "$(dirname "$1")" > {seen}; echo "$1" >> {seen}').edit(TEXT)
    mode, place = seen.read_text().split()
    assert int(mode, 8) == stat.S_IRWXU
    assert not Path(place).exists(), "and not longer than it is edited"


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 1", "editor.failed"),
        ("kill -9 $$", "editor.failed"),
        (': > "$1"', "editor.empty"),
        ('printf "  \n" > "$1"', "editor.empty"),
        ('rm "$1"', "editor.unreadable"),
        ('printf "\\377\\376" > "$1"', "editor.unreadable"),
        ('head -c 2000000 /dev/zero > "$1"', "editor.unreadable"),
    ],
)
def test_an_editor_that_fails_leaves_the_text_alone(
    editor: MakeEditor, script: str, code: str
) -> None:
    assert refusal(editor(script)).code == code


def test_what_a_crashing_editor_had_saved_is_not_lost(editor: MakeEditor) -> None:
    refused = refusal(editor('echo "Better words" > "$1"; kill -9 $$'))
    assert refused.code == "editor.failed_saved"
    saved = Path(str(refused.parameters["path"]))
    assert saved.read_text() == "Better words\n"
    saved.unlink()
    saved.parent.rmdir()


@pytest.mark.parametrize("named", ["/nowhere/editor", "'unclosed", " "])
def test_an_editor_that_is_not_there_is_named(named: str) -> None:
    assert refusal(Outside(environment={"EDITOR": named})).code in {
        "editor.missing",
        "editor.failed",
    }


def test_visual_comes_before_editor_and_may_have_options(tmp_path: Path) -> None:
    program = tmp_path / "code"
    program.write_text('#!/bin/sh\n[ "$1" = --wait ] && echo yes > "$2"\n')
    program.chmod(0o700)
    environment = {"VISUAL": f"{program} --wait", "EDITOR": "false"}
    assert Outside(environment=environment).edit(TEXT) == "yes"


def test_tmux_takes_what_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = tmp_path / "taken"
    program = tmp_path / "tmux"
    program.write_text(f'#!/bin/sh\necho "$@" > {taken}; cat >> {taken}\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert Outside(environment={"TMUX": "/tmp/tmux-0/default,1,0"}).in_tmux
    assert Outside(environment={}).give_tmux("#17")
    assert taken.read_text() == "load-buffer -w -\n#17"
    program.write_text("#!/bin/sh\nexit 1\n")
    assert not Outside(environment={}).give_tmux("#17")


async def test_ctrl_o_brings_the_text_back_into_the_composer_and_keeps_it_on_failure(
    furnished: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "editor"
    program.write_text('#!/bin/sh\nsed -i "s/Yes/No/" "$1"\n')
    program.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(program))
    async with running(furnished) as console:
        number = shown(console)
        await console.press("r", *"Yes,", "ctrl+o")
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body == "No,"
        program.write_text("#!/bin/sh\n: > $1\n")
        await console.press("ctrl+o")
        assert "left an empty text; yours is as it was" in console.notice
        program.unlink()
        await console.press("ctrl+o")
        assert "failed" in console.notice
        assert console.desk.writing.open.composer.body == "No,"
        await console.press(*" sorry", "escape", "q")
        draft = console.desk.panes.reading.draft(number, "reply")
        assert draft is not None
        assert draft.body == "No, sorry"


@pytest.mark.parametrize(
    ("name", "copied"),
    [("copy e-mail", "ann@example.org"), ("copy message", "Any news"), ("copy number", "#1")],
)
async def test_number_e_mail_and_message_are_copied(
    furnished: SmallDesk, name: str, copied: str
) -> None:
    async with running(furnished) as console:
        await console.press("#", "1", "enter")
        typed = ["space" if letter == " " else letter for letter in name]
        await console.press("ctrl+p", *typed, "enter")
        assert console.app.clipboard.startswith(copied)
        assert "Copied" in console.notice


async def test_the_conversation_and_the_keys_of_the_bottom_line_can_be_clicked(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, (140, 40)) as console:
        await console.pilot.click("#thread", offset=(10, 5))
        await console.settle()
        assert console.desk.panes.pane == "thread"
        line = console.text.splitlines()[-1]
        await console.pilot.click("#footer", offset=(line.index("note"), 0))
        await console.settle()
        assert "the client will not see this" in console.text
        line = console.text.splitlines()[-1]
        await console.press(*"ask Ann")
        await console.pilot.click("#footer", offset=(line.index("review"), 0))
        await console.settle()
        assert "keep and leave" in console.text
