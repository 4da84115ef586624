"""Whether Boston's 311 requests were closed on time, computed from the raw file alone.

    python tests/oracles/boston.py FILE verdicts

The reading, with every decision the description of the data leaves open:

* A row is judged when it is closed and has a target: `closed_dt` and `target_dt` both hold a time
  (the file writes nothing, or one space, for none). `case_status` is not asked.
* It is on time when it was closed no later than at its target, to the second.
* The target's duration is `target_dt` - `open_dt`, in seconds of real time on the clock of
  `--timezone`: the city's own, America/New_York, where two weeks over the change to summer time are
  an hour short. `open_dt` to `closed_dt` is measured in the same way.
* The rule behind a target is a number of days for each `type`, either calendar days (the target is
  that many days later on the same clock time) or working days: Monday to Friday, 08:30 to 17:00,
  no holidays (Martin Luther King's day counts). What is opened outside of them starts at the next
  08:30. A clock that reads whole minutes at opening may have up to a minute more at the target.
  `rules` finds, for each type, the clock and the days that explain most of its targets, and lists
  what they leave unexplained. Where both clocks would do, a number of whole weeks' working days
  or of fives of days is taken: 45 calendar days rather than 33 working days.
* `ontime` is the city's own verdict. It is read for comparison only, never to judge.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

CITY = ZoneInfo("America/New_York")


OPENS, CLOSES = time(8, 30), time(17)
WEEKEND = 5
LONGEST_DAYS = 130


@dataclass(frozen=True)
class Rule:
    """How many days, on which clock, a type gets; the requests whose target says otherwise."""

    clock: str
    days: int
    requests: int
    unexplained: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """A closed request that had a target; durations in seconds."""

    number: str
    type: str
    reason: str
    target_seconds: int
    taken_seconds: int
    on_time: bool
    city_says: str

    @property
    def agrees(self) -> bool:
        """Whether the city's verdict is the same."""
        return (self.city_says == "ONTIME") == self.on_time


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def moment(text: str, zone: tzinfo = CITY) -> int | None:
    """UTC seconds of `2022-01-21 13:47:00` on the zone's clock; None where there is no time."""
    stripped = text.strip()
    if not stripped:
        return None
    return round(datetime.fromisoformat(stripped).replace(tzinfo=zone).timestamp())


def verdicts(rows: Iterable[dict[str, str]], zone: tzinfo = CITY) -> Iterator[Verdict]:
    """A verdict on each closed row that has a target, as the file has them."""
    for row in rows:
        opened, target, closed = (
            moment(row[name], zone) for name in ("open_dt", "target_dt", "closed_dt")
        )
        if opened is not None and target is not None and closed is not None:
            yield Verdict(
                number=row["case_enquiry_id"],
                type=row["type"],
                reason=row["reason"],
                target_seconds=target - opened,
                taken_seconds=closed - opened,
                on_time=closed <= target,
                city_says=row["ontime"].strip(),
            )


def targets(
    rows: Iterable[dict[str, str]], by: str, zone: tzinfo = CITY
) -> dict[str, dict[int, int]]:
    """The target durations (seconds) given for each type or reason, and how often each was."""
    found: dict[str, Counter[int]] = {}
    for row in rows:
        opened, target = moment(row["open_dt"], zone), moment(row["target_dt"], zone)
        if opened is not None and target is not None:
            found.setdefault(row[by], Counter())[target - opened] += 1
    return {name: dict(given) for name, given in found.items()}


def due(opened: datetime, days: int, clock: str) -> datetime:
    """When a target of so many days ends, on the city's clock."""
    if clock == "calendar":
        return opened + timedelta(days=days)
    at = opened
    if at.time() >= CLOSES:
        at = datetime.combine(at.date() + timedelta(days=1), OPENS)
    while at.weekday() >= WEEKEND:
        at = datetime.combine(at.date() + timedelta(days=1), OPENS)
    at = max(at, datetime.combine(at.date(), OPENS))
    for _ in range(days):
        at += timedelta(days=1)
        while at.weekday() >= WEEKEND:
            at += timedelta(days=1)
    return at


def explains(opened: datetime, target: datetime, days: int, clock: str) -> bool:
    """Whether a rule gives this target, whose seconds the opening may not have."""
    return -1 <= (target - due(opened, days, clock)).total_seconds() < 60


def rules(rows: Iterable[dict[str, str]]) -> dict[str, Rule]:
    """The rule of each type that explains most of its targets: of several the rounder number."""
    by_type: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row["target_dt"].strip():
            by_type.setdefault(row["type"], []).append(row)
    return {name: _best(of_one) for name, of_one in by_type.items()}


def _best(rows: list[dict[str, str]]) -> Rule:
    times = {
        row["case_enquiry_id"]: tuple(
            datetime.fromisoformat(row[name]) for name in ("open_dt", "target_dt")
        )
        for row in rows
    }
    found: list[Rule] = []
    for clock in ("working", "calendar"):
        for days in range(1, LONGEST_DAYS + 1):
            missed = [
                n for n, (opened, end) in times.items() if not explains(opened, end, days, clock)
            ]
            found.append(Rule(clock, days, len(times), tuple(missed)))
    return min(found, key=lambda rule: (len(rule.unexplained), rule.days % 5 > 0))


def summary(rows: list[dict[str, str]], zone: tzinfo = CITY) -> dict[str, int]:
    """How many rows there are, were judged, were on time, and were judged so by the city too."""
    judged = list(verdicts(rows, zone))
    return {
        "rows": len(rows),
        "closed": sum(moment(row["closed_dt"], zone) is not None for row in rows),
        "without_target": sum(moment(row["target_dt"], zone) is None for row in rows),
        "judged": len(judged),
        "on_time": sum(one.on_time for one in judged),
        "agree": sum(one.agrees for one in judged),
    }


def main(arguments: list[str] | None = None) -> None:
    """Answer one question of a file as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("question", choices=["summary", "verdicts", "targets", "rules"])
    parser.add_argument("--by", choices=["type", "reason"], default="type")
    parser.add_argument("--timezone", default=CITY.key)
    asked = parser.parse_args(arguments)
    rows, zone = read(asked.file), ZoneInfo(asked.timezone)
    answer: object
    match asked.question:
        case "summary":
            answer = summary(rows, zone)
        case "verdicts":
            answer = [asdict(one) for one in verdicts(rows, zone)]
        case "rules":
            answer = {name: asdict(rule) for name, rule in rules(rows).items()}
        case _:
            answer = targets(rows, asked.by, zone)
    print(json.dumps(answer, indent=1))


if __name__ == "__main__":
    main()
