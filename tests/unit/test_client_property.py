"""What values properties of clients take (F45)."""

import pytest

from supportdesk.domain.client_property import clean_choices, clean_name, clean_value
from supportdesk.domain.errors import Invalid


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  anything at all ", "anything at all"),
        ("number", "1 200,50", "1200.50"),
        ("number", "-3", "-3"),
        ("date", "2026-03-01", "2026-03-01"),
        ("choice", "GOLD", "gold"),
        ("yes_no", "да", "yes"),
        ("yes_no", "off", "no"),
    ],
)
def test_values_are_kept_in_one_form(kind: str, typed: str, kept: str) -> None:
    assert clean_value("plan", kind, ("gold", "silver"), typed) == kept
    assert clean_value("plan", kind, ("gold", "silver"), kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "x" * 501),
        ("number", "many"),
        ("number", "NaN"),
        ("number", "1e999"),
        ("date", "1 March"),
        ("choice", "bronze"),
        ("yes_no", "perhaps"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(Invalid, match=r"property\.value"):
        clean_value("plan", kind, ("gold", "silver"), typed)


def test_names_and_choices_are_checked() -> None:
    assert clean_name("  Contract   number ") == "Contract number"
    assert clean_choices("choice", [" gold ", "gold", "silver"]) == ("gold", "silver")
    for name in ("", "x" * 41, "a=b", "line\nbreak?"):
        with pytest.raises(Invalid, match=r"property\.name"):
            clean_name(name)
    for kind, choices in (("choice", []), ("text", ["gold"]), ("choice", ["x" * 600])):
        with pytest.raises(Invalid, match=r"property\.choices"):
            clean_choices(kind, choices)
