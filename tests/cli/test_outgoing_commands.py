"""Copies, forwards, quotes, signatures and the outbox on the command line."""

import json

from tests.cli.conftest import Shell


def thread(shell: Shell, number: int) -> list[dict[str, object]]:
    """The messages of a ticket as scripts see them."""
    found: list[dict[str, object]] = shell.done("show", str(number), "--json").item["thread"]
    return found


def test_a_reply_with_copies_a_quote_and_a_signature(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("queues", "edit", "First line", "--signature", "Us, {{ ticket.queue }}")
    assert shell.done("queues", "list", "--json").item["signature"] == "Us, {{ ticket.queue }}"
    copies = ("--cc", "Bob <bob@x.example>, jan@y.example", "--bcc", "hid@z.example")
    shell.done("reply", str(number), "--text", "Yes.", "--quote", "last", *copies)
    sent = thread(shell, number)[-1]
    assert sent["body"] == "> I paid twice.\n\nYes.\n\nUs, First line"
    assert sent["cc"] == [
        {"address": "bob@x.example", "name": "Bob"},
        {"address": "jan@y.example", "name": ""},
    ]
    assert sent["bcc"] == [{"address": "hid@z.example", "name": ""}]
    told = shell.done("show", str(number)).out
    assert "  Copy to: Bob <bob@x.example>, jan@y.example\n" in told
    shell.done("reply", str(number), "--text", "Plain", "--unsigned")
    assert thread(shell, number)[-1]["body"] == "Plain"
    wrong = shell("reply", str(number), "--text", "x", "--cc", "nobody", "--json")
    assert (wrong.code, wrong.error["code"]) == (2, "recipient.invalid")
    assert shell("reply", str(number), "--text", "x", "--quote", "2").code == 3


def test_a_third_party_never_learns_of_notes_and_hidden_copies(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("note", str(number), "--text", "SECRET")
    asked = ("--to", "ven@vendor.example", "--cc", "bob@x.example", "--bcc", "hid@z.example")
    shell.done("forward", str(number), *asked, "--text", "Please look")
    sent = thread(shell, number)[-1]
    assert sent["kind"] == "forward"
    body = str(sent["body"])
    assert body.startswith("Please look\n\nAnn Lee wrote on ")
    assert body.endswith("> I paid twice.")
    assert "SECRET" not in body
    assert "ann@example.org" not in body
    public = shell.done("export", "--format", "mbox").out
    assert "Please look" not in public
    whole = shell.done("export", "--format", "mbox", "--notes").out
    assert "ven@vendor.example" in whole
    assert "bob@x.example" in whole
    assert "hid@z.example" not in whole
    assert "Please look" not in shell.done("export", "--format", "csv", "--messages").out
    assert shell("forward", str(number), "--to", "ann@example.org", "--text", "x").code == 1


def test_recipients_come_back_with_an_export(shell: Shell) -> None:
    number = shell.ticket()
    shell.done(
        "reply", str(number), "--text", "Yes", "--cc", "bob@x.example", "--bcc", "h@z.example"
    )
    shell.done("forward", str(number), "--to", "ven@vendor.example", "--text", "Look")
    before = thread(shell, number)
    line = shell.done("export", "--format", "jsonl").out
    copy = shell.store.with_name("copy.jsonl")
    copy.write_text(line, encoding="utf-8")
    other = ("--store", str(shell.store.with_name("other.desk")))
    shell.done(*other, "import", str(copy))
    again = shell.done(*other, "show", "1", "--json").item["thread"]
    for name in ("kind", "body", "to", "cc", "bcc"):
        assert [one[name] for one in again] == [one[name] for one in before], name


def test_the_outbox_is_listed_moved_and_cancelled(shell: Shell) -> None:
    number = shell.ticket()
    receipt = shell.done("reply", str(number), "--text", "Soon", "--at", "завтра 9:00", "--json")
    entry = str(receipt.item["entry"])
    (item,) = shell.done("outbox", "list", "--json").items
    assert (item["entry"], item["ticket"], item["body"]) == (int(entry), number, "Soon")
    assert len(thread(shell, number)) == 1
    shell.done("outbox", "at", entry, "2h")
    shell.done("outbox", "cancel", entry)
    assert shell.done("outbox", "list").out == "Nothing waits.\n"
    (draft,) = shell.done("drafts", "list", "--json").items
    assert draft["body"] == "Soon"
    shell.done("undo")
    shell.clock.forward(hours=3)
    shell.done("work", "--once")
    assert thread(shell, number)[-1]["body"] == "Soon"
    over = shell("outbox", "cancel", entry, "--json")
    assert (over.code, over.error["code"]) == (1, "outbox.over")
    assert shell("outbox", "cancel", "99").code == 3
    assert json.dumps(item["because"]) == "null"


def test_a_draft_keeps_its_copies(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("drafts", "save", str(number), "--text", "Half", "--cc", "bob@x.example")
    shell.done("drafts", "save", str(number), "--text", "Whole")
    (draft,) = shell.done("drafts", "list", "--json").items
    assert (draft["body"], draft["cc"]) == ("Whole", [{"address": "bob@x.example", "name": ""}])
    assert "Copy to: bob@x.example" in shell.done("drafts", "list").out
