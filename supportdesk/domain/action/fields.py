"""Commands about custom fields: what they are, and what a ticket holds in one (F23)."""

from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class DefineFields:
    """Make fields of tickets or change them, and retire those named in `retire`.

    They stand in the order given, before the others. The type of a field is never changed; a
    retired one that is defined again has its former values.
    """

    fields: tuple[FieldDefinition, ...] = ()
    retire: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetField:
    """Set a custom field of a ticket; a value of None takes it away.

    Values are as `domain.custom_field` keeps them: a day is 2026-03-01.
    """

    ticket: int
    field: str
    value: str | None
