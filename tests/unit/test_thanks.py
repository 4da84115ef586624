"""Messages that only thank or agree (R1, R2): in three languages, and never one word too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.folding import FoldKind, split
from supportdesk.domain.thanks import LONGEST, Courtesy, courtesy

THANKS = """
Thanks!
Thank you so much for your quick reply
thx
Hi Ann, many thanks, it works now.
OK, thanks
Perfect, thank you! Have a nice day
Спасибо
Спасибо большое, Ирина!
Спасибо за быстрый ответ, всё заработало!!!
Благодарю вас за помощь. Вопрос решён.
ок, спасибо )
Ещё раз спасибо 🙏
Дякую!
Щиро дякую за допомогу, усе працює
Дуже вдячна, гарного дня
Добре, дякую
""".strip().splitlines()

OTHERS = """
Thanks, but it still does not work
Thanks in advance
Thank you. When will the money come back?
Thanks for nothing
No thanks
Thanks, one more question
Спасибо, не работает
Спасибо, но деньги не пришли
Заранее спасибо
Спасибо, ещё вопрос
Спасибо. А когда?
Спасибо, заказ 5512
Дякую, але не працює
Дякую заздалегідь
Дякую, чекаю на гроші
Да
Yes
Так
Hello
""".strip().splitlines()


@pytest.mark.parametrize("text", THANKS)
def test_thanks_are_known(text: str) -> None:
    assert courtesy(text, ["Ann Lee", "Ирина Орлова"]) is Courtesy.THANKS


@pytest.mark.parametrize("text", OTHERS)
def test_what_may_want_an_answer_is_no_thanks(text: str) -> None:
    assert courtesy(text, ["Ann Lee"]) is None


@pytest.mark.parametrize("text", ["OK", "Ок.", "Хорошо", "Понятно", "Гаразд", "Great!"])
def test_a_bare_ok_only_agrees(text: str) -> None:
    assert courtesy(text) is Courtesy.AGREES


def test_what_is_quoted_or_a_signature_is_not_looked_at() -> None:
    assert courtesy("Thanks!\n\n> Is it all right now?\n>> no\n") is Courtesy.THANKS
    assert courtesy("Спасибо\n-- \nИван Лесной, тел. 555-01-02") is Courtesy.THANKS


ASKS_BELOW = """
Please cancel my order and give me my money back.
Cancel my order
And cancel order 5512
Order 5512
Позвоните мне
Верните деньги за заказ
Скасуйте моє замовлення, будь ласка
CALL ME BACK
Refund!
Sales manager asks you to call
The lamp is still broken. Ann Lee
""".strip().splitlines()

SIGNATURES = """
Ann Lee
Ann Lee, Acme Ltd|Sales manager|+380 44 555-01-02|ann@example.org|www.example.org
Best regards,|Ann Lee
Ann Lee | Acme Company | tel. 555 01 02 03
С уважением,|Иван Лесной|менеджер по продажам, ООО «Ромашка»|тел. +7 495 555-01-02
З повагою, Ганна Мороз|Sent from my iPhone
""".strip().splitlines()


@pytest.mark.parametrize("below", ASKS_BELOW)
@pytest.mark.parametrize("above", ["Thanks!", "Спасибо большое"])
def test_what_is_asked_below_a_signature_mark_is_no_thanks(above: str, below: str) -> None:
    assert courtesy(f"{above}\n-- \n{below}", ["Ann Lee"]) is None
    assert courtesy(f"{above}\n-- \nAnn Lee\n\n{below}", ["Ann Lee"]) is None
    lines, found = split(f"{above}\n-- \nAnn Lee\n\n{below}")
    assert not any(lines[fold.start : fold.end][-1] == below for fold in found)


@pytest.mark.parametrize("below", SIGNATURES)
def test_a_signature_below_its_mark_changes_no_thanks(below: str) -> None:
    signed = "\n".join(["Thanks!", "-- ", *below.split("|")])
    assert courtesy(signed, ["Ann Lee"]) is Courtesy.THANKS
    assert [fold.kind for fold in split(signed)[1]] == [FoldKind.SIGNATURE]


def test_a_name_counts_only_of_those_who_take_part() -> None:
    assert courtesy("Thanks, Bob", ["Bob Brook"]) is Courtesy.THANKS
    assert courtesy("Thanks, Bob") is None


@given(st.sampled_from(THANKS), st.from_regex(r"[a-zа-яіїє]{9,12}", fullmatch=True))
def test_one_unknown_word_makes_it_a_message_like_any_other(text: str, word: str) -> None:
    names = ["Ann Lee", "Ирина Орлова"]
    if courtesy(word, names) is None and courtesy(f"thanks {word}", names) is None:
        assert courtesy(f"{text} {word}", names) is None


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert courtesy(text) in (None, Courtesy.THANKS, Courtesy.AGREES)


def test_a_long_text_is_no_thanks() -> None:
    assert courtesy("thanks " * LONGEST) is None
