"""Texts of earlier answers without the people in them: names, e-mails and phones (F136).

What was there becomes a gap that a template would leave: Tab goes to it, and no reply with one is
ever sent. Better one word too many than a client's name in another client's mail.
"""

import re
from collections.abc import Iterable

from supportdesk.domain.template_marks import mark, without_marks
from supportdesk.domain.words import stem, tokens
from supportdesk.patterns import pattern

NAME, EMAIL, PHONE = "name", "e-mail", "phone"

_EMAIL = pattern(r"[^\s@<>()\[\],;:\"']{1,64}@[^\s@<>()\[\],;:\"']{1,255}")
_PHONE = pattern(r"(?<![\w/.-])\+?\(?\d(?:[ \t\u00a0().-]{0,2}\d){6,14}(?![\w-])")
_DATE = pattern(r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{2,4}")
_WORD = pattern(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_GREETING = pattern(
    r"(?im)^([ \t]*(?:dear|hello|hi|hey|good (?:morning|afternoon|evening|day)|уважаем\w+|"
    r"шановн\w+|здравствуйте|добрый (?:день|вечер)|доброе утро|доброго дня|добрий день|"
    r"доброго ранку|вітаю|привет|привіт)[ \t,]+"
    r"(?:(?:mrs?|ms|miss|dr|пан[еі]?|господин|госпожа|г-н|г-жа)\.?[ \t]+)?)("
    r"[^\W\d_][^\n,.!?:;]{0,60})(?=[,.!?:;\n]|$)"
)
_NOT_NAMES = frozenset(
    "team all there everyone colleague colleagues client customer sir madam i we you your our the"
    " this that it thank thanks sorry коллеги клиент друзья спасибо мы вы я ваш ваша ваше ваши это"
    " колеги клієнт клієнте друзі дякую ми ви ваш ваша це".split()
)
_MOST_NAMES = 3
"""More words behind the first are a sentence, not somebody's name."""
_SHORTEST = 3
"""Letters of a part of a name that says something by itself."""


def blanked(text: str, names: Iterable[str] = ()) -> str:
    """`text` with the people blanked; `names` are those known to stand near it."""
    said = _EMAIL.sub(mark(EMAIL), without_marks(text))
    said = _PHONE.sub(_phone, said)
    said = _GREETING.sub(_greeted, said)
    known = {part for name in names for part in _parts(name)}
    if known:
        said = _WORD.sub(lambda found: _name(found.group(), known), said)
    gap = re.escape(mark(NAME))
    return re.sub(f"{gap}(?:[ \t]+{gap})+", mark(NAME), said)


def _parts(name: str) -> set[str]:
    return {part for part in tokens(name) if len(part) >= _SHORTEST and part.isalpha()}


def _phone(found: re.Match[str]) -> str:
    """A date is no phone."""
    return found.group() if _DATE.fullmatch(found.group()) else mark(PHONE)


def _greeted(found: re.Match[str]) -> str:
    """Who is greeted: everything up to the sign behind it, unless these are ordinary words."""
    first, *more = found[2].split()
    if first[0].islower() or first.casefold() in _NOT_NAMES or len(more) > _MOST_NAMES:
        return found.group()
    return f"{found[1]}{mark(NAME)}"


def _name(word: str, known: set[str]) -> str:
    """A capital letter and a known name, in any of its forms: `Олена` is in `Олено`."""
    if not word[0].isupper():
        return word
    parts = tokens(word)
    return mark(NAME) if any(_is_form(part, name) for part in parts for name in known) else word


def _is_form(part: str, name: str) -> bool:
    if part == name or stem(part) == stem(name):
        return True
    shared = max(_SHORTEST, len(name) - 1)
    return abs(len(part) - len(name)) <= 2 and part[:shared] == name[:shared]
