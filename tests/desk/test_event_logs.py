"""Event logs brought into a desk: each entry at its own time, in whatever order and file."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from supportdesk.domain.action import (
    Assign,
    ClientReference,
    HistoricChange,
    HistoricTicket,
    RecordHistory,
    SetState,
)
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.intake import event_log
from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions, ImportReport
from supportdesk.store.read import desk_lists, threads
from supportdesk.store.write import history_changes
from tests.recomputation import everything
from tests.small_desk import SmallDesk

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
MAP = """
columns = ["case", "at", "status"]
times = ["%Y-%m-%d %H:%M"]
missing = ["?"]
robots = ["Nightly"]
[ticket]
id = "case"
subject = ["topic"]
client = "who"
created = "opened"
[[change]]
at = "at"
order = "n"
by = "hand"
state = "status"
queue = "team"
owner = "person"
emptied = ["owner"]
priority = "weight"
tags = ["topic"]
[state]
New = "new"
Work = "open"
Asked = "waiting"
Vendor = "hold third_party"
Fixed = "solved"
Done = "closed"
"-1" = ""
[priority]
A = "critical"
B = "normal"
[line]
second = 2
"""
HEAD = "case,opened,at,n,hand,status,team,person,weight,topic,who\n"
ROWS = """\
C1,2026-01-05 08:00,2026-01-05 08:30,0,Dispatch,New,Desk,?,B,Printers,Ann Lee
C1,2026-01-05 08:00,2026-01-05 09:00,1,Vera,Work,Desk,Vera,B,Printers,Ann Lee
C1,2026-01-05 08:00,2026-01-05 10:00,2,Vera,Vendor,Desk second,?,A,Printers,Ann Lee
C1,2026-01-05 08:00,2026-01-05 11:00,3,Boris,Fixed,?,Boris,A,Networks,Ann Lee
C1,2026-01-05 08:00,2026-01-06 09:00,4,Vera,Work,?,Vera,A,Networks,Ann Lee
C1,2026-01-05 08:00,2026-01-06 09:00,5,Vera,-1,?,Vera,A,Networks,Ann Lee
C1,2026-01-05 08:00,2026-01-06 12:00,6,Vera,Fixed,?,Vera,A,Networks,Ann Lee
C1,2026-01-05 08:00,2026-01-09 12:00,7,Nightly,Done,?,?,A,Networks,Ann Lee
C2,2026-01-05 08:10,2026-01-05 08:10,0,Dispatch,Work,Desk,Boris,?,Phones,Bo Hill
"""


@pytest.fixture
def brought(small: SmallDesk, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import rows of a log as a file of its own, by the map of these tests."""
    (tmp_path / "cases.toml").write_text(MAP, encoding="utf-8")
    number = iter(range(100))

    def bring(*rows: str, **options: object) -> ImportReport:
        file = tmp_path / f"log{next(number)}.csv"
        file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
        chosen = ImportOptions(map=str(tmp_path / "cases.toml"), **options)  # type: ignore[arg-type]
        return import_files(small.desk, [file], chosen)

    return bring


def spans(small: SmallDesk, number: int = 1) -> list[tuple[object, ...]]:
    """From, to, state, queue and owner of every span, in UTC."""
    found = small.desk.ask(
        lambda c: c.execute(
            "SELECT from_at, to_at, s.state, q.name, o.name"
            " FROM ticket_span s JOIN queue q ON q.id = s.queue_id"
            " LEFT JOIN operator o ON o.id = s.owner_id WHERE ticket_id = ? ORDER BY number",
            (number,),
        ).fetchall()
    )
    return [(told(from_at), told(to_at), *rest) for from_at, to_at, *rest in found]


def told(moment: int | None) -> str | None:
    """Day and time of a moment in UTC."""
    return None if moment is None else f"{from_milliseconds(moment):%d %H:%M}"


EXPECTED = [
    ("05 08:00", "05 08:30", "new", "First line", None),
    ("05 08:30", "05 09:00", "new", "Desk", None),
    ("05 09:00", "05 10:00", "open", "Desk", "Vera"),
    ("05 10:00", "05 11:00", "hold", "Desk second", None),
    ("05 11:00", "06 09:00", "solved", "Desk second", "Boris"),
    ("06 09:00", "06 12:00", "open", "Desk second", "Vera"),
    ("06 12:00", "09 12:00", "solved", "Desk second", "Vera"),
    ("09 12:00", None, "closed", "Desk second", "Vera"),
]


def history(small: SmallDesk) -> list[tuple[object, ...]]:
    """Everything that is told of the ticket C1, in the order of time."""
    number = small.desk.ask(
        lambda c: c.execute("SELECT id FROM ticket WHERE source_id = 'cases:C1'").fetchone()[0]
    )
    row = small.row(number)
    reopens = small.desk.ask(
        lambda c: c.execute("SELECT reopens FROM ticket WHERE id = ?", (number,)).fetchone()[0]
    )
    ends = (row.created_at, row.updated_at, row.solved_at, row.closed_at)
    return [*spans(small, number), ends, (row.reason, row.priority, sorted(row.tags), reopens)]


def test_a_log_is_told_as_it_happened(
    small: SmallDesk, brought: Callable[..., ImportReport]
) -> None:
    report = brought(*ROWS.splitlines())
    assert (report.read, report.new, report.tickets_new) == (9, 9, 2)
    assert (report.skipped, report.not_understood) == ([], Counter())
    assert spans(small) == EXPECTED
    row = small.row(1)
    assert (row.subject, row.client, row.messages) == ("Printers", "Ann Lee", 0)
    assert (row.state, row.reason, row.priority, row.tags) == (
        "closed",
        "silence",
        3,
        ("networks",),
    )
    queues = {queue.name: queue.line for queue in small.desk.ask(desk_lists.queues)}
    assert queues["Desk second"] == 2
    everything(small.desk)


def test_events_name_who_and_when_and_every_row_leaves_one(
    small: SmallDesk, brought: Callable[..., ImportReport]
) -> None:
    brought(*ROWS.splitlines())
    events = small.desk.ask(threads.events, 1)
    told = Counter(event.field for event in events)
    assert (told["update"], told["state"], told["reopens"], told["owner_id"]) == (8, 6, 1, 4)
    assert [event.actor for event in events if event.field == "update"] == [
        *("Dispatch", "Vera", "Vera", "Boris", "Vera", "Vera", "Vera", "Nightly")
    ]
    assert [event.at for event in events] == sorted(event.at for event in events)
    working = {row.name: row.active for row in small.desk.ask(desk_lists.operators)}
    assert (working["Vera"], working["Nightly"]) == (True, False)
    assert all(row.login is None for row in small.desk.ask(desk_lists.operators) if row.id > 3)
    held = small.desk.ask(lambda c: c.execute("SELECT after FROM event").fetchall())
    assert not any("Printers" in (after or "") or "Ann" in (after or "") for (after,) in held)


@pytest.mark.parametrize("seed", range(6))
def test_rows_in_any_order_and_in_several_files_tell_the_same(
    make_desk: Callable[[str], SmallDesk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    monkeypatch.setattr(event_log, "ROWS_AT_HAND", 3)
    (tmp_path / "cases.toml").write_text(MAP, encoding="utf-8")
    options = ImportOptions(map=str(tmp_path / "cases.toml"))
    rows = [row for row in ROWS.splitlines() if ",-1," not in row]
    told = []
    for name, shuffled in (("plain", False), ("mixed", True)):
        small = make_desk(f"{name}.desk")
        choice = random.Random(seed)
        if shuffled:
            choice.shuffle(rows)
        for part in range(3):
            file = tmp_path / f"{name}{part}.csv"
            file.write_text(HEAD + "\n".join(rows[part::3] if shuffled else rows) + "\n")
            import_files(small.desk, [file], options)
        told.append(history(small))
        everything(small.desk)
    assert told[0] == told[1]


def test_the_same_file_again_changes_nothing_and_a_longer_one_adds(
    small: SmallDesk, brought: Callable[..., ImportReport]
) -> None:
    rows = ROWS.splitlines()
    brought(*rows[:4])
    assert small.row(1).state == "solved"
    again = brought(*rows[:4])
    assert (again.new, again.known, again.tickets_new) == (0, 4, 0)
    longer = brought(*(row.replace("Ann Lee", "whoever it is by now") for row in rows))
    assert (longer.new, longer.known, longer.tickets_new) == (5, 4, 1)
    assert spans(small) == EXPECTED
    everything(small.desk)


def test_what_the_desk_did_since_stands_when_more_of_the_past_comes(
    small: SmallDesk, brought: Callable[..., ImportReport]
) -> None:
    rows = ROWS.splitlines()
    brought(rows[0], rows[1])
    small.act(Assign(1, small.petro))
    small.act(SetState(1, "waiting"), "waiting_unanswered")
    brought(rows[2])
    row = small.row(1)
    assert (row.state, row.owner, row.queue, row.priority) == ("waiting", "Petro", "Desk second", 3)
    assert ("05 10:00", "hold") in [(span[0], span[2]) for span in spans(small)]
    everything(small.desk)


def test_what_is_not_understood_is_named_and_changes_nothing(
    small: SmallDesk, brought: Callable[..., ImportReport]
) -> None:
    rows = ROWS.splitlines()
    report = brought(rows[1], rows[2].replace("Vendor", "Parked").replace(",A,", ",Z,"))
    assert report.not_understood == {("state", "Parked"): 1, ("priority", "Z"): 1}
    assert (small.row(1).state, small.row(1).priority) == ("open", 1)


def test_rows_that_cannot_be_placed_are_left_out_by_name(
    brought: Callable[..., ImportReport],
) -> None:
    first, second, *_ = ROWS.splitlines()
    report = brought(
        first.replace("C1", "?"), second.replace("05 09:00", "05 25:00"), second.replace("C1", "C9")
    )
    reasons = [(item.where.rpartition(":")[2], item.reason) for item in report.skipped]
    assert reasons == [("2", "row.no_ticket"), ("3", "row.no_time")]
    assert (report.read, report.new) == (3, 1)


def test_times_are_read_in_the_zone_given_and_one_queue_takes_all(
    small: SmallDesk, brought: Callable[..., ImportReport]
) -> None:
    brought(ROWS.splitlines()[1], zone=ZoneInfo("Europe/Kyiv"), queue="Billing")
    assert spans(small) == [
        ("05 06:00", "05 07:00", "new", "Billing", None),
        ("05 07:00", None, "open", "Billing", "Vera"),
    ]


def test_a_row_of_several_entries_runs_on_after_midnight(small: SmallDesk, tmp_path: Path) -> None:
    calls = tmp_path / "calls.tsv"
    head = "vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start"
    head += " q_exit q_time outcome ser_start ser_exit ser_time server"
    served = "L1 7 4711 2 PS 990201 23:58:00 23:58:10 10 23:58:10 23:59:00 50 AGENT 23:58:59"
    served += " 0:03:00 241 DANA"
    left = "L1 8 0 0 NW 990202 10:00:00 10:00:05 5 10:00:05 10:01:00 55 HANG 0:00:00 0:00:00 0"
    left += " NO_SERVER"
    calls.write_text("\n".join(line.replace(" ", "\t") for line in (head, served, left)) + "\n")
    report = import_files(small.desk, [calls], ImportOptions())
    assert (report.read, report.tickets_new, report.skipped) == (2, 2, [])
    assert spans(small, 1) == [
        ("01 23:58", "01 23:58", "new", "PS", None),
        ("01 23:58", "02 00:03", "open", "PS", "DANA"),
        ("02 00:03", None, "closed", "PS", "DANA"),
    ]
    assert spans(small, 2) == [
        ("02 10:00", "02 10:01", "new", "NW", None),
        ("02 10:01", None, "closed", "NW", None),
    ]
    answered, hung_up = small.row(1), small.row(2)
    assert (answered.vip, answered.client, answered.tags) == (True, "4711", ("agent",))
    assert (hung_up.vip, hung_up.tags) == (False, ("hang",))
    everything(small.desk)


def test_a_log_that_names_one_ticket_for_all_ends_where_it_is_absurd(
    small: SmallDesk, brought: Callable[..., ImportReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_changes, "MOST_ENTRIES", 250)
    first = ROWS.splitlines()[1]
    report = brought(*(first.replace(",1,Vera", f",{n},Vera") for n in range(400)))
    assert (report.read, report.new) == (400, 200)
    assert [(item.reason, item.detail) for item in report.skipped] == [
        ("item.refused", "history.too_long")
    ] * 2
    everything(small.desk)


@pytest.mark.parametrize(
    "change",
    [
        HistoricChange("a b", AT),
        HistoricChange("a", AT, values=(("subject", "X"),)),
        HistoricChange("a", AT, values=(("tag:a b", "1"),)),
        HistoricChange("a", AT, values=(("state", "asleep"),)),
        HistoricChange("a", AT, values=(("state", None),)),
        HistoricChange("a", AT, values=(("priority", "9"),)),
    ],
    ids=repr,
)
def test_entries_that_make_no_sense_are_refused_as_a_whole(
    small: SmallDesk, change: HistoricChange
) -> None:
    log = HistoricTicket("x:1", "Lamp", ClientReference("Ann"), (), AT, changes=(change,))
    with pytest.raises(DeskError):
        small.desk.act(None, RecordHistory((log,)))
    assert small.desk.ask(lambda c: c.execute("SELECT count(*) FROM ticket").fetchone()) == (0,)


def test_parts_of_one_log_in_one_batch_are_one(small: SmallDesk) -> None:
    parts = [
        HistoricTicket(
            "x:1",
            "Lamp",
            ClientReference("Ann"),
            (),
            AT,
            changes=(HistoricChange(str(n), AT + timedelta(hours=n), values=(("state", state),)),),
        )
        for n, state in enumerate(("open", "solved", "open"), 1)
    ]
    small.desk.act(None, RecordHistory(tuple(parts)))
    assert [span[2] for span in spans(small)] == ["new", "open", "solved", "open"]
    everything(small.desk)
