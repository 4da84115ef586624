"""Event logs in XES: what they tell, and what is refused about them, by the line."""

import gzip
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from supportdesk.intake.importer import import_files
from supportdesk.intake.opening import FileKind, kind_of
from supportdesk.intake.record import Skipped
from supportdesk.intake.report import ImportOptions, ImportReport
from supportdesk.intake.table_map import ROW_NUMBER
from supportdesk.intake.xes import xes_rows
from supportdesk.store.read import desk_lists, threads
from tests.recomputation import everything
from tests.small_desk import SmallDesk


def event(at: str, who: str, status: str, team: str = "L1", **more: str) -> str:
    """One event as the log of VINST has it."""
    name = {"Resolved": "Completed", "Closed": "Completed"}.get(status, "Accepted")
    values = {
        "org:group": team,
        "org:resource": who,
        "concept:name": name,
        "product": "P1",
        "impact": "Medium",
        "lifecycle:transition": status,
        **more,
    }
    keys = "".join(f'<string key="{key}" value="{value}"/>' for key, value in values.items())
    return f'<event>{keys}<date key="time:timestamp" value="{at}"/></event>\n'


def trace(name: str, *events: str) -> str:
    """One trace."""
    return f'<trace>\n<string key="concept:name" value="{name}"/>\n{"".join(events)}</trace>\n'


def log(*traces: str) -> str:
    """A whole log with its head."""
    head = '<?xml version="1.0" encoding="UTF-8" ?>\n<log xes.version="1849.2016">\n'
    head += '<global scope="event"><string key="org:group" value="UNKNOWN"/></global>\n'
    head += '<float key="persons" value="2"><float key="Vera" value="0.1"/></float>\n'
    return f"{head}{''.join(traces)}</log>\n"


LOG = log(
    trace(
        "1-1",
        event("2012-03-24T10:00:00+01:00", "Vera", "In Progress"),
        event("2012-03-25T10:00:00+02:00", "Boris", "Awaiting Assignment", "L2 2nd"),
        event("2012-03-26T10:00:00+02:00", "-", "Wait - User", "L2 2nd"),
        event("2012-03-27T10:00:00+02:00", "Boris", "Resolved", "L2 2nd", impact="Major"),
        event("2012-04-03T10:00:00.250+02:00", "Siebel", "Closed", "L2 2nd", impact="Major"),
    ),
    trace("1-2", event("2012-03-24T09:00:00Z", "Vera", "Unmatched")),
)


def brought(small: SmallDesk, path: Path, content: bytes) -> ImportReport:
    """Import one file."""
    path.write_bytes(content)
    return import_files(small.desk, [path], ImportOptions())


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "log.xml", "log"])
def test_a_log_is_told_as_it_happened(small: SmallDesk, tmp_path: Path, name: str) -> None:
    content = b"\xef\xbb\xbf" + LOG.encode()
    packed = gzip.compress(content) if name.endswith(".gz") else content
    report = brought(small, tmp_path / name, packed)
    assert kind_of(tmp_path / name) is FileKind.XES
    assert (report.read, report.new, report.tickets_new, report.skipped) == (6, 6, 2, [])
    assert report.not_understood == Counter()
    row = small.row(1)
    assert (row.state, row.reason, row.owner, row.queue, row.priority) == (
        *("closed", "silence", "Boris", "L2 2nd"),
        3,
    )
    events = small.desk.ask(threads.events, 1)
    closings = [one for one in events if (one.field, one.after) == ("state", "closed")]
    assert [one.actor for one in closings] == ["Siebel"]
    assert row.closed_at == closings[0].at == 1_333_440_000_250
    found = small.desk.ask(
        lambda c: c.execute(
            "SELECT state, (to_at - from_at) / 3600000.0 FROM ticket_span WHERE ticket_id = 1"
        ).fetchall()
    )
    assert found[:3] == [("open", 23.0), ("open", 24.0), ("waiting", 24.0)], "summer time began"
    assert small.row(2).state == "new"
    lines = {queue.name: queue.line for queue in small.desk.ask(desk_lists.queues)}
    assert (lines["L1"], lines["L2 2nd"]) == (1, 2)
    siebel = [row for row in small.desk.ask(desk_lists.operators) if row.name == "Siebel"]
    assert [row.active for row in siebel] == [False]
    everything(small.desk)
    again = import_files(small.desk, [tmp_path / name], ImportOptions())
    assert (again.new, again.known, again.tickets_new) == (0, 6, 0)


MANY = {f"k{n}": "v" for n in range(600)}
BEFORE = LOG.removesuffix("</log>\n")
HOSTILE = {
    "a document type": (
        LOG.replace("<log", '<!DOCTYPE log [<!ENTITY a "aaaa">]>\n<log', 1),
        ("2", "log.document_type"),
        0,
    ),
    "an entity from elsewhere": (
        '<?xml version="1.0"?>\n\n<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>',
        ("3", "log.document_type"),
        0,
    ),
    "a bomb": (
        '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><log>&c;</log>',
        ("1", "log.document_type"),
        0,
    ),
    "nested too deep": (BEFORE + "<list>" * 500, ("17", "log.too_large"), 2),
    "an attribute without end": (
        BEFORE + '<x value="' + "a" * 2_000_000,
        ("17", "log.too_large"),
        2,
    ),
    "a text without end": (BEFORE + " " * 2_000_000, ("17", "log.too_large"), 2),
    "too many attributes": (
        BEFORE + trace("1-3", event("2012-03-24T09:00:00Z", "V", "Closed", **MANY)),
        ("19", "log.too_large"),
        2,
    ),
    "cut off": (BEFORE + "<trace><event><str", ("17", "log.not_xml"), 2),
    "unknown entity": (LOG.replace("Vera", "&who;", 1), ("4", "log.not_xml"), 0),
    "no events": (log(), ("", "log.empty"), 0),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_ends_the_reading_at_its_line(
    small: SmallDesk, tmp_path: Path, name: str
) -> None:
    content, (line, reason), tickets = HOSTILE[name]
    report = brought(small, tmp_path / "bad.xes", content.encode())
    (skipped,) = report.skipped
    assert skipped.reason == reason
    assert skipped.where == f"{tmp_path / 'bad.xes'}{':' if line else ''}{line}"
    assert report.tickets_new == tickets, "what stands before it is kept"


def test_what_is_at_hand_stays_small(tmp_path: Path) -> None:
    """A hundred thousand events take no more room than a chunk of them."""
    big = tmp_path / "big.xes"
    one = trace("1-1", *[event("2012-03-24T10:00:00+01:00", "Vera", "In Progress")] * 1_000)
    with gzip.open(big, "wb") as out:
        out.write(BEFORE.encode())
        for _ in range(100):
            out.write(one.encode())
        out.write(b"</log>")
    tracemalloc.start()
    seen = sum(not isinstance(row, Skipped) for row in xes_rows(big))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen == 100_006
    assert most < 8 << 20


def test_attributes_inside_attributes_are_not_ours(tmp_path: Path) -> None:
    nested = '<string key="product" value="P1"><string key="product" value="P2"/></string>'
    content = log(
        trace("1-1", f'<event>{nested}<x:date xmlns:x="urn:x" key="k" value="v"/></event>')
    )
    (tmp_path / "nested.xes").write_text(content)
    rows = list(xes_rows(tmp_path / "nested.xes"))
    assert rows == [{"product": "P1", "k": "v", "trace:concept:name": "1-1", ROW_NUMBER: "1"}]
