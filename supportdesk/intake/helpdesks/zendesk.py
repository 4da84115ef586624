"""Zendesk: which objects its API answers and its exports hold, and what they are here."""

from collections.abc import Iterator
from pathlib import PurePath

from supportdesk.domain.action import SavePolicy
from supportdesk.domain.custom_field import FieldType
from supportdesk.intake.helpdesks.found import (
    Found,
    NoPlace,
    identity,
    number,
    objects,
    text,
)
from supportdesk.intake.helpdesks.helpdesk import Kept, MacroRecord, ViewRecord
from supportdesk.intake.helpdesks.json_items import Item
from supportdesk.intake.helpdesks.ticket_fields import ForeignFields
from supportdesk.intake.helpdesks.zendesk_audits import Audits
from supportdesk.intake.helpdesks.zendesk_macros import MacroReader
from supportdesk.intake.helpdesks.zendesk_people import People
from supportdesk.intake.helpdesks.zendesk_policies import policies
from supportdesk.intake.helpdesks.zendesk_tickets import Tickets
from supportdesk.intake.helpdesks.zendesk_views import ViewReader
from supportdesk.intake.record import OperatorRecord, TemplateRecord, TicketRecord
from supportdesk.patterns import pattern
from supportdesk.store.pile import Pile

_KINDS = {
    "tickets": "ticket",
    "comments": "comment",
    "audits": "audit",
    "ticket_audits": "audit",
    "ticket_events": "audit",
    "users": "user",
    "organizations": "organization",
    "groups": "group",
    "macros": "macro",
    "views": "view",
    "ticket_fields": "field",
    "triggers": "trigger",
    "automations": "automation",
    "sla_policies": "sla_policy",
    "satisfaction_ratings": "rating",
    "results": "",
}
"""List of a page → kind of its objects; "" where each says itself what it is."""

_SINGLE = {name.removesuffix("s"): kind for name, kind in _KINDS.items() if kind}
_SINGLE |= {"ticket_field": "field", "sla_policy": "sla_policy"}
_WITHOUT_PLACE = {"trigger": "rules", "automation": "rules"}
_NESTED = {
    "requester": "user",
    "submitter": "user",
    "assignee": "user",
    "organization": "organization",
    "group": "group",
}
"""What a ticket of the whole export carries within it."""

_IN_A_NAME = (pattern(r"tickets?[^0-9a-z]*([0-9]{1,18})"), pattern(r"([0-9]{1,18})"))
_TYPES = {
    "integer": FieldType.INT,
    "date": FieldType.DATE,
    "checkbox": FieldType.BOOL,
    "tagger": FieldType.SELECT,
}


class Zendesk:
    """What the import asks of a help desk's export."""

    lists = frozenset(_KINDS)
    people = "user"

    def __init__(self, pile: Pile, no_place: NoPlace, account: str | None = None) -> None:
        """Every ticket names its `account` itself."""
        del account
        self._pile = pile
        self._no_place = no_place
        self.fields = ForeignFields()
        self._people = People(pile, no_place)
        audits = Audits(pile, self._people, no_place)
        self._tickets = Tickets(pile, self._people, audits, self.fields, no_place)
        self._macros = MacroReader(self._people, audits, no_place)
        self._views = ViewReader(self._people, audits, self.fields, no_place)

    def keep(self, item: Item, path: PurePath) -> Iterator[Kept]:
        """What of an item goes on the pile. Raises WrongItem."""
        kind = _KINDS.get(item.list, "") or _kind_of(item.body)
        if kind:
            yield from self._keep(kind, item.body, path)
            return
        for name, value in item.body.items():
            if name in _SINGLE and isinstance(value, dict):
                yield from self._keep(_SINGLE[name], value, path)
            elif isinstance(value, list | dict) and name not in ("meta", "links"):
                self._no_place[name, "", "kind"] += len(value) if isinstance(value, list) else 1

    def _keep(self, kind: str, body: Found, path: PurePath) -> Iterator[Kept]:
        owner = None
        if kind == "audit":
            owner = identity(body, "ticket_id")
        elif kind == "comment":
            owner = number(body, "ticket_id") or _ticket_in(path)
        elif kind == "rating":
            owner = number(body, "ticket_id")
        elif kind == "ticket":
            yield from self._nested(body, path)
        yield Kept(kind, identity(body), body, owner)

    def _nested(self, body: Found, path: PurePath) -> Iterator[Kept]:
        """People and comments that stand within a ticket."""
        for name, kind in _NESTED.items():
            if isinstance(body.get(name), dict) and "id" in body[name]:
                yield from self._keep(kind, body[name], path)
        for comment in objects(body, "comments"):
            yield Kept("comment", identity(comment), comment, identity(body))
        for name in ("comments", *_NESTED):
            body.pop(name, None)

    def settle(self) -> None:
        """Every file is read: what belongs together is put together."""
        self._pile.adopt("comment", "audit", "audit_id")
        for kind, why in _WITHOUT_PLACE.items():
            self._no_place[kind, "", why] += self._pile.count(kind)
        for kind in ("comment", "audit", "rating"):
            self._no_place[kind, "", "no_ticket"] += self._pile.orphans(kind, "ticket")

    def define(self, body: Found) -> None:
        """Take up a custom field; those every ticket has there are none."""
        if body.get("removable") is False:
            return
        options = {
            text(one, "value"): text(one, "name") for one in objects(body, "custom_field_options")
        }
        type_ = _TYPES.get(text(body, "type"), FieldType.TEXT)
        title = text(body, "raw_title") or text(body, "title")
        self.fields.add(str(identity(body)), title, type_, options)

    def operator(self, body: Found) -> OperatorRecord | None:
        """Agents and admins are ours."""
        return self._people.take_on(body)

    def ticket(self, body: Found, place: str) -> TicketRecord | None:
        """A ticket; None for one that does not come in. Raises WrongItem."""
        return self._tickets.ticket(body, place)

    def ready_texts(self, body: Found, place: str) -> Iterator[TemplateRecord | MacroRecord]:
        """The template and the macro that a macro is here."""
        return self._macros.read(body, place)

    def view(self, body: Found, place: str) -> ViewRecord | None:
        """A view; None for one that cannot be said here."""
        return self._views.read(body, place)

    def policies(self) -> Iterator[SavePolicy]:
        """SLA policies that measure the same here."""
        bodies = (body for _number, _place, body in self._pile.each("sla_policy"))
        return policies(bodies, self._views, self._no_place)

    def finish(self) -> None:
        """Count what nobody asked for."""
        self._no_place["user", "", "no_ticket"] += self._people.without_ticket()


def _kind_of(body: Found) -> str:
    """What an object is that stands in no list that says it."""
    named = body.get("result_type")
    if isinstance(named, str):
        return named if named in ("ticket", "user", "organization", "group") else ""
    if "id" not in body:
        return ""
    if "requester_id" in body and "status" in body:
        return "ticket"
    if "ticket_id" in body and ("events" in body or "child_events" in body):
        return "audit"
    if "author_id" in body and "body" in body:
        return "comment"
    if "role" in body and "email" in body:
        return "user"
    if "domain_names" in body:
        return "organization"
    if "actions" in body and "restriction" in body:
        return "macro"
    return "view" if "execution" in body else ""


def _ticket_in(path: PurePath) -> int | None:
    """The ticket a file of comments is of, which its path says: `tickets/35/comments.json`."""
    named = path.as_posix().casefold()
    for shape, where in zip(_IN_A_NAME, (named, path.stem.casefold()), strict=True):
        found = shape.findall(where)
        if found:
            return int(found[-1])
    return None
