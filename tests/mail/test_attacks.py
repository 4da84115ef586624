"""What strangers, servers and folders do to a desk that takes mail in (F140, F160, law 6)."""

import os
import stat
from pathlib import Path

import pytest

from supportdesk.domain.action import (
    Assign,
    ForgetClient,
    PlanNotices,
    Reply,
    SaveOperator,
    SendAgain,
    SetMailNotices,
    SettleDelivery,
)
from supportdesk.domain.envelope import Envelope, new_id
from supportdesk.domain.errors import Refused
from supportdesk.intake.boxes import ImapBox
from supportdesk.intake.live import Came
from supportdesk.settings.keeping import replace_file
from supportdesk.settings.mail_accounts import MailAccount, Server
from supportdesk.store.read import letters, mailboxes
from tests.mail.test_collecting import collector, folder_account
from tests.mail.test_conversation import REPORT, answered
from tests.mail.test_live import HELP, mail, take, texts, ticket_of
from tests.mail.worker import mail as numbered
from tests.reading import file_of
from tests.small_desk import SmallDesk


def test_a_report_of_a_mail_that_answered_ours_returns_nothing_of_ours(small: SmallDesk) -> None:
    number, mail_id = answered(small)
    own = "Message-ID: <other@ann>\n"
    report = REPORT.format(help=HELP, mail_id="other@ann")
    take(small, report.replace(own, f"{own}In-Reply-To: <{mail_id}>\n").encode())
    row = next(iter(small.desk.ask(letters.of_messages, number).values()))
    assert row.state != "bounced"


def test_a_forged_report_reaches_no_further_than_what_its_forger_was_sent(small: SmallDesk) -> None:
    """It has to name the Message-ID of our mail, which only those know who have got that mail."""
    anns, anns_id = answered(small)
    eves = ticket_of(small, mail(by="eve@example.net", more="Message-ID: <e@x>\n"))
    reply = Reply(eves, "Soon.", 10**9, then_state="waiting")
    message = small.desk.act(small.petro, reply).message
    small.clock.forward(seconds=60)
    small.desk.work()
    eves_id = small.desk.ask(letters.of_messages, eves)[message or 0].mail_id
    own = f"Subject: Re: Parcel [#{anns}]\n"
    for n, known in enumerate((eves_id, anns_id[:-1], anns_id.replace("-", "", 1))):
        report = REPORT.format(help=HELP, mail_id=known).replace("Subject: Re: Parcel\n", own)
        take(small, report.replace("<report@mx>", f"<report{n}@mx>").encode())
        copy = mail("Hello", by=HELP, more=f"Message-ID: <{known}>\n")
        take(small, copy)
    (row,) = small.desk.ask(letters.of_messages, anns).values()
    assert (row.state, small.row(anns).state) == ("waiting", "waiting")
    assert small.desk.ask(letters.of_messages, eves)[message or 0].state == "bounced"
    assert small.row(eves).state == "open"


@pytest.mark.parametrize("mark", ["--", "-- "])
def test_a_question_below_two_dashes_opens_its_ticket(small: SmallDesk, mark: str) -> None:
    number, _mail_id = answered(small)
    take(small, mail(f"Thanks!\n{mark}\nWhen will it be there?", more="References: <a@x>\n"))
    assert small.row(number).state == "open"


def test_a_stranger_can_thank_as_he_likes(small: SmallDesk) -> None:
    number, _mail_id = answered(small)
    take(small, mail("Thanks", by="eve@example.net", more="References: <a@x>\n"))
    assert small.row(number).state == "waiting"
    take(small, mail("It is still not here", more="References: <a@x>\n"))
    assert small.row(number).state == "open"


def test_absence_notes_for_notices_end_after_one(small: SmallDesk) -> None:
    number, _mail_id = answered(small)
    address = "petro@example.net"
    small.desk.act(small.olga, SaveOperator("Petro", operator=small.petro, email=address))
    small.desk.act(small.petro, SetMailNotices(("client_wrote",)))
    small.desk.act(small.olga, Assign(number, small.petro))
    take(small, mail("And?", more="References: <a@x>\n"))
    for count in range(3):
        small.desk.act(None, PlanNotices())
        notices = notice_ids(small)
        assert len(notices) == 1
        small.desk.lease(lambda c: c.exec_driver_sql("UPDATE letter SET state = 'sent'"))
        head = (
            f"Auto-Submitted: auto-replied\nIn-Reply-To: <{notices[0]}>\nMessage-ID: <{count}@a>\n"
        )
        away = mail("I am away.", by=f"Petro <{address}>", subject="Away", more=head)
        assert take(small, away).ticket == number
    assert [kind for kind, _body in texts(small, number)][-3:] == ["system"] * 3


def notice_ids(small: SmallDesk) -> list[str]:
    asked = "SELECT mail_id FROM letter WHERE purpose = 'client_wrote'"
    return [str(name) for (name,) in small.desk.ask(lambda c: c.execute(asked).fetchall())]


@pytest.mark.parametrize("raw", [numbered(1), b"nothing"])
def test_a_file_name_that_is_no_text_holds_nothing_up(
    small: SmallDesk, tmp_path: Path, raw: bytes
) -> None:
    fetching = collector(small, folder_account(tmp_path))
    (tmp_path / "new" / os.fsdecode(b"\xff\xfe\n.mail")).write_bytes(raw)
    (tmp_path / "new" / "2").write_bytes(numbered(2))
    assert fetching.once().total() == 2
    assert fetching.once() == {}


def test_a_folder_gives_nothing_but_its_own_plain_files(small: SmallDesk, tmp_path: Path) -> None:
    account = folder_account(tmp_path / "box")
    new = tmp_path / "box" / "new"
    (tmp_path / "private").write_bytes(numbered(1))
    for name, target in (("link", tmp_path / "private"), ("zero", "/dev/zero"), ("self", "self")):
        (new / name).symlink_to(target)
    os.mkfifo(new / "pipe")
    (new / "folder").mkdir()
    (new / "2").write_bytes(numbered(2))
    assert collector(small, account).once() == {Came.NEW: 1}


def test_a_file_that_may_not_be_read_is_listed_and_holds_nothing_up(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetching = collector(small, folder_account(tmp_path))
    for number in (1, 2):
        (tmp_path / "new" / str(number)).write_bytes(numbered(number))
    os.utime(tmp_path / "new" / "1", (1, 1))
    reading = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == "1":
            raise PermissionError(13, "no")
        return reading(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    assert fetching.once() == {Came.KEPT: 1, Came.NEW: 1}
    assert [row.place for row in small.desk.ask(mailboxes.kept_mails)] == ["1"]


def test_what_a_server_tells_unasked_moves_no_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    box = object.__new__(ImapBox)
    server = Server("localhost", 1, "none", "u")
    box._account, box.validity = MailAccount("box", HELP, imap=server), 1
    told = [
        b"2 (FLAGS () UID 2)",
        b"1 (UID 1 RFC822.SIZE 5)",
        b"450 (FLAGS (\\Seen) UID 450)",
        b"2 (UID 2 RFC822.SIZE 7)",
    ]

    def uid(command: str, *_arguments: str) -> list[bytes]:
        return [b"1 2 99999999999999999999"] if command == "SEARCH" else told

    monkeypatch.setattr(box, "_uid", uid)
    assert [(one.uid, one.size) for one in box.letters(0)] == [(1, 5), (2, 7)]


def test_a_forgotten_person_is_in_no_kept_mail(small: SmallDesk) -> None:
    number = ticket_of(small, mail(by="Zebra <zebra@mail.example>"))
    take(small, b"\x00 garbage of zebra@mail.example")
    take(small, b"\x00 garbage of ann@example.org")
    now, forget = small.clock(), ForgetClient(small.row(number).client_id)
    confirmed = frozenset({"forget"})
    small.desk.submit(Envelope(new_id(now), small.olga, now, forget, confirmed=confirmed))
    small.desk.clean_file()
    files = [one for one in file_of(small.desk).parent.iterdir() if one.is_file()]
    assert not [one for one in files if b"zebra" in one.read_bytes().lower()]
    assert len(small.desk.ask(mailboxes.kept_mails)) == 1


def test_a_new_folder_of_settings_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        replace_file(tmp_path / "settings" / "mail.toml", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "settings").stat().st_mode) == 0o700


@pytest.mark.parametrize("role", ["trainee", "planner", "auditor"])
def test_who_may_not_send_settles_and_repeats_no_letter(small: SmallDesk, role: str) -> None:
    number, mail_id = answered(small)
    take(small, REPORT.format(help=HELP, mail_id=mail_id).encode())
    message = next(iter(small.desk.ask(letters.of_messages, number)))
    who = small.desk.act(small.olga, SaveOperator("Zed", role=role)).operator
    for action in (
        SendAgain(message, "eve@example.net"),
        SettleDelivery(message, arrived=True),
        SettleDelivery(message, arrived=False),
        SetMailNotices((), small.petro),
    ):
        with pytest.raises(Refused):
            small.desk.act(who, action)
    row = small.desk.ask(letters.of_messages, number)[message]
    assert row.state == "bounced"
