"""The oracles: numbers of the real files, small invented ones, and that they stand alone."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.oracles import bank, boston, servicenow, volvo

ORACLES = sorted((Path(__file__).parents[1] / "oracles").glob("*.py"))
DATA = next(
    (found for up in Path(__file__).parents if (found := up / "shared/data").is_dir()), Path()
)
SERVICENOW = DATA / "02-incidents-servicenow-uci/incident_event_log.part1.csv.gz"
VOLVO = DATA / "03-incidents-volvo-bpic2013/incidents.part1.xes.gz"
PROBLEMS = DATA / "03-incidents-volvo-bpic2013/closed_problems.xes.gz"
BANK = DATA / "12-load/anonymous-bank-1999-02.part1.tsv.gz"
BOSTON = DATA / "11-ticket-csv/boston311-100.csv"


def needs(path: Path) -> pytest.MarkDecorator:
    """Skip where the real file is not here."""
    return pytest.mark.skipif(not path.is_file(), reason=f"the real data are not here: {path.name}")


@pytest.mark.parametrize("path", ORACLES, ids=lambda path: path.stem)
def test_an_oracle_is_one_file_on_the_standard_library(path: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").partition(".")[0])
    assert imported
    assert imported <= sys.stdlib_module_names


# --- ServiceNow


def row(at: str, mod: int, state: str, queue: str = "?", owner: str = "?") -> dict[str, str]:
    """One line of the log, closed in the end as every line of a ticket says."""
    return {
        "number": "INC1",
        "incident_state": state,
        "sys_mod_count": str(mod),
        "opened_at": "1/3/2016 09:00",
        "sys_updated_at": at,
        "assignment_group": queue,
        "assigned_to": owner,
        "resolved_at": "1/3/2016 09:01",
        "closed_at": "1/3/2016 09:01",
    }


INVENTED = [
    row("1/3/2016 09:30", 1, "Active", "North", "Ann"),
    row("1/3/2016 09:10", 0, "New", "North"),
    row("1/3/2016 10:00", 3, "Resolved", "?", "Ben"),
    row("1/3/2016 10:00", 2, "-100", "South", "Ben"),
    row("1/3/2016 11:00", 4, "New", "?", "?"),
    row("1/3/2016 12:00", 5, "Active", "South", "Ann"),
    row("1/3/2016 13:00", 6, "Closed", "North", "Ann"),
]


def test_a_ticket_is_read_in_its_own_order_and_never_early() -> None:
    tickets = servicenow.tickets_of(INVENTED)
    read = [(fact.state, fact.queue, fact.owner) for fact in tickets["INC1"]]
    assert read == [
        ("New", "", ""),
        ("New", "North", ""),
        ("Active", "North", "Ann"),
        ("Active", "South", "Ben"),
        ("Resolved", "South", "Ben"),
        ("Resolved", "South", ""),
        ("Active", "South", "Ann"),
        ("Closed", "North", "Ann"),
    ]
    assert servicenow.counts(tickets) == {"tickets": 1, "events": 7, "reopened": 1}
    assert servicenow.reassignments(tickets) == {"INC1": {"owner": 1, "queue": 2}}
    assert servicenow.reopens(tickets) == {"INC1": 1}
    hour = 3_600_000
    assert servicenow.time_in_state(tickets) == {
        "INC1": {"New": hour // 2, "Active": 3 * hour // 2, "Resolved": 2 * hour}
    }


@pytest.mark.parametrize(
    ("at", "waiting"),
    [("08:59", 0), ("09:00", 1), ("09:59", 1), ("10:00", 0), ("12:00", 1), ("13:00", 0)],
)
def test_a_fact_holds_from_its_own_minute_on(at: str, waiting: int) -> None:
    tickets = servicenow.tickets_of(INVENTED)
    moment = servicenow.iso(f"2016-03-01T{at}")
    assert servicenow.backlog(tickets, moment)["backlog"] == waiting


def test_a_row_older_than_its_ticket_counts_when_the_ticket_opens() -> None:
    tickets = servicenow.tickets_of([row("1/3/2016 07:00", 2, "Active", "North")])
    assert {fact.at for fact in tickets["INC1"]} == {servicenow.iso("2016-03-01T09:00")}


def test_a_missing_queue_can_be_read_as_none() -> None:
    tickets = servicenow.tickets_of(INVENTED, missing_queue_empties=True)
    assert [fact.queue for fact in tickets["INC1"]][3:6] == ["South", "", ""]


@needs(SERVICENOW)
def test_the_service_desk_counts() -> None:
    tickets = servicenow.read(SERVICENOW)
    assert servicenow.counts(tickets) == {"tickets": 13_789, "events": 84_000, "reopened": 180}
    peak = servicenow.iso("2016-03-17T09:19")
    assert servicenow.peak(tickets) == (1_882, peak)
    waiting: Any = servicenow.backlog(tickets, peak)
    assert waiting["backlog"] == 1_882
    assert {sum(waiting[by].values()) for by in ("state", "queue", "owner")} == {1_882}
    assert not set(waiting["state"]) & servicenow.DONE
    level, at = servicenow.peak(tickets, frozenset({"Closed"}))
    assert level == 6_473
    assert servicenow.iso("2016-03-24") <= at < servicenow.iso("2016-03-25")


# --- Volvo

LOG = """\ufeff<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
 <global scope="event"><string key="org:resource" value="UNKNOWN"/></global>
 <trace><string key="concept:name" value="1-1"/>
  <event><string key="org:resource" value="Ann"><string key="org:resource" value="No"/></string>
   <string key="org:group" value="G1"/><string key="lifecycle:transition" value="In Progress"/>
   <date key="time:timestamp" value="2012-03-25T01:30:00+01:00"/></event>
  <event><string key="org:resource" value="Siebel"/>
   <string key="org:group" value="G2"/><string key="lifecycle:transition" value="Resolved"/>
   <date key="time:timestamp" value="2012-03-25T03:30:00+02:00"/></event>
  <event><string key="org:resource" value="-"/>
   <string key="lifecycle:transition" value="Unmatched"/>
   <date key="time:timestamp" value="2012-03-25T04:30:00+02:00"/></event>
  <event><string key="org:resource" value="Ben"/>
   <string key="org:group" value="G2"/><string key="lifecycle:transition" value="Wait - User"/>
   <date key="time:timestamp" value="2012-03-25T05:30:00+02:00"/></event>
 </trace>
</log>"""


def test_a_trace_is_a_ticket_and_an_automaton_owns_nothing(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text(LOG, encoding="utf-8")
    tickets = volvo.read(tmp_path / "log.xes")
    assert [(fact.state, fact.queue, fact.owner) for fact in tickets["1-1"]] == [
        ("In Progress", "G1", "Ann"),
        ("Resolved", "G2", "Ann"),
        ("Resolved", "G2", "Ann"),
        ("Wait - User", "G2", "Ben"),
    ]
    assert volvo.counts(tickets) == {"tickets": 1, "events": 4, "reopened": 1}
    assert volvo.reassignments(tickets) == {"1-1": {"owner": 1, "queue": 1}}
    hour = 3_600_000
    assert volvo.time_in_state(tickets) == {"1-1": {"In Progress": hour, "Resolved": 2 * hour}}
    assert volvo.peak(tickets) == (1, volvo.moment("2012-03-25T00:30Z"))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    log = '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log>&a;</log>'
    (tmp_path / "log.xes").write_text(log, encoding="utf-8")
    with pytest.raises(ValueError, match="document type"):
        volvo.read(tmp_path / "log.xes")


@needs(VOLVO)
def test_the_incidents_count() -> None:
    tickets = volvo.read(VOLVO)
    counts = volvo.counts(tickets)
    assert (counts["tickets"], counts["events"]) == (4_533, 38_984)
    level, at = volvo.peak(tickets)
    waiting: Any = volvo.backlog(tickets, at)
    assert {sum(waiting[by].values()) for by in ("state", "queue", "owner")} == {level}
    assert set(waiting["owner"]).isdisjoint(volvo.AUTOMATA)


@needs(PROBLEMS)
def test_the_closed_problems_count() -> None:
    counts = volvo.counts(volvo.read(PROBLEMS))
    assert (counts["tickets"], counts["events"]) == (1_487, 6_660)


# --- The bank

CALLS = """\
vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time \
outcome ser_start ser_exit ser_time server
AA1 1 0 0 PS 990201 23:59:50 23:59:58 8 23:59:58 0:00:09 11 AGENT 0:00:08 0:02:08 120 ANN
AA1 2 9 2 NE 990202 10:00:00 10:00:05 5 10:00:05 10:00:35 30 HANG 0:00:00 0:00:00 0 NO_SERVER
AA2 1 0 0 PS 990206 10:30:00 10:30:09 9 0:00:00 0:00:00 0 AGENT 10:30:08 10:31:08 60 NO_SERVER
AA2 2 0 0 PS 990206 5:59:59 6:00:05 6 0:00:00 0:00:00 0 PHANTOM 6:00:04 6:00:14 10 ANN
"""


def test_calls_are_counted_by_when_they_came() -> None:
    calls = list(bank.calls_of(CALLS.replace(" ", "\t").splitlines(keepends=True)))
    assert bank.midnight(calls) == [("AA1", "1")]
    assert calls[0].ended.isoformat() == "1999-02-02T00:02:08"
    assert [hour for hour, n in enumerate(bank.hours(calls)) for _ in range(n)] == [5, 10, 10, 23]
    assert [(day, row[10]) for day, row in enumerate(bank.heat_map(calls)) if row[10]] == [
        (1, 1),
        (5, 1),
    ]
    assert bank.outcomes(calls)["HANG"] == {"calls": 1, "share": 0.25}
    assert bank.handling(calls) == {"calls": 2, "mean": 90, "median": 90}
    assert bank.waiting(calls)["AGENT"] == {"calls": 2, "queued": 1, "mean": 5.5}
    assert bank.night_share(calls) == 0.5


@needs(BANK)
def test_the_calls_of_two_weeks() -> None:
    calls = bank.read(BANK)
    by_hour = bank.hours(calls)
    assert len(calls) == sum(by_hour) == sum(map(sum, bank.heat_map(calls))) == 17_456
    busiest = sorted(range(24), key=by_hour.__getitem__)[-2:]
    assert [(hour, by_hour[hour]) for hour in busiest] == [(10, 1_414), (13, 1_447)]
    assert round(bank.outcomes(calls)["HANG"]["share"], 3) == 0.167
    assert len({call.name for call in calls}) == 17_456
    assert len(bank.midnight(calls)) == 14


# --- Boston


def request(number: int, **times: str) -> dict[str, str]:
    """One request of one type."""
    return {
        "case_enquiry_id": str(number),
        "type": "Sign",
        "reason": "Signs",
        "ontime": "ONTIME",
        "closed_dt": " ",
        **times,
    }


REQUESTS = [
    request(
        1,
        open_dt="2022-01-01 10:00:00",
        target_dt="2022-01-04 08:30:00",
        closed_dt="2022-01-04 08:30:00",
    ),
    request(
        2,
        open_dt="2022-01-07 16:59:00",
        target_dt="2022-01-10 16:59:20",
        closed_dt="2022-01-10 16:59:21",
    ),
    request(3, open_dt="2022-01-03 17:00:00", target_dt="2022-01-05 08:30:00"),
    request(4, open_dt="2022-01-03 17:00:00", target_dt="", closed_dt="2022-01-03 18:00:00"),
]


def test_a_request_is_on_time_up_to_its_target() -> None:
    judged = list(boston.verdicts(REQUESTS))
    assert [(one.number, one.on_time, one.agrees) for one in judged] == [
        ("1", True, True),
        ("2", False, False),
    ]
    assert boston.targets(REQUESTS, "reason") == {
        "Signs": {253_800: 1, 259_220: 1, 142_200: 1},
    }


def test_a_target_is_a_number_of_working_days() -> None:
    assert boston.rules(REQUESTS) == {"Sign": boston.Rule("working", 1, 3, ())}


@needs(BOSTON)
def test_the_city_agrees() -> None:
    rows = boston.read(BOSTON)
    found = boston.summary(rows)
    assert (found["rows"], found["judged"], found["agree"]) == (100, 77, 77)
    assert found["without_target"] == 11
    rules = boston.rules(rows).values()
    assert [rule for rule in rules if rule.unexplained] == []
    assert sum(rule.requests for rule in rules) == 89


# --- As programs


def test_an_oracle_answers_in_json(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text(LOG, encoding="utf-8")
    asked = [str(tmp_path / "log.xes"), "backlog", "2012-03-25T01:00", "--timezone", "UTC"]
    done = subprocess.run(
        [sys.executable, volvo.__file__, *asked], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {
        "at": 1332637200000,
        "backlog": 1,
        "state": {"In Progress": 1},
        "queue": {"G1": 1},
        "owner": {"Ann": 1},
    }
