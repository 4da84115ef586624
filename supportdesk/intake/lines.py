"""Our own JSON Lines, one ticket a line: what `supportdesk export --format jsonl` writes.

A line is an object with `subject`, `client` {`name`, `email`, …} and `created`; everything else may
be missing: `source_id` or `uuid` (the ticket's name, for importing it once), `state`, `reason`,
`priority`, `kind`, `queue`, `queue_line`, `owner`, `tags`, `updated`, `wake`, `solved`, `closed`,
`channel`, `language`, `links` [{`kind` (parent, duplicate, problem, follow_up, merged),
`other_source` (the other ticket's `source_id`)}],
`fields` {name: value} (custom fields; one that its field does not take is left out),
`field_definitions` [{`name`, `title`, `type`, `choices`, `former_choices`, `retired`}],
`articles` [{`title`}] it was answered with, `rating` {`score` (1 to 5), `at`, `comment`},
`operators` [{`name`, `login`, `email`, `role`, `job`, `signature`}] and
`thread` [{`kind` (client, operator, note, system, forward, third_party), `author`, `email`,
`operator`, `at`, `body`, `delivery`, `source_id`, `to`, `cc`, `bcc` [{`address`, `name`}],
`attachments` [{`name`, `media_type`, `content` (base64)}]}]. The first line of a whole export names
all `operators`, the others those of their ticket. A client
may have `emails`, `phones`, `company`, `organisation` {`contract`, `until`, `hours`, `timezone`,
`email`, `phone`, `note`}, `language`, `timezone`, `channel`, `vip`, `traits`, `properties`
[{`name`, `value`, `kind`, `choices`, `pinned`}], `notes` [{`author`, `at`, `body`}] and `events`
[{`kind`, `at`, `text`, `details`, `id`}]. Times are ISO 8601 with a zone.
"""

import base64
import binascii
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from supportdesk.domain.action import ClientReference, NewAttachment
from supportdesk.domain.client_property import KINDS
from supportdesk.domain.custom_field import FieldDefinition, checked
from supportdesk.domain.errors import Invalid
from supportdesk.domain.link import LinkKind
from supportdesk.domain.rating import HIGHEST_RATING, LONGEST_COMMENT, LOWEST_RATING
from supportdesk.domain.recipients import Recipient, Recipients, readable
from supportdesk.domain.ticket import STATES, Delivery, MessageKind, Priority
from supportdesk.intake.opening import opened
from supportdesk.intake.record import (
    ClientEventRecord,
    LinkRecord,
    NoteRecord,
    OperatorRecord,
    PropertyRecord,
    RatingRecord,
    Skipped,
    SpokenRecord,
    TicketRecord,
    usable_moment,
    whole_text,
)

PLACES = ("to", "cc", "bcc")

LONGEST_LINE = 256 << 20
"""Bytes of one line; attachments are in it."""
_PASSED_OVER = 1 << 20


class _WrongField(ValueError):
    """A field of a line is not what it should be; its name is the argument."""


def ticket_lines(path: Path, passed: Callable[[int], None]) -> Iterator[TicketRecord | Skipped]:
    """The tickets of a file, line by line. Raises OSError, EOFError."""
    with opened(path, passed) as stream:
        for number, line in enumerate(_lines(stream), 1):
            place = f"{path}:{number}"
            if line is None:
                yield Skipped(place, "line.too_large")
            elif not line.isspace():
                yield _ticket_or_skipped(line, place)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Every line; None for one that is too long, which is passed over to its end."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_PASSED_OVER)
        yield None


def _ticket_or_skipped(line: bytes, place: str) -> TicketRecord | Skipped:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return Skipped(place, "line.not_json")
    if not isinstance(found, dict):
        return Skipped(place, "line.not_json")
    try:
        return _ticket(found, place)
    except _WrongField as wrong:
        return Skipped(place, "line.invalid", str(wrong))


def _ticket(found: dict[str, Any], place: str) -> TicketRecord:
    source = _text(found, "source_id") or _text(found, "uuid") or place
    thread = _items(found, "thread")
    client = found.get("client")
    if not isinstance(client, dict):
        raise _WrongField("client")
    return TicketRecord(
        source_id=source,
        subject=_text(found, "subject") or "",
        client=_client(client),
        messages=tuple(_message(item, f"{source}#{n}") for n, item in enumerate(thread)),
        created_at=_required_moment(found, "created"),
        place=place,
        updated_at=_moment(found, "updated"),
        wake_at=_moment(found, "wake"),
        solved_at=_moment(found, "solved"),
        closed_at=_moment(found, "closed"),
        state=_one_of(found, "state", STATES),
        reason=_text(found, "reason"),
        priority=_priority(found),
        kind=_text(found, "kind"),
        queue=_text(found, "queue"),
        queue_line=_line(found),
        owner=_text(found, "owner"),
        tags=_texts(found, "tags"),
        channel=_text(found, "channel") or "import",
        language=_text(found, "language"),
        company=_text(client, "company"),
        vip=bool(client.get("vip")),
        traits=_pairs(client, "traits"),
        uuid=_uuid(found),
        operators=tuple(_operator(item) for item in _items(found, "operators")),
        client_notes=tuple(_note(item) for item in _items(client, "notes")),
        articles=tuple(_titles(found)),
        links=tuple(_link(item) for item in _items(found, "links")),
        field_definitions=tuple(_field(item) for item in _items(found, "field_definitions")),
        fields=_pairs(found, "fields"),
        client_fields=_more_of_client(client),
        client_properties=tuple(_property(item) for item in _items(client, "properties")),
        client_events=tuple(_event(item) for item in _items(client, "events")),
        organisation=_pairs(client, "organisation"),
        rating=_rating(found),
    )


def _rating(found: dict[str, Any]) -> RatingRecord | None:
    rating = found.get("rating")
    if rating is None:
        return None
    score = rating.get("score") if isinstance(rating, dict) else None
    if not isinstance(score, int) or not LOWEST_RATING <= score <= HIGHEST_RATING:
        raise _WrongField("rating")
    comment = _text(rating, "comment") or ""
    return RatingRecord(score, _required_moment(rating, "at"), comment[:LONGEST_COMMENT].strip())


def _field(found: dict[str, Any]) -> FieldDefinition:
    definition = FieldDefinition(
        _text(found, "name") or "",
        _text(found, "title") or "",
        _text(found, "type") or "",
        _texts(found, "choices"),
        _texts(found, "former_choices"),
        bool(found.get("retired")),
    )
    try:
        whole = replace(definition, choices=(*definition.choices, *definition.former))
        checked(whole)
    except Invalid as wrong:
        raise _WrongField("field_definitions") from wrong
    return replace(definition, name=definition.name.strip().casefold())


def _titles(found: dict[str, Any]) -> Iterator[str]:
    """The articles a ticket was answered with."""
    return (title for item in _items(found, "articles") if (title := _text(item, "title")))


def _link(found: dict[str, Any]) -> LinkRecord:
    kind, other = _one_of(found, "kind", list(LinkKind)), _text(found, "other_source")
    if kind is None or other is None:
        raise _WrongField("links")
    return LinkRecord(kind, other)


def _client(found: dict[str, Any]) -> ClientReference:
    phones = _texts(found, "phones")
    return ClientReference(
        _text(found, "name") or _text(found, "email") or "?",
        _text(found, "email"),
        phones[0] if phones else _text(found, "phone"),
    )


def _more_of_client(found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    more = [("email", email) for email in _texts(found, "emails")[1:]]
    more += [("phone", phone) for phone in _texts(found, "phones")[1:]]
    more += [
        (name, value)
        for name in ("language", "timezone", "channel")
        if (value := _text(found, name))
    ]
    return tuple(more)


def _property(found: dict[str, Any]) -> PropertyRecord:
    name = _text(found, "name")
    if not name:
        raise _WrongField("properties.name")
    return PropertyRecord(
        name,
        _text(found, "value") or "",
        _one_of(found, "kind", KINDS) or KINDS[0],
        _texts(found, "choices"),
        bool(found.get("pinned")),
    )


def _event(found: dict[str, Any]) -> ClientEventRecord:
    return ClientEventRecord(
        _text(found, "kind") or "event",
        _required_moment(found, "at"),
        _text(found, "text") or "",
        _pairs(found, "details"),
        _text(found, "id"),
    )


def _note(found: dict[str, Any]) -> NoteRecord:
    return NoteRecord(
        _text(found, "author"), _required_moment(found, "at"), _text(found, "body") or ""
    )


def _message(found: dict[str, Any], otherwise: str) -> SpokenRecord:
    return SpokenRecord(
        source_id=_text(found, "source_id") or otherwise,
        kind=_one_of(found, "kind", list(MessageKind)) or MessageKind.CLIENT,
        author=ClientReference(_text(found, "author") or "?", _text(found, "email")),
        sent_at=_required_moment(found, "at"),
        body=_text(found, "body") or "",
        attachments=tuple(_attachment(item) for item in _items(found, "attachments")),
        operator=_text(found, "operator"),
        delivery=Delivery.SAVED if found.get("delivery") == Delivery.SAVED else None,
        recipients=readable(Recipients(*(_recipients(found, name) for name in PLACES))),
    )


def _recipients(found: dict[str, Any], name: str) -> tuple[Recipient, ...]:
    return tuple(
        Recipient(_text(one, "address") or "", _text(one, "name") or "")
        for one in _items(found, name)
    )


def _attachment(found: dict[str, Any]) -> NewAttachment:
    try:
        content = base64.b64decode(found.get("content") or "", validate=True)
    except (binascii.Error, ValueError, TypeError) as wrong:
        raise _WrongField("attachments.content") from wrong
    return NewAttachment(
        _text(found, "name") or "file",
        _text(found, "media_type") or "application/octet-stream",
        content,
    )


def _operator(found: dict[str, Any]) -> OperatorRecord:
    name = _text(found, "name")
    if not name:
        raise _WrongField("operators.name")
    email = _text(found, "email")
    return OperatorRecord(
        name,
        (email,) if email else (),
        _text(found, "login"),
        _text(found, "role") or "operator",
        _text(found, "job"),
        _text(found, "signature"),
    )


def _text(found: dict[str, Any], name: str) -> str | None:
    value = found.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _WrongField(name)
    return whole_text(value)


def _texts(found: dict[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts; numbers among them are read as written."""
    value = found.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
        raise _WrongField(name)
    return tuple(whole_text(str(one)) for one in value)


def _pairs(found: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    value = found.get(name) or {}
    if not isinstance(value, dict):
        raise _WrongField(name)
    return tuple((whole_text(key), whole_text(str(held))) for key, held in value.items())


def _items(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = found.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _WrongField(name)
    return value


def _one_of(found: dict[str, Any], name: str, allowed: Collection[str]) -> str | None:
    value = _text(found, name)
    if value is not None and value not in allowed:
        raise _WrongField(name)
    return value


def _priority(found: dict[str, Any]) -> int:
    names = [priority.name.lower() for priority in Priority]
    value = _one_of(found, "priority", names)
    return int(Priority.NORMAL) if value is None else names.index(value)


def _line(found: dict[str, Any]) -> int:
    value = found.get("queue_line") or 1
    if not isinstance(value, int) or value < 1:
        raise _WrongField("queue_line")
    return value


def _uuid(found: dict[str, Any]) -> UUID | None:
    value = _text(found, "uuid")
    try:
        return None if value is None else UUID(value)
    except ValueError as wrong:
        raise _WrongField("uuid") from wrong


def _moment(found: dict[str, Any], name: str) -> datetime | None:
    value = _text(found, name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise _WrongField(name)
        return usable_moment(moment)
    except ValueError as wrong:
        raise _WrongField(name) from wrong


def _required_moment(found: dict[str, Any], name: str) -> datetime:
    moment = _moment(found, name)
    if moment is None:
        raise _WrongField(name)
    return moment
