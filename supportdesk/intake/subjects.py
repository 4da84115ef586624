"""What a subject says besides its words: answers, forwards, list tags, ticket numbers."""

import re
from collections import Counter

from supportdesk.patterns import pattern

_ANSWER = pattern(
    r"\s*(?:re|aw|sv|vs|antw|odp|fw|fwd|wg|tr|rv|отв|ответ|відп|відповідь|пересл|на)"
    r"(?:\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
_TAG = pattern(r"\s*\[([^\[\]#\n]{1,60})\]")
_NUMBER = pattern(r"\[#(\d{1,12})\]")
_FEW = 3
"""A tag needs so many mails of a source before it counts as the tag of a list."""


def normal_subject(subject: str, list_tag: str | None = None) -> str:
    """The subject without `Re:`, `Fwd:`, the list's own tag and ticket numbers at its beginning."""
    text = subject
    while True:
        shorter = _without_one_prefix(text, list_tag)
        if shorter == text:
            return " ".join(text.split())
        text = shorter


def _without_one_prefix(text: str, list_tag: str | None) -> str:
    answer = _ANSWER.match(text)
    if answer:
        return text[answer.end() :]
    tag = _TAG.match(text)
    if tag and list_tag is not None and tag[1] == list_tag:
        return text[tag.end() :]
    number = _NUMBER.match(text.lstrip())
    return text.lstrip()[number.end() :] if number else text


def is_answer(subject: str) -> bool:
    """Whether a subject says that it answers or forwards something."""
    tag = _TAG.match(subject)
    return bool(_ANSWER.match(subject, tag.end() if tag else 0))


def leading_tag(subject: str) -> str | None:
    """The word in square brackets a subject begins with, after any `Re:`; None without one."""
    text = subject
    while answer := _ANSWER.match(text):
        text = text[answer.end() :]
    tag = _TAG.match(text)
    return tag[1] if tag else None


def common_tag(tags: Counter[str | None]) -> str | None:
    """The tag of the list a source is the archive of: the one most of its subjects begin with."""
    if not tags:
        return None
    tag, times = tags.most_common(1)[0]
    return tag if times >= _FEW and 2 * times > tags.total() else None


def ticket_number(subject: str) -> int | None:
    """The number in `[#123]`, or None."""
    found = _NUMBER.search(subject)
    return int(found[1]) if found else None
