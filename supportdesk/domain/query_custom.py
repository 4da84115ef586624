"""Custom fields as fields of the question language: `field.order:A-1`, or just `order:A-1` (R6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from supportdesk.domain.custom_field import MEANINGS, NO, YES, FieldDefinition, FieldType
from supportdesk.domain.query_fields import FieldOfQuery, Nature
from supportdesk.domain.query_predicate import CUSTOM, same

_NATURES = {
    FieldType.TEXT: Nature.NAME,
    FieldType.SELECT: Nature.CHOICE,
    FieldType.INT: Nature.NUMBER,
    FieldType.DATE: Nature.DAY,
    FieldType.BOOL: Nature.CHOICE,
}


def custom_field(name: str, known: Sequence[FieldDefinition]) -> FieldOfQuery | None:
    """The field of the question language that `name` means, or None."""
    wanted = name.casefold().removeprefix(CUSTOM)
    found = next((one for one in known if one.name == wanted), None)
    return None if found is None else _asked(found)


def custom_names(known: Sequence[FieldDefinition]) -> list[str]:
    """What custom fields can be called in a query; retired ones are found but not proposed."""
    names = [one.name for one in known if not one.retired]
    return [*names, *(CUSTOM + name for name in names)]


def days(start: datetime, end: datetime, zone: tzinfo) -> tuple[int, int]:
    """First and one-past-last day, counted from 0001-01-01, that a span of time touches."""
    last = max(start, end - timedelta(microseconds=1))
    return _ordinal(start, zone), _ordinal(last, zone) + 1


def _ordinal(moment: datetime, zone: tzinfo) -> int:
    return moment.astimezone(zone).date().toordinal()


def _asked(definition: FieldDefinition) -> FieldOfQuery:
    choices: tuple[str, ...] = ()
    meanings: dict[str, str] = {}
    if definition.type == FieldType.SELECT:
        choices = tuple(same(choice) for choice in (*definition.choices, *definition.former))
    elif definition.type == FieldType.BOOL:
        choices, meanings = (YES, NO), MEANINGS
    nature = _NATURES[FieldType(definition.type)]
    name = CUSTOM + definition.name
    return FieldOfQuery(name, nature, (), choices, may_be_empty=True, meanings=meanings)
