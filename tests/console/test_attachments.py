"""Files in the console: with a text, kept with its draft, sent, read and saved (F33, F34)."""

import re
from pathlib import Path

import pytest

from supportdesk.console.file_names import completions, longest_beginning
from supportdesk.domain.action import AddNote, NewAttachment
from supportdesk.domain.memory import AttachToDraft
from supportdesk.store.read import draft_files, threads
from tests.console.consoles import Running, running
from tests.small_desk import SmallDesk


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A file to attach."""
    path = tmp_path / "error.log"
    path.write_text("first\n\x1b[31msecond\n")
    return path


async def attach(console: Running, path: Path) -> None:
    """Open the dialog of files and give it a path."""
    await console.press("ctrl+f", *str(path), "enter")
    await console.settle()


def kept(small: SmallDesk, kind: str = "reply") -> list[str]:
    """The files that go with Petro's draft on ticket 2."""
    return [file.name for file in small.desk.ask(draft_files.files, small.petro, 2, kind)]


async def test_a_file_goes_with_the_reply(furnished: SmallDesk, log: Path) -> None:
    async with running(furnished) as console:
        await console.press("r", *"Log attached.")
        await attach(console, log)
        assert "error.log" in console.text
        await console.press("escape")
        assert "With error.log 18 B" in console.text
        log.unlink()
        await console.press("ctrl+d")
        (message,) = [m for m in furnished.desk.ask(threads.messages, 2) if m.kind == "operator"]
        assert [file.name for file in message.attachments] == ["error.log"]
        assert kept(furnished) == []


async def test_files_stay_with_the_draft_and_follow_the_text(
    furnished: SmallDesk, log: Path
) -> None:
    async with running(furnished) as console:
        await console.press("r")
        await attach(console, log)
        await console.press("escape", "escape", "q")
        assert console.notice.startswith("The draft is kept.")
        assert kept(furnished) == ["error.log"]
        await console.press("r")
        assert "With error.log" in console.text
        await console.press(*"Text", "escape", "c", "y")
        assert "NOTE" in console.text
        assert "With error.log" in console.text
        assert (kept(furnished), kept(furnished, "note")) == ([], ["error.log"])
        await console.press("escape", "x")
        assert kept(furnished, "note") == []
        blobs = furnished.desk.ask(lambda c: c.execute("SELECT count(*) FROM blob").fetchone()[0])
        assert blobs == 0
        await console.press("z")
        await console.settle()
        assert kept(furnished, "note") == ["error.log"]
        assert "With error.log" in console.text


async def test_a_file_is_taken_off_by_a_key(furnished: SmallDesk, log: Path) -> None:
    async with running(furnished) as console:
        await console.press("r", *"Text")
        await attach(console, log)
        await console.press("delete")
        await console.settle()
        assert "No file goes with it yet." in console.text
        await console.press("enter")
        assert "With error.log" not in console.text
        assert kept(furnished) == []


async def test_what_cannot_go_along_is_told_at_once(furnished: SmallDesk, tmp_path: Path) -> None:
    async with running(furnished) as console:
        await console.press("r")
        await attach(console, tmp_path / "missing.txt")
        assert "cannot be read" in console.text
        assert kept(furnished) == []


async def test_a_promised_file_stops_and_back_is_the_safe_way(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("r", *"The log is attached.", "ctrl+d")
        assert "The text speaks of a file (“is attached”)" in console.text.replace("\n", " ")
        await console.press("enter")
        assert furnished.row(2).replies == 0
        assert console.desk.writing.open is not None
        await console.press("ctrl+d", "y")
        assert furnished.row(2).replies == 1


async def test_a_file_of_the_conversation_is_read_and_saved(
    furnished: SmallDesk, tmp_path: Path
) -> None:
    table = NewAttachment("../rows.csv", "text/csv", b"name,n\nlong name,12\n")
    picture = NewAttachment("shot.png", "image/png", b"\x89PNG\0\0")
    furnished.act(AddNote(2, "Files", (table, picture)))
    async with running(furnished) as console:
        await console.press("o")
        assert "Files of #2" in console.text
        await console.press("1")
        assert "long name  12" in console.text
        await console.press("s", *["backspace"] * 11, *str(tmp_path / "saved"), "enter")
        await console.settle()
        assert (tmp_path / "saved" / "rows.csv").read_bytes() == table.content
        assert console.notice.startswith("Saved: ")
        await console.press("o", "2")
        assert "Save shot.png into the folder" in console.text


async def test_a_file_that_another_window_adds_does_not_leave_unseen(
    furnished: SmallDesk, log: Path
) -> None:
    secret = NewAttachment("secret.txt", "text/plain", b"key")
    async with running(furnished) as console:
        await console.press("r", *"Text")
        await attach(console, log)
        await console.press("escape")
        furnished.desk.remember(AttachToDraft(furnished.petro, 2, "reply", secret))
        await console.press("ctrl+d")
        assert furnished.row(2).replies == 0
        assert "changed in another window" in console.notice
        assert "secret.txt" in console.text
        await console.press("ctrl+d")
        assert furnished.row(2).replies == 1


async def test_a_long_file_is_read_by_letters_of_every_layout(furnished: SmallDesk) -> None:
    lines = "\n".join(f"line {number}" for number in range(200))
    furnished.act(AddNote(2, "File", (NewAttachment("a.log", "text/plain", lines.encode()),)))
    async with running(furnished) as console:
        await console.press("o")
        assert re.search(r"line 0\s", console.text)
        before = console.text
        await console.press("о")
        assert console.text != before
        await console.press("л")
        assert console.text == before
        await console.press("ы")
        assert "Save a.log into the folder" in console.text


async def test_without_files_o_says_how_one_comes(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("o")
        assert "Ctrl+F" in console.notice


def test_a_path_is_completed_and_what_acts_is_never_offered(tmp_path: Path) -> None:
    for name in ("invoice-1.pdf", "invoice-2.pdf", "other", ".hidden", "in\x1b[31m"):
        (tmp_path / name).touch()
    (tmp_path / "inner").mkdir()
    assert completions(f"{tmp_path}/in", 9) == ["inner/", "invoice-1.pdf", "invoice-2.pdf"]
    assert longest_beginning(f"{tmp_path}/inv") == f"{tmp_path}/invoice-"
    assert longest_beginning(f"{tmp_path}/inn") == f"{tmp_path}/inner/"
    assert longest_beginning(f"{tmp_path}/none") == f"{tmp_path}/none"
    assert completions(f"{tmp_path}/.h", 9) == [".hidden"]
    assert completions("/no/such\0folder/x", 9) == []
