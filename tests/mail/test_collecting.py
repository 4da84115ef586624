"""Fetching: from a Maildir, from a real IMAP server, and over everything that fails (law 6)."""

import errno
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.domain.errors import StoreTrouble
from supportdesk.intake import collecting
from supportdesk.intake.boxes import Box, ImapBox, MaildirBox, open_box
from supportdesk.intake.collecting import Collector
from supportdesk.intake.live import Came
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.mail_accounts import MailAccount, Server
from supportdesk.store.read import mailboxes, tickets
from tests.mail.dovecot import PASSWORD, USER, Dovecot
from tests.mail.lying_imap import ENDLESS, LyingImap
from tests.mail.worker import mail
from tests.small_desk import SmallDesk


def folder_account(folder: Path, after: str = "seen", since: str = "") -> MailAccount:
    for room in ("new", "cur", "tmp"):
        (folder / room).mkdir(parents=True, exist_ok=True)
    return MailAccount("box", "help@example.org", maildir=folder, after=after, since=since)


def server_account(server: Dovecot, after: str = "seen", folder: str = "INBOX") -> MailAccount:
    imap = Server("127.0.0.1", server.port, "none", USER)
    return MailAccount("box", "help@example.org", imap=imap, after=after, folder=folder)


def collector(
    small: SmallDesk, account: MailAccount, opening: Callable[[], Box] | None = None
) -> Collector:
    found = opening or (lambda: open_box(account, PASSWORD))
    return Collector(small.desk, account, found, ["help@example.org"], lambda: 0.0)


def count(small: SmallDesk) -> int:
    found = small.desk.ask(lambda c: c.execute("SELECT count(*) FROM message").fetchone())
    return int(found[0])


def test_a_maildir_is_emptied_into_the_desk_and_marked_as_seen(
    small: SmallDesk, tmp_path: Path
) -> None:
    fetching = collector(small, folder_account(tmp_path))
    for number in (1, 2, 3):
        (tmp_path / "new" / f"{number}.mail").write_bytes(mail(number))
    assert fetching.once() == {Came.NEW: 3}
    assert fetching.once() == {}
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == [
        "1.mail:2,S",
        "2.mail:2,S",
        "3.mail:2,S",
    ]
    assert small.desk.ask(tickets.row, 1, None) is not None


def test_mails_can_be_moved_and_old_ones_left_alone(small: SmallDesk, tmp_path: Path) -> None:
    account = folder_account(tmp_path, after="move:Done", since="2026-03-02T09:00:00+00:00")
    for number, moment in ((1, 1_700_000_000), (2, 1_800_000_000)):
        file = tmp_path / "new" / f"{number}.mail"
        file.write_bytes(mail(number))
        os.utime(file, (moment, moment))
    assert collector(small, account).once()[Came.NEW] == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["1.mail"]
    assert [path.name for path in (tmp_path / ".Done" / "cur").iterdir()] == ["2.mail:2,S"]


def test_a_mail_that_cannot_be_read_holds_nothing_up(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "LARGEST_LIVE_MAIL", 500)
    fetching = collector(small, folder_account(tmp_path))
    for name, raw in (("1", b"nothing"), ("2", b"x" * 501), ("3", mail(3))):
        (tmp_path / "new" / name).write_bytes(raw)
    assert fetching.once() == {Came.KEPT: 2, Came.NEW: 1}
    kept = small.desk.ask(mailboxes.kept_mails)
    assert [(row.reason, row.held) for row in kept] == [
        ("mail.no_headers", True),
        ("mail.too_large", False),
    ]
    assert fetching.once() == {}


def test_a_mail_without_an_end_holds_nothing_up(small: SmallDesk) -> None:
    server = LyingImap({1: mail(1), 2: ENDLESS, 3: mail(3)})
    imap = Server("127.0.0.1", server.port, "none", USER)
    fetching = collector(small, MailAccount("box", "help@example.org", imap=imap))
    try:
        assert fetching.once() == {Came.NEW: 2, Came.KEPT: 1}
        (kept,) = small.desk.ask(mailboxes.kept_mails)
        assert (kept.reason, kept.held) == ("mail.too_large", False)
        row = small.desk.ask(mailboxes.mailbox, "box")
        assert row is not None
        assert (row.uid, row.failing_since) == (3, None)
        assert server.lines == 2
        assert fetching.once() == {}
        assert server.lines == 3
    finally:
        server.close()


@pytest.mark.parametrize("linked", [True, False])
def test_a_mail_is_moved_over_no_other(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    fetching = collector(small, folder_account(tmp_path))
    for name, text in (("1:2,S", b"older"), ("1_2:2,S", b"old")):
        (tmp_path / "cur" / name).write_bytes(text)
    (tmp_path / "new" / "1").write_bytes(mail(1))
    if not linked:
        monkeypatch.setattr(Path, "hardlink_to", no_link)
    assert fetching.once() == {Came.NEW: 1}
    assert {path.name: path.read_bytes() for path in (tmp_path / "cur").iterdir()} == {
        "1:2,S": b"older",
        "1_2:2,S": b"old",
        "1_3:2,S": mail(1),
    }
    assert list((tmp_path / "new").iterdir()) == []


def no_link(path: Path, target: Path) -> None:
    del path, target
    raise OSError(errno.EPERM, "no such thing here")


def test_a_mail_whose_move_was_cut_off_has_one_name_again(small: SmallDesk, tmp_path: Path) -> None:
    fetching = collector(small, folder_account(tmp_path))
    (tmp_path / "new" / "1").write_bytes(mail(1))
    (tmp_path / "cur" / "1:2,S").hardlink_to(tmp_path / "new" / "1")
    assert fetching.once() == {Came.NEW: 1}
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["1:2,S"]
    assert list((tmp_path / "new").iterdir()) == []


def test_nothing_is_marked_before_the_store_has_it(small: SmallDesk, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(mail(1))
    fetching = collector(small, folder_account(tmp_path))
    small.desk.read_only_because = "asked"
    with pytest.raises(StoreTrouble):
        fetching.once()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["1"]
    small.desk.read_only_because = None
    assert fetching.once() == {Came.NEW: 1}


def test_two_processes_do_not_read_one_mailbox(small: SmallDesk, tmp_path: Path) -> None:
    account = folder_account(tmp_path)
    (tmp_path / "new" / "1").write_bytes(mail(1))
    one, other = collector(small, account), collector(small, account)
    with one._alone() as is_alone:
        assert is_alone
        assert other.once() == {}
    assert other.once() == {Came.NEW: 1}


def test_a_mailbox_that_fails_says_since_when_and_why_and_recovers(
    small: SmallDesk, tmp_path: Path
) -> None:
    account = folder_account(tmp_path / "box")
    fetching = collector(small, account)
    (tmp_path / "box" / "new").rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(SettingTrouble):
            fetching.once()
        small.clock.forward(minutes=5)
    row = small.desk.ask(mailboxes.failing)
    assert row is not None
    assert row.failing_since == int(small.clock.now.timestamp() - 600) * 1000
    assert json.loads(row.trouble)["code"] == "mail.maildir"
    (tmp_path / "away").rename(tmp_path / "box" / "new")
    fetching.once()
    assert small.desk.ask(mailboxes.failing) is None


def test_a_real_server_is_read_marked_and_read_anew(small: SmallDesk, dovecot: Dovecot) -> None:
    for number in range(1, 26):
        dovecot.deliver(mail(number))
    fetching = collector(small, server_account(dovecot))
    assert fetching.once() == {Came.NEW: 25}
    assert fetching.once() == {}
    marked = [path.name for path in (dovecot.folder / "Maildir" / "cur").iterdir()]
    assert len(marked) == 25
    assert all(name.endswith("S") for name in marked)
    dovecot.kill()
    time.sleep(1.1)  # the server names a numbering by its second
    dovecot.renumber()
    dovecot.start()
    dovecot.deliver(mail(26))
    assert fetching.once() == {Came.KNOWN: 25, Came.NEW: 1}
    assert count(small) == 26


def test_a_real_server_moves_what_was_taken(small: SmallDesk, dovecot: Dovecot) -> None:
    account = server_account(dovecot, after="move:Erledigt & später")
    box = open_box(account, PASSWORD)
    assert isinstance(box, ImapBox)
    box._box.folder.create("Erledigt & später")
    box.close()
    dovecot.deliver(mail(1))
    assert collector(small, account).once() == {Came.NEW: 1}
    assert collector(small, account).once() == {}
    there = open_box(server_account(dovecot, folder="Erledigt & später"), PASSWORD)
    assert len(there.letters(0)) == 1
    there.close()


def test_what_a_real_server_refuses_is_told_without_the_password(dovecot: Dovecot) -> None:
    with pytest.raises(SettingTrouble) as refused:
        open_box(server_account(dovecot), "wrong-canary")
    assert refused.value.code == "mail.login"
    assert "canary" not in json.dumps(refused.value.parameters)
    assert refused.value.__cause__ is None
    with pytest.raises(SettingTrouble, match=r"mail\.folder"):
        open_box(server_account(dovecot, folder="Nowhere"), PASSWORD)
    dovecot.kill()
    with pytest.raises(SettingTrouble, match=r"mail\.unreachable"):
        open_box(server_account(dovecot), PASSWORD)


def test_new_mail_is_told_of_at_once_and_waiting_can_be_ended(dovecot: Dovecot) -> None:
    box = open_box(server_account(dovecot), PASSWORD)
    stop = threading.Event()
    assert box.waits
    later = threading.Timer(0.3, dovecot.deliver, [mail(1)])
    later.start()
    assert box.wait(30, stop)
    later.join()
    assert len(box.letters(0)) == 1
    stop.set()
    assert box.wait(30, stop)
    box.close()


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    account = MailAccount("box", "help@example.org", maildir=tmp_path)
    with pytest.raises(SettingTrouble, match=r"mail\.maildir"):
        MaildirBox(account, tmp_path)
    with pytest.raises(SettingTrouble, match=r"mail\.no_server"):
        open_box(MailAccount("box", "help@example.org"), None)


def test_a_server_that_talks_nonsense_is_told_of_and_tried_again(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "LOOK_SECONDS", 0.01)
    stop, asked = threading.Event(), []

    def nonsense() -> Box:
        asked.append(1)
        if len(asked) == 3:
            stop.set()
        raise KeyError("UIDVALIDITY")

    collector(small, folder_account(tmp_path), nonsense).stand(stop)
    row = small.desk.ask(mailboxes.failing)
    assert len(asked) == 3
    assert row is not None
    assert json.loads(row.trouble)["reason"] == "KeyError"
