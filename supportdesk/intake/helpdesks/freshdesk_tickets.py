"""Whole tickets of a Freshdesk export, put together from the pile."""

from collections.abc import Iterator
from email.utils import getaddresses

from supportdesk.domain.action import ClientReference
from supportdesk.domain.language import guess_language
from supportdesk.domain.recipients import Recipient, Recipients, readable
from supportdesk.domain.ticket import THIRD_PARTY, MessageKind, Priority
from supportdesk.intake.helpdesks import freshdesk_people
from supportdesk.intake.helpdesks.found import (
    Found,
    NoPlace,
    WrongItem,
    file_line,
    identity,
    inner,
    moment,
    note_rest,
    number,
    objects,
    required_moment,
    text,
    texts,
    with_files,
)
from supportdesk.intake.helpdesks.freshdesk_people import People
from supportdesk.intake.helpdesks.snapshot import (
    Values,
    as_messages_tell,
    tag_values,
    with_snapshot,
)
from supportdesk.intake.helpdesks.ticket_fields import ForeignFields
from supportdesk.intake.html_text import text_of_html
from supportdesk.intake.record import ChangeRecord, SpokenRecord, TicketRecord
from supportdesk.store.pile import Pile

_STATES = {2: "open", 3: "waiting", 4: "solved", 5: "closed", 6: "waiting", 7: "hold"}
_CHANNELS = {1: "email", 2: "web", 3: "phone", 7: "chat", 9: "web", 10: "email"}
_OUTBOUND = 10
_FORWARDED = 8
_USED = frozenset(
    """id subject description description_text description_html created_at updated_at status
    priority source type ticket_type requester_id responder_id group_id company_id tags
    custom_fields custom_field attachments stats spam deleted cc_emails cc_email email
    conversations""".split()
)
_SILENT = frozenset(
    """priority_name status_name source_name requester_name responder_name urgent isescalated
    requester_status_name is_escalated fr_escalated nr_escalated delta trained owner_id fwd_emails
    reply_cc_emails ticket_cc_emails to_emails to_email email_config_id structured_description
    name phone frDueBy fr_due_by due_by nr_due_by""".split()
)
"""What follows from the rest, or is about the account there; times due come from our policies."""


class Tickets:
    """Makes records of tickets."""

    def __init__(
        self, pile: Pile, people: People, fields: ForeignFields, no_place: NoPlace, named: str
    ) -> None:
        """`named` begins the names of tickets: it tells one account from another."""
        self._pile = pile
        self._people = people
        self._fields = fields
        self._no_place = no_place
        self._named = named

    def ticket(self, body: Found, place: str) -> TicketRecord | None:
        """One ticket with its thread; None for one that was deleted. Raises WrongItem."""
        if body.get("deleted") is True:
            self._no_place["ticket", "", "deleted"] += 1
            return None
        note_rest(self._no_place, "ticket", body, _USED | _SILENT)
        source = f"{self._named}{identity(body)}"
        created = required_moment(body, "created_at")
        updated = max(moment(body, "updated_at") or created, created)
        requester = number(body, "requester_id")
        contact = self._people.contact(requester)
        is_new = self._people.is_new(requester)
        messages = tuple(self._messages(body, source))
        own = number(body, "company_id")
        company, said = self._people.company(own or freshdesk_people.company_of(contact))
        custom = {**inner(body, "custom_field"), **inner(body, "custom_fields")}
        log = [*as_messages_tell(messages, updated), *_ends(body)]
        return TicketRecord(
            source_id=source,
            subject=text(body, "subject"),
            client=self._people.client(requester, text(body, "email")),
            messages=messages,
            created_at=created,
            place=place,
            updated_at=updated,
            queue=self._people.queue(number(body, "group_id")),
            channel=_CHANNELS.get(number(body, "source") or 0, "import"),
            language=_language(messages, contact),
            company=company,
            client_notes=freshdesk_people.notes(contact, created) if is_new else (),
            fields=self._fields.values("ticket", custom, self._no_place),
            client_fields=freshdesk_people.more(contact) if is_new else (),
            client_properties=freshdesk_people.properties(contact) if is_new else (),
            organisation=said,
            changes=with_snapshot(log, updated, self._stands(body, messages)),
        )

    def _stands(self, body: Found, messages: tuple[SpokenRecord, ...]) -> Values:
        """How the ticket stands, as an entry of its log."""
        owner = self._people.operator(number(body, "responder_id"))
        queue = self._people.queue(number(body, "group_id"))
        state = self._state(body)
        is_answered = any(one.kind == MessageKind.OPERATOR for one in messages)
        if state == "open" and owner is None and not is_answered:
            state = "new"
        priority = number(body, "priority")
        if priority not in (1, 2, 3, 4):
            raise WrongItem("priority")
        return (
            ("state", state),
            ("reason", THIRD_PARTY if state == "hold" else None),
            ("priority", str(int(Priority(priority - 1)))),
            ("kind", (text(body, "type") or text(body, "ticket_type")).casefold() or None),
            ("owner", owner.name if owner else None),
            *((("queue", queue),) if queue else ()),
            *tag_values(texts(body, "tags")),
        )

    def _state(self, body: Found) -> str:
        """Its state here; a status that an account has made itself is at work."""
        if body.get("spam") is True:
            return "spam"
        status = number(body, "status")
        if status not in _STATES:
            self._no_place["ticket", f"status {status}", "value"] += 1
        return _STATES.get(status or 0, "open")

    def _messages(self, body: Found, source: str) -> Iterator[SpokenRecord]:
        """What opened the ticket, then the conversation."""
        described = text(body, "description_text") or text_of_html(text(body, "description"))
        writer = number(body, "requester_id")
        if number(body, "source") == _OUTBOUND:
            writer = number(body, "responder_id")
        opening = {**body, "body_text": described, "user_id": writer, "source": 0}
        opening |= {"incoming": number(body, "source") != _OUTBOUND, "private": False}
        if described:
            yield self._message(opening, f"{source}#opening")
        for one in self._pile.of("conversation", identity(body)):
            yield self._message(one, f"{source}#{identity(one)}")

    def _message(self, found: Found, source: str) -> SpokenRecord:
        author = number(found, "user_id")
        ours = self._people.operator(author)
        files = objects(found, "attachments")
        if files:
            self._no_place["message", "attachments", "not_fetched"] += len(files)
        lines = [file_line(one, "name", "size", "attachment_url") for one in files]
        written = text(found, "body_text") or text_of_html(text(found, "body"))
        kind = _kind(found)
        name = ClientReference(ours.name) if ours else None
        return SpokenRecord(
            source_id=source,
            kind=kind,
            author=name or self._people.client(author, text(found, "from_email")),
            sent_at=required_moment(found, "created_at"),
            body=with_files(written, lines),
            operator=ours.name if ours else None,
            recipients=_copied(found),
        )


def _kind(found: Found) -> MessageKind:
    if found.get("incoming") is True:
        return MessageKind.CLIENT
    if number(found, "source") == _FORWARDED:
        return MessageKind.FORWARD
    return MessageKind.NOTE if found.get("private") is True else MessageKind.OPERATOR


def _copied(found: Found) -> Recipients:
    """Who got a copy."""
    pairs = getaddresses(list(texts(found, "cc_emails")))
    return readable(Recipients(cc=tuple(Recipient(address, name) for name, address in pairs)))


def _ends(body: Found) -> Iterator[ChangeRecord]:
    """When a ticket that is done was solved and closed, if the export tells."""
    status, told = number(body, "status"), inner(body, "stats")
    for name, state, done in (("resolved_at", "solved", (4, 5)), ("closed_at", "closed", (5,))):
        at = moment(told, name)
        if at is not None and status in done:
            yield ChangeRecord(f"{state}-{at.isoformat()}", at, None, (("state", state),))


def _language(messages: tuple[SpokenRecord, ...], contact: Found) -> str | None:
    first = next((one.body for one in messages if one.kind == MessageKind.CLIENT), "")
    return guess_language(first) or text(contact, "language").partition("-")[0] or None
