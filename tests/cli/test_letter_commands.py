"""Replies on their way by mail, on the command line and by `work`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk.settings.mail_accounts import MailAccount, Server, keep_account
from tests.cli.conftest import Shell
from tests.outbound.mail_servers import MailServer, Postbox
from tests.outbound.mailing import served

DESK = "desk@help.example"


def settings(home: Path, port: int) -> None:
    """The file of mail accounts, for a server on this machine."""
    file = home / "home" / ".config" / "supportdesk" / "mail.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    account = MailAccount("desk", DESK, "Help", smtp=Server("127.0.0.1", port, "none"))
    keep_account(file, account)


@pytest.fixture
def server(shell: Shell, home: Path) -> Iterator[MailServer]:
    """A real server, the desk's own."""
    with served(Postbox()) as running:
        settings(home, running.port)
        shell.ticket()
        shell.done("options", "set", f"outgoing={DESK}")
        yield running


def last(shell: Shell) -> dict[str, object]:
    """The last message of the first ticket."""
    found: dict[str, object] = shell.done("show", "1", "--json").item["thread"][-1]
    return found


def test_a_reply_is_sent_by_work(shell: Shell, server: MailServer) -> None:
    told = shell.done("reply", "1", "--text", "Hello").out
    assert "leaves at" in told
    assert "no outgoing channel" not in told
    shell.done("work", "--once")
    assert server.postbox.arrived == []
    shell.clock.forward(seconds=11)
    shell.done("work", "--once")
    (arrived,) = server.postbox.arrived
    assert arrived.mail["From"].endswith(f"<{DESK}>")
    assert last(shell)["delivery"] == "sent"
    assert "  sent 2026-03-02 09:00" in shell.done("show", "1").out
    assert shell.done("outbox", "mail").out == "Everything has arrived, for all anybody knows.\n"
    (letter,) = shell.done("outbox", "mail", "--all", "--json").items
    assert (letter["state"], letter["left_to"]) == ("sent", [])
    assert shell("undo", "--json").error["code"] == "undo.left"


def test_doctor_says_that_letters_wait_since_when_and_why(shell: Shell, server: MailServer) -> None:
    def answer(step: str, _what: str) -> str | None:
        return "451 come\x1b[31m later" if step == "mail" else None

    assert shell.done("doctor", "--json").item["outgoing"]["waiting_letters"] == 0
    server.postbox.script = answer
    shell.done("reply", "1", "--text", "Hello")
    shell.clock.forward(seconds=11)
    shell.done("work", "--once")
    told = shell.done("doctor").out
    assert "Letters that wait for their server: 1, since 2026-03-02 09:00: 451 come" in told
    assert "\x1b" not in told
    found = shell.done("doctor", "--json").item["outgoing"]
    assert found["waiting_letters"] == 1
    assert found["waiting_since"].startswith("2026-03-02T09:00:1")


def test_doctor_says_that_the_desk_acknowledges_no_more(shell: Shell, server: MailServer) -> None:
    del server
    assert "acknowledged" not in shell.done("doctor").out
    made = shell.done("templates", "add", "Received", "--text", "It is here.", "--json").item
    shell.done("options", "set", f"acknowledge={made['template']}", "acknowledge_most=1")
    mail = "From: Bo <bo@x.example>\nSubject: Help\nMessage-ID: <b@x.example>\n\nHelp\n"
    shell.done("intake", stdin=mail)
    shell.done("work", "--once")
    assert "not acknowledged at the moment: 1 were within an hour" in shell.done("doctor").out


def test_what_failed_is_listed_found_and_decided_about(shell: Shell, server: MailServer) -> None:
    server.postbox.script = lambda step, _what: "550 no\x1b[31m one" if step == "rcpt" else None
    shell.done("reply", "1", "--text", "Hello")
    shell.clock.forward(seconds=11)
    shell.done("work", "--once")
    told = shell.done("outbox", "mail").out
    assert told.startswith("1. #1 ")
    assert "NOT DELIVERED: 550 no" in told
    assert "\x1b" not in told
    assert [row["number"] for row in shell.done("list", "mail:failed", "--json").items] == [1]
    assert shell("outbox", "again", "7", "--json").error["code"] == "letter.unknown"
    shell.done("outbox", "give-up", "1")
    assert last(shell)["delivery"] == "given_up"
    assert shell("outbox", "arrived", "1", "--json").error["code"] == "letter.settled"
    server.postbox.script = Postbox().script
    to = ("outbox", "again", "1", "--to", "ann@new.example")
    refused = shell(*to, "--json").error
    assert [stop["name"] for stop in refused["stops"]] == ["stranger"]
    shell.done(*to, "--confirm", "stranger")
    shell.done("work", "--once")
    assert server.postbox.arrived[0].recipients == ("ann@new.example",)
    assert shell.done("list", "mail:failed", "--json").items == []
