"""Forms of Russian and Ukrainian first names and of words beside a number (R5, F60).

A table of irregular forms first, then the rules of the endings. A form that follows from neither
is unknown (None): better the nominative than an invented word.
"""

import re
from collections.abc import Callable, Sequence

from supportdesk.domain.grammar_names import DATIVES, MEN, VOCATIVES_UK, WOMEN
from supportdesk.patterns import pattern

_ALPHABETS = {
    "ru": pattern("[а-яё]+"),
    "uk": pattern("[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя']+"),
}
_ORGANISATION = pattern(
    r"\b(?:ооо|оао|зао|пао|ао|ип|тов|фоп|прат|пат|llc|ltd|inc|corp|gmbh|company|support|team)\b",
    re.IGNORECASE,
)
_NOT_A_PERSON = pattern(r"[@/\\\d_]|://")
_TITLES = frozenset(
    "mr mrs ms miss dr prof господин госпожа г-н г-жа пан пані добродій добродійка".split()
)
_HUSHES_AND_VELARS_UK = "гґкхжчшщ"


def plural(number: int, forms: Sequence[str]) -> str:
    """The word beside `number`: three forms (час, часа, часов) or two (hour, hours)."""
    count = abs(number)
    if len(forms) == 2:
        return forms[0] if count == 1 else forms[1]
    one, few, many = forms
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else many


def name_parts(name: str) -> tuple[str | None, str | None]:
    """First and last name of a person; (None, None) for an address, number or organisation.

    The surname may stand first when the table knows the first name (Петренко Олена) or a comma
    says so (Smith, Ann). Titles are left out, a patronymic is no surname.
    """
    if _NOT_A_PERSON.search(name) or _ORGANISATION.search(name):
        return None, None
    surname, comma, given = name.partition(",")
    words = _untitled(given if comma else name)
    if not words:
        return None, None
    if comma:
        return words[0], surname.strip() or None
    if len(words) > 1 and not _is_first_name(words[0]) and _is_first_name(words[1]):
        return words[1], words[0]
    others = [word for word in words[1:] if not _is_patronymic(word)]
    return words[0], others[-1] if others else None


def vocative(name: str, language: str) -> str | None:
    """The form to address somebody by: Олена → Олено; None when it is unknown.

    Only Ukrainian has one; in other languages the name stays as it is. A surname beside the
    first name stays in the nominative.
    """
    if language != "uk":
        return name
    words = name.split()
    addressed = words if len(words) == 1 else [word for word in words if _is_addressed(word)]
    if not addressed:
        return None
    return _joined(
        [_declined(word, "uk", _vocative_uk) if word in addressed else word for word in words]
    )


def dative(name: str, language: str) -> str | None:
    """The form after "to": Ольга → Ольге, Ользі; None when it is unknown.

    English has no such form: the name stays as it is.
    """
    if language not in _ALPHABETS:
        return name
    rule = _dative_ru if language == "ru" else _dative_uk
    words = name.split()
    if len(words) > 1 and not any(_is_addressed(word) for word in words):
        return None
    return _joined([_declined(word, language, rule) for word in words])


def _untitled(name: str) -> list[str]:
    words = [word for word in name.split() if word[0].isalpha()]
    return [word for word in words if word.rstrip(".").lower() not in _TITLES]


def _is_first_name(word: str) -> bool:
    plain = _plain(word)
    return any(plain in names[language] for names in (MEN, WOMEN) for language in names)


def _is_patronymic(word: str) -> bool:
    return _plain(word).endswith(("вич", "ьич", "лич", "лліч", "вна", "чна", "івна", "ївна"))


def _is_addressed(word: str) -> bool:
    """Whether a word of a full name takes the vocative: a first name, patronymic or title."""
    return _is_first_name(word) or _is_patronymic(word) or _plain(word) in _TITLES


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").replace("ʼ", "'")


def _declined(word: str, language: str, rule: Callable[[str], str | None]) -> str | None:
    """Apply `rule` to each part of a hyphenated word; keep its capitals."""
    parts: list[str] = []
    for part in word.split("-"):
        plain = _plain(part)
        form = rule(plain) if _ALPHABETS[language].fullmatch(plain) else None
        if form is None:
            return None
        parts.append(_like(part, form))
    return "-".join(parts)


def _like(original: str, form: str) -> str:
    """`form` with the capitals and the apostrophe of `original`."""
    for apostrophe in "’ʼ":
        if apostrophe in original:
            form = form.replace("'", apostrophe)
    if len(original) > 1 and original.isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if original[:1].isupper() else form


def _joined(forms: list[str | None]) -> str | None:
    """All forms as one name; one unknown form makes the whole unknown."""
    known = [form for form in forms if form is not None]
    return " ".join(known) if known and len(known) == len(forms) else None


def _vocative_uk(name: str) -> str | None:
    if name in VOCATIVES_UK:
        return VOCATIVES_UK[name]
    stem, last = name[:-1], name[-1:]
    if last == "я":
        return stem + ("є" if stem[-1:] in "іїоє'" else "ю")
    if last == "а":
        return None if stem[-1:] in "жчшщ" else stem + "о"
    if last == "й":
        return None if stem.endswith("и") else stem + "ю"
    if name.endswith(("ович", "йович", "ліч")):
        return name + "у"
    if name in MEN["uk"]:
        return _vocative_of_a_man(name)
    return None


def _vocative_of_a_man(name: str) -> str:
    stem, last = name[:-1], name[-1]
    if last == "ь":
        return stem + "ю"
    if last == "о":
        return stem + "е"
    if name == "ігор":
        return "ігорю"
    return name + ("у" if last in _HUSHES_AND_VELARS_UK else "е")


def _dative_ru(name: str) -> str | None:
    if name in DATIVES["ru"]:
        return DATIVES["ru"][name]
    if name in MEN["ru"] or name in WOMEN["ru"]:
        return _dative_by_ending(name, "ru")
    for ending, form in (
        ("ская", "ской"),
        ("цкая", "цкой"),
        ("ский", "скому"),
        ("цкий", "цкому"),
    ):
        if name.endswith(ending):
            return name.removesuffix(ending) + form
    if name.endswith(("вна", "чна")):
        return name[:-1] + "е"
    if len(name) > 4 and name.endswith(("ова", "ева", "ёва", "ина", "ына")):
        return name[:-1] + "ой"
    if len(name) > 3 and name.endswith(("ов", "ев", "ёв", "ин", "ын", "ич")):
        return name + "у"
    return _dative_by_ending(name, "ru") if _follows_its_ending(name) else None


def _dative_uk(name: str) -> str | None:
    if name in DATIVES["uk"]:
        return DATIVES["uk"][name]
    if name in MEN["uk"] or name in WOMEN["uk"]:
        return _dative_by_ending(name, "uk")
    for ending, form in (
        ("ська", "ській"),
        ("цька", "цькій"),
        ("ський", "ському"),
        ("цький", "цькому"),
    ):
        if name.endswith(ending):
            return name.removesuffix(ending) + form
    if name.endswith(("івна", "ївна")):
        return name[:-1] + "і"
    if name.endswith("ич"):
        return name + "у"
    return _dative_by_ending(name, "uk") if _follows_its_ending(name) else None


def _follows_its_ending(name: str) -> bool:
    """Whether the ending alone decides; in -ий and its like nearly all unknown are adjectives."""
    return name[-1:] in set("аяй") and not name.endswith(("ий", "ый", "ой", "ая", "яя"))


def _dative_by_ending(name: str, language: str) -> str | None:
    stem, last = name[:-1], name[-1]
    if last == "й":
        return stem + "ю"
    if language == "ru":
        if last == "а":
            return stem + "е"
        if last == "я":
            return stem + ("и" if stem.endswith("и") else "е")
        return None if last in "еиоуыэюь" else name + "у"
    if last == "а":
        softened = {"г": "з", "к": "ц", "х": "с"}.get(stem[-1:], stem[-1:])
        return stem[:-1] + softened + "і"
    if last == "я":
        return stem + ("ї" if stem[-1:] in "іїоєй'" else "і")
    if last == "о":
        return stem + "у"
    return None if last in "еєиіїуюь" else name + "у"
