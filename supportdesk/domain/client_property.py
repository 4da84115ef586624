"""Properties that a desk defines for its clients: what values they take (F45)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern

KINDS = ("text", "number", "date", "choice", "yes_no")
"""What a property may hold; a choice is one of a closed list."""

LONGEST_NAME = 40
LONGEST_VALUE = 500
MOST_CHOICES = 100

_NAME = pattern(r"\w[\w -]*")
_DIGITS = 30
_YES = frozenset({"1", "yes", "true", "on", "да", "так"})
_NO = frozenset({"0", "no", "false", "off", "нет", "ні"})


def clean_name(name: str) -> str:
    """A property's name as it is kept: single spaces. Raises Invalid("property.name")."""
    cleaned = " ".join(name.split())
    if len(cleaned) > LONGEST_NAME or not _NAME.fullmatch(cleaned):
        raise Invalid("property.name", name=name)
    return cleaned


def clean_choices(kind: str, choices: Sequence[str]) -> tuple[str, ...]:
    """The closed list of a choice, each once. Raises Invalid("property.choices")."""
    cleaned = tuple(dict.fromkeys(" ".join(choice.split()) for choice in choices if choice.strip()))
    fits = all(len(choice) <= LONGEST_VALUE for choice in cleaned) and len(cleaned) <= MOST_CHOICES
    if (kind == "choice") != bool(cleaned) or not fits:
        raise Invalid("property.choices", kind=kind, limit=MOST_CHOICES)
    return cleaned


def clean_value(name: str, kind: str, choices: Sequence[str], value: str) -> str:
    """A value as it is kept. Raises Invalid("property.value") for one that cannot be."""
    typed = value.strip()
    match kind:
        case "number":
            cleaned, example = _number(typed), "12.5"
        case "date":
            cleaned, example = _date(typed), "2026-03-01"
        case "choice":
            cleaned, example = _choice(typed, choices), ", ".join(choices)
        case "yes_no":
            cleaned, example = _yes_no(typed), "yes, no"
        case _:
            cleaned = typed if len(typed) <= LONGEST_VALUE else None
            example = f"≤ {LONGEST_VALUE}"
    if cleaned is None:
        raise Invalid("property.value", name=name, value=value, example=example)
    return cleaned


def _number(typed: str) -> str | None:
    try:
        number = Decimal(typed.replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        return None
    plain = number.is_finite() and abs(number.adjusted()) < _DIGITS
    return f"{number:f}" if plain and len(typed) <= _DIGITS else None


def _date(typed: str) -> str | None:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        return None


def _choice(typed: str, choices: Sequence[str]) -> str | None:
    return next((choice for choice in choices if choice.casefold() == typed.casefold()), None)


def _yes_no(typed: str) -> str | None:
    folded = typed.casefold()
    return "yes" if folded in _YES else "no" if folded in _NO else None
