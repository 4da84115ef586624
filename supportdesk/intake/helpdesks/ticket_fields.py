"""Fields that tickets of an export have beside the usual ones, as custom fields of the desk."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from supportdesk.domain.custom_field import (
    LONGEST_NAME,
    FieldDefinition,
    FieldType,
    checked,
    read_value,
)
from supportdesk.domain.errors import Invalid
from supportdesk.intake.helpdesks.found import NoPlace, flat
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

_NO_WORD = pattern(r"\W+")


@dataclass(frozen=True, slots=True)
class ForeignField:
    """A field of the export: what it is here, and what its values are called here."""

    definition: FieldDefinition
    names: Mapping[str, str] = field(default_factory=dict)


class ForeignFields:
    """The fields of an export by the name they have there."""

    def __init__(self) -> None:
        self._by_key: dict[str, ForeignField] = {}
        self._taken: set[str] = set()

    @property
    def definitions(self) -> tuple[FieldDefinition, ...]:
        """All of them, as the desk defines fields."""
        return tuple(one.definition for one in self._by_key.values())

    def add(self, key: str, title: str, type_: str, options: Mapping[str, str]) -> None:
        """Take a field up; one that no list of choices can be is a text."""
        name = self._name(title, key)
        choices = tuple(dict.fromkeys(options.values())) if type_ == FieldType.SELECT else ()
        wanted = FieldDefinition(name, title[:LONGEST_NAME], type_, choices)
        try:
            definition = checked(wanted)
        except Invalid:
            definition = checked(replace(wanted, type=FieldType.TEXT, choices=()))
        self._taken.add(name)
        self._by_key[key] = ForeignField(definition, options)

    def name(self, key: str) -> str | None:
        """What a field is called here."""
        known = self._by_key.get(key)
        return None if known is None else known.definition.name

    def value_name(self, key: str, value: str) -> str:
        """What a value of a field is called here."""
        return self._by_key[key].names.get(value, value)

    def values(
        self, kind: str, held: Mapping[str, Any], no_place: NoPlace
    ) -> tuple[tuple[str, str], ...]:
        """Values by our names of the fields; what has no place is counted."""
        found = []
        for key, written in flat(held):
            known = self._by_key.get(key)
            if known is None:
                if written:
                    no_place[kind, key, "no_definition"] += 1
                continue
            value = known.names.get(written, written)
            try:
                kept = read_value(known.definition, value)
            except Invalid:
                no_place[kind, known.definition.name, "value"] += 1
                continue
            if kept is not None:
                found.append((known.definition.name, kept))
        return tuple(found)

    def _name(self, title: str, key: str) -> str:
        words = _NO_WORD.sub("_", title.casefold()).strip("_")[:LONGEST_NAME].strip("_")
        plain = _NO_WORD.sub("_", key.casefold())[: LONGEST_NAME - 6]
        for name in (words, f"field_{plain}"):
            try:
                checked(FieldDefinition(name, "", FieldType.TEXT))
            except Invalid:
                continue
            if name not in self._taken:
                return name
        return f"field_{len(self._taken)}"
