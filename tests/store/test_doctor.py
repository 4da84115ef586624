"""The doctor names every sort of damage: each check is shown one (F161)."""

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from supportdesk.domain.action import (
    AddNote,
    AddTime,
    NewAttachment,
    Recipient,
    Recipients,
    Reply,
    SaveArticle,
    SendLater,
    SetDealing,
    SetStatus,
    SetSubject,
)
from supportdesk.store.read import health
from supportdesk.store.read.connection import open_file
from tests.reading import file_of
from tests.small_desk import SmallDesk

TESTS = Path(__file__).resolve().parents[1]
_LETTER = (
    "INSERT INTO letter(purpose, message_id, account, mail_id, receiver, recipients, left_to,"
    " state, attempts, handed, because, made_at) SELECT 'reply', min(id), 'desk@example.org',"
    " 'a@b', 'c', '', 'c', '{state}', 0, 0, '', 0 FROM message"
)
DAMAGES = {
    "letters without a delivery": _LETTER.format(state="waiting"),
    "letters that say otherwise than their message": _LETTER.format(state="bounced"),
    "statuses of operators": "UPDATE operator SET status = 'break' WHERE status_since NOT NULL",
    "dealt queues without a pass": "DELETE FROM due_work WHERE kind = 'deal'",
    "search index of attached files": "DELETE FROM attachment_text_docsize",
    "search index of articles": "DELETE FROM article_text_docsize",
    "events with missing texts": "DELETE FROM text_value",
    "tickets without events": "DELETE FROM event WHERE ticket_id = 1",
    "messages whose recipients are missing": "DELETE FROM message_recipient",
    "planned replies without a sending": "DELETE FROM due_work WHERE kind = 'send'",
    "time below zero": "UPDATE time_entry SET milliseconds = -1",
}


@pytest.fixture
def worked(small: SmallDesk) -> Path:
    """A closed store in which every check has something to look at."""
    number = small.ticket()
    log = NewAttachment("server.txt", "text/plain", b"gateway timeout")
    small.act(AddNote(number, "see the file", (log,)))
    small.act(SetSubject(number, "Refund, twice"))
    copy = Recipients(cc=(Recipient("boss@example.org"),))
    small.act(Reply(number, "It is on its way.", 0, recipients=copy), "newer")
    small.act(SendLater(Reply(number, "And here?", 0), small.clock() + timedelta(days=1)), "newer")
    small.act(AddTime(number, 60_000, "a call"))
    small.act(SaveArticle("Refunds", "They take a week."), by=small.olga)
    small.act(SetStatus("available", small.petro), by=small.olga)
    small.act(SetDealing(small.billing, "balanced"), by=small.olga)
    small.desk.close()
    return file_of(small.desk)


def faulty(store: Path) -> set[str]:
    """The checks that find something."""
    with closing(open_file(store)) as reader:
        return {found.check for found in health.findings(reader) if found.faults}


@pytest.mark.parametrize("check", DAMAGES)
def test_a_damage_is_named(worked: Path, check: str) -> None:
    assert faulty(worked) == set()
    with closing(sqlite3.connect(worked, isolation_level=None)) as store:
        assert store.execute(DAMAGES[check]).rowcount > 0
    assert check in faulty(worked)


@pytest.mark.parametrize("seed", range(5))
def test_a_page_that_was_overwritten_is_seen(worked: Path, seed: int) -> None:
    """In use is every page of a new store; the first says what the file is."""
    held = bytearray(worked.read_bytes())
    pick = random.Random(seed)
    begin = pick.randrange(1, len(held) // 4096) * 4096
    held[begin : begin + 4096] = pick.randbytes(4096)
    worked.write_bytes(held)
    try:
        assert "file" in faulty(worked)
    except sqlite3.DatabaseError as trouble:
        assert "malformed" in str(trouble)


def test_every_check_of_the_doctor_is_shown_a_damage() -> None:
    texts = [file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py")]
    unseen = [name for name in health._CHECKS if not any(f'"{name}"' in text for text in texts)]
    assert unseen == []
