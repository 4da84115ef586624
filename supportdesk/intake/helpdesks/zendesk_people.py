"""Who is who in a Zendesk export: agents are our operators, the others clients."""

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
    text,
)
from supportdesk.intake.record import NoteRecord, OperatorRecord, PropertyRecord
from supportdesk.store.pile import Pile

OURS = {"agent": "operator", "admin": "admin"}
"""Role there → role here."""

_USED = frozenset(
    """id url name email phone role active suspended signature locale iana_time_zone time_zone
    organization_id notes details user_fields created_at updated_at""".split()
)
_SILENT = frozenset(
    """alias verified shared shared_agent last_login_at two_factor_auth_enabled role_type
    custom_role_id moderator ticket_restriction only_private_comments restricted_agent
    default_group_id report_csv locale_id shared_phone_number result_type photo
    permanently_deleted last_active""".split()
)
"""What is about the account there, not about the person."""

_COMPANY_USED = frozenset("id url name details notes created_at updated_at".split())
_COMPANY_SILENT = frozenset("shared_tickets shared_comments deleted_at".split())


class People:
    """Finds users and organisations of the pile; what of them has no place is counted."""

    def __init__(self, pile: Pile, no_place: NoPlace) -> None:
        self._pile = pile
        self._no_place = no_place
        self._ours: dict[int, OperatorRecord] = {}

    def take_on(self, body: Found) -> OperatorRecord | None:
        """An agent or admin; one who has left does not work here. None for a client."""
        number_ = identity(body)
        if text(body, "role") not in OURS:
            return None
        self._pile.meet("user", number_)
        note_rest(self._no_place, "user", body, _USED | _SILENT)
        email = text(body, "email")
        left = body.get("active") is False or body.get("suspended") is True
        self._ours[number_] = OperatorRecord(
            text(body, "name") or f"Zendesk {number_}",
            (email,) if email else (),
            role=OURS[text(body, "role")],
            signature=text(body, "signature") or None,
            robot=left,
        )
        return self._ours[number_]

    def operator(self, number_: int | None) -> OperatorRecord | None:
        """The operator a number means, if it is one of ours."""
        return None if number_ is None else self._ours.get(number_)

    def user(self, number_: int | None) -> Found:
        """The user of this number; empty for one the export does not have."""
        return {} if number_ is None else self._pile.get("user", number_) or {}

    def client(self, number_: int | None, source: Found) -> ClientReference:
        """Who this is as a client; `source` is where a message came from, if nobody is known."""
        body = self.user(number_)
        if body:
            return ClientReference(
                text(body, "name") or text(body, "email") or f"Zendesk {number_}",
                text(body, "email") or None,
                text(body, "phone") or None,
            )
        sender = inner(source, "from")
        address = text(sender, "address") or None
        return ClientReference(text(sender, "name") or address or f"Zendesk {number_}", address)

    def is_new(self, number_: int | None) -> bool:
        """Whether a client is met for the first time; what has no place is counted then."""
        if number_ is None or not self._pile.meet("user", number_):
            return False
        note_rest(self._no_place, "user", self.user(number_), _USED | _SILENT)
        return True

    def company(self, number_: int | None) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        """The name of an organisation, and what is written of it, the first time."""
        body = self._pile.get("organization", number_)
        if number_ is None or body is None:
            return None, ()
        said: tuple[tuple[str, str], ...] = ()
        if self._pile.meet("organization", number_):
            note_rest(self._no_place, "organization", body, _COMPANY_USED | _COMPANY_SILENT)
            words = "\n".join(filter(None, (text(body, "details"), text(body, "notes"))))
            said = (("note", words),) if words else ()
        return text(body, "name") or None, said

    def company_name(self, number_: int | None) -> str | None:
        """What an organisation is called."""
        return text(self._pile.get("organization", number_) or {}, "name") or None

    def without_ticket(self) -> int:
        """Clients of the export who have no ticket in it."""
        return sum(str(body.get("role")) not in OURS for body in self._pile.unmet("user"))


def notes(body: Found, at: datetime) -> tuple[NoteRecord, ...]:
    """What is written of a user, as a note on the card."""
    words = "\n".join(filter(None, (text(body, "details"), text(body, "notes"))))
    return (NoteRecord(None, moment(body, "updated_at") or at, words),) if words else ()


def properties(body: Found) -> tuple[PropertyRecord, ...]:
    """The user fields that say something."""
    held = flat(inner(body, "user_fields"))
    return tuple(
        PropertyRecord(name, value)
        for name, value in held
        if value and not name.startswith("system::")
    )


def language(body: Found) -> str | None:
    """The language a user has chosen: `en` of en-US."""
    return text(body, "locale").partition("-")[0].casefold() or None


def more(body: Found) -> tuple[tuple[str, str], ...]:
    """What else the card takes: the time zone."""
    zone = text(body, "iana_time_zone")
    return (("timezone", zone),) if zone else ()
