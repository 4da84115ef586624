"""`bulk macro` and `bulk merge`: what is shown, done, left out, refused and taken back (F7, F8)."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def three(shell: Shell) -> Shell:
    """Three tickets of Ann Lee, and macros."""
    for subject in ("One", "Two", "Three"):
        shell.ticket(subject)
    save = ("macros", "save")
    shell.done(*save, "Calm", "--priority", "low", "--add", "calm", "--note", "{{ ask['why'] }}")
    shell.done(*save, "Tell", "--reply", "Dear {{ client.first_name }}.", "--send")
    shell.done(*save, "Look", "--reply", "Dear {{ client.first_name }}.")
    shell.done(*save, "Finish", "--state", "solved")
    return shell


def tags(shell: Shell) -> list[object]:
    """The tags of every ticket."""
    return [item["tags"] for item in shell.done("list", "number>=1", "--json").items]


def test_a_macro_is_shown_done_and_taken_back_in_one(three: Shell) -> None:
    asked = ("bulk", "macro", "number>=1", "Calm", "--ask", "why=quiet")
    told = three.done(*asked, "--dry-run").out
    for line in ("#1", "tag: - → calm", "quiet", "3 tickets would be changed; nothing was."):
        assert line in told
    assert tags(three) == [[], [], []]
    item = three.done(*asked, "--yes", "--json").item
    assert (item["done"], item["tickets"], item["refused"]) == ("RunMacro", [1, 2, 3], [])
    assert [one["ticket"] for one in item["preview"]] == [1, 2, 3]
    assert tags(three) == [["calm"]] * 3
    three.done("undo")
    assert tags(three) == [[], [], []]


def test_tickets_without_a_value_or_a_change_are_left_and_named(three: Shell) -> None:
    answer = three("bulk", "macro", "number>=1", "Calm", "--yes", "--json")
    assert (answer.code, answer.error["code"]) == (1, "bulk.empty")
    told = three("bulk", "macro", "number>=1", "Calm", "--yes").out
    assert "3 tickets have empty places (ask: why) and stay as they are: #1, #2, #3" in told
    three.done("tag", "2", "+calm")
    three.done("set", "2", "priority=low")
    three.done("macros", "save", "Calm", "--note", "")
    item = three.done("bulk", "macro", "number>=1", "Calm", "--yes", "--json").item
    assert item["tickets"] == [1, 3]
    assert item["left_out"] == {"empty_places": [], "draft": [], "unchanged": [2]}


def test_a_reply_goes_at_once_or_not_to_many_and_never_past_a_draft(three: Shell) -> None:
    refused = three("bulk", "macro", "number>=1", "Look", "--yes", "--json")
    assert (refused.code, refused.error["code"]) == (1, "macro.one_by_one")
    assert "bulk reply QUERY --template" in refused.error["message"]
    three.done("drafts", "save", "2", "--text", "half")
    item = three.done("bulk", "macro", "number>=1", "Tell", "--yes", "--json").item
    assert (item["tickets"], item["left_out"]["draft"]) == ([1, 3], [2])
    assert three.done("drafts", "list", "--json").items[0]["ticket"] == 2


def test_the_kind_that_solving_needs_is_given_once(three: Shell) -> None:
    three.done("set", "1", "kind=praise")
    without = three("bulk", "macro", "number>=1", "Finish", "--yes", "--json")
    assert without.code == 1
    assert [one["ticket"] for one in without.item["refused"]] == [2, 3]
    three.done("undo")
    three.done("bulk", "macro", "number>=1", "Finish", "--kind", "Help", "--yes")
    kinds = [item["kind"] for item in three.done("list", "number>=1", "--json").items]
    assert kinds == ["praise", "help", "help"]


def test_all_of_them_become_one_and_come_back(three: Shell) -> None:
    dry = three.done("bulk", "merge", "number>=1", "2", "--dry-run", "--json").item
    assert dry["refused"] == []
    three.done("bulk", "merge", "number>=1", "2", "--yes")
    states = {
        item["number"]: item["state"] for item in three.done("list", "number>=1", "--json").items
    }
    assert (states[1], states[3]) == ("merged", "merged")
    assert three.done("show", "2", "--json").items[0]["messages"] == 3
    three.done("undo")
    assert three.done("show", "2", "--json").items[0]["messages"] == 1


def test_tickets_of_another_client_are_named_before_they_are_merged(three: Shell) -> None:
    three.done("new", "--client", "Bob", "--subject", "Mine", "--text", "Hello")
    answer = three("bulk", "merge", "number>=1", "4", "--yes")
    assert answer.code == 1
    assert "--confirm other_client" in answer.out
    three.done("bulk", "merge", "number>=1", "4", "--yes", "--confirm", "other_client")
