"""A console under random keys and sizes for a long time: it stays, and its memory does not grow.

`python -m tests.trust.soak [--minutes 60] [--rate 5] [--seed 1]` opens the invented desk in a real
pseudo-terminal, presses what an operator would and what nobody would, and samples the process.
In the first sixth of the time every command is used once, and then keys come four times as quick,
with rests between: what is loaded when it is first used is there then, and caches are full.
Everything after that is judged.
Exit code 1 when the program ended, its memory grew faster than 1 MiB an hour, it held more files
or threads than at first, or it left the store unsound.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from supportdesk.demo.building import build_demo
from supportdesk.desk.opening import open_desk
from supportdesk.store.read import health
from supportdesk.store.read.connection import open_file
from tests.bench.process_load import resident_megabytes
from tests.terminal import KEYS, Terminal
from tests.trust.verdict import tell

ME = "alex"
MOST_A_HOUR = 1.0
"""MiB that the memory may grow by in an hour."""
WARM_UP = 1 / 6
"""The part of the time in which caches fill and nothing is judged: of an hour, ten minutes."""
QUICKER = 4
"""How many times quicker keys come while it warms up."""
QUICK_SECONDS, REST_SECONDS = 25, 11
"""The one follows the other while it warms up: garbage is looked for as often as it is later, by
keys. Else more of it would lie about than ever after, and its room would hide what grows."""
JUDGED_FROM_MINUTES = 10.0
"""A shorter run says nothing about an hour's growth: only its end and the store count."""
SPARE = 2
"""Files or threads that may be open more at the end: a question may be asked just then."""

COMMANDS = [
    *"jjjjjjkkkkknnnn123456789uiihHxX*zZyAswdeptlvmacrTfN>#/.o?",
    *("up", "down", "down", "pageup", "pagedown", "home", "end", "tab", "enter", "enter"),
    *("escape", "escape", "escape", "escape", "space", "f1", "ctrl+p", "ctrl+d", "ctrl+s"),
    *("g", "gb", "gd", "gk", "gv", "go", "gh", "gt", "gT", "ga", "gm", "gu", "[", "]", "y", "n"),
]
"""Keys of commands, and few that leave a window; never those that end the program."""
TOUR = [key for command in dict.fromkeys(COMMANDS) for key in (command, "enter", *["escape"] * 2)]
"""Keys it begins with: each command, and what it offers first."""
TEXTS = (
    "refund",
    "оплата не прошла",
    "вхід",
    "is:open",
    "a",
    "\x1b[200~pasted\ntext\x1b[201~",
    "7",
)
SIZES = ((80, 24), (140, 40), (100, 30), (60, 18), (200, 60), (20, 5))


@dataclass(frozen=True)
class Sample:
    """A process at one moment: hours since the start, MiB in use, open files, threads."""

    hours: float
    memory: float
    files: int
    threads: int


@dataclass(frozen=True)
class Report:
    """What came of a run."""

    minutes: float
    keys: int
    end: str
    """Why it is over: empty for a program that still ran, else its last keys, code and words."""
    memory_first: float
    memory_last: float
    memory_an_hour: float
    files: tuple[int, int]
    threads: tuple[int, int]
    unsound: tuple[str, ...]
    faults: tuple[str, ...]


class Drained(Terminal):
    """A terminal whose screen nobody looks at: an hour of frames is not kept."""

    said = b""
    """The end of what it wrote."""

    def _show(self, data: bytes) -> None:
        self._answer_queries(data)
        self.said = (self.said + data)[-3000:]


def soak(
    command: Sequence[str],
    minutes: float,
    *,
    rate: float = 5.0,
    seed: int = 1,
    environment: Mapping[str, str] | None = None,
) -> tuple[list[Sample], int, str]:
    """Press `rate` keys a second for so long: samples, keys pressed, and why it ended if it did."""
    pick = random.Random(seed)
    samples: list[Sample] = []
    keys: list[str] = []
    tour = iter(TOUR)
    terminal = Drained(command, size=SIZES[0], environment=environment)
    with terminal:
        began = time.perf_counter()
        terminal.read_until(began + 3)
        ends, every = began + minutes * 60, max(minutes * 60 / 400, 0.2)
        while (now := time.perf_counter()) < ends and terminal.process.poll() is None:
            if now - began >= len(samples) * every:
                samples.append(sample(terminal.process.pid, (now - began) / 3600))
            chosen = pick.choice(TEXTS if pick.random() < 0.05 else COMMANDS)
            keys.append(next(tour, chosen))
            try:
                terminal.press(*([keys[-1]] if keys[-1] in KEYS else keys[-1]))
                if pick.random() < 0.01:
                    terminal.resize(*pick.choice(SIZES))
            except OSError:
                break
            terminal.read_until(now + wait(pick, rate, now - began, minutes * 60 * WARM_UP))
        code = terminal.process.poll()
        ended = f"code {code} after {keys[-12:]}: {terminal.said.decode(errors='replace')}"
        return samples, len(keys), "" if code is None else ended


def wait(pick: random.Random, rate: float, seconds: float, warm_up: float) -> float:
    """Seconds to the next key, so many after the start; `warm_up` is how long it warms up."""
    if seconds >= warm_up:
        return pick.expovariate(rate)
    into = seconds % (QUICK_SECONDS + REST_SECONDS)
    rests = into >= QUICK_SECONDS
    return QUICK_SECONDS + REST_SECONDS - into if rests else pick.expovariate(rate * QUICKER)


def sample(process: int, hours: float) -> Sample:
    """The process as it is now (Linux)."""
    own = Path(f"/proc/{process}")
    return Sample(
        hours,
        resident_megabytes(process),
        len(list((own / "fd").iterdir())),
        len(list((own / "task").iterdir())),
    )


def growth(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line that fits the points best (least squares)."""
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    return sum((x - middle) * (y - height) for x, y in points) / spread if spread else 0.0


def judge(
    samples: Sequence[Sample], minutes: float, keys: int, end: str, unsound: Sequence[str]
) -> Report:
    """What the samples mean."""
    counted = samples[int(len(samples) * WARM_UP) :] or samples
    first, last = counted[0], counted[-1]
    an_hour = growth([(one.hours, one.memory) for one in counted])
    is_long = minutes >= JUDGED_FROM_MINUTES
    faults = {
        "it ended": bool(end),
        "memory grows": is_long and an_hour > MOST_A_HOUR,
        "files grow": is_long and last.files > max(one.files for one in counted[:5]) + SPARE,
        "threads grow": is_long and last.threads > max(one.threads for one in counted[:5]) + SPARE,
        "the store is unsound": bool(unsound),
    }
    return Report(
        round(minutes, 2),
        keys,
        end,
        round(first.memory, 1),
        round(last.memory, 1),
        round(an_hour, 2),
        (first.files, last.files),
        (first.threads, last.threads),
        tuple(unsound),
        tuple(fault for fault, found in faults.items() if found),
    )


def soak_console(folder: Path, minutes: float, rate: float, seed: int) -> Report:
    """Soak the console on the invented desk, whose store is made in `folder`."""
    store = folder / "soak.desk"
    with closing(open_desk(store, lambda: datetime.now(UTC), create=True)) as desk:
        build_demo(desk, seed=seed, now=datetime.now(UTC), me_login=ME)
    surroundings = {
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(folder)),
        **dict.fromkeys(("LANG", "LC_ALL"), "C.UTF-8"),
        "SUPPORTDESK_LANG": "en",
        **dict.fromkeys(("EDITOR", "VISUAL"), shutil.which("true") or "true"),
        "TZ": "UTC",
    }
    program = [
        str(Path(sys.executable).with_name("supportdesk")),
        "--store",
        str(store),
        "--as",
        ME,
    ]
    samples, keys, end = soak(program, minutes, rate=rate, seed=seed, environment=surroundings)
    with closing(open_file(store)) as reader:
        unsound = [found.check for found in health.findings(reader) if found.faults]
    crashes = [file.read_text() for file in folder.rglob("*crash*") if file.is_file()]
    return judge(samples, minutes, keys, end and "\n".join((end, *crashes)), unsound)


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=5.0, help="keys a second")
    parser.add_argument("--seed", type=int, default=os.getpid())
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = soak_console(Path(folder), chosen.minutes, chosen.rate, chosen.seed)
    tell(asdict(report))


if __name__ == "__main__":
    main()
