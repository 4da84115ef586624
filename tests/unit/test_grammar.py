"""Forms of first names and of words beside a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.grammar import dative, name_parts, plural, vocative

HOURS = ("час", "часа", "часов")


@pytest.mark.parametrize(
    ("nominative", "expected"),
    [
        ("Олена", "Олено"),
        ("пан Андрій", "пане Андрію"),
        ("Пан Андрій", "Пане Андрію"),
        ("Марія", "Маріє"),
        ("Юля", "Юлю"),
        ("Наталя", "Наталю"),
        ("Дар'я", "Дар'є"),
        ("Дар’я", "Дар’є"),
        ("Зоя", "Зоє"),
        ("Ольга", "Ольго"),
        ("Микола", "Миколо"),
        ("Ілля", "Ілле"),
        ("Олександр", "Олександре"),
        ("Сергій", "Сергію"),
        ("Ігор", "Ігорю"),
        ("Василь", "Василю"),
        ("Петро", "Петре"),
        ("Марко", "Марку"),
        ("Марк", "Марку"),
        ("Олег", "Олеже"),
        ("Федір", "Федоре"),
        ("Любов", "Любове"),
        ("В'ячеслав", "В'ячеславе"),
        ("Анна-Марія", "Анно-Маріє"),
        ("ОЛЕНА", "ОЛЕНО"),
        ("Олена Іванівна", "Олено Іванівно"),
        ("Іван Петрович", "Іване Петровичу"),
        ("Олена Петренко", "Олено Петренко"),
        ("Ірина Бондар", "Ірино Бондар"),
    ],
)
def test_ukrainian_vocative(nominative: str, expected: str) -> None:
    assert vocative(nominative, "uk") == expected


@pytest.mark.parametrize("unknown", ["Ann", "Кармен", "Горький", "Сашка Ромашка", "Объём", "", "7"])
def test_an_unknown_vocative_is_not_invented(unknown: str) -> None:
    assert vocative(unknown, "uk") is None


@pytest.mark.parametrize("language", ["ru", "en"])
def test_languages_without_a_vocative_keep_the_name(language: str) -> None:
    assert vocative("Елена", language) == "Елена"


@pytest.mark.parametrize(
    ("nominative", "expected"),
    [
        ("Ольга", "Ольге"),
        ("Мария", "Марии"),
        ("Наталья", "Наталье"),
        ("Илья", "Илье"),
        ("Никита", "Никите"),
        ("Сергей", "Сергею"),
        ("Дмитрий", "Дмитрию"),
        ("Игорь", "Игорю"),
        ("Любовь", "Любови"),
        ("Павел", "Павлу"),
        ("Пётр", "Петру"),
        ("Лев", "Льву"),
        ("Иван", "Ивану"),
        ("Марина", "Марине"),
        ("Константин", "Константину"),
        ("Иван Петров", "Ивану Петрову"),
        ("Марина Иванова", "Марине Ивановой"),
        ("Анна Сергеевна", "Анне Сергеевне"),
        ("Анна Вронская", "Анне Вронской"),
        ("Антон Павлович", "Антону Павловичу"),
        ("господин Иванов", "господину Иванову"),
    ],
)
def test_russian_dative(nominative: str, expected: str) -> None:
    assert dative(nominative, "ru") == expected


@pytest.mark.parametrize(
    ("nominative", "expected"),
    [
        ("Ольга", "Ользі"),
        ("Марія", "Марії"),
        ("Олена", "Олені"),
        ("Ілля", "Іллі"),
        ("Андрій", "Андрію"),
        ("Ігор", "Ігорю"),
        ("Петро", "Петру"),
        ("Федір", "Федору"),
        ("Іван", "Івану"),
        ("пан Олег", "пану Олегу"),
        ("Олена Іванівна", "Олені Іванівні"),
    ],
)
def test_ukrainian_dative(nominative: str, expected: str) -> None:
    assert dative(nominative, "uk") == expected


@pytest.mark.parametrize("unknown", ["Ann", "Кармен", "Иван Шевченко", "Горький", "Чужой Человек"])
def test_an_unknown_dative_is_not_invented(unknown: str) -> None:
    assert dative(unknown, "ru") is None


def test_english_has_no_dative() -> None:
    assert dative("Ann", "en") == "Ann"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "часов"),
        (1, "час"),
        (2, "часа"),
        (4, "часа"),
        (5, "часов"),
        (11, "часов"),
        (12, "часов"),
        (14, "часов"),
        (21, "час"),
        (22, "часа"),
        (111, "часов"),
        (1001, "час"),
        (-3, "часа"),
    ],
)
def test_three_plural_forms(number: int, expected: str) -> None:
    assert plural(number, HOURS) == expected


def test_two_plural_forms() -> None:
    assert [plural(count, ("hour", "hours")) for count in (0, 1, 2, 21)] == [
        "hours",
        "hour",
        "hours",
        "hours",
    ]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ann Example", ("Ann", "Example")),
        ("Ann", ("Ann", None)),
        ("Example, Ann", ("Ann", "Example")),
        ("Олена Петренко", ("Олена", "Петренко")),
        ("Петренко Олена", ("Олена", "Петренко")),
        ("Иванова Марина Сергеевна", ("Марина", "Иванова")),
        ("Марина Сергеевна Иванова", ("Марина", "Иванова")),
        ("Марина Сергеевна", ("Марина", None)),
        ("пан Андрій", ("Андрій", None)),
        ("Dr. Ann Example", ("Ann", "Example")),
        ("ann@example.org", (None, None)),
        ("ООО «Ромашка»", (None, None)),
        ("Example LLC", (None, None)),
        ("+380 44 000", (None, None)),
        ("", (None, None)),
        (", ", (None, None)),
    ],
)
def test_name_parts(name: str, parts: tuple[str | None, str | None]) -> None:
    assert name_parts(name) == parts


@given(st.text(max_size=30), st.sampled_from(["ru", "uk", "en"]))
def test_any_text_has_a_form_or_none(name: str, language: str) -> None:
    for form in (vocative(name, language), dative(name, language)):
        assert form is None or len(form) <= 2 * len(name) + 4
    name_parts(name)
