"""The language a client writes in: Russian, Ukrainian, English or not to be told (R5, greeting).

Told by the letters and the short common words that only one of the languages has. Texts in other
languages, too short texts and those that mix two evenly have no answer.
"""

from collections.abc import Mapping

from supportdesk.patterns import pattern

_ENOUGH = 5_000
"""Characters read: a language shows early."""

_CLEARLY = 2
"""How many times more signs the answer needs than the other language has."""

_WORD = pattern("[^\\W\\d_]+(?:['’ʼ][^\\W\\d_]+)*")
_SIGNS_OF_ADDRESSES = ("@", "://", "www.")
_CYRILLIC = pattern("[а-яёіїєґў]")

_LETTERS: Mapping[str, frozenset[str]] = {"ru": frozenset("ыэъё"), "uk": frozenset("іїєґ")}
_FOREIGN_LETTERS = frozenset("ўџѓќљњћђјѕәғқңөұүһ")
"""Letters of other Cyrillic alphabets."""

_COMMON: Mapping[str, frozenset[str]] = {
    "ru": frozenset(
        "и что как это если или только когда где почему нет можно нужно сейчас еще очень"
        " ничего он она они с со из меня мне мной мое мои здравствуйте пожалуйста спасибо привет"
        " заранее могу чтобы тоже после есть вот от но ко его ее их чем какой какая какие который"
        " которая вчера сегодня помогите подскажите будет может также здесь много всегда"
        " теперь ли всего пока работает приходит деньги заказ ошибка письмо".split()
    ),
    "uk": frozenset(
        "та й що як це якщо або тільки вже коли чому немає треба зараз ще дуже нічого він"
        " вона вони з зі із мене мені мій моє мої вітаю дякую доброго будь ласка привіт щоб також"
        " після є від ви ми ти йому її їх хто який яка яке які чи але вчора сьогодні допоможіть"
        " підкажіть буде може бо лише тепер багато завжди цього працює гроші замовлення помилка"
        " лист".split()
    ),
    "en": frozenset(
        "the and you your is are was were be been have has had not my this that these those with"
        " for please thanks thank hello it of to can cannot can't could would how what when where"
        " why we our i i'm i've me they there from but on in at does do don't did help".split()
    ),
}
_SHARE_OF_COMMON = 0.15
"""Of the words of an English text at least so many are common ones."""


_EVERYWHERE = frozenset().union(*_COMMON.values())


def is_common(token: str) -> bool:
    """Whether a word (as `words.tokens` gives it) stands in any text and says nothing of it."""
    return token in _EVERYWHERE


def guess_language(text: str) -> str | None:
    """`ru`, `uk` or `en`; None when unsure."""
    words = _WORD.findall(_without_addresses(text[:_ENOUGH].casefold()))
    cyrillic = [] if text.isascii() else [word for word in words if _CYRILLIC.search(word)]
    if 2 * len(cyrillic) >= len(words):
        return _cyrillic_language(cyrillic)
    return "en" if _is_english([word.replace("’", "'") for word in words]) else None


def _without_addresses(folded: str) -> str:
    if not any(sign in folded for sign in _SIGNS_OF_ADDRESSES):
        return folded
    return " ".join(
        part
        for part in folded.split()
        if not ("@" in part or "://" in part or part.startswith("www."))
    )


def _cyrillic_language(words: list[str]) -> str | None:
    letters = "".join(words)
    if not _FOREIGN_LETTERS.isdisjoint(letters):
        return None
    russian, ukrainian = (_signs(language, words) for language in ("ru", "uk"))
    if russian > _CLEARLY * ukrainian:
        return "ru"
    return "uk" if ukrainian > _CLEARLY * russian else None


def _signs(language: str, words: list[str]) -> int:
    """How many words show the language by a letter or by themselves."""
    letters, common = _LETTERS[language], _COMMON[language]
    return sum(word.replace("ё", "е") in common or not letters.isdisjoint(word) for word in words)


def _is_english(words: list[str]) -> bool:
    common = sum(map(_COMMON["en"].__contains__, words))
    return common >= 2 and common >= _SHARE_OF_COMMON * len(words)
