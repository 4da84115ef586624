"""Terminals that stall, stop, say strange things or are none: the console and the draft survive."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from supportdesk.store.read import threads
from tests.e2e.conftest import ME, PROGRAM, Workplace
from tests.terminal import Terminal

pytestmark = pytest.mark.terminal

TYPED = "Good morning, the parcel is"
STALLED = float(os.environ.get("STALLED_SECONDS", "4"))
"""Seconds nobody reads the terminal; STALLED_SECONDS=30 for the long run."""


def begin_a_reply(terminal: Terminal) -> None:
    """Open the reply composer on the first ticket and type into it."""
    terminal.wait(r"Mine  \d+")
    terminal.press("r")
    terminal.wait("─  Reply to ")
    terminal.press(TYPED)
    terminal.wait(TYPED)


def kept(workplace: Workplace) -> str:
    """The one text that was kept."""
    (found,) = threads.drafts(workplace.reader, workplace.me)
    return found.body


def wait_kept(workplace: Workplace, body: str, seconds: float = 20) -> None:
    """Wait until the store holds this draft."""
    deadline = time.perf_counter() + seconds
    while body not in {row.body for row in threads.drafts(workplace.reader, workplace.me)}:
        assert time.perf_counter() < deadline, "the draft was not kept"
        time.sleep(0.05)


def wait_stopped(terminal: Terminal, seconds: float = 20) -> None:
    """Wait as a shell does: only a program that has stopped can be told to go on."""
    state = Path(f"/proc/{terminal.process.pid}/stat")
    deadline = time.perf_counter() + seconds
    while state.read_text().rsplit(")", 1)[1].split()[0] != "T":
        assert time.perf_counter() < deadline, "the console did not stop"
        terminal.settle(0.02, 0.1)


def test_a_stopped_console_goes_on_where_it_was(workplace: Workplace) -> None:
    with workplace.console() as terminal:
        begin_a_reply(terminal)
        for _ in range(3):
            terminal.send_signal(signal.SIGTSTP)
            wait_stopped(terminal)
            terminal.send_signal(signal.SIGCONT)
            terminal.settle(0.1, 1)
        terminal.wait(TYPED)
        terminal.press("!")
        terminal.wait(f"{TYPED}!")
        wait_kept(workplace, f"{TYPED}!")


def test_a_stalled_terminal_keeps_the_draft_and_comes_back(workplace: Workplace) -> None:
    """Nobody reads, while keys come and the window changes: what was typed is in the store."""
    with workplace.console(size=(140, 40)) as terminal:
        begin_a_reply(terminal)
        until = time.perf_counter() + STALLED
        typed = 0
        while time.perf_counter() < until:
            terminal.send(b"a")
            typed += 1
            terminal.resize(100 + typed % 40, 30 + typed % 10)
            time.sleep(0.02)
        wait_kept(workplace, TYPED + "a" * typed)
        terminal.resize(140, 40)
        terminal.press("!")
        wait_kept(workplace, f"{TYPED}{'a' * typed}!")
        terminal.wait("a!")


def test_a_stalled_terminal_can_be_ended(workplace: Workplace) -> None:
    """SIGHUP while nobody reads: the program ends all the same, with the draft kept."""
    with workplace.console(size=(140, 40)) as terminal:
        begin_a_reply(terminal)
        for turn in range(150):
            terminal.resize(100 + turn % 40, 30 + turn % 10)
            time.sleep(0.01)
        terminal.send_signal(signal.SIGHUP)
        terminal.hang_up()
        terminal.process.wait(20)
    assert kept(workplace) == TYPED


def test_the_shell_above_is_killed(workplace: Workplace) -> None:
    """The terminal's own process is gone: the console gets SIGHUP from the system, and ends."""
    inner = f"{PROGRAM} --store '{workplace.store}' --as {ME}"
    shell = ["/bin/sh", "-c", f"{inner}; exit 7"]
    surroundings = {
        **{name: str(workplace.home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")},
        "LANG": "C.UTF-8",
        "SUPPORTDESK_LANG": "en",
        "TZ": "UTC",
    }
    with Terminal(shell, environment=surroundings) as terminal:
        begin_a_reply(terminal)
        children = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
        (console,) = children.read_text().split()
        terminal.process.kill()
        terminal.process.wait(10)
        deadline = time.perf_counter() + 20
        while Path(f"/proc/{console}/stat").exists():
            state = Path(f"/proc/{console}/stat").read_text().rsplit(")", 1)[1].split()[0]
            if state == "Z":
                break
            assert time.perf_counter() < deadline, "the console outlived its shell"
            terminal.settle(0.05, 0.1)
    assert kept(workplace) == TYPED


def test_escapes_in_a_paste_are_never_keys(workplace: Workplace) -> None:
    """Broken and nested pastes, piece by piece: nothing of them is sent or ends the program."""
    hostile = (
        b"\x1b[200~one \x1b[200~two\x1b[A\x1b[24~\x1bq\x1b[201~",
        b"\x1b[200~three \x04\x13\x11\x1a\x03\x1b[",
        b"201~four\x1b[201~",
        b"\x1b[200~five \x1b]52;c;AAAA\x07\x9b2J\x1bP$q\x1b\\",
        b"\x1b[201~",
        b"\x1b[?1;2c\x1b[5;5R\x1b[?2026;2$y\x1b]11;rgb:00/00/00\x07",
    )
    with workplace.console() as terminal:
        begin_a_reply(terminal)
        for piece in hostile:
            for part in (piece[:7], piece[7:]):
                terminal.send(part)
                terminal.settle(0.05, 0.5)
        terminal.press("!")
        terminal.wait("─  Reply to ")
        terminal.press("ctrl+s")
        terminal.wait("The draft is saved")
    body = kept(workplace)
    assert body.startswith(f"{TYPED}one ")
    assert not set(body) & set("\x1b\x07\x03\x04\x11\x1a\x9b")


@pytest.mark.parametrize(
    "variables",
    [
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"TERM": "vt100"},
        {"TERM": "linux", "COLORTERM": ""},
        {"TERM": "xterm-256color", "COLORTERM": ""},
        {"TERM": "screen", "COLORTERM": ""},
        {"TERM": "no-such-terminal"},
        {"TERM": ""},
    ],
    ids=lambda variables: "-".join(f"{name}={value}" for name, value in variables.items()),
)
def test_every_kind_of_terminal_starts_and_ends_quietly(
    workplace: Workplace, variables: dict[str, str]
) -> None:
    with workplace.console((80, 24), ME, **variables) as terminal:
        terminal.wait(r"Mine +\d+")
        terminal.press("j", "q", "q")
        assert terminal.ended() == 0
        assert terminal.restored
    assert b"Traceback" not in terminal.output


@pytest.mark.parametrize(
    "command",
    [
        "list --limit 0",
        "list --limit 0 --json",
        "export",
        "export --format mbox",
        "man",
        "events --limit 0",
    ],
)
def test_a_reader_that_goes_away_is_no_trouble(workplace: Workplace, command: str) -> None:
    """`supportdesk … | head -c 1`: no traceback, nothing said."""
    with subprocess.Popen(
        [str(PROGRAM), "--store", str(workplace.store), "--as", ME, *command.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "HOME": str(workplace.home), "XDG_STATE_HOME": str(workplace.home)},
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(1)
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(30) in (0, -signal.SIGPIPE)
    assert said == b""
    assert list(workplace.home.rglob("crash-*")) == []
