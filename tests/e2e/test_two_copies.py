"""Two operators in two consoles, each on a copy of one served desk, as installed programs."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.desk.opening import open_desk
from tests.e2e.conftest import PROGRAM
from tests.server.conftest import Running, make_token, program
from tests.small_desk import SmallDesk, StandingClock, made_and_closed
from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(300)]

NOTES = 3
"""So many notes are timed: the quickest says what the way takes, whatever else the machine does."""

FOLLOWS = 1.0
"""Seconds in which what one does is in the other's console (issue 6)."""


@dataclass
class Team:
    """A served desk with two tickets, and two copies of it."""

    store: Path
    server: Running
    petro: Path
    olga: Path
    """The homes of the two."""

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """The desk answers nobody in a block: what is done meanwhile comes to it at once."""
        self.server.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.server.process.send_signal(signal.SIGCONT)

    def owner(self, ticket: int) -> int | None:
        """Whose a ticket is at the desk."""
        with closing(open_desk(self.store, lambda: datetime.now(UTC), read_only=True)) as desk:
            found = desk.ask(
                lambda reader: reader.execute(
                    "SELECT owner_id FROM ticket WHERE id = :ticket", {"ticket": ticket}
                ).fetchone()
            )
        return None if found[0] is None else int(found[0])


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A desk of which two tickets were opened a while ago."""
    small = made_and_closed(tmp_path / "team.desk")
    small.clock = StandingClock(datetime.now(UTC).replace(microsecond=0))
    with closing(open_desk(tmp_path / "team.desk", small.clock)) as desk:
        small.desk = desk
        small.clock.forward(minutes=-10)
        for subject in ("Where is my refund?", "A parcel"):
            small.ticket(subject)
    return small


@pytest.fixture
def team(small: SmallDesk, tmp_path: Path) -> Iterator[Team]:
    """The desk is served, and both have a copy."""
    store = tmp_path / "team.desk"
    with closing(open_desk(store, small.clock)) as desk:
        small.desk = desk
        tokens = [make_token(small, who) for who in (small.petro, small.olga)]
    (tmp_path / "serve").mkdir()
    homes = [tmp_path / name for name in ("petro", "olga")]
    with program(store, tmp_path / "serve") as server:
        for home, token in zip(homes, tokens, strict=True):
            home.mkdir()
            add = [str(PROGRAM), "link", "add", "team", server.address, "--secret", "file"]
            subprocess.run(
                add, input=f"{token}\n".encode(), env={**os.environ, **of(home)}, check=True
            )
        yield Team(store, server, *homes)


def of(home: Path) -> dict[str, str]:
    """The variables of whoever lives there."""
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_STATE_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SUPPORTDESK_LANG": "en",
    }


def console(home: Path) -> Terminal:
    """The console on the copy; it begins in a folder that has a `supportdesk` of its own."""
    elsewhere = home / "elsewhere"
    (elsewhere / "supportdesk").mkdir(parents=True)
    (elsewhere / "supportdesk" / "__init__.py").write_text("raise SystemExit(9)")
    return Terminal(
        [str(PROGRAM), "--link", "team"], size=(140, 40), environment=of(home), folder=elsewhere
    )


def told(*consoles: Terminal, pattern: str) -> Terminal:
    """The first console that tells it."""
    latest = time.monotonic() + 30
    while time.monotonic() < latest:
        for one in consoles:
            one.read_until(time.perf_counter() + 0.05)
            if pattern in one.text:
                return one
    raise AssertionError(f"nobody tells {pattern!r}:\n" + "\n".join(one.text for one in consoles))


def test_two_on_copies_see_each_other_and_are_told_who_was_faster(
    team: Team, small: SmallDesk
) -> None:
    with console(team.petro) as petro, console(team.olga) as olga:
        for one in (petro, olga):
            one.wait("team ● as it is")
            one.press("#", "1", "enter")
            one.wait("I paid twice")
        olga.wait("Petro has it open")
        petro.wait("Olga has it open")

        took = []
        for turn in range(NOTES):
            petro.press("c", f"Note {turn}", "ctrl+d")
            begun = time.perf_counter()
            olga.wait(f"Note {turn}")
            took.append(time.perf_counter() - begun)
            petro.wait("team ● as it is")
        assert min(took) < FOLLOWS, took

        for one in (petro, olga):
            one.press("r", "I look into it.")
            one.wait("Reply to Ann Lee")
        petro.wait("Olga writes")
        with team.standing_still():
            for one in (petro, olga):
                one.press("ctrl+d")
                one.wait("on its way|waits for the line")
        slower = told(petro, olga, pattern="Stopped: #1 reply")
        slower.wait("team · 1 STOPPED: g o")
        slower.press("g", "o", "enter", "4")
        slower.wait("#1 reply: it is not sent")
        slower.wait("team ● as it is")

        for one in (petro, olga):
            one.press("#", "2", "enter")
            one.wait("#2 A parcel")
        with team.standing_still():
            for one in (petro, olga):
                one.press("A")
                one.wait("#2 is yours")
        slower = told(petro, olga, pattern="Stopped: #2")
        slower.wait("changed meanwhile by somebody else")
        faster = small.olga if slower is petro else small.petro
        assert team.owner(2) == faster
