"""Custom fields on the command line: a file loaded, values set, found and carried over (F23)."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

FILE = """
[fields.order]
title = "Order"
type = "text"

[fields.plan]
title = "Plan"
type = "select"
choices = ["basic", "Pro Max"]

[fields.delivery]
type = "date"
"""


@pytest.fixture
def file(home: Path) -> Path:
    """A file of three fields."""
    path = home / "fields.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def names(shell: Shell) -> list[str]:
    """The fields there are, retired ones in brackets."""
    items = shell.done("fields", "list", "--json").items
    return [f"({item['name']})" if item["retired"] else item["name"] for item in items]


def test_a_file_is_tried_loaded_and_taken_back(shell: Shell, file: Path) -> None:
    shell.ticket()
    tried = shell.done("fields", "apply", str(file), "--dry-run", "--json").items
    assert [(item["name"], item["change"]) for item in tried] == [
        ("order", "new"),
        ("plan", "new"),
        ("delivery", "new"),
    ]
    assert names(shell) == []
    shell.done("fields", "apply", str(file))
    assert names(shell) == ["order", "plan", "delivery"]
    assert "so already" in shell.done("fields", "apply", str(file)).out
    exported = shell.done("fields", "export").out
    file.write_text(exported.replace("Pro Max", "gold").partition("[fields.delivery]")[0])
    told = shell.done("fields", "apply", str(file)).out
    assert "plan (select): changed" in told
    assert "delivery (date): retired" in told
    assert names(shell) == ["order", "plan", "(delivery)"]
    shell.done("undo")
    assert names(shell) == ["order", "plan", "delivery"]


def test_values_are_set_found_shown_and_carried_over(shell: Shell, file: Path) -> None:
    number, other = shell.ticket(), shell.ticket("Another")
    shell.done("fields", "apply", str(file))
    shell.done("set", str(number), "order=A-1", "plan=pro max", "field.delivery=fri")
    shown = shell.done("show", str(number), "--json").item
    assert shown["fields"] == {"order": "A-1", "plan": "Pro Max", "delivery": "2026-03-06"}
    assert "Order: A-1" in shell.done("show", str(number)).out
    assert "field plan: - → Pro Max" in shell.done("show", str(number), "--events").out
    found = shell.done("list", 'plan:"pro max" delivery>today', "--json").items
    assert [item["number"] for item in found] == [number]
    shell.done("bulk", "set", "order:none", "order=B-2", "--yes")
    assert shell.done("show", str(other), "--json").item["fields"] == {"order": "B-2"}
    lines = shell.done("export").out
    (shell.store.parent / "all.jsonl").write_text(lines, encoding="utf-8")
    elsewhere = ("--store", str(shell.store.parent / "other.store"))
    shell.done(*elsewhere, "import", str(shell.store.parent / "all.jsonl"))
    carried = shell.done(*elsewhere, "list", "order:a-1", "--json").items
    assert [item["fields"] for item in carried] == [shown["fields"]]
    assert "field.order" in shell.done("export", "--format", "csv").out.splitlines()[0]


def test_what_cannot_be_is_refused_with_its_code(shell: Shell, file: Path) -> None:
    number = str(shell.ticket())
    shell.done("fields", "apply", str(file))
    for arguments, code, exit_code in (
        (("set", number, "plan=gold"), "field.value", 2),
        (("set", number, "delivery=soon"), "field.value", 2),
        (("set", number, "ordr=A"), "field.unknown", 2),
        (("fields", "add", "state", "--type", "int"), "field.name_taken", 2),
        (("fields", "add", "order", "--type", "int"), "field.type_fixed", 1),
        (("fields", "retire", "nothing"), "field.missing", 3),
        (("fields", "apply", "nothing.toml"), "field.file_missing", 3),
    ):
        refused = shell(*arguments, "--json")
        assert (refused.error["code"], refused.code) == (code, exit_code), arguments
    for wrong in (
        "x = 1",
        "[fields]\na = 1",
        "[fields.a]\ntype = 1",
        "[fields.a]\nkind = 'x'",
        "[",
    ):
        file.write_text(wrong)
        assert shell("fields", "apply", str(file), "--json").error["code"] == "field.file", wrong
    assert names(shell) == ["order", "plan", "delivery"]


def test_one_field_is_added_changed_and_retired(shell: Shell) -> None:
    shell.ticket()
    assert "There are no fields yet." in shell.done("fields", "list").out
    shell.done("fields", "add", "plan", "--type", "select", "--choice", "a", "--choice", "b")
    shell.done("fields", "add", "order", "--type", "text", "--title", "Order")
    shell.done("fields", "add", "plan", "--type", "select", "--choice", "a", "--title", "Plan")
    first, second = shell.done("fields", "list", "--json").items
    assert (first["title"], first["choices"], first["former_choices"]) == ("Plan", ["a"], ["b"])
    assert second["name"] == "order"
    shell.done("fields", "retire", "plan")
    assert names(shell) == ["order", "(plan)"]


def test_a_view_has_a_column_of_a_field(shell: Shell, file: Path) -> None:
    number = shell.ticket()
    shell.done("fields", "apply", str(file))
    shell.done("set", str(number), "order=A-1")
    shell.done("views", "save", "Orders", "order:A-1", "--columns", "order,queue")
    heading, line, *_rest = shell.done("list", "--view", "orders").out.splitlines()
    assert heading.split() == ["Number", "Order", "Queue", "Subject"]
    assert "A-1" in line.split()
    assert [one["tickets"] for one in shell.done("views", "list", "--json").items][-1] == 1
    refused = shell("views", "save", "Else", "a", "--columns", "shoe", "--json")
    assert "order" in refused.error["message"]


@pytest.mark.parametrize("name", ["vip", "messages", "created"])
def test_no_field_is_called_what_tickets_have_already(shell: Shell, name: str) -> None:
    shell.ticket()
    assert shell("fields", "add", name, "--type", "text").code == 2
