"""What the ServiceNow incident event log says, computed from the raw file alone.

    python tests/oracles/servicenow.py FILE backlog 2016-03-17T09:19

The reading, with every decision the description of the data leaves open:

* One row is one fact about one ticket (`number`), true from its `sys_updated_at`. A ticket's facts
  are in the order (`sys_updated_at`, `sys_mod_count`), rows of one minute by `sys_mod_count`, then
  as the file has them; the one incident that is out of time order is put into it.
* A ticket is created at `opened_at` in the state `New`, with no queue and no owner: the first row
  tells them, and not before its own time. The five rows that are older than `opened_at` count at
  `opened_at`: a ticket that is not there yet has no state.
* `resolved_at`, `closed_at`, `made_sla`, `closed_code` and the three counts hold final or running
  values of another system and are not read at all.
* Times are d/m/yyyy H:M on the clock of `--timezone` (UTC unless told).
* `?` is a missing value. A missing owner is nobody: ServiceNow empties `assigned_to` when a ticket
  goes to another group. A missing queue is no news, the ticket stays where it was, for a ticket
  always has a queue (`--missing-queue empties` reads it as none).
* A missing state and `-100` (ServiceNow's own word for none) are no change of state. Nor is `New`
  after any other state: nothing goes back to new.
* Done are Resolved and Closed (`--done`). A reopen is a step from a done state to one that is not.
* A change of owner is a step from one person straight to another, a change of queue from one queue
  to another: neither the first one, nor taking away, nor giving again after that, counts.
* A fact at a moment holds at that moment: the backlog at 09:19 knows what was written at 09:19.
* Time in a state runs from the fact that set it to the one that left it; the state a ticket ends in
  has no end and no time, unless `--until` names one.
"""

import argparse
import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import groupby, pairwise
from pathlib import Path
from typing import IO, BinaryIO, cast
from zoneinfo import ZoneInfo

MISSING = "?"
NEW = "New"
NO_STATE = ("", MISSING, "-100")
DONE = frozenset({"Resolved", "Closed"})


@dataclass(frozen=True)
class Fact:
    """What a ticket is from a moment (UTC ms) on; empty names are nobody and nowhere."""

    at: int
    state: str
    queue: str
    owner: str


Tickets = Mapping[str, list[Fact]]
"""Facts in their order by the ticket's number; the first is its creation."""


def read(path: Path, zone: tzinfo = UTC, *, missing_queue_empties: bool = False) -> Tickets:
    """The facts of a file, plain or gzipped."""
    with (
        path.open("rb") as file,
        io.TextIOWrapper(_unpacked(file), "utf-8-sig", newline="") as text,
    ):
        return tickets_of(csv.DictReader(text), zone, missing_queue_empties=missing_queue_empties)


def _unpacked(file: BinaryIO) -> IO[bytes]:
    """The bytes of a file, those inside it when it is gzipped."""
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if file.name.endswith(".gz") else file


def tickets_of(
    rows: Iterable[Mapping[str, str]], zone: tzinfo = UTC, *, missing_queue_empties: bool = False
) -> Tickets:
    """The facts of rows."""
    by_number: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_number.setdefault(row["number"], []).append(row)
    return {
        number: list(_facts(of_one, zone, missing_queue_empties))
        for number, of_one in by_number.items()
    }


def moment(text: str, zone: tzinfo = UTC) -> int:
    """UTC ms of `29/2/2016 04:40`."""
    day, clock = text.split(" ")
    date, month, year = (int(part) for part in day.split("/"))
    hour, minute = (int(part) for part in clock.split(":"))
    return round(datetime(year, month, date, hour, minute, tzinfo=zone).timestamp() * 1000)


def _facts(rows: list[Mapping[str, str]], zone: tzinfo, empties: bool) -> Iterator[Fact]:
    fact = Fact(moment(rows[0]["opened_at"], zone), NEW, "", "")
    yield fact
    opened = fact.at
    timed = [(moment(row["sys_updated_at"], zone), int(row["sys_mod_count"]), row) for row in rows]
    for at, _, row in sorted(timed, key=lambda one: one[:2]):
        state = row["incident_state"].strip()
        queue = row["assignment_group"].strip()
        owner = row["assigned_to"].strip()
        fact = Fact(
            max(at, opened),
            fact.state if state in NO_STATE or state == NEW else state,
            (("" if empties else fact.queue) if queue == MISSING else queue),
            "" if owner == MISSING else owner,
        )
        yield fact


def counts(tickets: Tickets, done: frozenset[str] = DONE) -> dict[str, int]:
    """Tickets, rows, and tickets that were reopened at least once."""
    return {
        "tickets": len(tickets),
        "events": sum(len(facts) - 1 for facts in tickets.values()),
        "reopened": len(reopens(tickets, done)),
    }


def standing(facts: list[Fact], at: int) -> Fact | None:
    """What a ticket was at a moment, if it was there."""
    before = [fact for fact in facts if fact.at <= at]
    return before[-1] if before else None


def backlog(tickets: Tickets, at: int, done: frozenset[str] = DONE) -> dict[str, object]:
    """The tickets that were there and not done at a moment: how many, and by what."""
    stood = [standing(facts, at) for facts in tickets.values()]
    waiting = [fact for fact in stood if fact and fact.state not in done]
    return {
        "at": at,
        "backlog": len(waiting),
        "state": dict(Counter(fact.state for fact in waiting)),
        "queue": dict(Counter(fact.queue for fact in waiting)),
        "owner": dict(Counter(fact.owner for fact in waiting)),
    }


def peak(tickets: Tickets, done: frozenset[str] = DONE) -> tuple[int, int]:
    """The largest backlog and the first moment (UTC ms) of it."""
    steps: list[tuple[int, int]] = []
    for facts in tickets.values():
        waits = [fact.state not in done for fact in facts]
        steps.append((facts[0].at, int(waits[0])))
        steps += [
            (fact.at, now - before)
            for fact, before, now in zip(facts[1:], waits, waits[1:], strict=False)
        ]
    best, best_at, level = 0, 0, 0
    for at, together in groupby(sorted(steps), key=lambda step: step[0]):
        level += sum(change for _, change in together)
        if level > best:
            best, best_at = level, at
    return best, best_at


def reopens(tickets: Tickets, done: frozenset[str] = DONE) -> dict[str, int]:
    """How often each ticket went from done to not done; those that never did are left out."""
    found = {
        number: sum(
            before.state in done and after.state not in done for before, after in pairwise(facts)
        )
        for number, facts in tickets.items()
    }
    return {number: times for number, times in found.items() if times}


def reassignments(tickets: Tickets) -> dict[str, dict[str, int]]:
    """How often each ticket went straight from one owner, and one queue, to another."""
    return {
        number: {
            "owner": sum(bool(a.owner and b.owner and a.owner != b.owner) for a, b in steps),
            "queue": sum(bool(a.queue and b.queue and a.queue != b.queue) for a, b in steps),
        }
        for number, facts in tickets.items()
        if (steps := list(pairwise(facts)))
    }


def time_in_state(tickets: Tickets, until: int | None = None) -> dict[str, dict[str, int]]:
    """Milliseconds each ticket spent in each state it has left, or spent until a moment."""
    found: dict[str, dict[str, int]] = {}
    for number, facts in tickets.items():
        ends = [fact.at for fact in facts[1:]] + [facts[-1].at if until is None else until]
        spent: Counter[str] = Counter()
        for fact, end in zip(facts, ends, strict=True):
            last = end if until is None else min(end, until)
            spent[fact.state] += max(0, last - fact.at)
        found[number] = {state: ms for state, ms in spent.items() if ms}
    return found


def main(arguments: list[str] | None = None) -> None:
    """Answer one question of a file as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "question",
        choices=["counts", "backlog", "peak", "reopens", "reassignments", "time-in-state"],
    )
    parser.add_argument("at", nargs="?", help="the moment of the backlog, ISO")
    parser.add_argument("--done", default=",".join(sorted(DONE)), help="states, by commas")
    parser.add_argument("--timezone", default="UTC", help="of the file and of times without one")
    parser.add_argument("--missing-queue", choices=["keeps", "empties"], default="keeps")
    parser.add_argument("--until", help="an end for the last state of each ticket, ISO")
    asked = parser.parse_args(arguments)
    zone = ZoneInfo(asked.timezone)
    tickets = read(asked.file, zone, missing_queue_empties=asked.missing_queue == "empties")
    done = frozenset(asked.done.split(","))
    answer: object
    match asked.question:
        case "counts":
            answer = counts(tickets, done)
        case "backlog" if asked.at:
            answer = backlog(tickets, iso(asked.at, zone), done)
        case "peak":
            number, at = peak(tickets, done)
            answer = {"backlog": number, "at": at, "time": _text(at, zone)}
        case "reopens":
            answer = reopens(tickets, done)
        case "reassignments":
            answer = reassignments(tickets)
        case "time-in-state":
            answer = time_in_state(tickets, iso(asked.until, zone) if asked.until else None)
        case _:
            parser.error("the backlog needs a moment")
    print(json.dumps(answer, indent=1, sort_keys=True))


def iso(text: str, zone: tzinfo = UTC) -> int:
    """UTC ms of an ISO time; one without an offset is on the zone's clock."""
    time = datetime.fromisoformat(text)
    return round((time if time.tzinfo else time.replace(tzinfo=zone)).timestamp() * 1000)


def _text(at: int, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at / 1000, zone).isoformat()


if __name__ == "__main__":
    main()
