"""`import` of event logs as a stranger meets it: the report, the zone, hostile cells, a kill."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

PROGRAM = Path(sys.executable).with_name("supportdesk")
HEAD = "number,incident_state,sys_mod_count,sys_updated_at,opened_at,sys_updated_by,assigned_to"
HEAD += ",assignment_group,caller_id,category\n"


def row(ticket: str, state: str, at: str, **more: str) -> str:
    """One row of an audit log."""
    held = {"order": "0", "by": "Vera", "owner": "?", "group": "Desk", "who": "Ann", "topic": "A"}
    held |= more
    cells = (ticket, state, held["order"], at, "1/2/2026 08:00", held["by"], held["owner"])
    return ",".join((*cells, held["group"], held["who"], held["topic"])) + "\n"


@pytest.fixture
def log(home: Path) -> Path:
    """A log of two tickets with a state nobody knows."""
    path = home / "audit.csv"
    path.write_text(
        HEAD
        + row("I1", "New", "1/2/2026 08:00")
        + row("I1", "Pondering", "1/2/2026 09:00", order="1", owner="Vera")
        + row("I1", "Resolved", "1/2/2026 10:00", order="2", owner="Vera")
        + row("I2", "Active", "1/2/2026 09:30", owner="Boris"),
        encoding="utf-8",
    )
    return path


def test_the_report_names_what_was_not_understood(shell: Shell, log: Path) -> None:
    item = shell.done("import", str(log), "--json").item
    assert (item["read"], item["new"], item["tickets_new"]) == (4, 4, 2)
    assert item["not_understood"] == [{"field": "state", "value": "Pondering", "rows": 1}]
    again = shell.done("import", str(log))
    assert "Read 4, new 0, known 4, left out 0." in again.out
    assert "state: Pondering (1)" in again.out


def test_a_ticket_without_messages_says_where_its_past_is(shell: Shell, log: Path) -> None:
    shell.done("import", str(log))
    shown = shell.done("show", "1").out
    assert "No messages; " in shown
    assert "supportdesk show 1 --events" in shown
    events = shell.done("show", "1", "--events").out
    assert "No messages" not in events
    assert events.count("an entry of the imported log") == 3
    assert "Vera  state: new → solved" in events
    told = [
        event["field"] for event in shell.done("show", "1", "--events", "--json").item["events"]
    ]
    assert told.count("update") == 3
    for query in ("event:update by:vera", "event:owner to:boris", "event:state to:solved"):
        assert shell.done("list", *query.split(), "--json").items, query


def test_times_without_a_zone_are_utc_unless_told(
    shell: Shell, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    shell.done("import", str(log))
    assert shell.done("show", "1", "--json").item["created"] == "2026-02-01T08:00:00Z"
    other = ("--store", str(log.with_name("other.desk")), "--timezone", "Europe/Kyiv")
    shell.done("import", str(log), *other)
    assert shell.done("show", "1", "--json", *other).item["created"] == "2026-02-01T06:00:00Z"


def test_hostile_cells_are_cleaned_on_the_way_to_the_terminal(shell: Shell, home: Path) -> None:
    log, evil = home / "evil.csv", "\x1b[31mRed\x1b]0;title\x07\u202e"
    log.write_text(
        HEAD
        + row("I1", "Active", "1/2/2026 09:00", owner=evil, group=evil, who=evil, topic=evil)
        + row("I2", evil, "1/2/2026 09:00", by=evil),
        encoding="utf-8",
    )
    outputs = [shell.done("import", str(log)).out]
    outputs += [shell.done("show", n, "--events").out for n in ("1", "2")]
    outputs += [shell.done("list", "state:new,open").out, shell.done("operators", "list").out]
    for out in outputs:
        assert "Red" in out
        assert not set("\x1b\x07\u202e") & set(out)


def test_a_map_of_ones_own_is_checked(shell: Shell, log: Path, home: Path) -> None:
    own = home / "own.toml"
    good = '[ticket]\nid = "number"\n[[change]]\nat = "sys_updated_at"\n'
    for wrong, named in (
        (good.replace('at = "sys', 'when = "sys'), "change.at"),
        (good.replace('id = "number"', 'client = "caller_id"'), "ticket.id"),
        (good + 'emptied = ["queue"]\n', "change.emptied"),
        (good + 'colour = "x"\n', "change.colour"),
        (good + '[state]\nNew = "fresh"\n', "state: fresh"),
        (good + '[state]\nNew = "hold silence"\n', "state: hold silence"),
        (good + '[line]\nsecond = "two"\n', "line"),
        ("change = 3\n" + good.partition("[[")[0], "change"),
    ):
        own.write_text(wrong)
        refused = shell("import", str(log), "--map", str(own), "--json")
        assert refused.error["code"] == "map.invalid"
        assert refused.error["parameters"]["field"] == named


def test_an_import_killed_in_the_middle_goes_on(shell: Shell, home: Path) -> None:
    log = home / "long.csv"
    states = ("New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed")
    rows = (
        row(f"I{n}", state, f"{day}/2/2026 10:{n % 60:02}", order=str(day), owner="Vera")
        for n in range(1_500)
        for day, state in enumerate(states, 2)
    )
    log.write_text(HEAD + "".join(rows))
    whole = (home / "whole.desk", home / "killed.desk")
    shell.done("import", str(log), "--store", str(whole[0]))
    program = [str(PROGRAM), "import", str(log), "--store", str(whole[1])]
    running = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(400):
        time.sleep(0.05)
        if whole[1].exists() and entries(whole[1]) > 500:
            break
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert 500 < entries(whole[1]) < 9_000, "it was killed in the middle"
    item = shell.done("import", str(log), "--store", str(whole[1]), "--json").item
    assert 0 < item["known"] < 9_000
    told = [
        json.dumps(
            ask(
                path,
                "SELECT t.source_id, s.number, s.from_at, s.to_at, s.state, o.name"
                " FROM ticket_span s"
                " JOIN ticket t ON t.id = s.ticket_id LEFT JOIN operator o ON o.id = s.owner_id"
                " ORDER BY 1, 2",
            )
        )
        for path in whole
    ]
    assert told[0] == told[1]
    assert entries(whole[1]) == 9_000
    assert shell.done("doctor", "--store", str(whole[1])).code == 0


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    """Rows of a store."""
    with closing(sqlite3.connect(path)) as store:
        return store.execute(question).fetchall()


def entries(path: Path) -> int:
    """Entries of logs in a store, none while it is being made."""
    try:
        ((count,),) = ask(path, "SELECT count(*) FROM event WHERE field = 'update'")
    except sqlite3.OperationalError:
        return 0
    return int(str(count))
