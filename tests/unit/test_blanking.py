"""No name, e-mail or phone of one client in a text for another (F136)."""

import pytest

from supportdesk.domain.blanking import blanked
from supportdesk.domain.template_marks import unresolved_marks

PEOPLE = ("Олена Ковальчук", "Ivan Petrov", "Ann Lee", "Lee Trading Ltd", "Иван Сидоров")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello Ann, it is done.", "Hello ⟦name⟧, it is done."),
        ("Вітаю, Олено! Готово.", "Вітаю, ⟦name⟧! Готово."),
        ("Уважаемый Иван Иванович, готово", "Уважаемый ⟦name⟧, готово"),
        ("Доброго дня, пане Петренко! Так.", "Доброго дня, пане ⟦name⟧! Так."),
        ("Dear Mr. Smith,\nyes", "Dear Mr. ⟦name⟧,\nyes"),
        ("Здравствуйте! Ивану Сидорову вернули деньги.", "Здравствуйте! ⟦name⟧ вернули деньги."),
        ("Write to ann.lee+x@example.org today", "Write to ⟦e-mail⟧ today"),
        ("Call +38 (050) 123-45-67 or 8 800 200 06 00.", "Call ⟦phone⟧ or ⟦phone⟧."),
        ("Order 4711 of 2026-03-02 for 193.90", "Order 4711 of 2026-03-02 for 193.90"),
        ("Best wishes\nIvan", "Best wishes\n⟦name⟧"),
        ("An announcement was annulled", "An announcement was annulled"),
        ("Hello, I have sent it.", "Hello, I have sent it."),
        ("From ⟦client.name⟧ to you", "From client.name to you"),
    ],
)
def test_people_become_gaps(text: str, expected: str) -> None:
    assert blanked(text, PEOPLE) == expected


def test_a_gap_stops_a_reply() -> None:
    assert unresolved_marks(blanked("Hello Ann!", ["Ann Lee"])) == ("⟦name⟧",)


def test_a_huge_reply_is_blanked_quickly() -> None:
    for piece in ("1 ", "a@", "Ann ", "Hello Ann ", "x" * 50):
        text = (piece * 20_000)[:20_000]
        assert len(blanked(text, PEOPLE)) >= 0
