"""Working tickets from the shell: text, JSON and exit codes."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

TICKET_NAMES = {
    *("number", "subject", "state", "category", "priority", "kind", "queue", "owner"),
    *("client", "tags", "created", "updated", "messages"),
}


def test_a_new_ticket_makes_the_store_with_an_admin_and_a_queue(shell: Shell) -> None:
    assert shell("list").code == 3
    assert shell.ticket() == 1
    (operator,) = shell.done("operators", "list", "--json").items
    assert operator["role"] == "admin"
    (queue,) = shell.done("queues", "list", "--json").items
    assert (queue["name"], queue["line"], queue["tickets"]) == ("First line", 1, 1)


def test_list_gives_the_names_scripts_rely_on(shell: Shell) -> None:
    shell.ticket()
    item = shell.done("list", "--json").item
    assert set(item) >= TICKET_NAMES
    assert item["client"]["name"] == "Ann Lee"
    assert item["client"]["email"] == "ann@example.org"
    assert (item["state"], item["category"], item["priority"]) == ("new", "new", "normal")
    assert item["created"] == "2026-03-02T09:00:01Z"
    assert item["messages"] == 1


def test_list_in_words_is_one_ticket_a_line(shell: Shell) -> None:
    shell.ticket("First")
    shell.ticket("Second")
    heading, *lines = shell.done("list").out.splitlines()
    assert heading.split() == [
        *("Number", "State", "Priority", "Owner", "Updated", "Client", "Subject")
    ]
    assert [line.split()[0] for line in lines] == ["#1*", "#2*"]
    column = heading.index("Subject")
    assert [line[column:] for line in lines] == ["First", "Second"]


def test_a_limit_says_that_there_is_more(shell: Shell) -> None:
    for subject in ("One", "Two", "Three"):
        shell.ticket(subject)
    answer = shell.done("list", "--limit", "2", "--json")
    assert len(answer.items) == 2
    assert "--limit 0" in answer.err
    assert len(shell.done("list", "--limit", "0", "--json").items) == 3


def test_show_gives_the_thread_and_the_events(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("reply", "1", stdin="On its way.\n")
    shell.done("note", "1", "--text", "paid on the 2nd")
    item = shell.done("show", f"#{number}", "--events", "--json").item
    assert [message["kind"] for message in item["thread"]] == ["client", "operator", "note"]
    first = item["thread"][0]
    assert set(first) >= {"kind", "author", "at", "body", "attachments"}
    assert (first["author"], first["body"]) == ("Ann Lee", "I paid twice.")
    assert item["thread"][1]["body"] == "On its way."
    assert any(event["field"] == "state" and event["to"] == "open" for event in item["events"])
    assert "thread" not in shell.done("list", "--json").item


def test_events_in_words_name_people_and_moments(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("take", str(number))
    shell.done("tag", str(number), "+vip")
    shell.done("set", str(number), "priority=high")
    shell.done("snooze", str(number), "2030-01-01 10:00")
    told = shell.done("show", str(number), "--events").out.partition("What happened:")[2]
    me = shell.done("operators", "list", "--json").item["name"]
    for said in (
        "ticket added",
        f"owner: - → {me}",
        "tag vip added",
        "priority: normal → high",
        "asleep until: - → 2030-01-01 10:00",
    ):
        assert said in told
    assert shell.done("undo").out == f"Undone: snooze #{number}.\n"


def test_show_in_words_names_who_speaks(shell: Shell) -> None:
    shell.ticket()
    shell.done("note", "1", "--text", "paid on the 2nd")
    lines = shell.done("show", "1").out.splitlines()
    assert "Client: Ann Lee <ann@example.org>" in lines
    assert "1. Client Ann Lee, 2026-03-02 09:00:" in lines
    assert any(line.startswith("2. Private note of ") for line in lines)
    assert "  paid on the 2nd" in lines


def test_times_are_shown_in_the_wanted_zone_and_json_stays_utc(shell: Shell) -> None:
    shell.ticket()
    assert "Created: 2026-03-02 11:00" in shell.done("show", "1", "--timezone", "Europe/Kyiv").out
    item = shell.done("show", "1", "--timezone", "Europe/Kyiv", "--json").item
    assert item["created"] == "2026-03-02T09:00:01Z"


def test_a_reply_can_be_recalled(shell: Shell) -> None:
    shell.ticket()
    answer = shell.done("reply", "1", "--text", "Soon.", "--json").item
    assert answer["done"] == "Reply"
    assert answer["undo_until"] == "2026-03-02T09:00:12Z"
    assert shell.done("undo", "--json").item["done"] == "Reply"
    (draft,) = shell.done("drafts", "list", "--json").items
    assert (draft["ticket"], draft["body"]) == (1, "Soon.")
    assert shell.done("redo").out == "Done again: reply #1.\n"


def test_a_reply_stops_when_something_newer_is_there(shell: Shell) -> None:
    shell.ticket()
    seen = shell.done("show", "1", "--json").item["change"]
    shell.done("operators", "add", "Petro", "--login", "petro")
    shell.done("note", "1", "--text", "mine", "--as", "petro")
    stopped = shell("reply", "1", "--text", "Soon.", "--seen", str(seen), "--json")
    assert stopped.code == 1
    assert [stop["name"] for stop in stopped.error["stops"]] == ["newer"]
    told = shell("reply", "1", "--text", "Soon.", "--seen", str(seen))
    assert "--confirm newer" in told.err
    shell.done("reply", "1", "--text", "Soon.", "--seen", str(seen), "--confirm", "newer")


def test_a_text_that_is_not_utf8_is_refused(shell: Shell) -> None:
    shell.ticket()
    refused = shell("reply", "1", stdin="Привіт".encode("cp1251"))
    assert refused.code == 2
    assert "UTF-8" in refused.err
    assert shell.done("show", "1", "--json").item["messages"] == 1


def test_set_changes_several_fields_in_order(shell: Shell) -> None:
    shell.ticket()
    shell.done("queues", "add", "Billing", "--line", "2")
    answer = shell.done(
        *("set", "1", "state=solved", "kind=question", "priority=high", "queue=billing"),
        *("subject=Refund twice", "--json"),
    )
    assert [item["done"] for item in answer.items] == [
        *("SetSubject", "MoveToQueue", "SetPriority", "SetState")
    ]
    item = shell.done("show", "1", "--json").item
    assert (item["state"], item["kind"], item["priority"]) == ("solved", "question", "high")
    assert (item["queue"], item["subject"]) == ("Billing", "Refund twice")
    assert shell.done("undo", "--json").item["done"] == "SetState"
    assert shell.done("show", "1", "--json").item["kind"] is None


def test_a_kind_beside_another_state_is_set_too(shell: Shell) -> None:
    shell.ticket()
    shell.done("set", "1", "state=hold", "reason=other_team", "kind=help")
    item = shell.done("show", "1", "--json").item
    assert (item["state"], item["reason"], item["kind"]) == ("hold", "other_team", "help")


def test_take_assign_and_give_back(shell: Shell) -> None:
    shell.ticket()
    shell.done("operators", "add", "Petro Koval", "--login", "petro", "--email", "p@example.org")
    assert shell.done("take", "1").out == "Ticket 1 is yours.\n"
    for who in ("petro", "Petro Koval", "P@EXAMPLE.ORG", "2"):
        shell.done("assign", "1", who)
        assert shell.done("show", "1", "--json").item["owner"] == "Petro Koval"
    shell.done("assign", "1", "nobody")
    assert shell.done("show", "1", "--json").item["owner"] is None
    shell.done("set", "1", "owner=me")
    assert shell.done("show", "1", "--json").item["owner"] is not None


def test_tags_are_added_and_removed_in_one_step(shell: Shell) -> None:
    shell.ticket()
    shell.done("tag", "1", "+refund", "vip", "+old")
    assert shell.done("tag", "1", "-old", "+new").out == "Tags of ticket 1: new, refund, vip.\n"
    shell.done("undo")
    assert shell.done("show", "1", "--json").item["tags"] == ["old", "refund", "vip"]


def test_snooze_reads_moments_in_the_zone(shell: Shell) -> None:
    shell.ticket()
    shell.done("snooze", "1", "2026-03-03 10:00", "--timezone", "Europe/Kyiv")
    assert shell.done("show", "1", "--json").item["wake"] == "2026-03-03T08:00:00Z"
    shell.clock.forward(days=1)
    assert shell.done("work", "--once", "--json").item["done"] == 1
    assert shell.done("show", "1", "--json").item["wake"] is None
    shell.done("snooze", "1", "2h")
    assert shell.done("snooze", "1", "off").out == "Ticket 1 is awake.\n"


def test_reading_can_be_marked_and_unmarked(shell: Shell) -> None:
    shell.ticket()
    shell.done("seen", "1")
    assert "#1 " in shell.done("list").out
    shell.done("seen", "1", "--unread")
    assert "#1*" in shell.done("list").out


def test_counts_agree_with_the_views(shell: Shell) -> None:
    shell.ticket()
    shell.ticket()
    shell.done("take", "1")
    counts = shell.done("counts", "--json").item
    assert (counts["mine"], counts["unassigned"], counts["all"]) == (1, 1, 2)
    assert counts["queues"] == {"First line": 2}
    assert "Unassigned: 1" in shell.done("counts").out


def test_files_go_in_and_come_out_under_harmless_names(shell: Shell, home: Path) -> None:
    bad = home / "..\x1b[2J.txt"
    bad.write_bytes(b"\x00\x01")
    shell.ticket()
    shell.done("note", "1", "--text", "see", "--attach", str(bad))
    (file,) = shell.done("attachments", "1", "--json").items
    assert file["size"] == 2
    folder = home / "saved"
    first, second = (
        Path(shell.done("attachments", "1", "--save", str(folder), "--json").item["saved"])
        for _ in range(2)
    )
    assert first != second
    assert first.parent == second.parent == folder
    assert first.read_bytes() == second.read_bytes() == b"\x00\x01"
    assert "\x1b" not in first.name


def test_drafts_are_kept_and_forgotten(shell: Shell) -> None:
    shell.ticket()
    shell.done("drafts", "save", "1", "--note", stdin="half a note")
    (draft,) = shell.done("drafts", "list", "--json").items
    assert (draft["kind"], draft["body"]) == ("note", "half a note")
    shell.done("drafts", "discard", "1", "--note")
    assert shell.done("drafts", "list").out == "There is no draft.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("show", "7"), 3, "ticket.missing"),
        (("show", "x"), 2, "usage"),
        (("nonsense",), 2, "usage"),
        (("list", "--limit", "-1"), 2, "usage"),
        (("reply", "1", "--text", " "), 1, "reply.empty"),
        (("reply", "1", "--text", "\u27e6client.name\u27e7"), 1, "reply.unresolved"),
        (("reply", "1", "--text", "x", "--template", "none"), 3, "template.missing"),
        (("reply", "1", "--text", "x", "--attach", "/nowhere"), 2, "file.unreadable"),
        (("note", "1", "--text", ""), 1, "note.empty"),
        (("set", "1", "state=new"), 1, "state.not_allowed"),
        (("set", "1", "state=sleepy"), 2, "state.unknown"),
        (("set", "1", "state=solved"), 1, "state.needs_kind"),
        (("set", "1", "state=hold"), 1, "state.needs_reason"),
        (("set", "1", "state=waiting"), 1, "state.stopped"),
        (("set", "1", "reason=client_date"), 2, "usage"),
        (("set", "1", "colour=red"), 2, "field.unknown"),
        (("set", "1", "state"), 2, "usage"),
        (("set", "1", "priority=urgent"), 2, "priority.unknown"),
        (("set", "1", "kind=a b!"), 2, "kind.unknown"),
        (("set", "1", "subject="), 2, "subject.empty"),
        (("set", "1", f"subject={'x' * 251}"), 2, "subject.too_long"),
        (("new", "--client", "x", "--subject", "x" * 251, "--text", "y"), 2, "subject.too_long"),
        (("set", "1", "queue=nowhere"), 3, "queue.missing"),
        (("assign", "1", "stranger"), 3, "operator.missing"),
        (("tag", "1", "+!"), 2, "tag.invalid"),
        (("snooze", "1", "2020-01-01"), 2, "moment.past"),
        (("undo", "1"), 2, "usage"),
        (("redo",), 1, "redo.nothing"),
        (("take", "1", "--as", "stranger"), 3, "operator.missing"),
        (("new", "--subject", "x", "--text", "y"), 2, "client.nameless"),
        (("list", "--store", "/nowhere/at.all"), 3, "store.missing"),
        (("list", "--store", "/usr"), 4, "store.folder"),
        (("list", "--lang", "xx"), 2, "setting.invalid"),
    ],
)
def test_refusals_have_a_code_a_sentence_and_no_traceback(
    shell: Shell, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    shell.ticket()
    answer = shell(*arguments, "--json")
    assert (answer.code, answer.error["code"]) == (code, reason)
    assert answer.error["exit"] == code
    told = shell(*arguments)
    assert (told.code, told.out) == (code, "")
    assert answer.error["message"].splitlines()[0] in told.err
    assert "Traceback" not in told.err
    assert len(told.err.splitlines()) <= 3


def test_a_stranger_is_told_how_to_become_an_operator(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ticket()
    monkeypatch.setattr("supportdesk.cli.session.system_login", lambda: "stranger")
    refused = shell("take", "1", "--json")
    assert (refused.code, refused.error["code"]) == (1, "operator.unmapped")
    assert "--login stranger" in refused.error["message"]
    assert shell.done("list", "--json").item["number"] == 1


def test_a_trainee_may_not_reply(shell: Shell) -> None:
    shell.ticket()
    shell.done("operators", "add", "Tamar", "--login", "tamar", "--role", "trainee")
    refused = shell("reply", "1", "--text", "x", "--as", "tamar", "--json")
    assert (refused.code, refused.error["code"]) == (1, "role.not_allowed")
    shell.done("note", "1", "--text", "x", "--as", "tamar")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ((), [2, 1]),
        (("refunds",), [1]),
        (("tag:vip",), [2]),
        (("-tag:vip",), [1, 3]),
        (("owner:me",), [1]),
        (("state:closed",), [3]),
        (("priority:high", "OR", "owner:me"), [2, 1]),
        (("subject:invoice",), [3]),
        (("client:ann", "limit:1", "sort:number"), [1]),
        (("created>2026-03-01", "sort:-number"), [3, 2, 1]),
        (("nothing-like-this",), []),
    ],
)
def test_a_query_names_tickets(shell: Shell, query: tuple[str, ...], numbers: list[int]) -> None:
    for subject in ("Refund", "Delivery", "Invoice"):
        shell.ticket(subject, "please help")
    shell.done("take", "1")
    shell.done("tag", "2", "+vip")
    shell.done("set", "2", "priority=critical")
    shell.done("set", "3", "state=closed")
    wanted = tuple("priority:critical" if word == "priority:high" else word for word in query)
    found = [item["number"] for item in shell.done("list", *wanted, "--json").items]
    assert found == numbers
    exported = shell.done("export", *wanted).items if wanted else []
    assert [item["number"] for item in exported] == sorted(numbers if wanted else [])


@pytest.mark.parametrize(
    "query", ["stat:open", "(", '"open', "state:sleepy", "created>someday", "limit:x"]
)
def test_a_query_that_cannot_be_read_says_where(shell: Shell, query: str) -> None:
    shell.ticket()
    refused = shell("list", query, "--json")
    assert refused.code == 2
    assert refused.error["code"].startswith("query.")
    assert isinstance(refused.error["parameters"]["position"], int)
    assert "Traceback" not in shell("list", query).err


def test_a_call_is_written_down_without_a_subject(shell: Shell) -> None:
    told = ("new", "--channel", "phone", "--phone", "+44 20 7946 0000", "--kind", "question")
    words = f"Where is the parcel? {'word ' * 40}"
    number = shell.done(*told, "--json", stdin=f"{words}\nShe calls again.").item["ticket"]
    made = shell.done("show", str(number), "--json").item
    assert made["subject"].startswith("Where is the parcel? word")
    assert made["subject"].endswith("word…")
    assert len(made["subject"]) <= 101
    assert (made["channel"], made["kind"]) == ("phone", "question")
    again = shell.done("new", "--phone", "+44 (20) 79460000", "--text", "x", "--json").item[
        "ticket"
    ]
    assert shell.done("show", str(again), "--json").item["client"] == made["client"]


def test_an_undone_ticket_is_shown_by_its_number_alone(shell: Shell) -> None:
    shell.ticket("Kept")
    number = shell.ticket("A slip")
    shell.done("undo")
    assert [item["number"] for item in shell.done("list", "--json").items] == [1]
    assert [item["number"] for item in shell.done("list", "ann", "--json").items] == [1]
    assert shell.done("show", str(number), "--json").item["reason"] == "withdrawn"
    assert "A slip" not in shell.done("clients", "show", "1").out
