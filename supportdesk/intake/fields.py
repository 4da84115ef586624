"""Custom fields during an import: those of the store, and those the import defines (F23)."""

from collections.abc import Iterable
from dataclasses import replace

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import DefineFields
from supportdesk.domain.custom_field import FieldDefinition, read_value
from supportdesk.domain.errors import DeskError
from supportdesk.store.read import custom_fields


class Fields:
    """Makes fields the store does not know yet, and reads values for those it has."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known = {one.name: one for one in desk.ask(custom_fields.definitions)}

    def knows(self, name: str) -> bool:
        """Whether the store has a field of this name."""
        return name in self._known

    def define(self, wanted: Iterable[FieldDefinition]) -> None:
        """Make the fields that are new; what the store has stays as it is there."""
        fresh = [one for one in wanted if one.name not in self._known]
        if not fresh:
            return
        at_work = [one for one in self._known.values() if not one.retired]
        retired = tuple(one.name for one in fresh if one.retired)
        self._desk.act(None, DefineFields((*at_work, *map(_whole, fresh))))
        if retired:
            self._desk.act(None, DefineFields(retire=retired))
        self._known = {one.name: one for one in self._desk.ask(custom_fields.definitions)}

    def values(self, held: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Values as fields of the store keep them; what no field takes is left out."""
        found = []
        for name, written in held:
            value = self._value(name.casefold(), written)
            if value is not None:
                found.append((name.casefold(), value))
        return tuple(found)

    def _value(self, name: str, written: str) -> str | None:
        definition = self._known.get(name)
        if definition is None:
            return None
        try:
            return read_value(_whole(definition), written)
        except DeskError:
            return None


def _whole(definition: FieldDefinition) -> FieldDefinition:
    """The field with its former choices: tickets of the past hold them."""
    return replace(definition, choices=(*definition.choices, *definition.former), retired=False)
