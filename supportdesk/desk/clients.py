"""Editing client cards, and signed notes on clients (F44, F47, F51)."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import AddClientNote, EditClient
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.store.write import people
from supportdesk.store.write.change import change, read_value
from supportdesk.store.write.client_fields import address_field

PLAIN_FIELDS = frozenset({"name", "company", "language", "timezone"})
ADDRESS_FIELDS = frozenset({"email", "phone"})
FIELDS = PLAIN_FIELDS | ADDRESS_FIELDS | {"vip"}
"""What a card can be asked to change; `email` and `phone` add one, `-` before removes it."""

_YES = frozenset({"1", "yes", "true", "on"})
_NO = frozenset({"0", "no", "false", "off", ""})
_LANGUAGE = re.compile(r"\w[\w -]{0,34}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_TRAIT = re.compile(r"\w[\w -]{0,39}")


def edit_client(submission: Submission, action: EditClient) -> Receipt:
    """Change fields and traits of a client.

    Raises Invalid for an unknown field or a value that cannot be; refuses an address that
    already belongs to somebody else.
    """
    transaction = submission.transaction
    read_value(transaction, "client", action.client, "language")
    for field, value in action.fields:
        _set_field(submission, action.client, field, (value or "").strip())
    for name, value in action.traits:
        if not _TRAIT.fullmatch(name):
            raise Invalid("trait.invalid", trait=name)
        change(transaction, "client", action.client, f"trait:{name}", (value or "").strip() or None)
    return Receipt(transaction.envelope, client=action.client)


def add_client_note(submission: Submission, action: AddClientNote) -> Receipt:
    """Sign a note on a client. Refuses an empty one."""
    transaction = submission.transaction
    read_value(transaction, "client", action.client, "language")
    if not action.body.strip():
        raise Refused("note.empty", number=action.client)
    note = people.make_client_note(transaction, action.client, submission.operator.id, action.body)
    transaction.record("client_note", note, "present", None, "1")
    return Receipt(transaction.envelope, client=action.client)


def _set_field(submission: Submission, client: int, field: str, value: str) -> None:
    transaction = submission.transaction
    if field not in FIELDS:
        raise Invalid("field.unknown", field=field, allowed=sorted(FIELDS))
    if field == "name" and not value:
        raise Invalid("client.nameless")
    if field == "timezone" and value:
        _require_zone(value)
    if field in ADDRESS_FIELDS:
        _set_address(submission, client, field, value)
    elif field == "vip":
        if value.casefold() not in _YES | _NO:
            raise Invalid("client.value", field=field, value=value, example="yes, no")
        change(transaction, "client", client, "vip", str(int(value.casefold() in _YES)))
    else:
        change(transaction, "client", client, field, _checked(field, value) or None)


def _checked(field: str, value: str) -> str:
    """A language that templates can use (F61); other fields are free."""
    if field == "language" and value:
        value = value.casefold()
        if not _LANGUAGE.fullmatch(value):
            raise Invalid("client.value", field=field, value=value, example="ru, uk, en")
    return value


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as trouble:
        raise Invalid("timezone.unknown", wanted=name) from trouble


def _set_address(submission: Submission, client: int, kind: str, value: str) -> None:
    transaction = submission.transaction
    remove = value.startswith("-")
    shown = value.removeprefix("-").strip()
    key = people.address_key(kind, shown)
    if not key or (kind == "email" and not _ADDRESS.fullmatch(shown)):
        raise Invalid("address.invalid", field=kind, value=value)
    holder = people.find_client(transaction.connection, kind, shown)
    if holder is None and remove:
        raise NotFound("address.missing", field=kind, value=shown)
    if holder not in (None, client):
        raise Refused("address.taken", field=kind, value=shown, client=holder)
    field = address_field(transaction, client, kind, key)
    change(transaction, "client", client, field, None if remove else shown)
