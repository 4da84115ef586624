"""The interface speaks Russian and Ukrainian whole, with right plurals (F167)."""

import ast
import re

import pytest
from babel.messages.catalog import Message

from supportdesk import i18n
from tests import catalogues

PLACES = re.compile(r"{(\w*)}")
EXAMPLES = (0, 1, 2, 5, 11, 21, 22, 111, 112)


@pytest.fixture(params=catalogues.LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """One of the languages besides English."""
    return str(request.param)


def test_every_string_is_translated_and_none_is_left_over(language: str) -> None:
    wanted = {named(message) for message in catalogues.strings(catalogues.template())}
    translated = list(catalogues.strings(catalogues.catalogue(language)))
    have = {named(message) for message in translated if _is_whole(message.string)}
    assert wanted - have == set(), "run: python -m tests.catalogues, then translate"
    assert {named(message) for message in translated} - wanted == set()
    assert not any(message.fuzzy for message in translated)


def test_extraction_sees_every_string() -> None:
    """On Python 3.11 it does not look into f-strings."""
    seen = {forms(message.id)[0] for message in catalogues.strings(catalogues.template())}
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in catalogues.SOURCES.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "N_", "ngettext")
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in seen
    ]
    assert hidden == [], "give the string a name before the f-string"


def named(message: Message) -> tuple[str | None, ...]:
    """What tells a string from all others: its context and its forms."""
    return (message.context, *forms(message.id))


def _is_whole(string: object) -> bool:
    return all(forms(string))


def forms(string: object) -> tuple[str, ...]:
    """A string, or each of its plural forms."""
    return tuple(map(str, string)) if isinstance(string, tuple | list) else (str(string or ""),)


def test_a_translation_names_the_same_places(language: str) -> None:
    wrong = []
    for message in catalogues.strings(catalogues.catalogue(language)):
        sources, texts = forms(message.id), forms(message.string)
        allowed = set(PLACES.findall(" ".join(sources)))
        for text in texts:
            places = set(PLACES.findall(text))
            if not places <= allowed or (len(texts) == 1 and places != allowed):
                wrong.append((sources[0], text))
    assert wrong == []


def test_the_compiled_catalogue_is_the_one_that_is_read(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not so? Install again: python -m pip install -e ."""
    monkeypatch.setattr(i18n, "_translations", i18n._translations)
    assert i18n.choose_language(language) == language
    for message in catalogues.strings(catalogues.catalogue(language)):
        if message.context:
            (text,) = forms(message.id)
            assert i18n.pgettext(message.context, text) == message.string
        elif isinstance(message.id, str):
            assert i18n.gettext(message.id) == message.string
        else:
            one, many = forms(message.id)
            said = {i18n.ngettext(one, many, count) for count in EXAMPLES}
            assert said == set(forms(message.string))
