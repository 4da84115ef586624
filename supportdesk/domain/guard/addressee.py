"""Whether a greeting names somebody who is not the client (F36), in Russian, Ukrainian, English.

A doubt is no alarm: only a client whose own name is clearly a person's is compared, and short
forms, other languages' forms, vocatives and misspellings of the same name are that name.
"""

import re
from collections.abc import Iterable, Iterator

from supportdesk.domain.guard.given_names import name_stem, names_of
from supportdesk.patterns import pattern

_GREETING = (
    r"(?i:hello|hi|hey|dear|greetings|good (?:morning|afternoon|evening|day)"
    r"|здравствуйте|здравствуй|приветству(?:ю|ем)|привет|доброе утро|добрый (?:день|вечер)"
    r"|доброго (?:дня|утра|вечера|ранку|вечора|времени суток)|уважаем(?:ый|ая)|дорог(?:ой|ая|ий|а)"
    r"|віта(?:ю|ємо)|привіт|добрий (?:день|вечір)|добридень|здрастуйте|шановн(?:ий|а))"
)
_TITLE = r"(?:(?i:mr|mrs|ms|miss|dr|prof|господин|госпожа|г-н|г-жа|пане|пані|пан)\.?\s+)?"
_WORD = r"[^\W\d_a-zа-яёіїєґ][\w'’ʼ-]*"
_NAME = rf"(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,2}})"
_END = r"[ \t]*(?:[,!.:;…)–—-]|$)"
_CALLS = pattern(rf"^\W*{_GREETING}(?:,?[ \t]+{_GREETING})?,?[ \t]+{_TITLE}{_NAME}{_END}")
_CALLED_FIRST = pattern(rf"^\W*{_TITLE}{_NAME},[ \t]*{_GREETING}\b")
_CALLED_AFTER = pattern(rf"^\W*{_GREETING}[!.]\s+{_TITLE}{_NAME}[,!]")
_CALLED_ALONE = pattern(rf"^{_TITLE}{_NAME}[,!]\s*$")
_CALLED_SMALL = pattern(rf"^\W*{_GREETING},?[ \t]+(?P<name>[^\W\d_]+){_END}")
_LINES = 3

_NOBODY = frozenset(
    """all everyone everybody there team folks sir madam customer client user users friend friends
    colleague colleagues guys again support world thank thanks thankyou please you your sorry yes no
    valued member subscriber buyer guest partner ladies gentlemen we our it
    клиент клиенты пользователь пользователи коллеги коллега друзья друг абонент покупатель партнер
    партнеры автор авторы заявитель зритель зрители подписчик гость господа команда спасибо
    благодарим благодарю пожалуйста извините да нет ваш ваша ваше вы мы всем снова еще
    клієнт клієнти клієнте користувач користувачу колеги колего друзі друже абонент покупець
    партнере гостю дякуємо дякую вибачте перепрошуємо так ні ви ми всім знову команда
    """.split()
)
_PATRONYMIC = pattern(r"\w+(?:ович|евич|йович|овна|евна|ична|инична|івна|ївна)[уаеиоюі]?$")
_COMPANY = frozenset(
    "ооо оао зао пао ао тов пат прат gmbh ltd llc inc corp co ag sa oy ab plc company group".split()
)
_TRANSLITERATED = str.maketrans(
    dict(
        zip(
            "абвгґдезиіїйклмнопрстуфхъыьэ",
            "abvggdeziiiyklmnoprstufh_y_e",
            strict=True,
        )
    )
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "є": "ye"}
)


def wrong_addressee(words: str, client: str, known: Iterable[str] = ()) -> str | None:
    """The name in a greeting that cannot be the client's, or None.

    `known` are other names that may well stand there: addresses, authors of the conversation, our
    own people.
    """
    persons = _words(client)
    if not _is_person(client, persons):
        return None
    others = [word for name in known for word in _words(name)]
    for name in _called(words):
        called = _words(name)
        if any(_is_one(word, [*persons, *others]) for word in called[:1]):
            strangers = _strangers(called[1:], persons, others)
            if strangers and len(persons) > 1:
                return name
        elif not any(_is_one(word, [*persons, *others]) for word in called):
            return name
    return None


def calls_somebody(words: str) -> bool:
    """Whether the first lines call the reader by any name."""
    return next(_called(words), None) is not None


def _called(words: str) -> Iterator[str]:
    """The names that the first lines call the reader by, as written."""
    lines = [line.strip() for line in words.splitlines() if line.strip()][:_LINES]
    for at, line in enumerate(lines):
        for shape in (_CALLS, _CALLED_FIRST, _CALLED_AFTER, _CALLED_ALONE, _CALLED_SMALL):
            found = shape.match(line)
            if found is None or (at > 0 and shape in (_CALLED_ALONE, _CALLED_SMALL)):
                continue
            called = _words(found["name"])
            sure = shape in (_CALLS, _CALLED_FIRST) and not found["name"].isupper()
            if called and _is_name(called, sure=sure):
                yield found["name"]
                break


def _is_name(called: list[str], *, sure: bool) -> bool:
    """Whether the words are a name: known ones always; others where a name must stand."""
    if any(word in _NOBODY for word in called):
        return False
    return any(names_of(word) for word in called) or (sure and len(called[0]) > 2)


def _strangers(called: list[str], persons: list[str], others: list[str]) -> list[str]:
    return [
        word
        for word in called
        if not _PATRONYMIC.match(word) and not _is_one(word, [*persons, *others])
    ]


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*", _lower(name)) if word]


def _lower(name: str) -> str:
    return name.lower().replace("ё", "е")


def _is_person(client: str, persons: list[str]) -> bool:
    """Whether the client's name is a person's beyond doubt."""
    if any(word in _COMPANY for word in persons):
        return False
    if any(names_of(word) for word in persons):
        return True
    written = client.split()
    return len(written) > 1 and all(part[:1].isupper() for part in written)


def _is_one(word: str, names: Iterable[str]) -> bool:
    """Whether a word may be one of the names."""
    return any(_may_be(word, name) for name in names)


def _may_be(word: str, name: str) -> bool:
    if word == name or names_of(word) & names_of(name):
        return True
    first, second = _sounds(word), _sounds(name)
    if first == second:
        return True
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) > 2 and longer.startswith(shorter):
        return True
    return len(shorter) > 3 and first[:1] == second[:1] and _one_letter_apart(shorter, longer)


def _sounds(word: str) -> str:
    """A name's stem in Latin letters, the spellings of one sound made one."""
    latin = name_stem(word).translate(_TRANSLITERATED).replace("_", "")
    for spelled, sound in (("ph", "f"), ("kh", "h"), ("x", "ks"), ("w", "v"), ("y", "i")):
        latin = latin.replace(spelled, sound)
    latin = re.sub(r"(.)\1+", r"\1", latin.replace("ck", "k").replace("j", "i").replace("c", "k"))
    return latin.rstrip("aeiou") or latin


def _one_letter_apart(shorter: str, longer: str) -> bool:
    if len(longer) - len(shorter) > 1:
        return False
    if len(longer) == len(shorter):
        return sum(a != b for a, b in zip(shorter, longer, strict=True)) <= 1
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
