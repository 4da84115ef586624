"""A console that is killed, hung up on, fed rubbish or resized loses nothing (trust.md, F29)."""

import random
import signal

import pytest

from supportdesk.store.read import threads
from supportdesk.store.read.rows import DraftRow
from tests.e2e.conftest import Workplace
from tests.terminal import Terminal

pytestmark = pytest.mark.terminal

TYPED = "Good morning, the parcel is"


def begin_a_reply(terminal: Terminal, text: str = TYPED) -> None:
    """Open the reply composer on the first ticket and type into it."""
    terminal.wait(r"Mine  \d+")
    terminal.press("r")
    terminal.wait("─  Reply to ")
    terminal.press(text)
    terminal.wait(text)


def only_draft(workplace: Workplace) -> DraftRow:
    """The one text that was kept."""
    (found,) = threads.drafts(workplace.reader, workplace.me)
    return found


def find_the_draft(workplace: Workplace, text: str) -> None:
    """The next start offers the text, and it can be gone on with."""
    number = only_draft(workplace).ticket
    with workplace.console() as terminal:
        terminal.wait(r"Mine  \d+")
        terminal.press("g", "d")
        terminal.wait("─  Drafts  ─")
        terminal.wait(rf"▌ 1 #{number} reply · {text}")
        terminal.press("enter")
        terminal.wait("─  Reply to ")
        terminal.wait(rf"│ {text} ")
        terminal.press("!")
        terminal.wait(rf"│ {text}! ")


def test_kill_keeps_what_was_typed_a_second_ago(workplace: Workplace) -> None:
    with workplace.console() as terminal:
        begin_a_reply(terminal)
        terminal.wait("draft saved", seconds=20)
        terminal.kill(signal.SIGKILL)
    assert only_draft(workplace).body == TYPED
    find_the_draft(workplace, TYPED)


def test_typing_on_and_on_is_kept_within_the_second(workplace: Workplace) -> None:
    """The draft is saved while keys keep coming, not only after a pause."""
    with workplace.console() as terminal:
        begin_a_reply(terminal, "a")
        for _ in range(60):
            terminal.press("a")
            terminal.settle(0.05, 0.05)
            if "draft saved" in terminal.text:
                break
        assert "draft saved" in terminal.text
        terminal.kill(signal.SIGKILL)
    assert set(only_draft(workplace).body) == {"a"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(
    workplace: Workplace, number: signal.Signals
) -> None:
    with workplace.console() as terminal:
        begin_a_reply(terminal)
        terminal.send_signal(number)
        assert terminal.ended() == 128 + number
        assert terminal.restored
    assert only_draft(workplace).body == TYPED


def test_a_closed_terminal_keeps_the_draft(workplace: Workplace) -> None:
    with workplace.console() as terminal:
        begin_a_reply(terminal)
        terminal.hang_up()
        terminal.process.wait(20)
    assert only_draft(workplace).body == TYPED


def test_rubbish_on_the_keyboard_is_neither_the_end_nor_a_key(workplace: Workplace) -> None:
    """A byte that is not UTF-8, and escapes inside a paste that spell Up, F1 and an end."""
    with workplace.console() as terminal:
        begin_a_reply(terminal)
        terminal.send(b" caf\xe9 ")
        terminal.wait(f"{TYPED} caf\ufffd ")
        terminal.paste("p1\x1b[A\x1bOP\x1bp2")
        terminal.wait("p1␛\\[A␛OP␛p2")
        terminal.press("!")
        terminal.wait("␛p2!")
        terminal.send(b"\xff\xc0\xfe")
        terminal.press("ctrl+s")
        terminal.wait("The draft is saved")
    assert only_draft(workplace).body.startswith(f"{TYPED} caf\ufffd p1")


def test_rubbish_on_the_list_is_not_the_end(workplace: Workplace) -> None:
    with workplace.console() as terminal:
        terminal.wait(r"Mine  \d+")
        terminal.send(b"\xe9\x80\xff")
        terminal.paste("\x1b[B\x03\x11quit")
        terminal.press("?")
        terminal.wait("─  Keys  ─|─  Help  ─")


def test_a_storm_of_sizes_is_survived(workplace: Workplace) -> None:
    pick = random.Random(5)
    with workplace.console() as terminal:
        begin_a_reply(terminal)
        for _ in range(60):
            terminal.resize(pick.randint(1, 200), pick.randint(1, 60))
            terminal.settle(0.005, 0.02)
        terminal.resize(140, 40)
        terminal.wait(f"│ {TYPED} ")
        terminal.wait(r"Mine +\d+")
        terminal.press("!")
        terminal.wait(f"│ {TYPED}! ")
