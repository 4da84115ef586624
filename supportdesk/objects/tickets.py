"""Tickets, messages and events as scripts see them: names that stay (JSON_VERSION).

Texts are the stored originals; `json_lines.encode` makes them safe to look at.
"""

from collections.abc import Iterable

from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.recipients import Recipients, by_place
from supportdesk.domain.sla.level import level_word
from supportdesk.domain.ticket import Category, Priority
from supportdesk.objects.times import utc_text, utc_text_or_none
from supportdesk.store.read.articles import ArticleHead
from supportdesk.store.read.followers import Follower
from supportdesk.store.read.rows import (
    AttachmentRow,
    EventRow,
    LetterRow,
    LinkRow,
    MessageRow,
    TicketRow,
)

Item = dict[str, object]


def ticket_object(row: TicketRow) -> Item:
    """A ticket as `list`, `show` and `export` give it; times are ISO 8601 in UTC."""
    return {
        "number": row.number,
        "subject": row.subject,
        "state": row.state,
        "category": Category(row.category).name.lower(),
        "priority": Priority(row.priority).name.lower(),
        "kind": row.kind,
        "queue": row.queue,
        "owner": row.owner,
        "client": {
            "number": row.client_id,
            "name": row.client,
            "email": row.client_email,
            "vip": row.vip,
        },
        "tags": list(row.tags),
        "thanked": row.thanked,
        "rating": rating_object(row),
        "fields": field_values(row),
        "created": utc_text(row.created_at),
        "updated": utc_text(row.updated_at),
        "messages": row.messages,
        "replies": row.replies,
        "unanswered": row.unanswered,
        "waiting_since": utc_text_or_none(row.waiting_since),
        "wake": utc_text_or_none(row.wake_at),
        "solved": utc_text_or_none(row.solved_at),
        "closed": utc_text_or_none(row.closed_at),
        "reason": row.reason,
        "channel": row.channel,
        "language": row.language,
        "follow_up_of": row.follow_up_of,
        "change": row.last_event,
        "uuid": row.uuid,
    }


def rating_object(row: TicketRow) -> Item | None:
    """How content the client said to be, `score` 1 to 5; null where they did not say."""
    if row.rating is None:
        return None
    comment = row.rating_comment or ""
    return {"score": row.rating, "at": utc_text_or_none(row.rated_at), "comment": comment}


def listed_object(row: TicketRow, now: int) -> Item:
    """A ticket as one of us sees it: `new_messages` of the client since one's own last look.

    `due` is its earliest running clock, `sla` how it stands by that: ok, risk, breached or null.
    """
    return {
        **ticket_object(row),
        "due": utc_text_or_none(row.due_at),
        "sla": level_word(row.due_at, row.risk_at, now),
        "new_messages": row.new_messages,
    }


def field_values(row: TicketRow) -> dict[str, str]:
    """The custom fields of a ticket by name, as `domain.custom_field` keeps their values."""
    return {held.name: held.value for held in row.fields}


def field_object(one: FieldDefinition) -> Item:
    """The definition of a custom field."""
    return {
        "name": one.name,
        "title": one.title,
        "type": str(one.type),
        "choices": list(one.choices),
        "former_choices": list(one.former),
        "retired": one.retired,
    }


def thread_objects(messages: Iterable[MessageRow]) -> list[Item]:
    """The messages of a ticket, oldest first, numbered from 1; files without their content."""
    return [
        {"number": place, **message_object(message)} for place, message in enumerate(messages, 1)
    ]


def link_objects(links: Iterable[LinkRow]) -> list[Item]:
    """Links as they are kept: `ticket` is a child, a duplicate … of `other`."""
    return [{"kind": link.kind, "ticket": link.ticket, "other": link.other} for link in links]


def follower_objects(found: Iterable[Follower]) -> list[Item]:
    """Who follows a ticket."""
    return [{"number": one.operator, "name": one.name, "login": one.login} for one in found]


def used_objects(used: Iterable[ArticleHead]) -> list[Item]:
    """The articles a ticket was answered with."""
    return [{"number": head.id, "title": head.title} for head in used]


def message_object(message: MessageRow) -> Item:
    """One message: kind is client, operator, note, system, forward or third_party."""
    return {
        "kind": message.kind,
        "author": message.author,
        "at": utc_text(message.sent_at),
        "body": message.body,
        "attachments": [attachment_object(file) for file in message.attachments],
        "delivery": message.delivery,
        "letter": None if message.letter is None else letter_object(message.letter),
        "sender": message.sender,
        **recipient_objects(message.recipients),
    }


def letter_object(letter: LetterRow) -> Item:
    """How a message leaves by mail: waiting, sending, sent, refused, unknown, bounced, given_up.

    `because` is in the server's words, or begins with a code of ours; `left_to` has not got it.
    """
    return {
        "number": letter.id,
        "ticket": letter.ticket,
        "purpose": letter.purpose,
        "state": letter.state,
        "attempts": letter.attempts,
        "because": letter.because or None,
        "next": utc_text_or_none(letter.at),
        "sent": utc_text_or_none(letter.sent_at),
        "from": letter.account,
        "message_id": letter.mail_id,
        "left_to": [address.lstrip("!?") for address in letter.left_to],
    }


def recipient_objects(recipients: Recipients) -> Item:
    """Who else a message goes to or came to, by place; `bcc` are for our own people alone."""
    places: Item = {"to": [], "cc": [], "bcc": []}
    for place, several in by_place(recipients):
        places[place] = [{"address": one.address, "name": one.name} for one in several]
    return places


def attachment_object(file: AttachmentRow) -> Item:
    """A file of a message; size in bytes."""
    return {
        "number": file.id,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def event_object(event: EventRow) -> Item:
    """One thing that happened; `seq` is its change number."""
    return {
        "seq": event.seq,
        "at": utc_text(event.at),
        "actor": event.actor,
        "by": event.by,
        "action": event.action,
        "ticket": event.ticket,
        "subject": event.subject,
        "id": event.subject_id,
        "field": event.field,
        "from": event.before,
        "to": event.after,
        "rule": event.rule,
        "envelope": event.envelope,
    }
