"""`mail` and `intake`: accounts, hidden passwords, the codes a mail server understands."""

import re
import shlex
import sqlite3
from pathlib import Path

import pytest

from supportdesk.console.desk.undelivered import failing_mailbox
from supportdesk.console.times import Watch
from supportdesk.desk.opening import open_desk
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.intake import live
from supportdesk.store.write import mailboxes
from tests.cli.conftest import Shell
from tests.outbound.mail_servers import MailServer, Postbox, free_port

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "mail.md"
CANARY = "canary-wet-stone"
ASKED = "From: Ann <ann@example.org>\nSubject: Parcel\nMessage-ID: <1@x>\n\nWhere is it?\n"
ANSWERED = "From: Ann <ann@example.org>\nSubject: Re: Parcel\nIn-Reply-To: <1@x>\n\nStill?\n"


@pytest.fixture(autouse=True)
def own_settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(home / "settings" / "config.toml"))
    monkeypatch.delenv("SUPPORTDESK_MAIL_SUPPORT_PASSWORD", raising=False)


def add(shell: Shell, *more: str, stdin: str = f"{CANARY}\n") -> None:
    usual = ("--address", "help@example.org", "--imap", "mail.example.org", "--secret", "file")
    shell.done("mail", "add", "support", *usual, *more, stdin=stdin)


def test_an_account_is_kept_and_its_password_is_shown_nowhere(shell: Shell, home: Path) -> None:
    shell.done("queues", "add", "Letters")
    add(shell, "--queue", "letters", "--json")
    (item,) = shell.done("mail", "list", "--json").items
    assert item["imap"] == {
        "host": "mail.example.org",
        "port": 993,
        "security": "tls",
        "user": "help@example.org",
    }
    assert CANARY not in (home / "settings" / "mail.toml").read_text()
    secrets = home / "settings" / "secrets.toml"
    assert CANARY in secrets.read_text()
    assert secrets.stat().st_mode & 0o077 == 0
    told = shell.done("mail", "list")
    assert CANARY not in told.out + told.err
    assert shell.done("mail", "remove", "support", "--json").item == {"removed": "support"}
    assert CANARY not in secrets.read_text()
    assert shell.done("mail", "list").out.startswith("No mail account.")


def test_an_account_is_changed_and_the_rest_stays(shell: Shell) -> None:
    add(shell)
    shell.done("mail", "add", "support", "--folder", "Help", "--after", "move:Done")
    (item,) = shell.done("mail", "list", "--json").items
    assert (item["folder"], item["after"], item["address"]) == (
        *("Help", "move:Done"),
        "help@example.org",
    )


def test_passwords_that_others_can_read_are_refused(shell: Shell, home: Path) -> None:
    add(shell)
    (home / "settings" / "secrets.toml").chmod(0o640)
    refused = shell("mail", "check", "support")
    assert refused.code == 2
    assert "chmod 600" in refused.err
    assert CANARY not in refused.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "nobody"), "mail.unknown"),
        (("add", "x", "--address", "a@b.org", "--imap", "h", "--security", "none"), "mail.invalid"),
        (("add", "Bad Name", "--address", "a@b.org", "--imap", "h"), "mail.invalid"),
        (("add", "x", "--address", "no address", "--imap", "h"), "mail.invalid"),
        (("add", "x", "--address", "a@b.org", "--imap", "h", "--secret", "file"), "secret.empty"),
        (("add", "x", "--address", "a@b.org", "--maildir", "m", "--after", "nothing"), None),
        (("kept", "save", "7", "out.eml"), "mail.not_kept"),
        (("kept", "drop", "7"), "mail.not_kept"),
    ],
)
def test_what_cannot_be_is_refused(shell: Shell, arguments: tuple[str, ...], code: str) -> None:
    shell.done("queues", "add", "Letters")
    refused = shell("mail", *arguments, "--json")
    assert refused.code != 0
    assert refused.error["code"] == (code or "mail.invalid")
    assert shell.done("mail", "list", "--json").items == []


def test_a_password_may_stand_in_the_environment(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = ("--address", "help@example.org", "--imap", "localhost:1", "--security", "none")
    shell.done("mail", "add", "support", *usual, "--secret", "environment")
    assert shell("mail", "check", "support", "--json").error["code"] == "secret.missing"
    monkeypatch.setenv("SUPPORTDESK_MAIL_SUPPORT_PASSWORD", CANARY)
    refused = shell("mail", "check", "support", "--json")
    assert refused.error["code"] == "mail.unreachable"
    assert CANARY not in refused.err


def test_an_account_that_only_sends_is_checked_where_its_mail_leaves(shell: Shell) -> None:
    server = MailServer(Postbox())
    usual = ("--address", "desk@example.org", "--security", "none", "--secret", "environment")
    shell.done("mail", "add", "out", *usual, "--smtp", f"127.0.0.1:{free_port()}", "--user", "")
    told = shell.done("mail", "list").out
    assert "answers leave by 127.0.0.1:" in told
    assert "None" not in told
    refused = shell("mail", "check", "out", "--json")
    assert refused.error["code"] == "mail.unreachable"
    server.start()
    try:
        shell.done("mail", "add", "out", *usual, "--smtp", f"127.0.0.1:{server.port}", "--user", "")
        assert shell.done("mail", "check", "out").out.startswith("Answers can leave by 127.0.0.1:")
        assert shell.done("mail", "check", "out", "--json").item == {
            "account": "out",
            "works": True,
            "smtp": f"127.0.0.1:{server.port}",
        }
    finally:
        server.stop()
    assert server.postbox.arrived == []


def test_a_piped_mail_is_filed_once_and_its_answer_joins_it(shell: Shell) -> None:
    shell.done("queues", "add", "Letters")
    came = [shell.done("intake", "--json", stdin=raw).item for raw in (ASKED, ASKED, ANSWERED)]
    assert [(one["came"], one["ticket"]) for one in came] == [
        *(("new", 1), ("known", 1)),
        ("added", 1),
    ]
    assert shell.done("intake", stdin=ASKED).out == ""


def test_whatever_keeps_a_mail_from_the_store_is_temporary(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shell("intake", stdin=ASKED).code == 75  # no store
    shell.done("queues", "add", "Letters")
    assert shell("intake", "--read-only", stdin=ASKED).code == 75
    assert shell("intake", "--no-such-option", stdin=ASKED).code == 75
    assert shell("intake", "--account", "nobody", stdin=ASKED).code == 75
    assert shell("intake", "--queue", "nowhere", stdin=ASKED).code == 75
    with sqlite3.connect(shell.store) as plain:
        plain.execute(
            "CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT raise(ABORT, 'x'); END"
        )
    assert shell("intake", stdin=ASKED).code == 75
    assert shell("list", "--json").items == []
    with sqlite3.connect(shell.store) as plain:
        plain.execute("DROP TRIGGER full")
    assert shell("intake", stdin=ASKED).code == 0
    settings = home / "settings" / "mail.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("not = [toml")
    assert shell("intake", stdin=ANSWERED).code == 75
    settings.unlink()
    monkeypatch.setattr(live, "LARGEST_LIVE_MAIL", 10)
    assert shell("intake", stdin=ASKED).code == 69


def test_what_cannot_be_read_is_kept_saved_and_dropped(shell: Shell, tmp_path: Path) -> None:
    shell.done("queues", "add", "Letters")
    assert shell.done("intake", "--json", stdin="nonsense").item["came"] == "kept"
    (kept,) = shell.done("mail", "kept", "list", "--json").items
    assert (kept["kept"], kept["reason"], kept["size"]) == (1, "mail.no_headers", 8)
    assert "the mail has no header fields" in shell.done("mail", "kept", "list").out
    assert "mail kept list" in shell.done("doctor").out
    file = tmp_path / "kept.eml"
    shell.done("mail", "kept", "save", "1", str(file))
    assert file.read_text() == "nonsense"
    assert shell("mail", "kept", "save", "1", str(file), "--json").error["code"] == "file.exists"
    shell.done("operators", "add", "Tamar", "--role", "trainee")
    refused = shell("--as", "Tamar", "mail", "kept", "drop", "1", "--json").error
    assert refused["code"] == "role.not_allowed"
    shell.done("mail", "kept", "drop", "1")
    assert shell.done("mail", "kept", "list", "--json").items == []


def test_a_failing_mailbox_is_told_of_by_doctor_and_by_the_console(shell: Shell) -> None:
    shell.done("queues", "add", "Letters")
    desk = open_desk(shell.store, shell.clock)
    at = to_milliseconds(shell.clock())
    trouble = '{"code": "mail.login", "name": "support", "user": "u"}'
    desk.lease(mailboxes.fails, "support", trouble, at)
    assert failing_mailbox(desk, Watch(at + 59_000)) == ""
    told = failing_mailbox(desk, Watch(at + 600_000))
    assert "support" in told
    assert "0:10" in told
    assert "supportdesk mail check support" in told
    desk.close()
    said = shell.done("doctor").out
    assert "Mailbox support: fails since" in said
    assert "supportdesk mail password support" in said
    (item,) = shell.done("doctor", "--json").item["mailboxes"]
    assert (item["account"], item["works"], item["code"]) == ("support", False, "mail.login")


def test_the_commands_of_the_guide_work(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    Path("question.eml").write_text(ASKED)
    Path("answer.eml").write_text(ANSWERED)
    (block,) = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    for line in str(block).splitlines():
        words = shlex.split(line)
        if words[0] == "mkdir":
            for folder in words[2:]:
                Path(folder).mkdir(parents=True)
        elif words[0] == "cp":
            Path(words[2]).write_bytes(Path(words[1]).read_bytes())
        elif "<" in words:
            given = Path(words[-1]).read_text()
            shell.done(*words[1 : words.index("<")], stdin=given)
        else:
            shell.done(*words[1:])
    ticket = shell.done("show", "1", "--json").item
    assert (ticket["subject"], ticket["queue"], ticket["messages"]) == ("Parcel", "Letters", 2)
    assert [path.name for path in Path("Maildir/cur").iterdir()] == ["1:2,S"]
