"""What the call log of an anonymous bank says, computed from the raw file alone.

    python tests/oracles/bank.py FILE hours

The reading, with every decision the description of the data leaves open:

* One row is one call; `vru+line` and `call_id` together name it. The file is sorted by line, not by
  time: nothing here depends on the order of the rows.
* A call arrives at `vru_entry` on `date` (yymmdd, of 19yy), when it reaches the voice response
  unit; hours and weekdays are read off that clock, whatever its zone. Monday is 0.
* `0:00:00` is no time at all. The last time a row has is the end of its call.
* The date never changes within a row: a time more than twelve hours before `vru_entry` is of the
  next day, and such a call crosses midnight. (`ser_start` is mostly one second before `vru_exit`
  and no earlier than that, so nothing else goes back.)
* `outcome` is AGENT (answered), HANG (the caller hung up) or PHANTOM (a call that was none); shares
  are of all calls.
* Handling is `ser_time` of answered calls that have any, in seconds, the mean and the median; the
  log's own number and not the difference of its times. An answered call without a server named is
  answered nevertheless.
* Waiting is `q_time` in seconds of answered and of abandoned calls apart: the mean of all of them,
  those who never queued with 0, and how many queued.
"""

import argparse
import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from typing import IO, BinaryIO, cast

ANSWERED = "AGENT"
ABANDONED = "HANG"
HALF_A_DAY = timedelta(hours=12)
CLOCKS = ("vru_exit", "q_start", "q_exit", "ser_start", "ser_exit")


@dataclass(frozen=True)
class Call:
    """One call; times on the bank's clock, durations in seconds."""

    name: tuple[str, str]
    kind: str
    priority: str
    outcome: str
    arrived: datetime
    ended: datetime
    waited: int
    handled: int
    server: str

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ended on another day than it came."""
        return self.ended.date() != self.arrived.date()


def read(path: Path) -> list[Call]:
    """The calls of a file, plain or gzipped, as it has them."""
    with path.open("rb") as file, io.TextIOWrapper(_unpacked(file), "latin-1", newline="") as text:
        return list(calls_of(text))


def _unpacked(file: BinaryIO) -> IO[bytes]:
    """The bytes of a file, those inside it when it is gzipped."""
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if file.name.endswith(".gz") else file


def calls_of(lines: Iterable[str]) -> Iterator[Call]:
    """The calls of tab-separated lines with a header."""
    for row in csv.DictReader(lines, delimiter="\t"):
        arrived = _time(row["date"], row["vru_entry"])
        times = [_time(row["date"], row[name]) for name in CLOCKS if row[name] != "0:00:00"]
        day = timedelta(days=1)
        real = [time + day if arrived - time > HALF_A_DAY else time for time in times]
        yield Call(
            name=(row["vru+line"], row["call_id"]),
            kind=row["type"],
            priority=row["priority"],
            outcome=row["outcome"],
            arrived=arrived,
            ended=max(real, default=arrived),
            waited=int(row["q_time"]),
            handled=int(row["ser_time"]),
            server=row["server"],
        )


def _time(date: str, clock: str) -> datetime:
    hour, minute, second = (int(part) for part in clock.split(":"))
    year, month, day = int(date[:2]), int(date[2:4]), int(date[4:])
    return datetime(1900 + year, month, day, hour, minute, second)  # noqa: DTZ001


def hours(calls: list[Call]) -> list[int]:
    """Calls that came in each of the 24 hours of the day, over the whole period."""
    by_hour = Counter(call.arrived.hour for call in calls)
    return [by_hour[hour] for hour in range(24)]


def heat_map(calls: list[Call]) -> list[list[int]]:
    """Calls by weekday (Monday first) and hour, over the whole period."""
    cells = Counter((call.arrived.weekday(), call.arrived.hour) for call in calls)
    return [[cells[day, hour] for hour in range(24)] for day in range(7)]


def outcomes(calls: list[Call]) -> dict[str, dict[str, float]]:
    """How many calls ended how, and the share of all calls."""
    found = Counter(call.outcome for call in calls)
    return {name: {"calls": n, "share": n / len(calls)} for name, n in found.items()}


def handling(calls: list[Call]) -> dict[str, float]:
    """Seconds a person spent on an answered call."""
    seconds = [call.handled for call in calls if call.outcome == ANSWERED and call.handled > 0]
    return {"calls": len(seconds), "mean": fmean(seconds), "median": median(seconds)}


def waiting(calls: list[Call]) -> dict[str, dict[str, float]]:
    """Seconds in the queue of answered and of abandoned calls."""
    found: dict[str, dict[str, float]] = {}
    for outcome in (ANSWERED, ABANDONED):
        seconds = [call.waited for call in calls if call.outcome == outcome]
        if seconds:
            queued = sum(waited > 0 for waited in seconds)
            found[outcome] = {"calls": len(seconds), "queued": queued, "mean": fmean(seconds)}
    return found


def night_share(calls: list[Call]) -> float:
    """The share of calls that came from 22:00 to 06:00."""
    return sum(call.arrived.hour >= 22 or call.arrived.hour < 6 for call in calls) / len(calls)


def midnight(calls: list[Call]) -> list[tuple[str, str]]:
    """The calls that crossed midnight."""
    return sorted(call.name for call in calls if call.crosses_midnight)


def main(arguments: list[str] | None = None) -> None:
    """Answer one question of a file as JSON."""
    questions = {
        "counts": lambda calls: {"calls": len(calls), "night_share": night_share(calls)},
        "hours": hours,
        "heat-map": heat_map,
        "outcomes": outcomes,
        "handling": handling,
        "waiting": waiting,
        "midnight": midnight,
    }
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("question", choices=list(questions))
    asked = parser.parse_args(arguments)
    print(json.dumps(questions[asked.question](read(asked.file)), indent=1))


if __name__ == "__main__":
    main()
