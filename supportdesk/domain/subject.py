"""How long the subject of a ticket may be, and what becomes of a longer one."""

from supportdesk.domain.errors import Invalid

LONGEST_SUBJECT = 250
"""Characters; what is longer is a text, and no list has room for it."""


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
