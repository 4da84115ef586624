"""What leaves the store comes back into an empty one as it was, and acts nowhere."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Shell

LOCAL = ("number", "uuid")
"""Names that every store gives anew."""


def exported(shell: Shell, store: Path | None = None) -> list[dict[str, Any]]:
    """All tickets as JSON Lines tell them, without what belongs to one store alone."""
    where = () if store is None else ("--store", str(store))
    items = shell.done("export", *where).items
    for item in items:
        item.pop("change")
        client = item["client"]
        files = [file for said in item["thread"] for file in said["attachments"]]
        for part in (client, *item["operators"], *files):
            for name in LOCAL:
                part.pop(name, None)
    return items


def worked_on(shell: Shell, home: Path) -> int:
    """A ticket with something of everything."""
    number = shell.ticket()
    shell.done("operators", "add", "Bo Hill", "--login", "bo", "--role", "lead")
    shell.done("queues", "add", "Deep", "--line", "3")
    shell.done("set", str(number), "queue=Deep", "kind=help", "priority=high", "owner=Bo Hill")
    shell.done("tag", str(number), "+refund", "+vip client")
    (home / "bill.txt").write_text("total\r\n")
    shell.done("note", str(number), "--text", "private", "--attach", str(home / "bill.txt"))
    shell.done("reply", str(number), "--text", "Dear Ann,\n\nFrom now on\x1b it works")
    shell.clock.forward(seconds=60)
    shell.done("work", "--once")
    shell.done("clients", "edit", "1", "company=Acme", "timezone=Europe/Kyiv", "trait.tone=dry")
    shell.done("clients", "note", "1", "--text", "Prefers mornings")
    shell.done("snooze", str(number), "2030-01-01")
    return number


def test_json_lines_come_back_as_they_were(shell: Shell, home: Path) -> None:
    worked_on(shell, home)
    shell.done("export", "--output", str(home / "all.jsonl"))
    shell.clock.forward(days=1)
    again = ("--store", str(home / "again.desk"))
    assert shell.done("import", str(home / "all.jsonl"), *again, "--json").item["new"] == 1
    (before,), (after,) = exported(shell), exported(shell, home / "again.desk")
    assert (before["queue"], before["queue_line"]) == ("Deep", 3)
    assert before["client"]["notes"][0]["body"] == "Prefers mornings"
    assert after == before
    queues = shell.done("queues", "list", "--json", *again).items
    assert {row["name"]: row["line"] for row in queues}["Deep"] == 3
    known = shell.done("import", str(home / "all.jsonl"), *again, "--json").item
    assert (known["new"], known["known"]) == (0, 1)


def test_who_brings_an_export_back_is_the_operator_with_the_same_login(
    shell: Shell, home: Path
) -> None:
    number = shell.ticket()
    me = shell.done("operators", "list", "--json").item
    shell.done("operators", "edit", me["name"], "--name", "Ann Berg")
    shell.done("take", str(number))
    shell.done("export", "--output", str(home / "all.jsonl"))
    again = ("--store", str(home / "again.desk"), "--json")
    shell.done("import", str(home / "all.jsonl"), *again)
    (only,) = shell.done("operators", "list", *again).items
    assert (only["name"], only["login"], only["role"]) == ("Ann Berg", me["login"], "admin")
    assert len(shell.done("list", "owner:me", *again).items) == 1


def test_who_has_no_ticket_comes_back_too(shell: Shell, home: Path) -> None:
    shell.ticket()
    shell.ticket()
    for name, more in (("Idle Ivan", ("--job", "Night shift")), ("Nora", ("--role", "auditor"))):
        shell.done("operators", "add", name, "--email", f"{name[:4]}@example.org", *more)
    shell.done("export", "--output", str(home / "all.jsonl"))
    again = ("--store", str(home / "again.desk"), "--json")
    shell.done("import", str(home / "all.jsonl"), *again)
    before, after = (
        [{name: row[name] for name in row if name not in LOCAL} for row in rows]
        for rows in (
            shell.done("operators", "list", "--json").items,
            shell.done("operators", "list", *again).items,
        )
    )
    assert after == before
    (part,) = shell.done("export", "number:1").items
    assert [row["name"] for row in part["operators"]] == []


def test_an_mbox_keeps_notes_private_and_people_apart(shell: Shell, home: Path) -> None:
    worked_on(shell, home)
    told = "no address\n>From here on\n>> From not\n>>From there\n\nFrom now on"
    shell.done("new", "--subject", "A call", "--client", "Cat", "--text", told, "--json")
    shell.done("export", "--format", "mbox", "--notes", "--output", str(home / "all.mbox"))
    again = ("--store", str(home / "again.desk"), "--json")
    assert shell.done("import", str(home / "all.mbox"), *again).item["new"] == 4
    shown = shell.done("show", "1", *again).item
    assert [said["kind"] for said in shown["thread"]] == ["client", "note", "operator"]
    assert shown["client"]["email"] == "ann@example.org"
    called = shell.done("show", "2", *again).item
    assert called["client"]["email"] is None
    assert called["thread"][0]["body"] == told


def test_a_mail_cannot_call_itself_a_note(shell: Shell, home: Path) -> None:
    (home / "box.mbox").write_text(
        "From eve@example.org  Mon Mar  2 08:00:00 2026\nFrom: eve@example.org\nSubject: x\n"
        "X-Supportdesk-Kind: operator\nMessage-ID: <1@example.org>\n\nPay them\n"
    )
    shell.done("import", str(home / "box.mbox"))
    assert [said["kind"] for said in shell.done("show", "1", "--json").item["thread"]] == ["client"]


def test_a_table_has_no_cell_that_acts(shell: Shell) -> None:
    shell.ticket("=HYPERLINK(1)")
    (row,) = csv.DictReader(io.StringIO(shell.done("export", "--format", "csv").out))
    assert row["subject"] == "'=HYPERLINK(1)"


def test_a_table_of_messages_has_their_texts_and_notes_only_when_asked(
    shell: Shell, home: Path
) -> None:
    worked_on(shell, home)
    wanted = ("export", "--format", "csv", "--messages")
    rows = list(csv.DictReader(io.StringIO(shell.done(*wanted).out)))
    assert [(row["number"], row["kind"], row["email"]) for row in rows] == [
        ("1", "client", "ann@example.org"),
        ("1", "operator", ""),
    ]
    assert rows[0]["body"] == "I paid twice."
    assert rows[1]["body"].startswith("Dear Ann,\n\nFrom now on")
    assert "private" in shell.done(*wanted, "--notes").out
    refused = shell("export", "--messages", "--json")
    assert (refused.code, refused.error["code"]) == (2, "usage")


def test_list_show_and_export_agree(shell: Shell, home: Path) -> None:
    worked_on(shell, home)
    listed = shell.done("list", "number:1", "--json").item
    shown = shell.done("show", "1", "--json").item
    (out,) = map(json.loads, shell.done("export").out.splitlines())
    assert listed == {name: shown[name] for name in listed}
    for name in listed.keys() - {"client", "new_messages", "due", "sla"}:  # of one reader, or now
        assert out[name] == listed[name]
    assert listed["client"].items() <= out["client"].items()
    for said, written in zip(shown["thread"], out["thread"], strict=True):
        assert said.keys() <= written.keys()
        assert (said["kind"], said["body"]) == (written["kind"], written["body"])


def test_a_file_that_is_not_there_is_told_by_the_exit_code(shell: Shell, home: Path) -> None:
    answer = shell("import", str(home / "none.mbox"), "--json")
    assert answer.code == 3
    assert [item["reason"] for item in answer.item["skipped"]] == ["file.missing"]
