"""Custom fields on the command line: which there are, and what a typed value means (F23)."""

from collections.abc import Iterable

from supportdesk.cli.session import Session
from supportdesk.domain.custom_field import FieldDefinition, read_value
from supportdesk.domain.errors import Invalid
from supportdesk.domain.query_predicate import CUSTOM
from supportdesk.store.read import custom_fields

FIELDS = ("subject", "queue", "owner", "priority", "kind", "state", "reason")
"""What `set` sets, in the order it is done: the state comes last, it may need the others."""


def require_fields(session: Session, names: Iterable[str]) -> None:
    """Raise Invalid("field.unknown") for a name that no field of a ticket has."""
    for name in names:
        if name not in FIELDS:
            _definition(session, name)


def field_name(typed: str) -> str:
    """The name of a custom field, with or without `field.` before it."""
    return typed.strip().casefold().removeprefix(CUSTOM)


def field_value(session: Session, name: str, typed: str) -> str | None:
    """What is typed for a custom field, as it is kept; None takes it away. Raises Invalid."""
    from supportdesk.domain.day_reading import read_day

    return read_value(
        _definition(session, name),
        typed,
        lambda day: read_day(day, session.clock(), session.settings.zone),
    )


def _definition(session: Session, name: str) -> FieldDefinition:
    known = [one for one in session.ask(custom_fields.definitions) if not one.retired]
    wanted = field_name(name)
    found = next((one for one in known if one.name == wanted), None)
    if found is None:
        allowed = (*FIELDS, *(one.name for one in known))
        raise Invalid("field.unknown", field=name, allowed=allowed)
    return found
