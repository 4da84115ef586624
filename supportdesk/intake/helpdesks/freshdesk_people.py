"""Who is who in a Freshdesk export."""

from datetime import datetime

from supportdesk.domain.action import ClientReference
from supportdesk.intake.helpdesks.found import (
    Found,
    NoPlace,
    flat,
    identity,
    inner,
    moment,
    note_rest,
    number,
    text,
    texts,
)
from supportdesk.intake.record import NoteRecord, OperatorRecord, PropertyRecord
from supportdesk.store.pile import Pile

_USED = frozenset(
    """id name email phone mobile language company_id customer_id description custom_fields
    custom_field other_emails created_at updated_at""".split()
)
_SILENT = frozenset(
    """active deleted helpdesk_agent view_all_tickets other_companies first_name last_name
    avatar visitor_id""".split()
)
_AGENT_USED = frozenset("id contact signature created_at updated_at".split())
_AGENT_SILENT = frozenset(
    """available occasional ticket_scope available_since last_active_at type group_ids role_ids
    focus_mode deactivated""".split()
)
_COMPANY_USED = frozenset("id name description note created_at updated_at".split())


class People:
    """Finds contacts, agents and companies of the pile; what has no place is counted."""

    def __init__(self, pile: Pile, no_place: NoPlace) -> None:
        self._pile = pile
        self._no_place = no_place
        self._ours: dict[int, OperatorRecord] = {}

    def take_on(self, body: Found) -> OperatorRecord:
        """An agent; one who has left does not work here."""
        number_, person = identity(body), inner(body, "contact")
        note_rest(self._no_place, "agent", body, _AGENT_USED | _AGENT_SILENT)
        email = text(person, "email")
        self._ours[number_] = OperatorRecord(
            text(person, "name") or f"Freshdesk {number_}",
            (email,) if email else (),
            job=text(person, "job_title") or None,
            signature=text(body, "signature") or None,
            robot=person.get("active") is False,
        )
        return self._ours[number_]

    def operator(self, number_: int | None) -> OperatorRecord | None:
        """The operator a number means, if it is one of ours."""
        return None if number_ is None else self._ours.get(number_)

    def contact(self, number_: int | None) -> Found:
        """The contact of this number; empty for one the export does not have."""
        return {} if number_ is None else self._pile.get("user", number_) or {}

    def client(self, number_: int | None, email: str = "") -> ClientReference:
        """Who this is as a client."""
        body = self.contact(number_)
        address = text(body, "email") or email or None
        phone = text(body, "phone") or text(body, "mobile") or None
        name = text(body, "name") or text(body, "email") or email or f"Freshdesk {number_}"
        return ClientReference(name, address, phone)

    def is_new(self, number_: int | None) -> bool:
        """Whether a client is met for the first time; what has no place is counted then."""
        if number_ is None or not self._pile.meet("user", number_):
            return False
        note_rest(self._no_place, "contact", self.contact(number_), _USED | _SILENT)
        return True

    def company(self, number_: int | None) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        """The name of a company, and what is written of it, the first time."""
        body = self._pile.get("company", number_) if number_ is not None else None
        if number_ is None or body is None:
            return None, ()
        said: tuple[tuple[str, str], ...] = ()
        if self._pile.meet("company", number_):
            note_rest(self._no_place, "company", body, _COMPANY_USED)
            words = "\n".join(filter(None, (text(body, "description"), text(body, "note"))))
            said = (("note", words),) if words else ()
        return text(body, "name") or None, said

    def queue(self, number_: int | None) -> str | None:
        """The name of a group."""
        body = self._pile.get("group", number_) if number_ is not None else None
        return None if body is None else text(body, "name") or None

    def without_ticket(self) -> int:
        """Contacts of the export who have no ticket in it."""
        return sum(identity(body) not in self._ours for body in self._pile.unmet("user"))


def company_of(body: Found) -> int | None:
    """The number of the company a contact belongs to."""
    return number(body, "company_id")


def notes(body: Found, at: datetime) -> tuple[NoteRecord, ...]:
    """What is written of a contact, as a note on the card."""
    words = text(body, "description")
    return (NoteRecord(None, moment(body, "updated_at") or at, words),) if words else ()


def properties(body: Found) -> tuple[PropertyRecord, ...]:
    """The custom fields that say something."""
    held = {**inner(body, "custom_field"), **inner(body, "custom_fields")}
    return tuple(PropertyRecord(name, value) for name, value in flat(held) if value)


def more(body: Found) -> tuple[tuple[str, str], ...]:
    """What else the card takes: further addresses."""
    return tuple(("email", address) for address in texts(body, "other_emails"))
