"""Files brought into a desk: each thing once, each conversation whole, each failure named."""

import gzip
import json
from pathlib import Path

import pytest

from supportdesk.domain.action import ClientReference, MergeTicket, ReceiveMessage, Reply
from supportdesk.domain.errors import Invalid
from supportdesk.domain.query import Query, Term, Words
from supportdesk.domain.subject import LONGEST_SUBJECT
from supportdesk.intake import mail_import
from supportdesk.intake.importer import import_files
from supportdesk.intake.mail_import import MailImport
from supportdesk.intake.report import ImportOptions, ImportReport
from supportdesk.intake.templates import import_templates
from supportdesk.store.read import clients, desk_lists, search, threads
from tests.small_desk import SmallDesk


def mail(number: int, sender: str, *, answers: int | None = None, text: str = "Hello") -> str:
    """One mail of an mbox; its Message-ID follows from its number."""
    reference = f"In-Reply-To: <m{answers}@example.org>\n" if answers is not None else ""
    return (
        f"From someone at example.org  Mon Mar  2 08:{number:02}:00 2026\n"
        f"From: {sender}\n"
        f"Date: Mon, 2 Mar 2026 08:{number:02}:00 +0000\n"
        f"Subject: {'Re: ' if answers is not None else ''}[list] Where is my parcel\n"
        f"{reference}Message-ID: <m{number}@example.org>\n\n{text}\n\n"
    )


ANN, BO, CAT = "ann at example.org (Ann Lee)", "bo@example.org (Bo Hill)", "Cat <cat@example.org>"


def brought(small: SmallDesk, *paths: Path, **options: object) -> ImportReport:
    """Import with options; a second passes first."""
    small.clock.forward(days=30)
    return import_files(small.desk, paths, ImportOptions(**options))  # type: ignore[arg-type]


def written(path: Path, *texts: str) -> Path:
    """A file of these texts."""
    path.write_text("".join(texts), encoding="utf-8")
    return path


def test_a_conversation_of_an_mbox(small: SmallDesk, tmp_path: Path) -> None:
    box = written(
        tmp_path / "box.mbox",
        mail(1, ANN, text="Where is it?\nFrom Monday on I am away.\n\nFrom here too."),
        mail(2, BO, answers=1, text="On its way."),
        mail(3, ANN, answers=2, text="Thanks"),
        mail(4, CAT, text="Another matter"),
    )
    report = brought(small, box)
    assert (report.read, report.new, report.known, report.tickets_new) == (4, 4, 0, 2)
    row = small.row(1)
    assert (row.subject, row.client, row.client_email) == (
        "Where is my parcel",
        "Ann Lee",
        "ann@example.org",
    )
    thread = small.desk.ask(threads.messages, 1)
    assert [message.author for message in thread] == ["Ann Lee", "Bo Hill", "Ann Lee"]
    assert "From here too." in thread[0].body
    assert {message.kind for message in thread} == {"client"}, "nobody is assumed to be ours"
    assert row.state == "new"


def test_named_operators_are_ours(small: SmallDesk, tmp_path: Path) -> None:
    box = written(tmp_path / "box.mbox", mail(1, ANN), mail(2, BO, answers=1))
    people = written(tmp_path / "people.txt", "Bo Hill <bo@example.org>\n")
    brought(small, box, operators=people)
    thread = small.desk.ask(threads.messages, 1)
    assert [message.kind for message in thread] == ["client", "operator"]
    assert small.row(1).state == "waiting"
    assert "Bo Hill" in {row.name for row in small.desk.ask(desk_lists.operators)}


def test_an_address_that_nobody_keeps_is_reported(small: SmallDesk, tmp_path: Path) -> None:
    """Two of one name are one operator, and an operator has one address."""
    box = written(tmp_path / "box.mbox", mail(1, ANN), mail(2, BO, answers=1))
    lines = "Bo Hill,hill@example.org\nCy Roe,cy@example.org\nbo  hill,bo@example.org\n"
    people = written(tmp_path / "people.csv", lines + "Cy Roe,CY@example.org\n")
    report = brought(small, box, operators=people)
    assert [(one.where, one.reason, one.detail) for one in report.skipped] == [
        (str(people), "operator.twice", "bo hill <bo@example.org>")
    ]
    kept = {row.name: row.email for row in small.desk.ask(desk_lists.operators)}
    assert (kept["Bo Hill"], kept["Cy Roe"]) == ("hill@example.org", "cy@example.org")
    assert [one.kind for one in small.desk.ask(threads.messages, 1)] == ["client", "operator"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_files_in_either_order_make_the_same_conversation(
    small: SmallDesk, tmp_path: Path, order: tuple[int, int]
) -> None:
    files = [
        written(tmp_path / "march.mbox", mail(1, ANN, text="First"), mail(2, BO, answers=1)),
        written(tmp_path / "april.mbox", mail(3, ANN, answers=2, text="Last"), mail(4, CAT)),
    ]
    for place in order:
        brought(small, files[place])
    rows = [small.row(n) for n in (1, 2)]
    conversation = next(row for row in rows if row.messages == 3)
    thread = small.desk.ask(threads.messages, conversation.number)
    assert [message.body for message in thread] == ["First", "Hello", "Last"]
    assert conversation.client == "Ann Lee"
    again = [brought(small, file) for file in files]
    assert [(report.new, report.tickets_new) for report in again] == [(0, 0), (0, 0)]


def test_answers_to_the_same_absent_mail_belong_together(small: SmallDesk, tmp_path: Path) -> None:
    box = written(tmp_path / "box.mbox", mail(1, ANN, answers=99), mail(2, CAT, answers=99))
    assert brought(small, box).tickets_new == 1


def test_mail_follows_what_it_answers_into_another_ticket(small: SmallDesk, tmp_path: Path) -> None:
    brought(small, written(tmp_path / "old.mbox", mail(1, ANN), mail(2, CAT)))
    by_author = {small.row(number).client: number for number in (1, 2)}
    merged, target = by_author["Ann Lee"], by_author["Cat"]
    small.act(MergeTicket(merged, target), "other_client")
    answers = written(tmp_path / "new.mbox", mail(3, ANN, answers=1, text="And now?"))
    brought(small, answers)
    assert [m.body for m in small.desk.ask(threads.messages, target)][-1] == "And now?"
    assert small.desk.ask(threads.messages, merged) == ()


def test_the_same_mail_twice_in_one_file_is_known(small: SmallDesk, tmp_path: Path) -> None:
    box = written(tmp_path / "box.mbox", mail(1, ANN), mail(1, ANN))
    report = brought(small, box)
    assert (report.read, report.new, report.known) == (2, 1, 1)


def test_gzip_maildir_and_eml(small: SmallDesk, tmp_path: Path) -> None:
    packed = tmp_path / "box.mbox.gz"
    packed.write_bytes(gzip.compress(mail(1, ANN).encode()))
    (tmp_path / "Maildir" / "cur").mkdir(parents=True)
    (tmp_path / "Maildir" / "new").mkdir()
    letter = mail(2, CAT).partition("\n")[2]
    written(tmp_path / "Maildir" / "new" / "1.host", letter)
    alone = written(tmp_path / "alone.eml", mail(3, BO).partition("\n")[2])
    report = brought(small, packed, tmp_path / "Maildir", alone)
    assert (report.new, report.tickets_new, report.skipped) == (3, 3, [])


def test_of_a_folder_every_file_is_told(small: SmallDesk, tmp_path: Path) -> None:
    folder = tmp_path / "post"
    (folder / "deep").mkdir(parents=True)
    written(folder / "box.mbox", mail(1, ANN))
    written(folder / "deep" / "alone.eml", mail(2, BO).partition("\n")[2])
    written(folder / "deep" / "readme.txt", "nothing of ours")
    written(folder / ".hidden", "nothing of ours")
    report = brought(small, folder)
    assert report.new == 2
    assert [(item.where, item.reason) for item in report.skipped] == [
        (str(folder / "deep" / "readme.txt"), "file.unknown")
    ]


def test_one_bad_item_never_stops_the_rest(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = written(tmp_path / "box.mbox", mail(1, ANN), mail(2, BO, text="poison"), mail(3, CAT))
    record = MailImport._message

    def poisoned(self: MailImport, one: object, conversation: object) -> object:
        if "poison" in one.body:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return record(self, one, conversation)  # type: ignore[arg-type]

    monkeypatch.setattr(MailImport, "_message", poisoned)
    report = brought(small, box, tmp_path / "missing.mbox")
    assert report.new == 2
    assert sorted((item.where, item.reason) for item in report.skipped) == [
        (f"{box}:2", "item.failed"),
        (str(tmp_path / "missing.mbox"), "file.missing"),
    ]


def test_an_interrupted_run_is_continued(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = written(tmp_path / "box.mbox", *(mail(n, ANN) for n in range(1, 60)))
    flush = MailImport.flush

    def interrupted(self: MailImport) -> None:
        flush(self)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mail_import, "BATCH", 50)
        patch.setattr(MailImport, "flush", interrupted)
        first = brought(small, box)
    assert first.interrupted
    assert 0 < first.new < 59
    second = brought(small, box)
    assert (second.new, second.known) == (59 - first.new, first.new)


def test_what_operators_did_stays_when_an_archive_brings_more(
    small: SmallDesk, tmp_path: Path
) -> None:
    brought(small, written(tmp_path / "a.mbox", mail(1, ANN)))
    small.act(
        Reply(1, "Here it is", small.row(1).last_event, then_state="solved", then_kind="help")
    )
    brought(small, written(tmp_path / "b.mbox", mail(2, ANN, answers=1, text="Thanks")))
    assert (small.row(1).state, small.row(1).messages) == ("solved", 3)


def test_newest_first_whatever_the_order_of_import(small: SmallDesk, tmp_path: Path) -> None:
    brought(small, written(tmp_path / "b.mbox", mail(9, CAT, text="parcels late")))
    brought(small, written(tmp_path / "a.mbox", mail(1, ANN, text="one parcel early")))
    query = Query(Words((Term("parcels"),)))
    assert [small.row(n).client for n in small.desk.ask(search.numbers, query)] == [
        "Cat",
        "Ann Lee",
    ]


TABLE = """columns = ["Nr", "Betreff", "Text"]
times = ["%d.%m.%Y %H:%M"]
[ticket]
id = "Nr"
subject = "Betreff"
body = "Text"
client = "Kunde"
email = "Mail"
created = "Am"
state = "Stand"
answer = "Antwort"
answered_by = "=Olga"
tags = ["Thema"]
[state]
offen = "open"
fertig = "closed"
"""


def test_a_table_with_a_mapping_of_ones_own(small: SmallDesk, tmp_path: Path) -> None:
    mapping = written(tmp_path / "own.toml", TABLE)
    table = written(
        tmp_path / "t.csv",
        "Nr,Betreff,Text,Kunde,Mail,Am,Stand,Antwort,Thema\n",
        '7,Hallo,"Zwei\nZeilen",Ann,ann@example.org,01.02.2026 09:30,fertig,Gut,Große Dinge\n',
        ",,,,,,,,\n",
        "8,Ohne Zeit,Text,Bo,bo@example.org,gestern,offen,,\n",
        "9,,Nur Text,Cat,cat@example.org,01.02.2026 10:00,offen,,\n",
    )
    report = brought(small, table, map=str(mapping))
    assert (report.read, report.new, report.tickets_new) == (3, 2, 2)
    assert [(item.where, item.reason) for item in report.skipped] == [(f"{table}:4", "row.no_time")]
    row = small.row(1)
    assert (row.subject, row.state, row.tags) == ("Hallo", "closed", ("grosse-dinge",))
    answer = small.desk.ask(threads.messages, 1)[1]
    assert (answer.kind, answer.operator_id) == ("operator", small.olga)
    assert brought(small, table, map=str(mapping)).new == 0


def test_a_table_nobody_can_read_says_so(small: SmallDesk, tmp_path: Path) -> None:
    table = written(tmp_path / "t.csv", "x,y\n1,2\n")
    assert [item.reason for item in brought(small, table).skipped] == ["table.no_map"]
    with pytest.raises(Invalid, match=r"map\.missing"):
        brought(small, table, map="nothing")
    wrong = written(tmp_path / "w.toml", '[ticket]\nsubjekt = "x"\n')
    with pytest.raises(Invalid, match=r"map\.invalid"):
        brought(small, table, map=str(wrong))


def test_lines_that_are_wrong_are_named(small: SmallDesk, tmp_path: Path) -> None:
    good = {"subject": "Hi", "client": {"name": "Ann"}, "created": "2026-03-01T10:00:00Z"}
    lines = written(
        tmp_path / "t.jsonl",
        json.dumps(good) + "\n",
        "not json\n\n",
        json.dumps({**good, "created": "yesterday"}) + "\n",
        json.dumps({**good, "state": "lost", "uuid": None}) + "\n",
    )
    report = brought(small, lines)
    assert report.new == 1
    assert [(item.where[-1], item.reason, item.detail) for item in report.skipped] == [
        ("2", "line.not_json", ""),
        ("4", "line.invalid", "created"),
        ("5", "line.invalid", "state"),
    ]


def test_an_address_that_is_somebody_elses_stays_theirs(small: SmallDesk, tmp_path: Path) -> None:
    lines = [
        {"subject": "x", "created": "2026-03-01T10:00:00Z", "uuid": uuid, "client": client}
        for uuid, client in (
            ("00000000-0000-4000-8000-000000000001", {"name": "Bo", "email": "bo@example.org"}),
            (
                "00000000-0000-4000-8000-000000000002",
                {
                    "name": "Ann",
                    "email": "ann@example.org",
                    "emails": ["ann@example.org", "bo@example.org"],
                    "timezone": "Europe/Kyiv",
                },
            ),
        )
    ]
    report = brought(small, written(tmp_path / "a.jsonl", *(json.dumps(o) + "\n" for o in lines)))
    assert (report.new, report.known, report.skipped) == (2, 0, [])
    ann = small.desk.ask(clients.card, small.row(2).client_id)
    assert ann is not None
    assert (ann.emails, ann.timezone) == (("ann@example.org",), "Europe/Kyiv")


def test_templates_from_json_toml_and_csv(small: SmallDesk, tmp_path: Path) -> None:
    files = (
        written(tmp_path / "a.json", json.dumps([{"title": "A", "body": "Hello #{ticket.title}"}])),
        written(tmp_path / "b.toml", '[[template]]\ntitle = "B"\nvariants = {uk = "Вітаю"}\n'),
        written(tmp_path / "c.csv", "title,body\nC,Здравствуйте! Спасибо за обращение\nD,\n"),
        written(tmp_path / "d.json", json.dumps([{"title": "E", "body": "{{ nonsense.name }}"}])),
    )
    reports = [import_templates(small.desk, file) for file in files]
    assert [report.new for report in reports] == [1, 1, 1, 0]
    assert [item.reason for item in reports[3].skipped] == ["template.invalid"]
    kept = {row.title: dict(row.variants) for row in small.desk.ask(desk_lists.templates)}
    assert kept["A"] == {"en": "Hello {{ ticket.subject }}"}
    assert kept["B"] == {"uk": "Вітаю"}
    assert set(kept["C"]) == {"ru"}
    assert import_templates(small.desk, files[0]).known == 1


def test_clients_with_different_addresses_are_never_one(small: SmallDesk, tmp_path: Path) -> None:
    box = written(
        tmp_path / "box.mbox", mail(1, "Ann <a@example.org>"), mail(2, "Ann <b@example.org>")
    )
    brought(small, box)
    found = [small.desk.ask(clients.card, small.row(n).client_id) for n in (1, 2)]
    assert found[0] != found[1]


LONG = " ".join(f"w{n}" for n in range(100))


def _long_mail() -> str:
    return mail(1, ANN).replace("[list] Where is my parcel", LONG)


def _long_line(**fields: object) -> str:
    client, created = {"name": "Ann"}, "2026-01-01T00:00:00Z"
    return json.dumps({"subject": LONG, "client": client, "created": created, **fields}) + "\n"


@pytest.mark.parametrize(
    ("name", "content", "rest"),
    [
        ("box.mbox", _long_mail(), "\n\nHello"),
        ("a.jsonl", _long_line(), ""),
        (
            "b.jsonl",
            _long_line(thread=[{"at": "2026-01-01T00:00:00Z", "body": "Hi"}]),
            "\n\nHi",
        ),
    ],
)
def test_a_subject_without_end_is_cut_and_whole_in_the_first_message(
    small: SmallDesk, tmp_path: Path, name: str, content: str, rest: str
) -> None:
    path = written(tmp_path / name, content)
    report = brought(small, path)
    assert (report.tickets_new, report.skipped) == (1, [])
    row = small.row(1)
    assert len(row.subject) <= LONGEST_SUBJECT
    assert LONG.startswith(row.subject.removesuffix("…"))
    (message,) = small.desk.ask(threads.messages, 1)
    assert message.body.rstrip() == LONG + rest
    last = Query(Words((Term("w99"),)))
    assert [*small.desk.ask(search.numbers, last)] == [1], "what was cut is still found"
    assert brought(small, path).new == 0


def test_a_live_message_with_a_subject_without_end_is_taken_in(small: SmallDesk) -> None:
    ann = ClientReference("Ann Lee", "ann@example.org")
    number = small.act(ReceiveMessage(ann, LONG, "Hi", source_id="m1")).tickets[0]
    assert len(small.row(number).subject) <= LONGEST_SUBJECT
    (message,) = small.desk.ask(threads.messages, number)
    assert message.body == f"{LONG}\n\nHi"
