"""What leaves by JSON and exports is whole and acts nowhere; `tests.trust` has every command."""

import csv
import io
import json
import mailbox
import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import (
    AddClientNote,
    AddNote,
    ClientReference,
    CreateTicket,
    EditClient,
    NewAttachment,
    SaveOperator,
    SaveQueue,
    SaveTemplate,
)
from supportdesk.domain.errors import DeskError
from supportdesk.domain.subject import LONGEST_SUBJECT
from tests.cli.conftest import Shell
from tests.small_desk import StandingClock
from tests.trust.payloads import PAYLOADS

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
SIZE = 5_000
STORABLE = {
    name: text.encode("utf-8", "replace").decode()[:SIZE] for name, text in PAYLOADS.items()
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One ticket for each payload, which stands wherever a text can stand."""
    path, clock = tmp_path_factory.mktemp("filled") / "filled.desk", StandingClock()
    with closing(open_desk(path, clock, create=True)) as desk:
        desk.act(None, SaveOperator("Olga", login="olga", role="admin"))
        desk.act(None, SaveQueue("First line"))
        for text in STORABLE.values():
            who = ClientReference(f"{text} {clock.now.timestamp()}")
            file = NewAttachment(text[:200], "text/plain", text.encode())
            clock.forward(seconds=1)
            made = desk.act(1, CreateTicket(who, text[:LONGEST_SUBJECT], text, attachments=(file,)))
            desk.act(1, AddNote(made.tickets[0], f"{text} note", attachments=(file,)))
            if made.client is not None:
                desk.act(1, AddClientNote(made.client, f"{text} note"))
                desk.act(1, EditClient(made.client, (("company", text),), (("plan", text),)))
            try:
                desk.act(1, SaveTemplate(f"{text} title", (("en", f"{text} body"),)))
            except DeskError:
                continue
        desk.act(1, SaveOperator(f"Ope\x1b[2Jrator {STORABLE['control: bell']}"))
        desk.act(1, SaveQueue(f"Que\x9bue {STORABLE['disguise: right-to-left override']}"))
    return path


@pytest.fixture
def hostile_shell(shell: Shell, filled: Path) -> Shell:
    """The program on a copy of that store, an hour later."""
    shutil.copy(filled, shell.store)
    shell.clock.forward(hours=1)
    return shell


def harmless(text: str) -> bool:
    """Whether a terminal shows `text` and does nothing else."""
    return ACTING.search(text) is None


def test_json_gives_the_original_back(hostile_shell: Shell) -> None:
    for number, text in enumerate(STORABLE.values(), 1):
        item = hostile_shell.done("show", str(number), "--json").item
        assert item["thread"][0]["body"] == text


@pytest.mark.parametrize("form", ["jsonl", "csv", "mbox"])
def test_every_export_is_harmless_and_whole(hostile_shell: Shell, home: Path, form: str) -> None:
    out = hostile_shell.done("export", "--format", form).out
    assert harmless(out)
    if form == "jsonl":
        found = [json.loads(line) for line in out.splitlines()]
        assert [item["thread"][0]["body"] for item in found] == list(STORABLE.values())
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert len(rows) == len(STORABLE)
        assert not any(
            cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values()
        )
    else:
        file = home / "out.mbox"
        file.write_text(out)
        with closing(mailbox.mbox(file)) as box:
            bodies = [first_text(mail) for mail in box]
        assert [body.strip() for body in bodies] == [text.strip() for text in STORABLE.values()]


def test_a_table_of_messages_is_harmless_and_whole(hostile_shell: Shell) -> None:
    out = hostile_shell.done("export", "--format", "csv", "--messages", "--notes").out
    assert harmless(out)
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert len(rows) == 2 * len(STORABLE)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def first_text(mail: mailbox.mboxMessage) -> str:
    """The text of a mail as its reader gets it."""
    part = mail.get_payload(0) if mail.is_multipart() else mail
    content = part.get_payload(decode=True)  # type: ignore[union-attr]
    assert isinstance(content, bytes)
    return content.decode()


def test_bytes_that_are_no_text_are_refused_not_kept(shell: Shell) -> None:
    shell.ticket()
    refused = shell("note", "1", "--text", "caf\udce9", "--json")
    assert (refused.code, refused.error["code"]) == (2, "text.not_utf8")
    assert shell.done("show", "1", "--json").item["messages"] == 1
