"""Numbers, days and traits as the interface's language writes them."""

from collections.abc import Iterator
from datetime import UTC

import pytest

from supportdesk.console.names import trait
from supportdesk.console.times import DAY, Watch
from supportdesk.i18n import choose_language
from supportdesk.i18n.decimals import decimal, with_mark
from supportdesk.texts.loads import percent


@pytest.fixture(params=["en", "ru", "uk"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every language of the interface in turn."""
    chosen: str = request.param
    choose_language(chosen)
    yield chosen
    choose_language("en")


def test_a_fraction_has_the_mark_of_its_language(language: str) -> None:
    mark = "." if language == "en" else ","
    assert decimal(4.25) == f"4{mark}2"
    assert percent(0.041, 1) == f"4{mark}1 %"
    assert with_mark("12") == "12"


def test_a_trait_of_the_card_is_called_as_on_the_card(language: str) -> None:
    assert trait("tone", "formal") == {"en": "tone formal"}.get(language, "тон formal")
    assert trait("pets", "cats") == "pets cats"


def test_a_day_in_a_sentence_is_written_as_the_language_writes_it(language: str) -> None:
    thursday = Watch(0, UTC)
    assert thursday.until(2 * DAY) == {"en": "Sat", "ru": "сб", "uk": "сб"}[language]
