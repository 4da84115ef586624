"""The past in the shell: events of the whole desk, a ticket and a board at past moments."""

import pytest

from supportdesk.domain.roles import MAY_AUDIT, ROLES
from supportdesk.store.read import audit
from tests.cli.conftest import Shell
from tests.small_desk import SmallDesk


def test_the_newest_event_of_the_desk_comes_first_with_all_about_it(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("take", str(number))
    newest = shell.done("events", "--json", "--limit", "1").item
    assert newest["ticket"] == number
    assert newest["subject"] == "ticket"
    assert newest["action"] == "Assign"
    assert set(newest) == {
        *("seq", "at", "actor", "by", "action", "rule", "ticket", "subject", "id", "field"),
        *("from", "to", "envelope"),
    }
    told = shell.done("events").out
    assert f"#{number}  state: new → open  (Assign)" in told


def test_events_are_asked_by_ticket_person_time_and_kind(shell: Shell) -> None:
    first, second = shell.ticket(), shell.ticket("Another thing")
    shell.done("set", str(first), "priority=high")
    shell.clock.forward(days=2)
    shell.done("set", str(second), "priority=low")

    def seen(*arguments: str) -> list[tuple[object, object]]:
        found = shell.done("events", *arguments, "--json", "--limit", "0").items
        return [(event["ticket"], event["field"]) for event in found]

    assert seen("priority:high", "--field", "priority") == [(first, "priority")]
    assert seen("--field", "priority") == [(second, "priority"), (first, "priority")]
    assert seen("--field", "priority", "--since", "-1d") == [(second, "priority")]
    assert seen("--field", "priority", "--until", "2026-03-02") == [(first, "priority")]
    assert (first, "present") in seen("--field", "created,message")
    assert seen("--field", "priority", "--by", "nobody") == []
    assert len(seen("--field", "priority", "--by", "me")) == 2
    assert shell.done("events", "--field", "no_such").out == "No event fits.\n"


def test_events_are_paged_by_their_number(shell: Shell) -> None:
    shell.ticket()
    whole = [event["seq"] for event in shell.done("events", "--json", "--limit", "0").items]
    assert whole == sorted(whole, reverse=True)
    first = shell.done("events", "--json", "--limit", "3")
    more = shell.done("events", "--json", "--limit", "0", "--before", str(whole[2])).items
    assert [event["seq"] for event in first.items] + [event["seq"] for event in more] == whole
    assert f"--before {whole[2]}" in first.err


def test_changes_of_the_desk_itself_are_events(shell: Shell) -> None:
    shell.ticket()
    shell.done("templates", "add", "Hello", "--text", "Good day")
    shell.done("views", "save", "Ours", "owner:me")
    shell.done("queues", "add", "Billing", "--line", "2")
    shell.done("options", "set", "writing_lock=on")
    shell.done("operators", "add", "Eva Hart", "--login", "eva", "--role", "auditor")
    about = {event["subject"] for event in shell.done("events", "--json", "--limit", "0").items}
    assert {"template", "saved_view", "queue", "desk", "operator"} <= about
    roles = shell.done("events", "--about", "operator", "--field", "role", "--json").items
    assert [(event["from"], event["to"]) for event in roles][:1] == [("operator", "auditor")]


def test_texts_of_people_do_not_come_into_the_audit(shell: Shell) -> None:
    number = shell.ticket("Where is SECRETWORD?", "SECRETWORD in the text")
    shell.done("set", str(number), "subject=SECRETWORD again")
    assert "SECRETWORD" in shell.done("show", str(number), "--events", "--json").out
    for arguments in ((), ("--json",)):
        assert "SECRETWORD" not in shell.done("events", *arguments, "--limit", "0").out


@pytest.mark.parametrize("role", ROLES)
def test_only_some_roles_read_the_audit(shell: Shell, role: str) -> None:
    shell.ticket()
    shell.done("operators", "add", "Eva Hart", "--login", "eva", "--role", role)
    asked = shell("events", "--as", "eva", "--json")
    if role in MAY_AUDIT:
        assert asked.code == 0
    else:
        assert (asked.code, asked.error["code"]) == (1, "audit.not_allowed")


def test_a_ticket_is_shown_as_it_stood(shell: Shell) -> None:
    number = shell.ticket()
    shell.clock.forward(hours=2)
    shell.done("set", str(number), "state=closed", "kind=help", "priority=high")
    shell.done("reply", str(number), "--text", "It is on its way.")
    then = shell.done("show", str(number), "--at", "-1h", "--json").item
    now = shell.done("show", str(number), "--json").item
    assert (then["state"], then["priority"], then["kind"]) == ("new", "normal", None)
    assert (then["closed"], then["owner"], then["known"]) == (None, None, True)
    assert [message["kind"] for message in then["thread"]] == ["client"]
    of_the_present = {"new_messages", "clocks", "due", "sla", "waits", "followers"}
    assert set(now) - of_the_present <= set(then)
    told = shell.done("show", str(number), "--at", "-1h", "--events").out
    assert told.startswith("As it was 2026-03-02 10:00\n")
    assert "State: new" in told
    assert "What happened until then:" in told
    assert "state: new → closed" not in told


def test_two_moments_of_a_ticket_are_compared(shell: Shell) -> None:
    number = shell.ticket()
    shell.clock.forward(hours=2)
    shell.done("set", str(number), "priority=high")
    shell.done("note", str(number), "--text", "Look at the order.")
    compared = shell.done("show", str(number), "--at", "-1h", "--compare", "now", "--json").item
    changes = {change["field"]: (change["from"], change["to"]) for change in compared["changes"]}
    assert changes["priority"] == ("normal", "high")
    assert changes["state"] == ("new", "open")
    assert [message["kind"] for message in compared["messages_added"]] == ["note"]
    assert compared["messages_gone"] == []
    told = shell.done("show", str(number), "--at", "-1h", "--compare", "now").out
    assert "priority: normal → high" in told
    assert "Messages added:" in told
    same = shell.done("show", str(number), "--at", "-30m", "--compare", "-20m").out
    assert "No field differs." in same


def test_two_moments_of_the_board_are_compared(shell: Shell) -> None:
    first = shell.ticket()
    shell.clock.forward(hours=2)
    shell.ticket()
    shell.done("take", str(first))
    compared = shell.done("board", "--at", "-1h", "--compare", "now", "--json").item
    assert compared["totals"]["backlog"] == {"from": 1, "to": 2, "difference": 1}
    assert compared["totals"]["new"] == {"from": 1, "to": 1, "difference": 0}
    assert compared["operators"][0]["load"] == {"from": 0, "to": 1, "difference": 1}
    told = shell.done("board", "--at", "-1h", "--compare", "now").out
    assert "2 (+1)" in told


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("show", "1", "--at", "2020-01-01"), "replay.not_yet", 1),
        (("show", "1", "--at", "2099-01-01"), "moment.future", 2),
        (("show", "1", "--at", "soonish"), "moment.unknown", 2),
        (("show", "99", "--at", "now"), "ticket.missing", 3),
        (("show", "1", "--compare", "now"), "usage", 2),
        (("board", "--compare", "now"), "usage", 2),
        (("board", "--at", "-1h", "--compare", "now", "--watch"), "usage", 2),
        (("events", "--by", "Nobody Such"), "operator.missing", 3),
        (("events", "--since", "soonish"), "moment.unknown", 2),
        (("events", "nosuch:field"), "query.unknown_field", 2),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    shell: Shell, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    shell.ticket()
    refused = shell(*arguments, "--json")
    assert (refused.code, refused.error["code"]) == (exit_code, code)


def test_tickets_named_and_tickets_looked_at_one_by_one_have_the_same_events(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from supportdesk.domain.query import Equals, Query

    for _ in range(4):
        small.ticket()
    sought = audit.Sought(Query(Equals("state", ("new",))))
    named = small.desk.ask(audit.page, sought)
    monkeypatch.setattr(audit, "_FEW", 2)
    assert named == small.desk.ask(audit.page, sought) != []
