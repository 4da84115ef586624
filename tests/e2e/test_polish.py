"""In a real terminal: an editor of one's own, little to send, nothing moving by itself (F178)."""

import time

import pytest

from tests.e2e.conftest import ME, PROGRAM, Workplace
from tests.terminal import Terminal

pytestmark = pytest.mark.terminal

MOST_BYTES = 40_000
"""Of one screen change: on a line of 64 kbit/s that is five seconds, and most are far below."""

TOUR = (
    *("j", "enter", "q", "3", "tab", "tab", "tab", "tab", "r", "Hello", "ctrl+t", "escape"),
    *("escape", "x", "z", "escape", "q", "ctrl+p", "col", "enter", "escape", "?", "escape"),
    *("/", "refund", "escape", "a", "escape", "X", "*", "*", "n", "i"),
)
"""Every sort of window, opened and closed again."""


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
def test_a_slow_line_carries_every_screen_and_rests_between(
    workplace: Workplace, size: tuple[int, int]
) -> None:
    with workplace.console(size) as terminal:
        terminal.wait(r"Mine  \d+")
        terminal.settle(0.4)
        largest = 0
        for key in TOUR:
            before = len(terminal.output)
            terminal.press(key)
            terminal.settle(0.6)
            largest = max(largest, len(terminal.output) - before)
        assert largest < MOST_BYTES
        left = 60 - time.time() % 60
        if left < 4:
            terminal.read_until(time.perf_counter() + left + 1)  # the clock's minute
        before = len(terminal.output)
        terminal.read_until(time.perf_counter() + 3)
        assert len(terminal.output) == before, "nothing blinks, spins or is painted again"


def test_the_editor_gets_the_terminal_and_gives_it_back(workplace: Workplace) -> None:
    editor = workplace.home / "editor"
    editor.write_text('#!/bin/sh\necho "IN THE EDITOR"; sleep 0.3; printf "Bye" > "$1"\n')
    editor.chmod(0o700)
    with console(workplace, EDITOR=str(editor)) as terminal:
        terminal.wait(r"Mine  \d+")
        terminal.press("r")
        terminal.wait("─  Reply to ")
        terminal.press("Hello")
        terminal.wait("Hello")
        terminal.press("ctrl+o")
        terminal.wait("IN THE EDITOR")
        terminal.wait("│ Bye ")
        terminal.press(" now")
        terminal.wait("│ Bye now ")
        editor.unlink()
        terminal.press("ctrl+o")
        terminal.wait("failed")
        terminal.wait("│ Bye now ")  # the whole screen is painted anew, from its top to its end


def test_the_title_counts_and_is_given_back(workplace: Workplace) -> None:
    with workplace.console() as terminal:
        terminal.wait(r"Mine  \d+")
        terminal.settle()
        terminal.press("q", "q")
        assert terminal.ended() == 0
        sent = bytes(terminal.output)
    assert sent.count(b"\x1b[22;2t") == sent.count(b"\x1b[23;2t") == 1
    assert b"supportdesk\x07" in sent


def console(workplace: Workplace, **environment: str) -> Terminal:
    """The program with more in its environment."""
    made = [f"{name}={value}" for name, value in environment.items()]
    program = ["env", *made, str(PROGRAM), "--store", str(workplace.store), "--as", ME]
    usual = {"HOME": str(workplace.home), "XDG_CONFIG_HOME": str(workplace.home), "LANG": "C.UTF-8"}
    return Terminal(program, environment={**usual, "SUPPORTDESK_LANG": "en", "TZ": "UTC"})
