"""How long the subject of a ticket may be, and what becomes of a longer one."""

from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern

LONGEST_SUBJECT = 250
"""Characters; what is longer is a text, and no list has room for it."""


BEGINNING = 100
"""Characters of a text that stand for a subject nobody has given."""


def beginning(body: str) -> str:
    """The first words of a text, as the subject of a ticket written down without one."""
    line = " ".join(body.strip().partition("\n")[0].split())
    if len(line) <= BEGINNING:
        return line
    whole, _space, _cut = line[:BEGINNING].rpartition(" ")
    return f"{whole or line[: BEGINNING - 1]}…"


def clean_subject(typed: str) -> str:
    """A subject as it is kept: single spaces. Raises Invalid("subject.too_long")."""
    subject = " ".join(typed.split())
    if len(subject) > LONGEST_SUBJECT:
        raise Invalid("subject.too_long", length=len(subject), limit=LONGEST_SUBJECT)
    return subject


def cut_subject(subject: str) -> str:
    """A subject from outside, cut at the last word there is room for."""
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    kept = subject[: LONGEST_SUBJECT - 1]
    head, _, _ = kept.rpartition(" ")
    return f"{head or kept}…"


def with_whole_subject(subject: str, body: str) -> str:
    """The text of the message that brought `subject`: what has to be cut there is said here."""
    if len(subject) <= LONGEST_SUBJECT or body.startswith(subject):
        return body
    return f"{subject}\n\n{body}" if body.strip() else subject


_NUMBER = pattern(r"\s*\[#\d{1,12}\]")


def with_number(subject: str, number: int) -> str:
    """The subject of a mail about a ticket: its number, and no other, stands at the end."""
    return f"{_NUMBER.sub('', subject).strip()} [#{number}]".strip()
