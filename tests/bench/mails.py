"""Invented mails in one mbox file, for importing while something else is measured."""

import random
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.bench.vocabulary import sentences

FIRST = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
THREAD = 4
"""Mails in one conversation."""


def write_mails(path: Path, count: int, seed: int = 7) -> Path:
    """Write `count` mails, four in a conversation, to the mbox file `path`; return it."""
    texts = sentences(seed, 2_000, russian=False)
    pick = random.Random(seed)
    with path.open("wb") as file:
        for number in range(count):
            file.write(b"From bench@example.org Sun Feb  1 08:00:00 2026\n")
            file.write(_mail(pick, number, texts).as_bytes() + b"\n\n")
    return path


def _mail(pick: random.Random, number: int, texts: list[str]) -> EmailMessage:
    first = number - number % THREAD
    mail = EmailMessage()
    mail["From"] = f"Writer {first} <writer{first}@example.org>"
    mail["To"] = "help@example.org"
    mail["Subject"] = texts[first % len(texts)][:60]
    mail["Date"] = format_datetime(FIRST + timedelta(minutes=number))
    mail["Message-ID"] = f"<bench-{number}@example.org>"
    if number > first:
        mail["In-Reply-To"] = f"<bench-{number - 1}@example.org>"
    mail.set_content("\n".join(pick.choices(texts, k=6)))
    return mail
