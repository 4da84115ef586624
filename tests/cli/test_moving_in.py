"""Moving in as a stranger meets it: the guide, the rehearsal, the report, refusals."""

import json
import re
import shlex
from pathlib import Path

import pytest

from supportdesk.i18n.import_texts import no_place_text, reason_text
from supportdesk.intake.helpdesks.found import WHY
from supportdesk.intake.record import SKIP_REASONS
from tests import zendesk_account as account
from tests.cli.conftest import Shell
from tests.desk.test_freshdesk_exports import FILES

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "moving-in.md").read_text(encoding="utf-8")
QUEUE = (
    "Ticket Number,Date Created,Subject,From,From Email,Priority,Department,Help Topic,Source,"
    "Current Status,Last Updated,Closed Date,Agent Assigned\n"
    "100123,2026-02-02 08:00:00,Lamp,Ann Lee,ann@example.org,High,Support,Feedback,Email,"
    "Open,2026-02-03 09:00:00,,Bo Hill\n"
)


@pytest.fixture
def exports(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the exports of the guide lie."""
    monkeypatch.chdir(home)
    account.write(home / "account")
    answers = home / "answers"
    answers.mkdir()
    for name, body in FILES.items():
        (answers / name).write_text(json.dumps(body), encoding="utf-8")
    (home / "osticket.csv").write_text(QUEUE, encoding="utf-8")
    canned = (
        'title,body\nHello,"Hi %{ticket.name.first},<br>it is %{ticket.number}. %{recipient}"\n'
    )
    (home / "canned.csv").write_text(canned, encoding="utf-8")
    return home


def test_the_commands_of_the_guide_work(shell: Shell, exports: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    outs = {line: shell.done(*shlex.split(line)[1:]).out for line in lines}
    assert len(outs) == len(lines) == 10
    assert outs[lines[0]].startswith(
        "This is what would come in; nothing was changed.\nRead 27, new 27"
    )
    assert outs[lines[1]].startswith("Read 27, new 27, known 0, left out 1.\n")
    assert "Matter 1" in outs[lines[2]]
    assert "state: new → open" in outs[lines[3]]
    osticket = shell.done("list", "tag:feedback", "--json").item
    assert (osticket["state"], osticket["owner"], osticket["queue"]) == (
        "open",
        "Bo Hill",
        "Support",
    )
    filled = shell.done("templates", "fill", "Hello", "1", "--ask", "recipient=you", "--json")
    assert filled.items != []


def test_a_rehearsal_changes_nothing_and_says_what_the_import_says(
    shell: Shell, exports: Path
) -> None:
    rehearsed = shell.done("import", "--from", "zendesk", "account", "--dry-run", "--json").item
    assert not shell.store.exists()
    real = shell.done("import", "--from", "zendesk", "account", "--json").item
    assert {**rehearsed, "dry_run": False} == real
    assert rehearsed["dry_run"] is True
    assert {one["kind"]: one["new"] for one in real["kinds"]}["ticket"] == 3
    assert real["clients_new"] == 2
    assert {"kind": "trigger", "field": "", "why": "rules", "count": 1} in real["no_place"]
    before = shell.store.read_bytes()
    again = shell.done("import", "--from", "zendesk", "account", "--dry-run", "--json").item
    assert (again["new"], again["known"]) == (0, real["read"])
    assert shell.store.read_bytes() == before


def test_a_later_export_of_osticket_brings_what_has_changed(shell: Shell, exports: Path) -> None:
    shell.done("import", "osticket.csv")
    later = QUEUE.replace("Open,2026-02-03 09:00:00", "Closed,2026-02-04 09:00:00")
    Path("osticket.csv").write_text(later, encoding="utf-8")
    assert "Read 1, new 1, known 0" in shell.done("import", "osticket.csv").out
    shown = shell.done("show", "1", "--json").item
    assert (shown["state"], shown["priority"], shown["tags"]) == ("closed", "high", ["feedback"])
    assert "Read 1, new 0, known 1" in shell.done("import", "osticket.csv").out


def test_other_files_are_rehearsed_as_well(shell: Shell, exports: Path) -> None:
    out = shell.done("import", "osticket.csv", "--dry-run").out
    assert out.startswith("This is what would come in; nothing was changed.\nRead 1, new 1")
    assert not shell.store.exists()
    folder = shell.done("import", "account", "--json").item
    assert {one["reason"] for one in folder["skipped"]} == {"line.invalid"}


def test_the_report_is_read_by_a_person(shell: Shell, exports: Path) -> None:
    out = shell.done("import", "--from", "zendesk", "account").out
    assert re.search(r"^Tickets +3 +3$", out, re.MULTILINE)
    assert re.search(r"^Saved views +1 +1$", out, re.MULTILINE)
    assert re.search(r"^1 +trigger +there are no automatic rules here$", out, re.MULTILINE)
    assert (
        "macros.json:6: the desk refused the text of the template (template.unknown_tag for)" in out
    )


def test_what_came_in_works(shell: Shell, exports: Path) -> None:
    shell.done("import", "--from", "zendesk", "account")
    listed = shell.done("list", "queue:Billing", "--json").item
    assert (listed["number"], listed["state"], listed["owner"]) == (1, "hold", "Bo Hill")
    asked = "ticket.brand.name=Lamps Ltd"
    shell.done("macros", "run", "2", "Refunds::Ask for the order", "--ask", asked, "--send")
    shown = shell.done("show", "2").out
    assert "Hello Dara,\n  which order? Lamps Ltd" in shown
    assert "Tags: asked, lamp, order" in shown
    assert "Queue: Billing" in shown
    text = shell.done("templates", "fill", "Greeting", "1").out
    assert "Good day!" in text


def test_an_unknown_help_desk_is_refused(shell: Shell, exports: Path) -> None:
    refused = shell("import", "--from", "remedy", "account")
    assert refused.code == 2
    assert "No export of remedy can be read; those of freshdesk, zendesk can." in refused.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--from", "zendesk", "--map", "osticket"), "import.map_of_export"),
        (("--from", "zendesk", "--account", "example"), "import.account_unasked"),
        (("--account", "example"), "import.account_unasked"),
        (("--from", "freshdesk", "--account", "two words"), "import.account_unclear"),
        (("--from", "freshdesk", "--account", ""), "import.account_unclear"),
    ],
)
def test_what_an_import_has_no_use_for_is_refused(
    shell: Shell, words: tuple[str, ...], code: str
) -> None:
    assert shell("import", *words, "account", "--json").error["code"] == code
    assert not shell.store.exists()


def test_a_missing_file_is_named(shell: Shell, exports: Path) -> None:
    answer = shell("import", "--from", "zendesk", "nowhere.json")
    assert answer.code == 3
    assert "nowhere.json: there is no such file" in answer.out


def test_nothing_is_brought_into_a_store_that_is_read_only(shell: Shell, exports: Path) -> None:
    shell.ticket()
    refused = shell("--read-only", "import", "--from", "zendesk", "account")
    assert refused.code == 4
    rehearsed = shell("--read-only", "import", "--from", "zendesk", "account", "--dry-run")
    assert rehearsed.code == 0


def test_who_may_not_import_may_not_rehearse(shell: Shell, exports: Path) -> None:
    shell.ticket()
    shell.done("operators", "add", "Tamar", "--role", "trainee")
    refused = shell("--as", "Tamar", "import", "--from", "zendesk", "account", "--dry-run")
    assert refused.code == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"tickets": [{"id": 1', "json.not_json"),
        (b'{"tickets": [' + b"[" * 100_000, "json.unreasonable"),
        (b'{"tickets": [{"id": NaN}]}', "json.unreasonable"),
        (b'{"tickets": [{"id": 1180591620717411303424, "status": "open"}]}', "json.invalid"),
        (b'{"tickets": [{"id": -1, "status": "open"}]}', "json.invalid"),
        (b'{"tickets": [{"id": [1], "status": "open"}]}', "json.invalid"),
        (b'{"tickets": [{"id": 1, "status": "odd"}]}', "json.invalid"),
        (b'{"tickets": [{"id": 1, "status": {"a": 1}}]}', "json.invalid"),
        (b'{"tickets": [{"id": 1, "status": "open"}]}', "json.invalid"),
        (
            b'{"tickets": [{"id": 1, "status": "open", "created_at": "9999-12-31T23:59:59Z"}]}',
            "json.invalid",
        ),
        (
            b'{"macros": [{"id": 1, "title": "x",'
            b' "actions": [{"field": "comment_value", "value": {}}]}]}',
            "json.invalid",
        ),
        (b'{"views": [{"id": 1, "title": "x", "conditions": {"all": [[]]}}]}', "json.invalid"),
        (b'{"users": [{"id": 1, "role": ["agent"], "email": 1}]}', "json.invalid"),
        (b'{"users": [{"id": 1, "role": "agent", "name": {}}]}', "json.invalid"),
        (b'{"ticket_fields": [{"id": 1, "custom_field_options": 7}]}', "json.invalid"),
        (b"PK\x03\x04 is no archive", "json.not_json"),
        (b"\x1f\x8b\x08 is no gzip", "file.unreadable"),
    ],
)
def test_malice_is_left_out_with_its_place(
    shell: Shell, home: Path, content: bytes, reason: str
) -> None:
    path = home / "evil.json"
    path.write_bytes(content)
    item = shell.done("import", "--from", "zendesk", str(path), "--json").item
    assert [one["reason"] for one in item["skipped"]] == [reason]
    assert item["skipped"][0]["where"].startswith(str(path))
    assert item["tickets_new"] == 0


def test_no_control_character_of_an_export_reaches_a_terminal(shell: Shell, home: Path) -> None:
    evil = "\x1b]0;owned\x07\u202e[/][@click=app.quit]\ud800"
    ticket = account.ticket(1, subject=evil, raw_subject=evil, description=evil)
    ticket |= {evil: "x", "tags": [evil], "via": {"channel": evil, "source": {}}}
    body = {"tickets": [ticket], evil: [{"id": 1}], "users": [account.user(11, evil, "end-user")]}
    path = home / "evil.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    for arguments in (["--dry-run"], [], ["--json"]):
        answer = shell.done("import", "--from", "zendesk", str(path), *arguments)
        assert not set(answer.out + answer.err) & set("\x1b\x07\u202e\x9d")
    shown = shell.done("show", "1").out
    assert not set(shown) & set("\x1b\x07\u202e")


def test_every_reason_has_its_sentence() -> None:
    assert len({no_place_text(why) for why in WHY}) == len(WHY)
    mine = [one for one in SKIP_REASONS if one.startswith("json.") or one.endswith(".refused")]
    assert len({reason_text(reason) for reason in mine}) == len(mine) == 9
