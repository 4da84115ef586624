"""What comes in from the keyboard: pasted escapes stay text."""

import io
from contextlib import suppress
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import constants
from textual.app import App
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.events import Key, Paste
from textual.message import Message

from supportdesk.console.driver import (
    PASTE_BEGINS,
    PASTE_ENDS,
    ConsoleDriver,
    Keyboard,
    PasteGuard,
)


def fed(chunks: list[str]) -> str:
    """What passes the guard when input arrives in these pieces."""
    guard = PasteGuard()
    return "".join(guard.feed(chunk) for chunk in chunks)


def test_typing_passes_as_it_is() -> None:
    assert fed(["j", "\x1b[A", "\x1b", "к"]) == "j\x1b[A\x1bк"


def test_an_escape_inside_a_paste_becomes_a_picture() -> None:
    pasted = f"{PASTE_BEGINS}a\x1b[Ab{PASTE_ENDS}\x1b[A"
    assert fed([pasted]) == f"{PASTE_BEGINS}a\u241b[Ab{PASTE_ENDS}\x1b[A"


@given(st.text(alphabet="ab\x1b[201~", max_size=30), st.integers(1, 7))
def test_cuts_between_reads_change_nothing(pasted: str, size: int) -> None:
    whole = f"x{PASTE_BEGINS}{pasted.replace(PASTE_ENDS, '')}{PASTE_ENDS}y"
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    body = pasted.replace(PASTE_ENDS, "").replace("\x1b", "\u241b")
    assert fed(pieces) == f"x{PASTE_BEGINS}{body}{PASTE_ENDS}y"


@pytest.mark.parametrize(
    "answer",
    [
        "\x1b[1114112u",  # no character has this number
        "\x1b[97;;1114112u",
        "\x1b[27;5;99999999~",
        "\x1b[57441;1:3u",  # a key let go
        "\x1b[97:::::;::::u",
        "\x1b[55296u",  # half a character
        "\x1b[48;60000;60000;0;0t",  # a window of four thousand million cells
        "\x1b[48;0;0;0;0t",
    ],
)
def test_an_impossible_answer_is_left_out_and_what_follows_is_heard(answer: str) -> None:
    keyboard = Keyboard()
    heard = list(keyboard.feed(f"{answer}\x1b[Bж{PASTE_BEGINS}rm{PASTE_ENDS}".encode()))
    down, letter, pasted = heard
    assert isinstance(down, Key)
    assert isinstance(letter, Key)
    assert isinstance(pasted, Paste)
    assert (down.key, letter.character, pasted.text) == ("down", "ж", "rm")


@pytest.mark.timeout(10)
async def test_a_terminal_that_is_gone_holds_nobody_up() -> None:
    driver = ConsoleDriver(App())
    ended = WriterThread(io.StringIO())
    driver._writer_thread = ended
    for _frame in range(MAX_QUEUED_WRITES + 1):
        driver.write("a frame")
    driver.close()
    assert not ended.is_alive()


async def test_what_is_written_reaches_a_terminal_that_is_there() -> None:
    driver, written = ConsoleDriver(App()), io.StringIO()
    driver._writer_thread = WriterThread(written)
    driver._writer_thread.start()
    driver.write("a frame")
    driver.close()
    assert "a frame" in written.getvalue()


async def test_a_frame_is_handed_on_in_one_piece_also_where_making_it_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver, pieces = ConsoleDriver(App()), WriterThread(io.StringIO())
    driver._writer_thread = pieces
    pieces.start()
    handed: list[str] = []
    monkeypatch.setattr(pieces, "write", handed.append)
    with driver.in_one_piece():
        for part in ("begins, ", "a frame, ", "ends"):
            driver.write(part)
        assert handed == []
    with suppress(LookupError), driver.in_one_piece():
        driver.write("begun")
        raise LookupError
    driver.write("the next")
    assert handed == ["begins, a frame, ends", "begun", "the next"]
    pieces.stop()


@pytest.mark.parametrize("letter", ["e", "у", "S"])
def test_esc_and_a_letter_that_come_in_one_piece_are_two_keys(letter: str) -> None:
    keyboard = Keyboard()
    heard = [*keyboard.feed(f"\x1b{letter}".encode()), *late(keyboard)]
    keys = [(key.key, key.character) for key in heard if isinstance(key, Key)]
    assert keys == [("escape", "\x1b"), (letter, letter)]


def late(keyboard: Keyboard) -> list[Message]:
    """What time makes of what was fed."""
    sleep(constants.ESCAPE_DELAY * 2)
    return list(keyboard.tick())
