"""Time on tickets in the shell: shown, added, corrected, exported, and who may see it (F42)."""

import csv

from supportdesk.desk.opening import open_desk
from supportdesk.domain.memory import SpendTime
from supportdesk.domain.time_spent import MINUTE, QUARTER, Spell
from tests.cli.conftest import Shell


def counted(shell: Shell, operator: int, ticket: int, spent: int) -> None:
    """A console has counted these minutes just now."""
    desk = open_desk(shell.store, shell.clock)
    quarter = int(shell.clock().timestamp() * 1000) // QUARTER * QUARTER
    desk.remember(SpendTime(operator, (Spell(ticket, "reply", quarter, spent * MINUTE),)))
    desk.close()


def test_time_is_shown_entered_and_taken_back(shell: Shell) -> None:
    number = shell.ticket()
    counted(shell, 1, number, 7)
    told = shell.done("time", "add", str(number), "1h30", "--reason", "visit", "--work", "call").out
    assert "1 h 30 min more (call)" in told
    shell.done("time", "correct", str(number), "5m", "--reason", "phone rang", "--work", "reply")
    items = shell.done("time", "show", str(number), "--json").items
    assert [(item["work"], item["seconds"]) for item in items] == [("call", 5400), ("reply", 300)]
    shown = shell.done("time", "show").out
    assert "In all: 1 h 35 min" in shown
    assert "−2 min, phone rang" in shown
    shell.done("undo")
    items = shell.done("time", "show", "--json").items
    assert [(item["work"], item["seconds"]) for item in items] == [("call", 5400), ("reply", 420)]
    for arguments, code, exit_code in (
        (("time", "add", str(number), "soon", "--reason", "x"), "duration.unknown", 2),
        (("time", "add", "99", "5m", "--reason", "x"), "ticket.missing", 3),
        (("time", "add", str(number), "5m", "--reason", " "), "time.reason", 2),
    ):
        refused = shell(*arguments, "--json")
        assert (refused.error["code"], refused.code) == (code, exit_code)


def test_operators_see_their_own_and_leads_everybodys(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("operators", "add", "Petro", "--login", "petro")
    counted(shell, 1, number, 7)
    counted(shell, 2, number, 3)
    mine = shell.done("--as", "petro", "time", "show", "--json").items
    assert [(item["operator"], item["seconds"]) for item in mine] == [("Petro", 180)]
    assert len(shell.done("time", "show", "--json").items) == 2
    assert len(shell.done("time", "show", "--operator", "petro", "--json").items) == 1
    for whose in ("all", "1", "nobody"):
        refused = shell("--as", "petro", "time", "export", "--operator", whose, "--json")
        assert (refused.error["code"], refused.code) == ("time.not_own", 1), whose


def test_an_export_names_every_entry_of_a_period(shell: Shell) -> None:
    number = shell.ticket()
    counted(shell, 1, number, 7)
    shell.clock.forward(days=2)
    shell.done("time", "add", str(number), "10", "--reason", "=cmd()")
    table = shell.done("time", "export").out
    first, second = csv.DictReader(table.splitlines())
    assert (first["seconds"], first["source"], first["reason"]) == ("420", "timer", "")
    assert (second["seconds"], second["source"], second["reason"]) == ("600", "added", "'=cmd()")
    today = shell.done("time", "export", "--format", "json", "--since", "today").items
    assert [item["reason"] for item in today] == ["=cmd()"]
    before = shell.done("time", "export", "--format", "json", "--until", "yesterday").items
    assert [item["source"] for item in before] == ["timer"]
