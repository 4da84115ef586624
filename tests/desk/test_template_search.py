"""Picking a template: fifty queries as operators type them, ranking by fit, speed."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.desk.template_index import TemplateEntry, TemplateIndex
from supportdesk.desk.template_search import rank_templates

TEMPLATES = (
    TemplateEntry(1, "Возврат денег", "Вернём оплату в течение 10 дней.", ("оплата",), "complaint"),
    TemplateEntry(2, "Сброс пароля", "Откройте ссылку из письма и задайте новый.", ("доступ",)),
    TemplateEntry(3, "Не приходит код подтверждения", "Проверьте папку «Спам».", ("доступ", "смс")),
    TemplateEntry(4, "Как сменить тариф", "Раздел «Оплата», кнопка «Сменить».", ("оплата",)),
    TemplateEntry(5, "Удаление аккаунта", "Мы удалим учётную запись и все записи.", ("доступ",)),
    TemplateEntry(6, "Приложение не запускается", "Обновите приложение.", ("мобильное",), "help"),
    TemplateEntry(7, "Нужен снимок экрана", "Пришлите скриншот ошибки.", ("уточнение",)),
    TemplateEntry(8, "Спасибо за отзыв", "Рады, что всё понравилось.", (), "praise"),
    TemplateEntry(9, "Плановые работы", "Сервис недоступен до утра.", ("авария",)),
    TemplateEntry(
        10, "Счёт и закрывающие документы", "Акт и счёт-фактура в кабинете.", ("оплата",)
    ),
    TemplateEntry(11, "Скидка для школ", "Для учебных заведений скидка 30 %.", (), "partnership"),
    TemplateEntry(12, "Повернення коштів", "Повернемо оплату протягом 10 днів.", ("оплата",)),
    TemplateEntry(13, "Зміна електронної пошти", "Вкажіть нову адресу в профілі.", ("доступ",)),
    TemplateEntry(14, "Передано інженерам", "Колеги з другої лінії вже дивляться.", ("лінія",)),
    TemplateEntry(15, "Printer is offline", "Switch it off, wait a minute.", ("hardware",), "help"),
    TemplateEntry(16, "Delivery is delayed", "Your parcel will come later.", ("shipping",)),
    TemplateEntry(
        17, "Ask for the order number", "Please send us the number of it.", ("question",)
    ),
    TemplateEntry(18, "Close without an answer", "We have not heard from you.", ("closing",)),
    TemplateEntry(19, "Invite to the beta", "Would you like to try the new version?", ("lead",)),
    TemplateEntry(20, "Подключение принтера", "Установите драйвер с сайта.", ("hardware",), "help"),
)
QUERIES = (
    ("возврат", 1),
    ("возврат денег", 1),
    ("возвр", 1),
    ("вазврат", 1),
    ("возврта", 1),
    ("возврата", 1),
    ("деньги", 1),
    ("вернем", 1),
    ("пароль", 2),
    ("пороль", 2),
    ("сброс", 2),
    ("сбросить пароль", 2),
    ("код", 3),
    ("подтвержд", 3),
    ("смс", 3),
    ("спам", 3),
    ("тариф", 4),
    ("тарифа", 4),
    ("сменить", 4),
    ("аккаунт", 5),
    ("акаунт", 5),
    ("удалить учетную запись", 5),
    ("приложение", 6),
    ("приложения не запускаются", 6),
    ("прилажение", 6),
    ("скриншот", 7),
    ("снимок", 7),
    ("спасибо", 8),
    ("спасиб", 8),
    ("отзывы", 8),
    ("работы", 9),
    ("авария", 9),
    ("счет", 10),
    ("счёт-фактура", 10),
    ("документы", 10),
    ("скидки", 11),
    ("школа", 11),
    ("повернення", 12),
    ("поверненя", 12),
    ("кошти", 12),
    ("пошта", 13),
    ("електроної", 13),
    ("інженер", 14),
    ("printer", 15),
    ("pritner", 15),
    ("offline", 15),
    ("delivery", 16),
    ("parcels", 16),
    ("order num", 17),
    ("принтер", 20),
)
INDEX = TemplateIndex(TEMPLATES)


def first(query: str) -> int:
    found = rank_templates(query, INDEX)
    return found[0].template_id if found else 0


def test_the_first_result_is_right_for_nine_of_ten_queries() -> None:
    """F56: fifty fixed queries with beginnings, word forms and typos."""
    assert len(QUERIES) == 50
    wrong = {query: first(query) for query, wanted in QUERIES if first(query) != wanted}
    assert len(wrong) <= 5, wrong


@pytest.mark.parametrize("query", ["пороль", "срос", "пароьл", "прароль", "printr"])
def test_one_typo_in_a_short_word_finds_it(query: str) -> None:
    assert first(query) in {2, 15}


def test_nothing_typed_shows_all_by_fit_then_title() -> None:
    entries = (
        TemplateEntry(1, "B any", "", (), None, None, ("ru",)),
        TemplateEntry(2, "A any", ""),
        TemplateEntry(3, "D kind", "", (), "help"),
        TemplateEntry(4, "C queue", "", (), None, 7),
        TemplateEntry(5, "E all", "", (), "help", 7, ("ru", "en")),
    )
    found = rank_templates(" ", TemplateIndex(entries), kind="help", language="ru", queue=7)
    assert [ranked.template_id for ranked in found] == [5, 3, 4, 1, 2]


def test_fit_decides_between_equals_and_never_against_a_better_match() -> None:
    entries = (
        TemplateEntry(1, "Reset password", ""),
        TemplateEntry(2, "Reset passwords", "", (), "help", 7, ("en",)),
        TemplateEntry(3, "Reset password", "", (), "help"),
    )
    found = rank_templates("reset password", TemplateIndex(entries), kind="help", queue=7)
    assert [ranked.template_id for ranked in found] == [3, 1, 2]


def test_a_title_beats_a_text_and_a_rare_neighbour_does_not_beat_the_word() -> None:
    entries = (
        *(TemplateEntry(number, f"Parcel {number}", "") for number in range(1, 9)),
        TemplateEntry(9, "Parcen", ""),
        TemplateEntry(10, "Other", "about a parcel"),
    )
    found = [ranked.template_id for ranked in rank_templates("parcel", TemplateIndex(entries))]
    assert found[:8] == list(range(1, 9))


def test_the_matching_part_of_the_title_is_named() -> None:
    assert rank_templates("возв ден", INDEX)[0].spans == ((0, 4), (8, 11))
    assert rank_templates("вазврат", INDEX)[0].spans == ((0, 7),)
    assert rank_templates("денег", INDEX)[0].spans == ((8, 13),)


def test_what_matches_nowhere_is_not_shown() -> None:
    assert rank_templates("xyzzyx", INDEX) == []
    assert rank_templates("anything", TemplateIndex(())) == []


@given(st.text(max_size=30))
def test_any_query_is_answered_once_per_template_with_spans_inside_the_title(query: str) -> None:
    found = rank_templates(query, INDEX)
    assert len({ranked.template_id for ranked in found}) == len(found)
    titles = {entry.id: entry.title for entry in TEMPLATES}
    for ranked in found:
        for start, end in ranked.spans:
            assert 0 <= start < end <= len(titles[ranked.template_id])


def test_three_hundred_long_templates_answer_within_five_milliseconds() -> None:
    chance = random.Random(1)
    letters = "абвгдежзиклмнопрстуфхцчшыя"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(5000)]
    index = TemplateIndex(
        TemplateEntry(
            number, " ".join(chance.choices(words, k=4)), " ".join(chance.choices(words, k=88))
        )
        for number in range(300)
    )
    for query in ("пр", "перево", " ".join(words[:4])):
        rank_templates(query, index)
        fastest = min(_seconds(query, index) for _ in range(5))
        assert fastest < 0.005, query


def _seconds(query: str, index: TemplateIndex) -> float:
    started = time.process_time()
    rank_templates(query, index)
    return time.process_time() - started


def order(query: str, *entries: TemplateEntry, language: str | None = None) -> list[int]:
    """The templates found, best first."""
    found = rank_templates(query, TemplateIndex(entries), language=language)
    return [ranked.template_id for ranked in found]


def test_a_text_with_all_words_beats_a_title_with_one() -> None:
    every = TemplateEntry(1, "Money back", "We refund a parcel that came broken.")
    one = TemplateEntry(2, "Refund", "Ten days.")
    assert order("refund broken parcel", one, every) == [1, 2]


def test_a_short_title_says_more_than_a_long_one() -> None:
    long = TemplateEntry(1, "About many things and among them also a refund for somebody", "")
    assert order("refund", long, TemplateEntry(2, "Your refund", "")) == [2, 1]


def test_function_words_do_not_outweigh_what_is_asked() -> None:
    asked = TemplateEntry(1, "Password", "Reset it by the link.")
    other = TemplateEntry(2, "How to do it", "How to pay.")
    assert order("how to reset password", other, asked)[0] == 1
    assert order("how", other, asked) == [2]


@pytest.mark.parametrize(
    ("typed", "title"),
    [("удалить канал", "Удаление канала"), ("оплатить", "Оплата"), ("email", "E-mail lost")],
)
def test_words_of_one_root_and_hyphens_are_found(typed: str, title: str) -> None:
    assert order(typed, TemplateEntry(1, title, ""), TemplateEntry(2, "Something else", "")) == [1]


def test_a_text_in_the_language_of_the_client_comes_before_a_little_better_match() -> None:
    russian = TemplateEntry(1, "Refund", "возврат", languages=("ru",))
    english = TemplateEntry(2, "Refunds", "", languages=("en",))
    assert order("refund", russian, english, language="en") == [2, 1]
    assert order("refund", russian, english, language="ru") == [1, 2]
    assert order("refund", russian, english) == [1, 2]


@pytest.mark.parametrize("title", ["A" * 20_000, "a-" * 10_000, "A-" + "b" * 20_000])
def test_a_title_of_one_long_word_is_read_once(title: str) -> None:
    """A store from elsewhere may hold one; the picker opens all the same."""
    began = time.process_time()
    index = TemplateIndex((TemplateEntry(1, title, ""), TemplateEntry(2, "Your e-mail", "")))
    assert time.process_time() - began < 0.5
    assert [found.template_id for found in rank_templates("email", index)] == [2]
