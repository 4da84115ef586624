"""Public holidays from the published library: what an import of a country's days rests on (F94)."""

from datetime import date

import pytest

from supportdesk.domain.errors import Invalid
from supportdesk.intake.holiday_list import holiday_list


def test_the_holidays_of_russia_come_with_the_day_worked_instead() -> None:
    found = holiday_list("RU", (2021,), (), "ru")
    assert found.closed[date(2021, 1, 1)] == "Новогодние каникулы"
    assert date(2021, 2, 22) in found.closed
    assert found.worked == (date(2021, 2, 20),)
    assert {day.year for day in found.closed} == {2021}


def test_the_holidays_of_ukraine_are_worked_unless_they_are_named() -> None:
    with pytest.raises(Invalid, match=r"holidays\.none") as refusal:
        holiday_list("UA", (2026,), (), "uk")
    assert refusal.value.parameters["allowed"] == ["workday"]
    found = holiday_list("UA", (2026,), ("workday",), "uk")
    assert found.closed[date(2026, 8, 24)] == "День незалежності України"
    assert date(2026, 12, 25) in found.closed
    assert found.worked == ()


def test_a_part_of_a_country_has_its_own() -> None:
    assert date(2027, 1, 6) in holiday_list("DE-BY", (2027,), (), "en").closed
    assert date(2027, 1, 6) not in holiday_list("DE", (2027,), (), "en").closed


@pytest.mark.parametrize(
    ("place", "categories", "code"),
    [
        ("XX", (), "holidays.country"),
        ("DE-QQ", (), "holidays.part"),
        ("UA", ("nonsense",), "holidays.category"),
        ("US", ("half_day",), "holidays.category"),
    ],
)
def test_what_nobody_knows_is_refused(place: str, categories: tuple[str, ...], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        holiday_list(place, (2027,), categories, "en")
    assert refusal.value.code == code
