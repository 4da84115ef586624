"""The gettext catalogues and the few lines that load them (a leaf: imports nothing of ours)."""

import gettext as _gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "supportdesk"
LOCALES = Path(__file__).parent / "locales"
LANGUAGES = ("en", "ru", "uk")

_translations: _gettext.NullTranslations = _gettext.NullTranslations()


def choose_language(wanted: str | None) -> str:
    """Load the catalogue for `wanted`, else `SUPPORTDESK_LANG`, else the system's; return its code.

    A language without a catalogue falls back to English, the language of the sources.
    """
    global _translations  # noqa: PLW0603 - one interface language a process, chosen at start
    candidates = [
        wanted,
        *(os.environ.get(name) for name in ("SUPPORTDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")),
    ]
    named = next((candidate for candidate in candidates if candidate), "en")
    language = named.replace("-", "_").split("_")[0].split(".")[0].lower()
    _translations = _gettext.translation(
        DOMAIN, localedir=LOCALES, languages=[language], fallback=True
    )
    return language if language in LANGUAGES else "en"


def gettext(message: str) -> str:
    """Translate `message` into the chosen interface language."""
    return _translations.gettext(message)


def in_every_language(message: str) -> tuple[str, ...]:
    """`message` in all languages of the interface, for finding what it names."""
    return tuple(dict.fromkeys((message, *(one.gettext(message) for one in _every_catalogue()))))


def as_in_every_language(context: str, message: str) -> tuple[str, ...]:
    """The same of a message that is meant in `context`."""
    every = (one.pgettext(context, message) for one in _every_catalogue())
    return tuple(dict.fromkeys((message, *every)))


@cache
def texts_in(language: str) -> _gettext.NullTranslations:
    """The texts of one language, whichever is chosen for the process; English where there is none.

    Its messages are named by `texts.gettext("…")`.
    """
    return _gettext.translation(DOMAIN, localedir=LOCALES, languages=[language], fallback=True)


def _every_catalogue() -> tuple[_gettext.NullTranslations, ...]:
    return tuple(map(texts_in, LANGUAGES[1:]))


def pgettext(context: str, message: str) -> str:
    """Translate `message` as it is meant in `context`: "open" of a state, not the command."""
    return _translations.pgettext(context, message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate with the right plural form for `count`."""
    return _translations.ngettext(singular, plural, count)


def language() -> str:
    """The code of the language texts come in."""
    return _translations.info().get("language", "en") or "en"
