"""Custom fields: defining them for the whole desk, and setting one of a ticket (F23)."""

import json

from supportdesk.desk import states
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import DefineFields, SetField
from supportdesk.domain.custom_field import MOST_FIELDS, FieldDefinition, checked, read_value
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.store.write import custom_fields
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.rows import Stored


def define_fields(submission: Submission, action: DefineFields) -> Receipt:
    """Make and change fields, retire others: all of it or nothing.

    Raises Invalid for a definition that cannot be, Refused("field.type_fixed") for another type,
    NotFound("field.missing") for a field to retire that does not exist.
    """
    wanted = [checked(definition) for definition in action.fields]
    names = {definition.name for definition in wanted}
    if len(names) < len(wanted):
        raise Invalid("field.twice")
    known = custom_fields.by_name(submission.transaction.connection)
    if len(names | known.keys()) > MOST_FIELDS:
        raise Refused("field.too_many", limit=MOST_FIELDS)
    for name in action.retire:
        if name not in known:
            raise NotFound("field.missing", name=name)
        _set(submission, known[name]["id"], "present", None)
    for place, definition in enumerate(wanted, 1):
        _define(submission, definition, known.get(definition.name), place)
    return Receipt(submission.transaction.envelope)


def _define(
    submission: Submission, definition: FieldDefinition, known: Stored | None, place: int
) -> None:
    transaction = submission.transaction
    if known is None:
        field = custom_fields.make(transaction.connection, definition)
        transaction.record("custom_field", field, "present", None, "1")
    elif known["type"] != definition.type:
        raise Refused("field.type_fixed", name=definition.name, type=known["type"])
    else:
        field = known["id"]
        _set(submission, field, "present", "1")
    _set(submission, field, "title", definition.title)
    _set(submission, field, "choices", json.dumps(definition.choices, ensure_ascii=False))
    _set(submission, field, "position", str(place))


def _set(submission: Submission, field: int, name: str, value: str | None) -> None:
    change(submission.transaction, "custom_field", field, name, value)


def set_field(submission: Submission, action: SetField) -> Receipt:
    """Set a field of a ticket, or take its value away.

    Raises NotFound("field.missing"), Refused("field.retired") and Invalid("field.value").
    """
    connection = submission.transaction.connection
    ticket_row(connection, action.ticket)
    name = action.field.strip().casefold()
    definition = custom_fields.definition(connection, name)
    value = None
    if action.value is not None:
        if definition.retired:
            raise Refused("field.retired", field=name)
        value = read_value(definition, action.value)
    change(submission.transaction, "ticket", action.ticket, f"field:{name}", value)
    states.open_after_action(submission, action.ticket)
    return Receipt(submission.transaction.envelope, tickets=(action.ticket,))
