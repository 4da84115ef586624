"""`bulk`: many tickets by one command, one undo, JSON and exit codes."""

import pytest

from supportdesk.desk import bulk as bulk_rules
from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import Envelope, Receipt
from tests.cli.conftest import Shell


@pytest.fixture
def three(shell: Shell) -> Shell:
    """A desk with three new tickets of Ann Lee."""
    for subject in ("One", "Two", "Three"):
        shell.ticket(subject)
    return shell


def fields(shell: Shell, name: str) -> dict[int, object]:
    """Number → a field of every ticket."""
    query = "number>=1"
    return {item["number"]: item[name] for item in shell.done("list", query, "--json").items}


def test_every_change_on_every_ticket_of_a_query_and_one_undo(three: Shell) -> None:
    for words, name, expected in (
        (("set", "state:new", "priority=high", "kind=help"), "priority", "high"),
        (("take", "subject:two OR subject:one"), "owner", None),
        (("tag", "-category:done", "+outage", "-old"), "tags", ["outage"]),
        (("snooze", "-category:done", "2h"), "wake", "2026-03-02T11"),
        (("set", "-category:done", "state=solved", "kind=help"), "state", "solved"),
    ):
        before = fields(three, name)
        three.done("bulk", words[0], "--yes", *words[1:])
        after = fields(three, name)
        changed = [number for number in after if before[number] != after[number]]
        assert len(changed) == (2 if words[0] == "take" else 3), words
        if expected is not None:
            assert all(str(expected) in str(after[number]) for number in changed)
        three.done("undo")
        assert fields(three, name) == before
        three.done("redo")
        assert fields(three, name) == after


def test_a_receipt_names_what_was_done_and_what_was_refused_and_why(three: Shell) -> None:
    three.done("set", "2", "state=closed")
    answer = three("bulk", "set", "number>=1", "state=spam", "--yes", "--json")
    assert answer.code == 1
    assert (answer.item["done"], answer.item["tickets"]) == ("SetState", [1, 3])
    [refused] = answer.item["refused"]
    assert (refused["ticket"], refused["code"]) == (2, "state.not_allowed")
    assert "cannot become spam" in refused["message"]
    assert three.done("undo", answer.item["envelope"], "--json").item["tickets"] == [3, 1]
    told = three("bulk", "set", "number>=1", "state=spam", "--yes")
    assert "2 tickets changed." in told.out
    assert "#2: Ticket 2 is closed" in told.out


def test_nothing_is_done_without_consent_and_a_dry_run_tells_what_would_be(three: Shell) -> None:
    refused = three("bulk", "take", "state:new", "--json")
    assert (refused.code, refused.error["code"]) == (1, "bulk.unconfirmed")
    assert refused.error["parameters"] == {"count": 3}
    dry = three.done("bulk", "take", "state:new", "--dry-run", "--json").item
    assert (dry["dry_run"], dry["tickets"]) == (True, [1, 2, 3])
    assert set(fields(three, "owner").values()) == {None}
    assert three("bulk", "take", "", "--yes").code == 2
    assert three("bulk", "take", "subject:nothing", "--yes").code == 1


def test_a_stop_is_told_by_its_name_and_passes_when_confirmed(three: Shell) -> None:
    told = three("bulk", "set", "state:new", "state=waiting", "--yes")
    assert told.code == 1
    assert "--confirm waiting_unanswered" in told.out
    done = three(
        "bulk", "set", "state:new", "state=waiting", "--yes", "--confirm=waiting_unanswered"
    )
    assert done.code == 0
    assert set(fields(three, "state").values()) == {"waiting"}


def test_a_reply_is_filled_in_for_each_shown_and_never_sent_with_a_gap(three: Shell) -> None:
    three.done(
        "new",
        "--subject",
        "Four",
        "--client",
        "Bo",
        "--email",
        "bo@example.org",
        "--text",
        "Hello?",
    )
    three.done("clients", "edit", "bo@example.org", "phone=+380501234567")
    body = "Hello {{ client.first_name }}, we call {{ client.phone }}."
    three.done("templates", "add", "Call back", "--text", body)
    dry = three("bulk", "reply", "state:new", "--template", "Call back", "--dry-run", "--json").item
    assert len(dry["preview"]) == 3
    assert "Hello Ann, we call ⟦client.phone⟧." in dry["preview"][0]["text"]
    assert [left["code"] for left in dry["refused"]] == ["reply.unresolved"] * 3
    told = three("bulk", "reply", "state:new", "--template", "Call back", "--yes")
    assert told.code == 1
    assert "3 replies have empty places and are not sent." in told.out
    assert fields(three, "replies") == {1: 0, 2: 0, 3: 0, 4: 1}
    three.done("undo")
    assert set(fields(three, "replies").values()) == {0}


def test_a_note_goes_on_every_ticket(three: Shell) -> None:
    three.done("bulk", "note", "state:new", "--text", "Known outage {{ x }}", "--yes")
    assert set(fields(three, "messages").values()) == {2}
    kept = three.done("show", "2", "--json").item["thread"][-1]
    assert (kept["kind"], kept["body"]) == ("note", "Known outage {{ x }}")


def test_a_change_that_is_interrupted_says_how_to_go_on_and_how_to_go_back(
    three: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_rules, "SECONDS_AT_ONCE", -1)
    submit, parts = Desk.submit, iter((True, True))

    def interrupted(desk: Desk, envelope: Envelope) -> Receipt:
        if not next(parts, False):
            raise KeyboardInterrupt
        return submit(desk, envelope)

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "submit", interrupted)
        answer = three("bulk", "note", "state:new", "--text", "Known", "--yes", "--json")
    assert (answer.code, answer.error["code"]) == (130, "bulk.interrupted")
    assert answer.error["parameters"] == {"left": 1}
    assert fields(three, "messages") == {1: 2, 2: 2, 3: 1}
    assert three.done("redo", "--json").item["tickets"] == [3]
    three.done("undo")
    assert set(fields(three, "messages").values()) == {1}
