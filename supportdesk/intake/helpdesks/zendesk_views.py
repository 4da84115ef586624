"""Zendesk's views as questions of the desk, where every condition can be said exactly."""

from collections.abc import Callable
from typing import Any

from supportdesk.domain.action import SaveView
from supportdesk.domain.views import LONGEST_NAME, Scope
from supportdesk.intake.helpdesks.found import (
    LARGEST_NUMBER,
    Found,
    NoPlace,
    inner,
    objects,
    text,
)
from supportdesk.intake.helpdesks.helpdesk import ViewRecord
from supportdesk.intake.helpdesks.ticket_fields import ForeignFields
from supportdesk.intake.helpdesks.zendesk_audits import PRIORITIES, STATES, Audits
from supportdesk.intake.helpdesks.zendesk_people import People

_ORDER = tuple(STATES)
"""Their states from new to closed."""

_MOMENTS = {"created_at": "created", "updated_at": "updated", "solved_at": "solved"}
_SORTS = {
    "nice_id": "number",
    "id": "number",
    "created": "created",
    "created_at": "created",
    "updated": "updated",
    "updated_at": "updated",
    "priority": "priority",
}
_GROUPS = {
    "status": "state",
    "group": "queue",
    "group_id": "queue",
    "assignee": "owner",
    "assignee_id": "owner",
    "priority": "priority",
    "type": "kind",
    "requester": "client",
    "locale_id": "lang",
}
_COLUMNS = {
    "status": "state",
    "requester": "client",
    "group": "queue",
    "assignee": "owner",
    "type": "kind",
    "created": "created",
    "created_at": "created",
    "updated": "updated",
    "updated_at": "updated",
}
_SHOWN_ANYWAY = frozenset({"subject", "priority", "nice_id", "id", "ticket_id"})


class ViewReader:
    """Reads views one at a time."""

    def __init__(
        self, people: People, audits: Audits, fields: ForeignFields, no_place: NoPlace
    ) -> None:
        self._people = people
        self._audits = audits
        self._fields = fields
        self._no_place = no_place

    def read(self, body: Found, place: str) -> ViewRecord | None:
        """A view; None where it is nobody's here, or a condition cannot be said."""
        if body.get("active") is False:
            self._no_place["view", "", "inactive"] += 1
            return None
        if text(inner(body, "restriction"), "type") == "User":
            self._no_place["view", "", "personal"] += 1
            return None
        query = self.query(inner(body, "conditions"), "view")
        if not query:
            return None
        shown = inner(body, "execution")
        title = " ".join(text(body, "title").split())
        name = title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1]}…"
        save = SaveView(
            name=name,
            query=query,
            sort=self._sort(shown),
            group_by=self._known(shown, "group_by", _GROUPS),
            columns=self._columns(shown),
            scope=Scope.TEAM,
        )
        return ViewRecord(save, place)

    def query(self, conditions: Found, kind: str) -> str | None:
        """All of `all` and one of `any`; None where something cannot be said, which is counted."""
        every = [self._said(one, kind) for one in objects(conditions, "all")]
        some = [self._said(one, kind) for one in objects(conditions, "any")]
        if None in every or None in some:
            return None
        parts = [part for part in every if part]
        if some:
            parts.append(f"({' OR '.join(part for part in some if part)})")
        return " ".join(parts)

    def _said(self, condition: Found, kind: str) -> str | None:
        """One condition as a part of a query."""
        field, sign = text(condition, "field"), text(condition, "operator")
        say = self._ways().get(field)
        said = self._custom(field, sign, condition.get("value"))
        if say is not None:
            said = say(field, sign, condition.get("value"))
        if said is None:
            self._no_place[kind, f"{field} {sign}".strip(), "condition"] += 1
        return said

    def _ways(self) -> dict[str, Callable[[str, str, Any], str | None]]:
        ways: dict[str, Callable[[str, str, Any], str | None]] = {
            "status": _status,
            "priority": _priority,
            "type": _kind,
            "ticket_type": _kind,
            "current_tags": _tags,
            "assignee_id": self._owner,
            "group_id": self._queue,
            "organization_id": self._company,
            "requester_id": self._client,
        }
        return ways | dict.fromkeys(_MOMENTS, _moment)

    def _owner(self, _field: str, sign: str, value: Any) -> str | None:
        if value == "current_user":
            return _is("owner", sign, "me")
        if not value:
            return _is("owner", sign, "nobody")
        person = self._people.operator(_number(value))
        return _is("owner", sign, _quoted(person.name)) if person else None

    def _queue(self, _field: str, sign: str, value: Any) -> str | None:
        name = self._audits.queue(_number(value))
        return _is("queue", sign, _quoted(name)) if name else None

    def _company(self, _field: str, sign: str, value: Any) -> str | None:
        name = self._people.company_name(_number(value))
        return _is("company", sign, _quoted(name)) if name else None

    def _client(self, _field: str, sign: str, value: Any) -> str | None:
        address = text(self._people.user(_number(value)), "email")
        return _is("email", sign, _quoted(address)) if address else None

    def _custom(self, field: str, sign: str, value: Any) -> str | None:
        key = field.removeprefix("custom_fields_")
        name = self._fields.name(key) if key != field else None
        if name is None or isinstance(value, list | dict):
            return None
        if value in (None, ""):
            return _is(name, sign, "none")
        return _is(name, sign, _quoted(self._fields.value_name(key, str(value))))

    def _sort(self, shown: Found) -> str:
        wanted = self._known(shown, "sort_by", _SORTS)
        falls = text(shown, "sort_order") == "desc"
        return f"-{wanted}" if wanted and falls else wanted

    def _columns(self, shown: Found) -> tuple[str, ...]:
        found = []
        for column in objects(shown, "columns"):
            theirs = text(column, "id")
            ours = _COLUMNS.get(theirs) or self._fields.name(theirs)
            if ours:
                found.append(ours)
            elif theirs not in _SHOWN_ANYWAY:
                self._no_place["view", f"column {theirs}", "field"] += 1
        return tuple(dict.fromkeys(found))

    def _known(self, shown: Found, name: str, words: dict[str, str]) -> str:
        value = text(shown, name)
        if value and value not in words:
            self._no_place["view", f"{name} {value}", "field"] += 1
        return words.get(value, "")


def _status(_field: str, sign: str, value: Any) -> str | None:
    return _ranked("state", STATES, _ORDER, sign, value)


def _priority(_field: str, sign: str, value: Any) -> str | None:
    names = {theirs: ours.name.lower() for theirs, ours in PRIORITIES.items()}
    return _ranked("priority", names, tuple(names), sign, value)


def _ranked(
    name: str, ours: dict[str, str], order: tuple[str, ...], sign: str, value: Any
) -> str | None:
    """A value, or those below or above it, of a list that has an order."""
    if value not in order:
        return None
    if sign in ("is", "is_not"):
        return _is(name, sign, ours[value])
    place = order.index(value)
    chosen = {"less_than": order[:place], "greater_than": order[place + 1 :]}.get(sign, ())
    return f"{name}:{','.join(ours[one] for one in chosen)}" if chosen else None


def _kind(_field: str, sign: str, value: Any) -> str | None:
    return _is("kind", sign, _quoted(str(value)) if value else "none")


def _tags(_field: str, sign: str, value: Any) -> str | None:
    words = value.split() if isinstance(value, str) else []
    if any('"' in word for word in words):
        return None
    said = "tag:" + ",".join(f'"{word}"' for word in words)
    match sign:
        case "includes" | "is" if words:
            return said
        case "not_includes" | "is_not" if words:
            return f"-{said}"
    return None


def _moment(field: str, sign: str, value: Any) -> str | None:
    """Hours since something happened: fewer means later."""
    hours = _number(value)
    sign_here = {"less_than": ">", "greater_than": "<"}.get(sign)
    if hours is None or sign_here is None or hours > 10_000:
        return None
    return f"{_MOMENTS[field]}{sign_here}-{hours}h"


def _is(name: str, sign: str, value: str | None) -> str | None:
    if value is None or sign not in ("is", "is_not"):
        return None
    return f"{'-' if sign == 'is_not' else ''}{name}:{value}"


def _quoted(value: str) -> str | None:
    """A value between quotes; None for one the language cannot write."""
    return None if '"' in value or not value.strip() else f'"{value}"'


def _number(value: Any) -> int | None:
    written = str(value)
    if not (written.isascii() and written.isdecimal() and len(written) < 19):
        return None
    return min(int(written), LARGEST_NUMBER)
