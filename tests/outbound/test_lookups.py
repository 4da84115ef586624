"""Asking other systems about clients: the guide works, and nothing else gets out (F50)."""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest

from supportdesk.domain.lookup import LookupAnswer, LookupSubject
from supportdesk.outbound.lookups import FileLookups, load_lookups
from supportdesk.settings.fields import SettingTrouble
from tests.outbound.other_system import HOOK, OtherSystem, other_system

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "orders.md"
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
ANN = LookupSubject(17, "Ann Lee", "ann@example.org", "+380501234567", "Lee Ltd", "en")


@pytest.fixture
def crm() -> Iterator[OtherSystem]:
    """A CRM on this machine."""
    with other_system() as system:
        yield system


def opened(folder: Path, written: str) -> FileLookups:
    """The lookups that a file describes."""
    file = folder / "lookups.toml"
    file.write_text(written, encoding="utf-8")
    file.chmod(0o600)
    found = load_lookups(file, {"HOOK": HOOK})
    assert found is not None
    return found


def answer(folder: Path, call: str, block: str = "", subject: LookupSubject = ANN) -> LookupAnswer:
    """What one call under one title answers."""
    written = f'[[block]]\ntitle = "Orders"\n{block}\n[[block.call]]\n{call}\n'
    return opened(folder, written).ask("Orders", subject)


def bitrix(folder: Path, crm: OtherSystem) -> FileLookups:
    """The worked example of the guide, with its portal on this machine."""
    hook = folder / "bitrix24-hook"
    hook.write_text(f"{HOOK}\n")
    hook.chmod(0o600)
    (example,) = (one for one in EXAMPLES if "bitrix24" in one)
    return opened(folder, example.replace("https://romashka.bitrix24.com", crm.url))


def test_the_worked_example_of_the_guide_lists_the_deals(tmp_path: Path, crm: OtherSystem) -> None:
    lookups = bitrix(tmp_path, crm)
    assert lookups.titles == ("Deals",)
    assert lookups.fresh_for("Deals") == 15 * 60_000
    found = lookups.ask("Deals", ANN)
    assert found.trouble is None
    assert found.lines[0] == "1093 Ромашки, 100 шт. · 1500.00 RUB · WON"
    assert [path.rpartition("/")[2] for _method, path, _body in crm.asked] == [
        "crm.contact.list.json",
        "crm.deal.list.json",
    ]


def test_who_is_no_contact_has_no_deals_of_others(tmp_path: Path, crm: OtherSystem) -> None:
    nobody = LookupSubject(18, "Bob", "bob@example.org")
    assert bitrix(tmp_path, crm).ask("Deals", nobody) == LookupAnswer()
    assert len(crm.asked) == 1, "without a contact nothing more is asked"


def test_who_has_no_address_is_not_asked_about(tmp_path: Path, crm: OtherSystem) -> None:
    found = bitrix(tmp_path, crm).ask("Deals", LookupSubject(18, "Bob"))
    assert found == LookupAnswer(trouble="no_value client.email")
    assert crm.asked == []


def test_the_command_of_the_guide_prints_lines(tmp_path: Path) -> None:
    program = tmp_path / "orders-of"
    program.write_text('#!/bin/sh\nprintf "%s\\n\\nA-1093 delivered\\n" "$1"\n')
    program.chmod(0o700)
    (example,) = (one for one in EXAMPLES if "orders-of" in one and "bitrix" not in one)
    lookups = opened(tmp_path, example.replace("/usr/local/bin/orders-of", str(program)))
    found = lookups.ask("Orders", ANN)
    assert found == LookupAnswer(("--email=ann@example.org", "A-1093 delivered"))


@pytest.mark.parametrize(
    "name", ["$(touch owned)", "a; touch owned", "`touch owned`", "x' touch owned '", "*"]
)
def test_no_shell_reads_a_clients_name(tmp_path: Path, name: str) -> None:
    code = "import json, sys; print(json.dumps(sys.argv[1:]))"
    call = f"command = [{json.dumps(sys.executable)}, '-c', {json.dumps(code)}, '{{client.name}}']"
    found = answer(tmp_path, call, subject=LookupSubject(1, name))
    assert json.loads(found.lines[0]) == [name]
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(("name", "sent"), [("--delete-all", False), ("a\nb", False), ("a", True)])
def test_a_value_never_becomes_an_option(tmp_path: Path, name: str, sent: bool) -> None:
    found = answer(tmp_path, "command = ['echo', '{client.name}']", subject=LookupSubject(1, name))
    assert (found.trouble is None) == sent
    assert found.trouble in (None, "no_value client.name")


def test_a_value_stays_inside_its_place_in_an_address(tmp_path: Path, crm: OtherSystem) -> None:
    call = f"url = '{crm.url}/orders/{{client.name}}?mail={{client.email}}'"
    who = LookupSubject(1, "../admin?x=1#", "a&b=c@example.org")
    crm.body = b"one\ntwo"
    assert answer(tmp_path, call, subject=who).lines == ("one", "two")
    assert crm.asked[0][1] == "/orders/..%2Fadmin%3Fx%3D1%23?mail=a%26b%3Dc%40example.org"
    assert answer(tmp_path, call, subject=LookupSubject(1, "..", "a@b")).trouble is not None
    assert len(crm.asked) == 1


@dataclass(frozen=True)
class Bad:
    """An answer that is none, and what is told of it."""

    trouble: str
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(
    "bad",
    [
        Bad("status 500", status=500),
        Bad("status 302", status=302, headers={"Location": "http://127.0.0.1:1/"}),
        Bad("not_json", b"not json"),
        Bad("not_json", b"[" * 100_000),
        Bad("not_json", b'{"result": NaN}'),
        Bad("no_items", b'{"other": 1}'),
        Bad("too_large", b"x" * 300_000),
        Bad("encoded", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_bad_answer_is_a_short_trouble(tmp_path: Path, crm: OtherSystem, bad: Bad) -> None:
    crm.status, crm.body, crm.headers = bad.status, bad.body, bad.headers
    found = answer(tmp_path, f"url = '{crm.url}/x'\nitems = 'result'")
    assert found == LookupAnswer(trouble=bad.trouble)


@pytest.mark.parametrize("behaviour", ["silent", "dripping", "sleeping command"])
def test_nobody_is_waited_for_longer_than_said(
    tmp_path: Path, crm: OtherSystem, behaviour: str
) -> None:
    crm.delay = 3.0 if behaviour == "silent" else 0.0
    crm.drip, crm.body = (0.05, b"x" * 500) if behaviour == "dripping" else (0.0, b"x")
    call = f"url = '{crm.url}/x'"
    if behaviour == "sleeping command":
        call = "command = ['sh', '-c', 'sleep 30 & sleep 30']"
    before = monotonic()
    found = answer(tmp_path, call, "timeout_seconds = 1")
    assert found.trouble == "timeout"
    assert monotonic() - before < 2.5


def test_too_much_from_a_command_and_a_failing_one(tmp_path: Path) -> None:
    assert answer(tmp_path, "command = ['yes']").trouble == "too_large"
    assert answer(tmp_path, "command = ['false']").trouble == "exit 1"
    assert answer(tmp_path, "command = ['/no/such/program']").trouble == "not_started"


def test_nobody_there_is_told(tmp_path: Path) -> None:
    assert answer(tmp_path, "url = 'http://127.0.0.1:9/x'").trouble == "unreachable"


def test_secrets_are_in_no_answer_log_or_text(
    tmp_path: Path, crm: OtherSystem, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    lookups = bitrix(tmp_path, crm)
    crm.body = json.dumps({"result": [{"ID": HOOK, "TITLE": f"/rest/{HOOK}/x"}]}).encode()
    found = lookups.ask("Deals", ANN)
    crm.status = 500
    failed = lookups.ask("Deals", ANN)
    crm.status, crm.body = 200, b"["
    broken = lookups.ask("Deals", ANN)
    for said in (found, failed, broken, caplog.text, repr(lookups), repr(vars(lookups))):
        assert HOOK not in str(said)
        assert "s3cr3t" not in str(said)
    assert "•••" in found.lines[0]


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("title = 'x'", "block"),
        ("[[block]]\ntitle = 'x'", "call"),
        ("[[block]]\ntitle = 'x'\ncolour = 1\n[[block.call]]\nurl = 'https://a/'", "colour"),
        ("[[block]]\ntitle = 'x'\n[[block.call]]\nurl = 'ftp://a/'", "url"),
        ("[[block]]\ntitle = 'x'\n[[block.call]]\nurl = 'http://crm.example/'", "allow_http"),
        ("[[block]]\ntitle = 'x'\n[[block.call]]\nurl = 'https://{client.name}/'", "url"),
        ("[[block]]\ntitle = 'x'\n[[block.call]]\nurl = 'https://a/{client.nam}'", "client.nam"),
        ("[[block]]\ntitle = 'x'\n[[block.call]]\nurl = 'https://a/{secret.x}'", "secret.x"),
        ("[[block]]\ntitle = 'x'\n[[block.call]]\ncommand = 'echo'", "command"),
        ("[[block]]\ntitle = 'x'\n[[block.call]]\ncommand = ['{client.name}']", "command"),
        (
            "[[block]]\ntitle = 'x'\ntimeout_seconds = 99\n[[block.call]]\ncommand = ['a']",
            "timeout_seconds",
        ),
        (
            "[[block]]\ntitle = 'x'\nsecret.k = {env = 'NONE'}\n[[block.call]]\ncommand = ['a']",
            "secret.k",
        ),
    ],
)
def test_a_file_that_is_wrong_names_the_place(tmp_path: Path, written: str, wrong: str) -> None:
    with pytest.raises(SettingTrouble) as told:
        opened(tmp_path, written)
    assert told.value.code == "lookups.invalid"
    assert wrong in str(told.value.parameters["wrong"])


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lookups.toml"
    file.write_text("[[block]]\ntitle = 'x'\n[[block.call]]\ncommand = ['a']")
    file.chmod(0o640)
    with pytest.raises(SettingTrouble) as told:
        load_lookups(file, os.environ)
    assert told.value.code == "lookups.open_to_others"
    assert load_lookups(tmp_path / "nothing.toml", os.environ) is None


def test_a_secret_file_that_others_can_read_is_refused(tmp_path: Path, crm: OtherSystem) -> None:
    bitrix(tmp_path, crm)
    (tmp_path / "bitrix24-hook").chmod(0o644)
    with pytest.raises(SettingTrouble):
        load_lookups(tmp_path / "lookups.toml", os.environ)
