"""Freshdesk: which objects its API (v2) answers, and what they are here.

Its lists have no names, so an object is known by what it holds; nothing in them tells the account.
"""

from collections.abc import Iterator
from pathlib import PurePath

from supportdesk.domain.action import SavePolicy
from supportdesk.domain.custom_field import FieldType
from supportdesk.domain.language import guess_language
from supportdesk.domain.template_import import FRESHDESK, with_asks
from supportdesk.intake.helpdesks.found import (
    Found,
    NoPlace,
    WrongItem,
    identity,
    objects,
    text,
)
from supportdesk.intake.helpdesks.freshdesk_people import People
from supportdesk.intake.helpdesks.freshdesk_tickets import Tickets
from supportdesk.intake.helpdesks.helpdesk import Kept, MacroRecord, ViewRecord
from supportdesk.intake.helpdesks.json_items import Item
from supportdesk.intake.helpdesks.ticket_fields import ForeignFields
from supportdesk.intake.html_text import text_of_html
from supportdesk.intake.record import OperatorRecord, TemplateRecord, TicketRecord, whole_text
from supportdesk.store.pile import Pile

_SHAPES = (
    ("conversation", {"incoming", "private"}),
    ("agent", {"contact", "ticket_scope"}),
    ("ticket", {"requester_id", "status", "priority"}),
    ("company", {"domains", "name"}),
    ("group", {"name", "escalate_to"}),
    ("macro", {"title", "folder_id", "content"}),
    ("field", {"label", "type", "name"}),
    ("user", {"email", "mobile"}),
    ("group", {"name", "agent_ids"}),
)
"""Kind of an object, and what tells it from the others; the first that fits."""

_NESTED = {"requester": "user", "company": "company"}
_TYPES = {
    "custom_number": FieldType.INT,
    "custom_date": FieldType.DATE,
    "custom_checkbox": FieldType.BOOL,
    "custom_dropdown": FieldType.SELECT,
}


class Freshdesk:
    """What the import asks of a help desk's export."""

    lists = frozenset({"results"})
    people = "agent"

    def __init__(self, pile: Pile, no_place: NoPlace, account: str | None = None) -> None:
        self._pile = pile
        self._no_place = no_place
        self.fields = ForeignFields()
        self._people = People(pile, no_place)
        self._named = f"freshdesk:{account}:" if account else "freshdesk:"
        self._tickets = Tickets(pile, self._people, self.fields, no_place, self._named)

    def keep(self, item: Item, _path: PurePath) -> Iterator[Kept]:
        """What of an item goes on the pile. Raises WrongItem."""
        body = item.body
        kind = next((kind for kind, signs in _SHAPES if signs <= body.keys()), None)
        if kind is None:
            self._no_place["object", ", ".join(sorted(body)[:3]), "kind"] += 1
            return
        owner = identity(body, "ticket_id") if kind == "conversation" else None
        if kind == "ticket":
            for name, nested in _NESTED.items():
                inside = body.pop(name, None)
                if isinstance(inside, dict) and "id" in inside:
                    yield Kept(nested, identity(inside), {"updated_at": "", **inside})
            for one in objects(body, "conversations"):
                yield Kept("conversation", identity(one), one, identity(body))
            body.pop("conversations", None)
        yield Kept(kind, identity(body), body, owner)

    def settle(self) -> None:
        """Every file is read."""
        missing = self._pile.orphans("conversation", "ticket")
        self._no_place["conversation", "", "no_ticket"] += missing

    def define(self, body: Found) -> None:
        """Take up a custom field; those every ticket has there are none."""
        kind = text(body, "type")
        if not kind.startswith("custom_"):
            return
        choices = body.get("choices")
        words = choices if isinstance(choices, list) else []
        options = {whole_text(one): whole_text(one) for one in words if isinstance(one, str)}
        type_ = _TYPES.get(kind, FieldType.TEXT)
        self.fields.add(text(body, "name"), text(body, "label"), type_, options)

    def operator(self, body: Found) -> OperatorRecord | None:
        """Agents are ours."""
        return self._people.take_on(body)

    def ticket(self, body: Found, place: str) -> TicketRecord | None:
        """A ticket; None for one that was deleted. Raises WrongItem."""
        return self._tickets.ticket(body, place)

    def ready_texts(self, body: Found, place: str) -> Iterator[TemplateRecord | MacroRecord]:
        """A canned response as a template."""
        if not text(body, "title"):
            raise WrongItem("title")
        written = text(body, "content") or text_of_html(text(body, "content_html"))
        written, unknown = with_asks(written, FRESHDESK)
        for name in unknown:
            self._no_place["canned_response", name, "placeholder"] += 1
        yield TemplateRecord(
            source_id=f"{self._named}canned:{identity(body)}",
            title=text(body, "title"),
            variants=((guess_language(written) or "en", written),),
            place=place,
        )

    def view(self, _body: Found, _place: str) -> ViewRecord | None:
        """Its API tells no views."""
        return None

    def policies(self) -> Iterator[SavePolicy]:
        """Its policies count in working hours of calendars that its API does not tell."""
        return iter(())

    def finish(self) -> None:
        """Count what nobody asked for."""
        self._no_place["contact", "", "no_ticket"] += self._people.without_ticket()
