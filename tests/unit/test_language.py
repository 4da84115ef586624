"""The language of a text is told by letters and common words, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Здравствуйте! Где мой заказ?", "ru"),
        ("не работает", "ru"),
        ("Спасибо, все получилось", "ru"),
        ("Добрый день, вы прислали счёт", "ru"),
        ("После обновления приложение Example App выдаёт error 500", "ru"),
        ("Доброго дня! Де моє замовлення?", "uk"),
        ("не працює", "uk"),
        ("дякую!", "uk"),
        ("Будь ласка, перевірте оплату", "uk"),
        ("Сплатив, але лист не прийшов. Що робити?", "uk"),
        ("Hello, where is my order?", "en"),
        ("My card was charged twice", "en"),
        ("I can’t log in to the app", "en"),
        ("Please see https://пример.example and write to анна@example.org", "en"),
    ],
)
def test_a_language_is_told(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345 !!!",
        "оплата",
        "help",
        "Der Kunde hat das nicht erhalten und ist in Berlin",
        "Bonjour, je ne peux pas me connecter",
        "Hola, no puedo entrar en mi cuenta",
        "Nie mogę się zalogować do konta",
        "Прывітанне, я не магу ўвайсці ў акаўнт",
        "日本語のテキスト",
        "https://www.example.org/where/is/the/order",
    ],
)
def test_an_unsure_guess_is_no_guess(text: str) -> None:
    assert guess_language(text) is None


@given(st.text())
def test_any_text_has_one_of_four_answers(text: str) -> None:
    assert guess_language(text) in {"ru", "uk", "en", None}
