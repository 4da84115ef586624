"""The solved tickets most like one: what they share says why (issue 4)."""

import pytest

from supportdesk.domain import action
from supportdesk.store.read.similar import SimilarTicket, similar
from tests.small_desk import SmallDesk


def solved(small: SmallDesk, subject: str, body: str) -> int:
    """A solved ticket."""
    number = small.ticket(subject, body)
    small.act(action.Assign(number, small.petro))
    small.act(action.SetState(number, "solved", kind="help"))
    return number


def found(small: SmallDesk, number: int) -> list[SimilarTicket]:
    """What is like a ticket."""
    return small.desk.ask(similar, number)


def numbers(small: SmallDesk, number: int) -> list[int]:
    """The numbers of what is like a ticket."""
    return [one.number for one in found(small, number)]


def test_the_most_alike_comes_first_with_the_words_it_shares(small: SmallDesk) -> None:
    loosely = solved(small, "Printer", "The scanner blinks.")
    closely = solved(small, "Принтер не печатает", "Бумага застревает в лотке принтера")
    number = small.ticket("Не печатает принтер", "Бумага в лотке, scanner blinks")
    first, second = found(small, number)
    assert (first.number, second.number) == (closely, loosely)
    assert first.likeness > second.likeness > 0.2
    assert set(first.words) == {"печатает", "принтер", "бумага", "лотке"}
    assert second.words == ("scanner", "blinks")


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("Замовлення не приїхало", True),
        ("Хочу замовленням поцікавитись", True),
        ("Hello", False),
        ("не в на", False),
    ],
)
def test_word_forms_count_and_function_words_do_not(
    small: SmallDesk, body: str, is_found: bool
) -> None:
    other = solved(small, "x", "Де моє замовлення, чому не в дорозі?")
    assert numbers(small, small.ticket("—", body)) == ([other] if is_found else [])


def test_only_solved_tickets_are_like_one_and_never_the_ticket_itself(small: SmallDesk) -> None:
    number = solved(small, "Refund of the deposit", "Deposit, please")
    standing = small.ticket("Refund of the deposit", "Deposit, please")
    assert numbers(small, number) == []
    assert numbers(small, standing) == [number]
    small.act(action.SetState(number, "open"))
    assert numbers(small, standing) == []


def test_of_equals_the_one_solved_last_comes_first_and_ten_are_enough(small: SmallDesk) -> None:
    made = [solved(small, "Refund of the deposit", "Deposit, please") for _ in range(12)]
    assert numbers(small, small.ticket("Deposit", "Refund")) == made[:1:-1]


def test_a_ticket_without_words_or_without_being_is_like_nothing(small: SmallDesk) -> None:
    solved(small, "Refund", "Deposit")
    assert numbers(small, small.ticket("!", "?")) == []
    assert numbers(small, 999) == []
