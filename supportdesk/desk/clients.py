"""Editing client cards, and signed notes on clients (F44, F47, F51)."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supportdesk.desk.client_merging import require_standing
from supportdesk.desk.client_properties import set_property
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import AddClientNote, EditClient
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.patterns import pattern
from supportdesk.store.write import people
from supportdesk.store.write.change import change
from supportdesk.store.write.client_fields import address_field, trait_field

PLAIN_FIELDS = frozenset({"name", "company", "language", "timezone", "channel"})
ADDRESS_FIELDS = frozenset({"email", "phone"})
FIELDS = PLAIN_FIELDS | ADDRESS_FIELDS | {"vip"}
"""What a card can be asked to change; `email` and `phone` add one, `-` before removes it."""

_YES = frozenset({"1", "yes", "true", "on"})
_NO = frozenset({"0", "no", "false", "off", ""})
_LANGUAGE = pattern(r"\w[\w -]{0,34}")
_ADDRESS = pattern(r"[^@\s]+@[^@\s]+")
_TRAIT = pattern(r"\w[\w -]{0,39}")
_CHANNEL = pattern(r"\w[\w.-]{0,29}")


def edit_client(submission: Submission, action: EditClient) -> Receipt:
    """Change fields, traits and properties of a client.

    Raises Invalid for an unknown field or a value that cannot be; refuses an address that
    already belongs to somebody else. One that was merged stands for whom it was merged into.
    """
    transaction = submission.transaction
    client = require_standing(submission, action.client)
    for field, value in action.fields:
        _set_field(submission, client, field, (value or "").strip())
    for name, value in action.traits:
        if not _TRAIT.fullmatch(name):
            raise Invalid("trait.invalid", trait=name)
        field = trait_field(transaction, client, name)
        change(transaction, "client", client, field, (value or "").strip() or None)
    for name, value in action.properties:
        set_property(submission, client, name, value)
    return Receipt(transaction.envelope, client=client)


def add_client_note(submission: Submission, action: AddClientNote) -> Receipt:
    """Sign a note on a client. Refuses an empty one."""
    transaction = submission.transaction
    client = require_standing(submission, action.client)
    if not action.body.strip():
        raise Refused("note.empty", number=client)
    note = people.make_client_note(transaction, client, submission.operator.id, action.body)
    transaction.record("client_note", note, "present", None, "1")
    return Receipt(transaction.envelope, client=client)


def _set_field(submission: Submission, client: int, field: str, value: str) -> None:
    transaction = submission.transaction
    if field not in FIELDS:
        raise Invalid("field.unknown", field=field, allowed=sorted(FIELDS))
    if field == "name" and not value:
        raise Invalid("client.nameless")
    if field == "timezone" and value:
        require_zone(value)
    if field in ADDRESS_FIELDS:
        _set_address(submission, client, field, value)
    elif field == "vip":
        if value.casefold() not in _YES | _NO:
            raise Invalid("client.value", field=field, value=value, example="yes, no")
        change(transaction, "client", client, "vip", str(int(value.casefold() in _YES)))
    else:
        change(transaction, "client", client, field, _checked(field, value) or None)


def _checked(field: str, value: str) -> str:
    """A language that templates can use (F61), a channel as one word; other fields are free."""
    if field == "language" and value:
        value = value.casefold()
        if not _LANGUAGE.fullmatch(value):
            raise Invalid("client.value", field=field, value=value, example="ru, uk, en")
    if field == "channel" and value:
        value = value.casefold()
        if not _CHANNEL.fullmatch(value):
            raise Invalid("client.value", field=field, value=value, example="phone, telegram")
    return value


def require_zone(name: str) -> None:
    """Raise Invalid("timezone.unknown") for a zone nobody has."""
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
