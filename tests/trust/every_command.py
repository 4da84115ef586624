"""Every command on a hostile desk, run in this process: what it printed, and whether that acts."""

import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

from supportdesk.cli.command_tree import CommandFacts, command_tree
from supportdesk.cli.main import main
from tests.trust.hostile_commands import Typed
from tests.trust.hostile_store import ME

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What no command may print; line feeds and tabs are part of any text."""

REFUSALS = (0, 1, 2, 3, 4, 5)
TRY_LATER = 75
"""What the pipe of a mail server ends with whatever is wrong: the server keeps the mail."""

QUOTED = 300
"""Characters of a word that a refusal quotes at least."""
LONG_NAME = "A" * 300
"""Longer than any name of a file."""

Run = Callable[..., tuple[int, str]]


class Runner:
    """Runs commands and counts them; see `runner_on`."""

    def __init__(self) -> None:
        self.runs = 0
        self.printed = 0
        """Characters that commands have printed."""

    def __call__(self, *arguments: str, given: str = "") -> tuple[int, str]:
        """The exit code and all that was printed; `given` is the standard input."""
        stdin = io.TextIOWrapper(io.BytesIO(given.encode("utf-8", "replace")), encoding="utf-8")
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
        with patch.object(sys, "stdin", stdin), redirect_stdout(said), redirect_stderr(said):
            code = main(list(arguments), lambda: datetime.now(UTC))
        said.seek(0)
        printed = said.read()
        self.runs += 1
        self.printed += len(printed)
        return code, printed


@contextmanager
def runner_on(store: Path, home: Path) -> Iterator[Runner]:
    """A runner whose commands work on a store, in a folder `here` of their own home."""
    folder = home / "here"
    folder.mkdir()
    surroundings = {
        **dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), str(home)),
        "SUPPORTDESK_LANG": "en",
        "SUPPORTDESK_AS": ME,
        "SUPPORTDESK_STORE": str(store),
        "TZ": "UTC",
    }
    with patch.dict(os.environ, surroundings), chdir(folder):
        yield Runner()


def packed(texts: Iterable[str]) -> list[str]:
    """The beginnings of all texts, as many in one word as a refusal quotes."""
    words = [""]
    for text in texts:
        beginning = text[:QUOTED].replace("\0", "")
        if len(words[-1]) + len(beginning) > QUOTED:
            words.append("")
        words[-1] += beginning
    return words


def leaves() -> Iterator[CommandFacts]:
    """Every command that does something; `client` is another name of `clients`."""
    for facts in command_tree():
        if facts.place and not facts.parts and facts.place[0] != "client":
            yield facts


def misused(words: Sequence[str]) -> Iterator[Typed]:
    """Every command with a hostile word for every argument, option and value of an option."""
    turn = cycle(words)
    for facts in leaves():
        yield (*facts.place, f"--{next(turn)}")
        if facts.place not in (("demo",), ("work",), ("serve",)):  # these begin without an argument
            yield (*facts.place, next(turn))
            yield (*facts.place, LONG_NAME)
            for option in facts.options:
                if " " in option.written:
                    yield (*facts.place, option.names[-1], next(turn))
    for word in words:
        yield (f"x{word}",)
        yield ("--as", f"{word}?", "list")
        yield ("--lang", word, "list")
        yield ("--timezone", word, "list")
        yield ("--store", word, "list")


def faults(
    run: Run,
    commands: Iterable[Typed],
    form: tuple[str, ...],
    words: Sequence[str],
    codes: tuple[int, ...] = REFUSALS,
) -> list[str]:
    """What went wrong in a run of any of these: it ended by a defect, or said what acts."""
    found = []
    for line in commands:
        command, given = fed(line, words)
        names = command.index("--") if "--" in command else len(command)
        code, printed = run(*command[:names], *form, *command[names:], given=given)
        if code not in codes and (command[0], code) != ("intake", TRY_LATER):
            found.append(f"{command!r} ended with {code}: {printed[:300]!r}")
        found += [f"{command!r} says {acts}" for acts in acting(printed)]
        if form and codes == (0,):
            found += [f"{command!r}: no JSON" for line in printed.splitlines() if not is_json(line)]
    return found


def fed(line: Typed, words: Sequence[str]) -> tuple[Typed, str]:
    """A line without what follows `<`, and what stands in that file; else a word to read."""
    if "<" not in line:
        return line, words[len(line) % len(words)]
    at = line.index("<")
    return line[:at], Path(line[at + 1]).read_text(encoding="utf-8", errors="replace")


def acting(printed: str) -> list[str]:
    """The first things printed that would act, with what stands around them."""
    found = [repr(printed[max(0, at.start() - 20) :][:50]) for at in ACTING.finditer(printed)]
    return found[:3]


def is_json(line: str) -> bool:
    """Whether a line can be read."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
