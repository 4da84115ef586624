"""Merging, splitting, linking and renaming tags from the shell; links travel with an export."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_merge_undo_and_what_show_says(shell: Shell) -> None:
    first, second = shell.ticket(), shell.ticket("Other matter", "Second text")
    merged = shell.done("merge", str(second), str(first), "--json").item
    assert (merged["done"], merged["tickets"]) == ("MergeTicket", [first, second])
    target = shell.done("show", str(first), "--json").item
    assert [message["body"] for message in target["thread"]] == ["I paid twice.", "Second text"]
    assert target["links"] == [{"kind": "merged", "ticket": second, "other": first}]
    assert "Links: merged into #1" in shell.done("show", str(second)).out
    told = shell.done("show", str(first), "--events").out
    assert "Links: holds #2" in told
    assert "message moved from ticket 2 to 1" in told
    refused = shell("set", str(second), "state=open")
    assert refused.code == 1
    assert "supportdesk show 1" in refused.err
    assert shell.done("undo", "--json").item["done"] == "MergeTicket"
    assert shell.done("show", str(second), "--json").item["state"] == "new"


def test_another_clients_ticket_needs_a_confirmation(shell: Shell) -> None:
    first = shell.ticket()
    shell.done("new", "--subject", "Mine", "--client", "Bo", "--text", "Hello")
    refused = shell("merge", "2", str(first), "--json")
    assert (refused.code, refused.error["stops"][0]["name"]) == (1, "other_client")
    shell.done("merge", "2", str(first), "--confirm", "other_client")


def test_split_takes_the_numbered_message_else_the_clients_last(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("note", str(number), "--text", "a thought")
    made = shell.done("split", str(number), "--subject", "Another matter", "--json").item
    child = shell.done("show", str(made["ticket"]), "--json").item
    assert (child["subject"], child["thread"][0]["body"]) == ("Another matter", "I paid twice.")
    assert child["links"] == [{"kind": "parent", "ticket": 2, "other": 1}]
    again = shell("split", str(number))
    assert again.code == 1
    assert "has begun ticket 2 already" in again.err
    assert "supportdesk show 2" in again.err
    assert "--confirm split" in again.err
    assert "1. Client Ann Lee" in shell.done("show", str(number)).out
    assert shell("split", str(number), "--message", "2", "--json").error["code"] == (
        "split.not_clients"
    )
    missing = shell("split", str(number), "--message", "9", "--json")
    assert (missing.code, missing.error["code"]) == (3, "split.no_message")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("parent", "child of #1"),
        ("duplicate", "duplicate of #1"),
        ("problem", "incident of #1"),
        ("follow-up", "follow-up of #1"),
    ],
)
def test_links_are_set_shown_and_taken_away(shell: Shell, kind: str, said: str) -> None:
    for subject in ("One", "Two"):
        shell.ticket(subject)
    assert shell.done("link", "2", kind, "1").out.strip() == f"Ticket 2: {said}."
    assert f"Links: {said}" in shell.done("show", "2").out
    circle = shell("link", "1", kind, "2", "--json")
    assert (circle.code, circle.error["code"]) == (1, "link.circle")
    shell.done("unlink", "1", "2")
    assert shell.done("show", "2", "--json").item["links"] == []
    assert shell("link", "2", "cousin", "1").code == 2


def test_what_looks_the_same_is_offered_when_a_ticket_is_made(shell: Shell) -> None:
    shell.ticket()
    again = shell.done(
        "new",
        "--subject",
        "Where is my refund",
        "--email",
        "ann@example.org",
        "--client",
        "Ann Lee",
        "--text",
        "Hello?",
    )
    assert "supportdesk merge 2 1" in again.err
    item = shell.done("duplicates", "2", "--json").item
    assert (item["number"], item["likeness"] >= 0.6) == (1, True)
    assert shell.done("duplicates", "2").out.splitlines()[1].split()[0] == "#1"


def test_tags_are_listed_renamed_and_made_one(shell: Shell) -> None:
    for tags in ("+refnd", "+refund", "+vip"):
        shell.done("tag", str(shell.ticket()), tags)
    stopped = shell("tags", "rename", "refnd", "refund", "--json")
    assert (stopped.code, stopped.error["stops"][0]["name"]) == (1, "tag_in_use")
    shell.done("tags", "merge", "refnd", "refund")
    shell.done("tags", "rename", "vip", "important")
    assert shell.done("tags", "list", "--json").items == [
        {"tag": "important", "tickets": 1, "synonyms": ["vip"]},
        {"tag": "refund", "tickets": 2, "synonyms": ["refnd"]},
    ]
    assert len(shell.done("list", "tag:refund", "--json").items) == 2
    assert shell("tags", "merge", "refund", "nothing").code == 3
    shell.done("undo")
    assert [item["tag"] for item in shell.done("tags", "list", "--json").items][1:] == ["vip"]


def test_links_travel_with_an_export_whatever_the_order(shell: Shell, home: Path) -> None:
    for subject in ("One", "Two", "Three", "Four"):
        shell.ticket(subject, f"{subject} said")
    shell.done("link", "1", "parent", "4")
    shell.done("link", "2", "follow-up", "1")
    shell.done("merge", "3", "4")
    before = {n: shell.done("show", str(n), "--json").item for n in (1, 2, 3, 4)}
    shell.done("export", "--output", str(home / "all.jsonl"))
    other = ("--store", str(home / "other.store"))
    report = shell.done("import", str(home / "all.jsonl"), *other, "--json").items[-1]
    assert report["skipped"] == []
    for number, was in before.items():
        now = shell.done("show", str(number), "--json", *other).item
        for name in ("links", "state", "subject", "updated", "follow_up_of"):
            assert now[name] == was[name], (number, name)
    again = shell.done("import", str(home / "all.jsonl"), *other, "--json").items[-1]
    assert again["new"] == 0
    faults = shell.done("doctor", "--json", *other).items
    assert not [item for item in faults if item.get("faults")]


def test_similar_solved_tickets_are_listed_with_the_words_in_common(shell: Shell) -> None:
    shell.ticket("Printer jams", "Paper jams the printer")
    shell.done("assign", "1", "me")
    shell.done("set", "1", "state=solved", "kind=help")
    shell.ticket("The printer", "It jams, paper everywhere")
    (told,) = shell.done("similar", "2", "--json").items
    assert (told["number"], told["state"]) == (1, "solved")
    assert sorted(told["words"]) == ["jams", "paper", "printer"]
    assert 0.2 <= told["likeness"] <= 1
    shown = shell.done("similar", "2").out
    assert "#1" in shown
    assert "jams" in shown
    assert shell.done("similar", "1").out == "No solved ticket is like ticket 1.\n"
    assert (shell("similar", "9", "--json").code, shell("similar").code) == (3, 2)
