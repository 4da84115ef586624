"""Defining the properties that clients may have (F45)."""

import json

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import RemoveClientProperty, SaveClientProperty
from supportdesk.domain.client_property import KINDS, clean_choices, clean_name, clean_value
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.store.write import rows
from supportdesk.store.write.change import change
from supportdesk.store.write.client_more_fields import (
    property_in_use,
    property_named,
    require_free_name,
)
from supportdesk.store.write.tables import CLIENT_PROPERTY


def save_property(submission: Submission, action: SaveClientProperty) -> Receipt:
    """Define a property, or change one; the kind of one that is in use stays."""
    transaction = submission.transaction
    name = clean_name(action.name)
    if action.kind not in KINDS:
        raise Invalid("property.kind", wanted=action.kind, allowed=KINDS)
    choices = clean_choices(action.kind, action.choices)
    require_free_name(transaction, name, action.property)
    if action.property is None:
        number = rows.insert_row(
            transaction.connection, CLIENT_PROPERTY, name=name, kind=action.kind
        )
        transaction.record("client_property", number, "present", None, "1")
    else:
        number = action.property
        _require_kind(submission, number, action.kind)
    for field, value in (
        ("name", name),
        ("kind", action.kind),
        ("choices", json.dumps(choices, ensure_ascii=False)),
        ("pinned", str(int(action.pinned))),
    ):
        change(transaction, "client_property", number, field, value)
    return Receipt(transaction.envelope)


def remove_property(submission: Submission, action: RemoveClientProperty) -> Receipt:
    """Take a property from every card; its values wait for an undo."""
    transaction = submission.transaction
    _require_property(submission, action.property)
    change(transaction, "client_property", action.property, "present", None)
    return Receipt(transaction.envelope)


def set_property(submission: Submission, client: int, name: str, value: str | None) -> None:
    """Give a client a value, or take it away. Raises NotFound, Invalid("property.value")."""
    transaction = submission.transaction
    found = property_named(transaction, name)
    if found is None:
        raise NotFound("property.missing", name=name)
    kept = None
    if value is not None and value.strip():
        kept = clean_value(found["name"], found["kind"], json.loads(found["choices"]), value)
    change(transaction, "client", client, f"property:{found['id']}", kept)


def _require_kind(submission: Submission, number: int, kind: str) -> None:
    row = _require_property(submission, number)
    if row["kind"] != kind and property_in_use(submission.transaction, number):
        raise Refused("property.in_use", name=row["name"], kind=row["kind"])


def _require_property(submission: Submission, number: int) -> rows.Stored:
    row = rows.require_row(submission.transaction.connection, "client_property", number)
    if row["withdrawn"]:
        raise NotFound("property.missing", name=row["name"])
    return row
