"""Organisations with their contracts (F48)."""

from datetime import date

from supportdesk.desk.clients import require_zone
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import EditOrganisation
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid
from supportdesk.domain.working_hours import parse_hours
from supportdesk.store.write import rows
from supportdesk.store.write.change import change

FIELDS = ("name", "contract", "until", "hours", "timezone", "email", "phone", "note")
"""What can be changed of an organisation, by the names people use."""

LONGEST = 500
LONGEST_NOTE = 5_000

_COLUMNS = {"until": "contract_until"}


def edit_organisation(submission: Submission, action: EditOrganisation) -> Receipt:
    """Change an organisation. Raises Invalid for an unknown field or a value that cannot be."""
    transaction = submission.transaction
    rows.require_row(transaction.connection, "organisation", action.organisation)
    for field, value in action.fields:
        if field not in FIELDS:
            raise Invalid("field.unknown", field=field, allowed=sorted(FIELDS))
        cleaned = _checked(field, (value or "").strip())
        column = _COLUMNS.get(field, field)
        change(transaction, "organisation", action.organisation, column, cleaned or None)
    return Receipt(transaction.envelope)


def _checked(field: str, value: str) -> str:
    if field == "name" and not value:
        raise Invalid("organisation.nameless")
    if len(value) > (LONGEST_NOTE if field == "note" else LONGEST):
        raise Invalid("organisation.value", field=field, example=f"≤ {LONGEST}")
    if field == "name":
        return " ".join(value.split())
    if field == "hours" and value:
        return parse_hours(value).written
    if field == "until" and value:
        return _day(value)
    if field == "timezone" and value:
        require_zone(value)
    return value


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as trouble:
        raise Invalid("organisation.value", field="until", example="2026-12-31") from trouble
