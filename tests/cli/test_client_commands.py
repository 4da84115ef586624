"""Clients from the shell: history, events, merging, forgetting, orders, properties, companies."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.outbound.other_system import HOOK, other_system

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "orders.md"


@pytest.fixture
def ann(shell: Shell) -> Shell:
    """The program on a store where Ann Lee has one ticket."""
    shell.ticket()
    return shell


def test_the_card_tells_properties_contract_and_events(ann: Shell) -> None:
    ann.done("client", "property", "add", "Plan", "--choice", "gold", "--pinned")
    ann.done("client", "property", "add", "Seats", "--kind", "number")
    ann.done("clients", "edit", "1", "company=Acme", "property.plan=GOLD", "property.Seats=12")
    ann.done("clients", "edit", "1", "channel=Telegram", "timezone=Europe/Kyiv")
    ann.done("organisations", "edit", "acme", "contract=Premium", "hours=8x5", "until=2026-12-31")
    ann.done("client", "event", "add", "1", "visit", "page=/pricing", "--text", "looked")
    item = ann.done("client", "show", "1", "--json").item
    assert item["properties"] == {"Plan": "gold", "Seats": "12"}
    assert item["organisation"]["hours"] == "mon-fri 09:00-18:00"
    assert (item["channel"], item["event_count"]) == ("telegram", 1)
    assert item["events"][0]["details"] == {"page": "/pricing"}
    told = ann.done("client", "show", "1").out
    for line in ("Plan: gold", "Contract: Premium", "Local time: 11:00", "Writes by: telegram"):
        assert line in told
    assert "Now: within the hours" in told
    ann.done("undo")
    assert ann.done("organisations", "show", "1", "--json").item["contract"] is None


def test_properties_are_changed_removed_and_brought_back(ann: Shell) -> None:
    ann.done("client", "property", "add", "Plan", "--choice", "gold", "--choice", "silver")
    ann.done("clients", "edit", "1", "property.Plan=gold")
    ann.done("client", "property", "edit", "plan", "--name", "Tariff", "--pinned")
    (row,) = ann.done("client", "property", "list", "--json").items
    assert (row["name"], row["choices"], row["pinned"]) == ("Tariff", ["gold", "silver"], True)
    refused = ann("client", "property", "edit", "Tariff", "--kind", "number", "--json")
    assert (refused.code, refused.error["code"]) == (1, "property.in_use")
    assert ann("clients", "edit", "1", "property.Tariff=bronze", "--json").code == 2
    assert ann("clients", "edit", "1", "property.Nothing=1", "--json").code == 3
    ann.done("client", "property", "remove", "Tariff")
    assert ann.done("client", "show", "1", "--json").item["properties"] == {}
    ann.done("undo")
    assert ann.done("client", "show", "1", "--json").item["properties"] == {"Tariff": "gold"}


def test_events_come_in_by_lines_and_the_same_one_once(ann: Shell) -> None:
    lines = [
        {"client": "ann@example.org", "kind": "visit", "at": "2026-03-01T10:00:00Z", "id": "v1"},
        {"client": 1, "kind": "order", "at": "2026-03-01T11:00:00", "text": "A-1", "id": "o1"},
        {"client": 1, "kind": "two words", "at": "2026-03-01T11:00:00Z"},
        {"kind": "visit"},
        {"client": "nobody@example.org", "kind": "visit", "at": "2026-03-01T10:00:00Z"},
    ]
    written = "\n".join(map(json.dumps, lines[:2])) + "\n"
    assert ann.done("client", "event", "import", "--json", stdin=written).item["recorded"] == 2
    ann.done("client", "event", "import", stdin=written)
    told = ann.done("client", "event", "list", "1", "--json").items
    assert [(one["kind"], one["text"]) for one in told] == [("order", "A-1"), ("visit", "")]
    for line in lines[3:]:
        wrong = ann("client", "event", "import", "--json", stdin=json.dumps(line))
        assert (wrong.code, wrong.item["wrong"]) == (2, 1)
    assert ann("client", "event", "import", stdin=json.dumps(lines[2])).code == 2
    assert ann("client", "event", "add", "1", "visit", "--at", "yesterday").code == 2


def test_the_history_is_paged_by_key_and_searched(ann: Shell) -> None:
    for n in range(5):
        ann.done("client", "event", "add", "1", "visit", f"page=/{n}")
    ann.done("clients", "note", "1", "--text", "Prefers mornings")
    every = ann.done("client", "history", "1", "--json").items
    assert [one["kind"] for one in every[:2]] == ["client_note", "client_event"]
    paged: list[str] = []
    key: list[str] = []
    while part := ann.done("client", "history", "1", "--limit", "3", "--json", *key).items:
        paged += [one["key"] for one in part]
        key = ["--before", part[-1]["key"]]
    assert paged == [one["key"] for one in every]
    found = ann.done("client", "history", "1", "--search", "morning", "--json").items
    assert [one["text"] for one in found] == ["Prefers mornings"]
    only = ann.done("client", "history", "1", "--only", "tickets", "--json").items
    assert [one["ticket"] for one in only] == [1]
    assert "There is more: --before" in ann.done("client", "history", "1", "--limit", "2").err
    assert ann("client", "history", "1", "--before", "x").code == 2
    assert ann("client", "history", "1", "--only", "x").code == 2


def test_two_clients_become_one_and_two_again(ann: Shell) -> None:
    ann.done(
        "new", "--subject", "x", "--client", "Ann Lee", "--email", "a@other.example", "--text", "y"
    )
    (row,) = ann.done("client", "duplicates", "1", "--json").items
    assert (row["number"], row["because"]) == (2, ["name"])
    assert "the same name" in ann.done("client", "duplicates", "1").out
    done = ann.done("client", "merge", "2", "1", "--json").item
    assert (done["done"], done["client"]) == ("MergeClients", 1)
    assert ann.done("client", "show", "2", "--json").item["number"] == 1
    assert ann.done("client", "duplicates", "1").out == "Nobody looks like the same person.\n"
    ann.done("undo")
    assert ann.done("client", "show", "2", "--json").item["emails"] == ["a@other.example"]


def test_forgetting_needs_a_yes_and_tells_what_went(ann: Shell) -> None:
    refused = ann("client", "forget", "1", "--json")
    assert (refused.code, refused.error["code"]) == (1, "client.not_forgotten")
    assert refused.error["stops"][0]["name"] == "forget"
    assert "cannot be undone" in refused.error["stops"][0]["message"]
    report = ann.done("client", "forget", "1", "--yes", "--json").item
    assert (report["blanked"]["messages"], report["clean"]) == (1, True)
    assert b"I paid twice" not in ann.store.read_bytes()
    assert b"ann@example.org" not in ann.store.read_bytes()
    item = ann.done("client", "show", "1", "--json").item
    assert (item["name"], item["emails"]) == ("—", [])
    assert item["forgotten"]
    assert ann("undo", "--json").error["code"] == "undo.forgotten"
    ann.done("doctor")


def test_orders_of_the_guide_are_told_kept_and_asked_again(ann: Shell, home: Path) -> None:
    missing = ann("client", "orders", "1", "--json")
    assert (missing.code, missing.error["code"]) == (3, "lookups.none")
    folder = home / "home" / ".config" / "supportdesk"
    folder.mkdir(parents=True)
    examples = re.findall(r"^```toml\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)
    example = next(one for one in examples if "bitrix24" in one)
    hook, file = folder / "bitrix24-hook", folder / "lookups.toml"
    hook.write_text(HOOK)
    hook.chmod(0o600)
    with other_system() as crm:
        file.write_text(example.replace("https://romashka.bitrix24.com", crm.url))
        refused = ann("client", "orders", "1", "--json")
        assert (refused.code, refused.error["code"]) == (2, "lookups.open_to_others")
        file.chmod(0o600)
        item = ann.done("client", "orders", "1", "--json").item
        assert item["lines"][0].startswith("1093 Ромашки")
        ann.done("client", "orders", "1")
        assert len(crm.asked) == 2, "the answer is new enough"
        crm.status = 500
        failed = ann("client", "orders", "1", "--fresh")
        assert failed.code == 1
        assert "refused with status 500" in failed.out
        assert "1093 Ромашки" in failed.out
    told = ann.done("client", "show", "1")
    assert "\x1b" not in told.out
    assert "Vases" in told.out
    for kept in home.rglob("*"):
        if kept.is_file() and kept != hook:
            assert HOOK.encode() not in kept.read_bytes(), kept


def test_organisations_are_listed_shown_and_renamed(ann: Shell) -> None:
    ann.done("clients", "edit", "1", "company=Acme")
    ann.done("organisations", "edit", "Acme", "name=Acme Ltd", "note=Pays late")
    (row,) = ann.done("organisations", "list", "acm", "--json").items
    assert (row["name"], row["note"]) == ("Acme Ltd", "Pays late")
    item = ann.done("organisations", "show", "Acme Ltd", "--json").item
    assert [person["name"] for person in item["people"]] == ["Ann Lee"]
    assert [ticket["number"] for ticket in item["tickets"]] == [1]
    assert "Pays late" in ann.done("organisations", "show", "1").out
    assert ann("organisations", "show", "Nobody").code == 3
    assert ann("organisations", "edit", "1", "hours=always", "--json").error["code"] == (
        "hours.invalid"
    )
    assert ann("organisations", "edit", "1", "colour=red", "--json").code == 2


def test_an_export_carries_everything_about_the_client(ann: Shell, home: Path) -> None:
    ann.done("client", "property", "add", "Plan", "--choice", "gold", "--pinned")
    ann.done("clients", "edit", "1", "company=Acme", "property.Plan=gold", "channel=phone")
    ann.done("organisations", "edit", "1", "hours=8x5", "contract=Premium")
    ann.done("client", "event", "add", "1", "visit", "page=/x")
    before = ann.done("client", "show", "1", "--json").item
    file = home / "all.jsonl"
    ann.done("export", "--output", str(file))
    other = str(home / "other.desk")
    ann.done("import", str(file), "--store", other)
    ann.done("import", str(file), "--store", other)
    after = ann.done("client", "show", "1", "--json", "--store", other).item
    for name in ("properties", "channel", "event_count", "events", "company"):
        assert after[name] == before[name], name
    for name in ("hours", "contract"):
        assert after["organisation"][name] == before["organisation"][name]
