"""What happened to a ticket in Zendesk: audits, and ticket events of the incremental export."""

from collections.abc import Iterator, Mapping
from typing import Any

from supportdesk.domain.ticket import THIRD_PARTY, Priority
from supportdesk.intake.helpdesks.found import (
    Found,
    NoPlace,
    WrongItem,
    identity,
    number,
    objects,
    required_moment,
    text,
)
from supportdesk.intake.helpdesks.snapshot import Values, tag_values
from supportdesk.intake.helpdesks.zendesk_people import People
from supportdesk.intake.record import ChangeRecord
from supportdesk.store.pile import Pile

STATES = {
    "new": "new",
    "open": "open",
    "pending": "waiting",
    "hold": "hold",
    "solved": "solved",
    "closed": "closed",
}
PRIORITIES = {
    "low": Priority.LOW,
    "normal": Priority.NORMAL,
    "high": Priority.HIGH,
    "urgent": Priority.CRITICAL,
}
_EVENT_KEYS = frozenset(
    "id via via_reference_id event_type type previous_value comment_present comment_public".split()
)
_SILENT_EVENTS = frozenset({"Comment", "VoiceComment", "Create", "Change", "Notification"})
_SILENT_FIELDS = frozenset(
    """subject requester_id ticket_form_id brand_id custom_status_id organization_id description
    submitter_id created_at is_public problem_id""".split()
)
"""What the ticket itself says as well."""


class Audits:
    """Turns what happened into entries of a log."""

    def __init__(self, pile: Pile, people: People, no_place: NoPlace) -> None:
        self._pile = pile
        self._people = people
        self._no_place = no_place

    def values(self, field: str, value: Any) -> Values | None:
        """What a field there says here; None for one that says nothing here.

        Raises WrongItem for a value that cannot be.
        """
        written = text({field: value}, field) if field != "tags" else ""
        match field:
            case "status":
                return _state(written)
            case "priority":
                return (("priority", str(int(PRIORITIES.get(written, Priority.NORMAL)))),)
            case "type" | "ticket_type":
                return (("kind", written.casefold() or None),)
            case "assignee_id":
                owner = self._people.operator(number({field: value}, field))
                return (("owner", owner.name if owner else None),)
            case "group_id":
                queue = self.queue(number({field: value}, field))
                return (("queue", queue),) if queue else None
            case "tags":
                return tag_values(_words(value))
        return None

    def queue(self, group: int | None) -> str | None:
        """The name of a group."""
        body = self._pile.get("group", group) if group is not None else None
        return None if body is None else text(body, "name") or None

    def changes(self, ticket: int) -> Iterator[ChangeRecord]:
        """The log of a ticket, oldest first. Raises WrongItem."""
        for audit in self._pile.of("audit", ticket):
            told: dict[str, str | None] = {}
            for event in objects(audit, "events") or objects(audit, "child_events"):
                for field, value in self._fields(event):
                    said = self.values(field, value)
                    if field == "tags" and said:
                        told = {name: held for name, held in told.items() if "tag:" not in name}
                    if said is not None:
                        told |= dict(said)
            actor = number(audit, "author_id") or number(audit, "updater_id")
            by = self._people.operator(actor)
            yield ChangeRecord(
                str(identity(audit)),
                required_moment(audit, "created_at"),
                by.name if by else None,
                tuple(told.items()),
            )

    def _fields(self, event: Found) -> Iterator[tuple[str, Any]]:
        """The fields an event is about, each with its new value."""
        kind = text(event, "event_type") or text(event, "type")
        if kind not in ("Create", "Change"):
            if kind not in _SILENT_EVENTS:
                self._no_place["history", kind or "?", "kind"] += 1
            return
        if event.get("field_name"):
            named: Mapping[str, Any] = {text(event, "field_name"): event.get("value")}
        else:
            named = {name: held for name, held in event.items() if name not in _EVENT_KEYS}
        for field, value in named.items():
            yield field, value
            if kind == "Change" and not _is_told(field):
                self._no_place["history", field, "field"] += 1


def comments(audit: Found) -> Iterator[Found]:
    """The comments an audit holds, with what they have of it."""
    for event in objects(audit, "events") or objects(audit, "child_events"):
        if text(event, "type") in ("Comment", "VoiceComment") or "plain_body" in event:
            yield {
                "created_at": audit.get("created_at"),
                "author_id": audit.get("author_id") or audit.get("updater_id"),
                **event,
            }


def _state(status: str) -> Values | None:
    """On hold there means that a third party has to do something."""
    if status not in STATES:
        return None
    reason = THIRD_PARTY if status == "hold" else None
    return (("state", STATES[status]), ("reason", reason))


def _is_told(field: str) -> bool:
    told = ("status", "priority", "type", "ticket_type", "assignee_id", "group_id", "tags")
    return field in told or field in _SILENT_FIELDS


def _words(value: Any) -> list[str]:
    if value is None or isinstance(value, str):
        return (value or "").split()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise WrongItem("tags")
    return value
