"""Who works, on what, how queues are dealt: from the shell (R3)."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def crew(shell: Shell) -> Shell:
    """A desk of two lines whose first one is dealt; Ira works there, and an admin."""
    shell.done("queues", "add", "Second line", "--line", "2")
    shell.done("operators", "add", "Ira", "--login", "ira")
    shell.done("queues", "deal", "First line", "balanced")
    return shell


def ira(shell: Shell) -> dict[str, object]:
    """What scripts see of Ira."""
    items = shell.done("operators", "list", "--json").items
    return next(item for item in items if item["login"] == "ira")


def test_a_status_its_time_and_load_stand_in_the_list(crew: Shell) -> None:
    for _ in range(4):
        crew.ticket()
    assert crew.done("operators", "status", "ira", "available").out == "Ira is available now.\n"
    crew.clock.forward(minutes=12)
    (line,) = (one for one in crew.done("operators", "list").out.splitlines() if "Ira" in one)
    assert line.split() == "2 ira operator available 12 min 3/3 - - Ira".split()
    seen = ira(crew)
    assert (seen["status"], seen["load"], seen["cap"]) == ("available", 3, 3)
    assert (seen["since"], seen["oldest_unanswered"]) == (
        "2026-03-02T09:00:08Z",
        "2026-03-02T09:00:04Z",
    )
    crew.done("operators", "status", "ira", "break")
    crew.clock.forward(minutes=3)
    times = crew.done("operators", "times", "--json").items
    assert [(one["operator"], one["status"], one["seconds"]) for one in times] == [
        ("Ira", "available", 723),
        ("Ira", "break", 181),
    ]
    wrong = crew("operators", "status", "dancing", "--json")
    assert (wrong.code, wrong.error["code"]) == (2, "status.unknown")


def test_duties_are_set_and_taken_away(crew: Shell) -> None:
    crew.done(
        *("operators", "set", "ira", "--cap", "1=5", "--cap", "2=7", "--queue", "First line"),
        *("--skill", "UK", "--skill", "billing", "--starts", "9:30"),
    )
    seen = ira(crew)
    assert (seen["caps"], seen["cap"], seen["queues"]) == ({"1": 5, "2": 7}, 5, ["First line"])
    assert (seen["skills"], seen["starts"]) == (["billing", "uk"], "09:30")
    crew.done("operators", "set", "ira", "--cap", "none", "--queue", "all", "--skill", "none")
    seen = ira(crew)
    assert (seen["caps"], seen["queues"], seen["skills"]) == ({}, [], [])
    assert seen["starts"] == "09:30"
    assert crew("operators", "set", "ira", "--cap", "0=1").code == 2


def test_how_a_queue_is_dealt(crew: Shell) -> None:
    told = crew.done("queues", "deal", "1", "round_robin", "--take-back", "30", "--skill", "vip")
    assert told.out.startswith("Queue First line: in turn, untouched tickets are taken back after")
    first, second = crew.done("queues", "list", "--json").items
    assert (first["dealing"], first["take_back"], first["skills"]) == ("round_robin", 30, ["vip"])
    assert (second["dealing"], second["take_back"]) == ("off", 15)
    assert crew.done("queues", "deal", "1", "off").out == "Queue First line: by hand.\n"
    assert crew("queues", "deal", "1", "fairly").code == 2


def test_a_pass_is_explained_before_and_after(crew: Shell) -> None:
    crew.done("new", "--client", "Bo", "--text", "Hi", "--tag", "skill:uk")
    number = crew.ticket()
    shown = crew.done("show", str(number), "--json").item
    assert shown["waits"] == {"reason": "nobody_available"}
    assert "Waits: nobody available" in crew.done("show", str(number)).out
    crew.done("operators", "status", "ira", "available")
    crew.done("assign", str(number), "nobody")
    shown = crew.done("show", str(number), "--json", "--events").item
    assert (shown["owner"], shown["waits"]) == (None, {"reason": "nobody_available"})
    rules = [one["rule"] for one in shown["events"] if one["field"] == "owner_id"]
    assert rules == ["deal:balanced", None]
    assert "(dealt: most room)" in crew.done("show", str(number), "--events").out
    tried = crew.done("assign", "--auto", "--dry-run").out.splitlines()
    assert tried == ["#1 waits: nobody with uk", "#2 waits: nobody available"]
    crew.done("operators", "status", "available")
    assert crew.done("show", str(number), "--json").item["owner"] != "Ira"
    crew.done("queues", "deal", "1", "off")
    assert crew.done("assign", "--auto").out.startswith("Nothing waits to be dealt.")


def test_why_the_rest_stays(crew: Shell) -> None:
    crew.done("operators", "status", "ira", "available")
    numbers = [crew.ticket() for _ in range(4)]
    crew.done("new", "--client", "Bo", "--text", "Hi", "--tag", "skill:uk")
    said = crew.done("assign", "--auto").out.splitlines()
    assert said == [f"#{numbers[3]} waits: all busy 3/3", "#5 waits: nobody with uk"]
    (busy, without) = crew.done("assign", "--auto", "--json").items
    assert busy == {"ticket": 4, "operator": None, "reason": "all_busy", "load": 3, "cap": 3}
    assert without == {"ticket": 5, "operator": None, "reason": "nobody_with", "skills": ["uk"]}
    for wrong in (("--auto", "1"), ("1",), ("--dry-run",), ()):
        assert crew("assign", *wrong).code == 2


def test_over_a_cap(crew: Shell) -> None:
    crew.done("operators", "status", "ira", "available")
    number = [crew.ticket() for _ in range(4)][3]
    stopped = crew("take", str(number), "--as", "ira", "--json")
    assert (stopped.code, stopped.error["code"]) == (1, "assign.stopped")
    assert stopped.error["stops"][0]["message"] == (
        "You have 3 tickets; your cap on this line is 3. Finish one first."
    )
    crew.done("take", str(number), "--as", "ira", "--confirm", "cap")


def test_who_is_away(crew: Shell) -> None:
    told = crew.done("operators", "absent", "ira", "--to", "2026-03-05", "--substitute", "me")
    assert told.out == "Ira is away until 2026-03-06 00:00 (absence 1).\n"
    (item,) = crew.done("operators", "absences", "--json").items
    assert (item["operator"], item["from"], item["until"]) == (
        *("Ira", "2026-03-02T09:00:04Z", "2026-03-06T00:00:00Z"),
    )
    assert ira(crew)["away_until"] == "2026-03-06T00:00:00Z"
    assert "absent" in crew.done("operators", "list").out
    crew.done("operators", "back", "1")
    assert crew.done("operators", "absences", "--json").items == []
    assert crew("operators", "back", "1", "--json").error["code"] == "absence.over"


def test_what_is_too_much_for_one_is_moved_and_taken_back(shell: Shell) -> None:
    shell.done("operators", "add", "Eve", "--login", "eve")
    numbers = [shell.ticket() for _ in range(5)]
    for number in numbers:
        shell.done("take", str(number), "--confirm", "cap")
    for who in ("me", "eve"):
        shell.done("operators", "status", who, "available")
    planned = shell.done("assign", "--rebalance", "--dry-run", "--json").items
    assert [item["ticket"] for item in planned] == [numbers[4], numbers[3]]
    assert {item["operator"] for item in planned} == {"Eve"}
    assert "→ Eve" in shell.done("assign", "--rebalance").out
    loads = {one["name"]: one["load"] for one in shell.done("operators", "list", "--json").items}
    assert loads["Eve"] == 2
    assert "Nobody is over their cap" in shell.done("assign", "--rebalance").out
    shell.done("undo")
    loads = {one["name"]: one["load"] for one in shell.done("operators", "list", "--json").items}
    assert loads["Eve"] == 0
    assert shell("assign", "1", "me", "--rebalance").code == 2
    assert shell("assign", "1", "me", "--dry-run").code == 2
