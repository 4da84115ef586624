"""What the Volvo incident log (BPI challenge 2013, XES) says, computed from the raw file alone.

    python tests/oracles/volvo.py FILE backlog 2012-05-01T12:00+02:00

The reading, with every decision the description of the data leaves open:

* A trace is a ticket, its `concept:name` the number; an event is one fact, true from its
  `time:timestamp`, which carries its own offset (one without is on the clock of `--timezone`).
  Events of one ticket are in time order, those of one moment as the file has them.
* A ticket is created by its first event, at that time, in that event's state: there is no earlier
  time in the file. It spends no time in `new`.
* The state is `lifecycle:transition`, the queue `org:group`, the owner `org:resource`: whoever
  worked on the event, also when they put the ticket into another line's queue.
* Siebel is an automaton (`--automata`): its events change state and queue and leave the owner.
* A missing attribute, one that is `-` (27 resources are), and the state `Unmatched` are no change.
* Done are Resolved, Closed, Cancelled and In Call, all that the log itself marks `Completed`: In
  Call is solved during the call (`--done`). A reopen is a step from a done state to another one.
* A change of owner is a step from one person to another, a change of queue from one queue to
  another; the first one is none.
* A fact at a moment holds at that moment. Time in a state runs from the fact that set it to the one
  that left it; the state a ticket ends in has no end and no time, unless `--until` names one.
* A document type declaration is refused, so that no entity is ever expanded or fetched.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import groupby, pairwise
from pathlib import Path
from typing import IO, BinaryIO, cast
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

DONE = frozenset({"Resolved", "Closed", "Cancelled", "In Call"})
NO_CHANGE = frozenset({"", "Unmatched"})
AUTOMATA = frozenset({"Siebel"})
MISSING = "-"
CHUNK = 1 << 16


@dataclass(frozen=True)
class Fact:
    """What a ticket is from a moment (UTC ms) on; an empty owner is nobody."""

    at: int
    state: str
    queue: str
    owner: str


Tickets = Mapping[str, list[Fact]]
"""Facts in their order by the ticket's number."""
Attributes = dict[str, str]


class Traces:
    """A target of the parser: keeps the attributes of the traces and their events, nothing else."""

    def __init__(self) -> None:
        """Start outside of any trace."""
        self.traces: list[tuple[Attributes, list[Attributes]]] = []
        self._open: list[str] = []

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        """Refuse a document type: entities would come with it."""
        raise ValueError(f"a document type is not allowed: {name}")

    def start(self, tag: str, attributes: Attributes) -> None:
        """Begin an element; attributes inside other attributes are not ours."""
        tag = tag.rpartition("}")[2]
        inside = self._open[-1] if self._open else ""
        self._open.append(tag)
        if tag == "trace":
            self.traces.append(({}, []))
        elif tag == "event" and inside == "trace":
            self.traces[-1][1].append({})
        elif inside in ("trace", "event") and "key" in attributes:
            trace, events = self.traces[-1]
            kept = trace if inside == "trace" else events[-1]
            value = attributes.get("value", "").strip()
            kept[attributes["key"]] = "" if value == MISSING else value

    def end(self, _tag: str) -> None:
        """End the innermost element."""
        self._open.pop()


def read(path: Path, zone: tzinfo = UTC, automata: frozenset[str] = AUTOMATA) -> Tickets:
    """The facts of a file, plain or gzipped."""
    traces = Traces()
    parser = ElementTree.XMLParser(target=traces)
    with path.open("rb") as file, _unpacked(file) as raw:
        while chunk := raw.read(CHUNK):
            parser.feed(chunk)
    parser.close()
    return tickets_of(traces.traces, zone, automata)


def _unpacked(file: BinaryIO) -> IO[bytes]:
    """The bytes of a file, those inside it when it is gzipped."""
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if file.name.endswith(".gz") else file


def tickets_of(
    traces: list[tuple[Attributes, list[Attributes]]],
    zone: tzinfo = UTC,
    automata: frozenset[str] = AUTOMATA,
) -> Tickets:
    """The facts of traces."""
    return {
        trace["concept:name"]: list(_facts(events, zone, automata))
        for trace, events in traces
        if events
    }


def _facts(events: list[Attributes], zone: tzinfo, automata: frozenset[str]) -> Iterator[Fact]:
    timed = [(moment(event["time:timestamp"], zone), event) for event in events]
    fact = Fact(0, "", "", "")
    for at, event in sorted(timed, key=lambda one: one[0]):
        state = event.get("lifecycle:transition", "")
        person = event.get("org:resource", "")
        fact = Fact(
            at,
            fact.state if state in NO_CHANGE else state,
            event.get("org:group", "") or fact.queue,
            fact.owner if person in automata or not person else person,
        )
        yield fact


def moment(text: str, zone: tzinfo = UTC) -> int:
    """UTC ms of an ISO time; one without an offset is on the zone's clock."""
    time = datetime.fromisoformat(text)
    return round((time if time.tzinfo else time.replace(tzinfo=zone)).timestamp() * 1000)


def counts(tickets: Tickets, done: frozenset[str] = DONE) -> dict[str, int]:
    """Tickets, events, and tickets that were reopened at least once."""
    return {
        "tickets": len(tickets),
        "events": sum(len(facts) for facts in tickets.values()),
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
        waits = [False, *(fact.state not in done for fact in facts)]
        steps += [
            (fact.at, now - before)
            for fact, before, now in zip(facts, waits, waits[1:], strict=False)
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
            "owner": sum(
                bool(a.owner and b.owner and a.owner != b.owner) for a, b in pairwise(facts)
            ),
            "queue": sum(
                bool(a.queue and b.queue and a.queue != b.queue) for a, b in pairwise(facts)
            ),
        }
        for number, facts in tickets.items()
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
    parser.add_argument("--automata", default="Siebel", help="resources that own nothing")
    parser.add_argument("--timezone", default="UTC", help="of times without an offset")
    parser.add_argument("--until", help="an end for the last state of each ticket, ISO")
    asked = parser.parse_args(arguments)
    zone = ZoneInfo(asked.timezone)
    tickets = read(asked.file, zone, frozenset(asked.automata.split(",")))
    done = frozenset(asked.done.split(","))
    answer: object
    match asked.question:
        case "counts":
            answer = counts(tickets, done)
        case "backlog" if asked.at:
            answer = backlog(tickets, moment(asked.at, zone), done)
        case "peak":
            number, at = peak(tickets, done)
            time = datetime.fromtimestamp(at / 1000, zone).isoformat()
            answer = {"backlog": number, "at": at, "time": time}
        case "reopens":
            answer = reopens(tickets, done)
        case "reassignments":
            answer = reassignments(tickets)
        case "time-in-state":
            answer = time_in_state(tickets, moment(asked.until, zone) if asked.until else None)
        case _:
            parser.error("the backlog needs a moment")
    print(json.dumps(answer, indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
