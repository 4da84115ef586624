"""Real event logs in a store, asked by the store's own queries, against independent oracles."""

import csv
import gzip
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import SaveQueue
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.load import days_of, load_of
from supportdesk.domain.query import And, Query
from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions
from supportdesk.intake.table_map import BUILT_IN
from supportdesk.store.read import board, health
from supportdesk.store.read import load as read_load
from tests.oracles import bank, boston, servicenow, volvo

PLACES = [above / "shared" / "data" for above in Path(__file__).resolve().parents]
DATA = next((place for place in PLACES if place.exists()), PLACES[-1])
SERVICENOW = DATA / "02-incidents-servicenow-uci" / "incident_event_log.part1.csv.gz"
BANK = DATA / "12-load" / "anonymous-bank-1999-02.part1.tsv.gz"
BOSTON = DATA / "11-ticket-csv" / "boston311-100.csv"
VOLVO = DATA / "03-incidents-volvo-bpic2013" / "incidents.part1.xes.gz"

pytestmark = [
    pytest.mark.skipif(not DATA.exists(), reason="the real data are not here"),
    pytest.mark.timeout(600),
]

STATES = {
    servicenow: {
        "New": "new",
        "Active": "open",
        "Awaiting User Info": "waiting",
        **dict.fromkeys(("Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence"), "hold"),
        "Resolved": "solved",
        "Closed": "closed",
    },
    volvo: {
        **dict.fromkeys(("In Progress", "Assigned", "Awaiting Assignment"), "open"),
        **dict.fromkeys(("Wait - User", "Wait - Customer"), "waiting"),
        **dict.fromkeys(("Wait", "Wait - Vendor", "Wait - Implementation"), "hold"),
        **dict.fromkeys(("Resolved", "In Call"), "solved"),
        **dict.fromkeys(("Closed", "Cancelled"), "closed"),
    },
}
NO_QUEUE = "nowhere yet"


@dataclass(frozen=True)
class History:
    """A log in a store, and what the oracle reads in the same file."""

    oracle: ModuleType
    tickets: dict[str, list[servicenow.Fact]]
    store: sqlite3.Connection
    path: Path

    def states(self, theirs: dict[str, int]) -> Counter[str]:
        """Sums by states of the source as sums by ours."""
        found: Counter[str] = Counter()
        for state, number in theirs.items():
            found[STATES[self.oracle][state]] += number
        return found


@pytest.fixture(scope="module", params=["servicenow", "volvo"])
def history(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[History]:
    oracle, source = {"servicenow": (servicenow, SERVICENOW), "volvo": (volvo, VOLVO)}[
        request.param
    ]
    path = imported(tmp_path_factory.mktemp("history") / "log.desk", source, ImportOptions())
    with closing(sqlite3.connect(path)) as store:
        yield History(oracle, oracle.read(source), store, path)


def imported(path: Path, source: Path, options: ImportOptions) -> Path:
    """A new store with one file in it."""
    with closing(open_desk(path, lambda: datetime.now(UTC), create=True)) as desk:
        desk.act(None, SaveQueue(NO_QUEUE, 1))
        report = import_files(desk, [source], options)
        assert (report.skipped, report.not_understood, report.known) == ([], Counter(), 0)
        assert [one.check for one in desk.ask(health.findings) if one.faults] == []
    return path


def one(store: sqlite3.Connection, question: str, *values: object) -> int:
    """A single number out of the store."""
    return int(store.execute(question, values).fetchone()[0])


def backlog(store: sqlite3.Connection, at: int, by: str = "''") -> dict[str, int]:
    """Tickets that were there and not done at a moment, by what they stood in."""
    found = store.execute(
        f"SELECT {by}, count(*) FROM ticket_span s LEFT JOIN queue q ON q.id = s.queue_id"
        " LEFT JOIN operator o ON o.id = s.owner_id WHERE s.from_at <= :at"
        " AND (s.to_at IS NULL OR s.to_at > :at) AND s.category < 4 GROUP BY 1",
        {"at": at},
    )
    return dict(found.fetchall())


def test_everything_is_there(history: History) -> None:
    expected = history.oracle.counts(history.tickets)
    store = history.store
    assert one(store, "SELECT count(*) FROM ticket") == expected["tickets"]
    assert one(store, "SELECT count(*) FROM event WHERE field = 'update'") == expected["events"]
    assert one(store, "SELECT count(*) FROM ticket WHERE reopens > 0") == expected["reopened"]
    known = {servicenow: (13_789, 84_000, 180), volvo: (4_533, 38_984)}[history.oracle]
    assert tuple(expected.values())[: len(known)] == known


def test_the_peak(history: History) -> None:
    height, moment = history.oracle.peak(history.tickets)
    assert sum(backlog(history.store, moment).values()) == height
    assert sum(backlog(history.store, moment - 1).values()) < height
    if history.oracle is servicenow:
        at = datetime(2016, 3, 17, 9, 19, tzinfo=UTC)
        assert (height, moment) == (1_882, to_milliseconds(at))


def test_the_backlog_at_random_moments(history: History) -> None:
    moments = [fact.at for facts in history.tickets.values() for fact in facts]
    choice = random.Random(20)
    for moment in sorted(choice.sample(moments, 12) + choices(choice, moments, 8)):
        expected = history.oracle.backlog(history.tickets, moment)
        assert sum(backlog(history.store, moment).values()) == expected["backlog"]
        assert backlog(history.store, moment, "s.state") == history.states(expected["state"])
        queues = {name or NO_QUEUE: number for name, number in expected["queue"].items()}
        assert backlog(history.store, moment, "q.name") == queues
        owners = {spaced(name): number for name, number in expected["owner"].items()}
        assert backlog(history.store, moment, "coalesce(o.name, '')") == owners
        assert the_board(history.store, moment) == (queues, owners)


def the_board(store: sqlite3.Connection, at: int) -> tuple[dict[str, int], dict[str, int]]:
    """Tickets by queue and by owner, as the board of a moment reads them."""
    queues = dict(store.execute("SELECT id, name FROM queue"))
    people = dict(store.execute("SELECT id, name FROM operator"))
    by_queue: Counter[str] = Counter()
    by_owner: Counter[str] = Counter()
    for place in board.places(store, at):
        by_queue[queues[place.queue]] += place.tickets
        by_owner[people.get(place.owner, "")] += place.tickets
    return by_queue, by_owner


def choices(choice: random.Random, moments: list[int], number: int) -> list[int]:
    """Moments at which nothing need have happened."""
    return [choice.randrange(min(moments), max(moments)) for _ in range(number)]


def spaced(name: str) -> str:
    """A name as operators have it."""
    return " ".join(name.split())


def test_the_reopenings(history: History) -> None:
    found = dict(history.store.execute("SELECT source_id, reopens FROM ticket WHERE reopens > 0"))
    expected = history.oracle.reopens(history.tickets)
    assert {source.partition(":")[2]: number for source, number in found.items()} == expected
    events = "SELECT count(*) FROM event WHERE field = 'reopens'"
    assert one(history.store, events) == sum(expected.values())


def test_the_reassignments(history: History) -> None:
    found = history.store.execute(
        "SELECT t.source_id, sum(e.field = 'owner_id'), sum(e.field = 'queue_id') FROM event e"
        " JOIN ticket t ON t.id = e.ticket_id WHERE e.field IN ('owner_id', 'queue_id')"
        " AND e.before IS NOT NULL AND e.after IS NOT NULL GROUP BY 1"
    )
    counted = {source.partition(":")[2]: (owner, queue) for source, owner, queue in found}
    expected = {
        number: (steps["owner"], steps["queue"])
        for number, steps in history.oracle.reassignments(history.tickets).items()
    }
    assert {n: pair for n, pair in expected.items() if any(pair)} == counted


def test_the_time_in_each_state(history: History) -> None:
    until = max(fact.at for facts in history.tickets.values() for fact in facts)
    found = history.store.execute(
        "SELECT t.source_id, s.state, sum(coalesce(s.to_at, ?) - s.from_at) FROM ticket_span s"
        " JOIN ticket t ON t.id = s.ticket_id GROUP BY 1, 2",
        (until,),
    )
    counted: dict[str, dict[str, int]] = {}
    for source, state, spent in found:
        if spent:
            counted.setdefault(source.partition(":")[2], {})[state] = spent
    for number, theirs in history.oracle.time_in_state(history.tickets, until).items():
        assert counted.get(number, {}) == history.states(theirs)


def test_a_second_import_changes_nothing(history: History) -> None:
    before = one(history.store, "SELECT max(seq) FROM event")
    source = {servicenow: SERVICENOW, volvo: VOLVO}[history.oracle]
    with closing(open_desk(history.path, lambda: datetime.now(UTC))) as desk:
        report = import_files(desk, [source], ImportOptions())
    assert (report.new, report.tickets_new) == (0, 0)
    assert report.known == history.oracle.counts(history.tickets)["events"]
    assert one(history.store, "SELECT max(seq) FROM event") == before


def test_closed_alone_is_done_by_a_map_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "servicenow-log.toml"
    shipped = (BUILT_IN / own.name).read_text(encoding="utf-8")
    own.write_text(shipped.replace('Resolved = "solved"', 'Resolved = "open"'), encoding="utf-8")
    path = imported(tmp_path / "closed.desk", SERVICENOW, ImportOptions(map=str(own)))
    height, moment = servicenow.peak(servicenow.read(SERVICENOW), frozenset({"Closed"}))
    with closing(sqlite3.connect(path)) as store:
        assert sum(backlog(store, moment).values()) == height == 6_473


def test_the_calls_of_the_bank(tmp_path: Path) -> None:
    calls = bank.read(BANK)
    path = imported(tmp_path / "bank.desk", BANK, ImportOptions())
    with closing(sqlite3.connect(path)) as store:
        hour, day = "strftime('%H', created_at / 1000, 'unixepoch')", "created_at / 86400000"
        hours = dict(
            store.execute(f"SELECT CAST({hour} AS INTEGER), count(*) FROM ticket GROUP BY 1")
        )
        assert [hours.get(n, 0) for n in range(24)] == bank.hours(calls)
        tagged = dict(
            store.execute(
                "SELECT g.name, count(*) FROM ticket_tag JOIN tag g ON g.id = tag_id GROUP BY 1"
            )
        )
        outcomes = bank.outcomes(calls)
        assert tagged == {name.lower(): found["calls"] for name, found in outcomes.items()}
        crossing = store.execute(
            f"SELECT source_id FROM ticket WHERE closed_at / 86400000 > {day} ORDER BY 1"
        ).fetchall()
        assert [source for (source,) in crossing] == sorted(
            f"bank-calls:{line} {call}" for line, call in bank.midnight(calls)
        )
        served = store.execute(
            "SELECT o.name, count(*) FROM ticket t JOIN operator o ON o.id = t.owner_id GROUP BY 1"
        ).fetchall()
        assert dict(served) == Counter(call.server for call in calls if call.server != "NO_SERVER")
        vip = "SELECT count(*) FROM client WHERE vip"
        assert one(store, vip) == len(customers(2))
        everything = Query(And(()))
        load = load_of(days_of(read_load.quarters(store, everything, None, None), UTC))
        assert load is not None
        assert [list(day) for day in load.tickets] == bank.heat_map(calls)
        assert load.night_share == pytest.approx(bank.night_share(calls))


def customers(priority: int) -> set[str]:
    """Everybody of this priority, named or not, out of the raw file."""
    with gzip.open(BANK, "rt", encoding="latin-1") as text:
        return {
            row["customer_id"]
            if row["customer_id"] != "0"
            else f"{row['vru+line']} {row['call_id']}"
            for row in csv.DictReader(text, delimiter="\t")
            if row["priority"] == str(priority)
        }


def test_the_requests_of_boston_keep_their_times_and_targets(tmp_path: Path) -> None:
    zone = ZoneInfo("America/New_York")
    path = imported(tmp_path / "boston.desk", BOSTON, ImportOptions(zone=zone))
    rows = boston.read(BOSTON)
    with closing(sqlite3.connect(path)) as store:
        found = store.execute(
            "SELECT t.source_id, t.created_at, t.closed_at, v.value FROM ticket t"
            " LEFT JOIN field_value v ON v.ticket_id = t.id"
            " AND v.field_id = (SELECT id FROM custom_field WHERE name = 'target')"
        ).fetchall()
        kept = {source.partition(":")[2]: values for source, *values in found}
        for row in rows:
            opened, closed, target = kept[row["case_enquiry_id"]]
            assert opened == (boston.moment(row["open_dt"]) or 0) * 1000
            assert (closed and closed // 1000) == boston.moment(row["closed_dt"])
            assert (target or "") == row["target_dt"].strip()
        verdicts = list(boston.verdicts(rows))
        assert len(verdicts) == 77
        for verdict in verdicts:
            opened, closed, target = kept[verdict.number]
            assert (closed // 1000 <= (boston.moment(target) or 0)) == verdict.on_time
            tag = "-".join(verdict.type.casefold().split())[:60]
            held = "SELECT count(*) FROM ticket_tag tt JOIN tag g ON g.id = tt.tag_id JOIN ticket t"
            held += " ON t.id = tt.ticket_id WHERE g.name = ? AND t.source_id = ?"
            assert one(store, held, tag, f"boston311:{verdict.number}") == 1
