"""The facts of a stored ticket, read without the query language."""

from supportdesk.desk.desk import Desk
from supportdesk.domain.custom_field import number_of
from supportdesk.domain.query_fields import EVENTS, PRIORITIES
from supportdesk.domain.ticket import WITHDRAWN
from supportdesk.domain.ticket_facts import (
    EventFacts,
    FieldFacts,
    MessageFacts,
    Person,
    TicketFacts,
)
from supportdesk.store.read import clients, desk_lists, followers, threads, tickets
from supportdesk.store.read.rows import EventRow

LOG = "ERROR timeouts at 10.0.0.1; таймаут при входе"
_FILE_TEXTS = {"server.log": LOG, "page.html": "Page"}


def facts_of(desk: Desk, number: int) -> TicketFacts:
    """The facts of a stored ticket, read without the query language."""
    row = desk.ask(tickets.row, number, 1)
    assert row is not None
    card = desk.ask(clients.card, row.client_id)
    assert card is not None
    found = desk.ask(threads.messages, number)
    lines = {queue.id: queue.line for queue in desk.ask(desk_lists.queues)}
    people = {row.id: Person(row.id, row.name, row.login) for row in desk.ask(desk_lists.operators)}
    events = events_of(desk, number, people)
    called = {tag.name: (tag.name, *tag.synonyms) for tag in desk.ask(desk_lists.tag_uses)}
    shown = desk.ask(
        lambda c: c.execute(
            "SELECT shown || ' ' || key FROM client_address WHERE client_id = ?", (row.client_id,)
        ).fetchall()
    )
    return TicketFacts(
        number=number,
        state=row.state,
        category=row.category,
        priority=row.priority,
        kind=row.kind,
        queue=row.queue,
        line=lines[row.queue_id],
        owner=people.get(row.owner_id or 0),
        first_owner=next(
            (e.after for e in events if e.what == "owner" and isinstance(e.after, Person)), None
        ),
        client=row.client,
        company=card.company,
        vip="yes" if card.vip else "no",
        emails=card.emails,
        phones=card.phones,
        other_addresses=tuple(text for (text,) in shown),
        client_notes=tuple(note.body for note in reversed(card.notes)),
        tags=tuple(name for tag in row.tags for name in called[tag]),
        channel=row.channel,
        lang=row.language,
        subject=row.subject,
        messages=tuple(MessageFacts(message.kind, message.body) for message in found),
        attachments=tuple(file.name for message in found for file in message.attachments),
        created=row.created_at,
        updated=row.updated_at,
        solved=row.solved_at,
        closed=row.closed_at,
        wake=row.wake_at,
        waiting=row.waiting_since,
        replies=row.replies,
        due=row.due_at,
        risk=row.risk_at,
        is_withdrawn=row.reason == WITHDRAWN,
        silence=max([m.sent_at for m in found if m.kind == "operator"], default=row.created_at),
        reopens=0,
        rating=row.rating,
        rated=row.rated_at,
        thanked="yes" if row.thanked else "no",
        followers=tuple(people[one.operator] for one in desk.ask(followers.of_ticket, number)),
        events=events,
        deliveries=tuple(message.delivery for message in found),
        fields=tuple(
            (held.name, FieldFacts(held.value, number_of(held.type, held.value)))
            for held in row.fields
        ),
        file_texts=tuple(
            " ".join(_FILE_TEXTS[file.name] for file in message.attachments)
            for message in found
            if message.attachments
        ),
    )


def events_of(desk: Desk, number: int, people: dict[int, Person]) -> tuple[EventFacts, ...]:
    """What happened to a ticket, as its history is shown."""
    speakers = dict(desk.ask(lambda c: c.execute("SELECT id, kind FROM message").fetchall()))
    queues = {queue.id: queue.name for queue in desk.ask(desk_lists.queues)}

    def value(field: str, held: str | None) -> str | Person | None:
        if held is None:
            return None
        match field:
            case "owner":
                return people[int(held)]
            case "queue":
                return queues[int(held)]
            case "priority":
                return PRIORITIES[int(held)]
        return held

    def fact(event: EventRow) -> EventFacts:
        name, _, tag = event.field.partition(":")
        field = name.removesuffix("_id").removesuffix("_at")
        what = field if event.subject == "ticket" and field in EVENTS else ""
        if name == "present" and event.after is not None:
            spoken = {"client": "message", "operator": "reply", "note": "note"}
            what = "created" if event.subject == "ticket" else spoken[speakers[event.subject_id]]
        sides = (
            tag if tag and side else value(field, side) for side in (event.before, event.after)
        )
        return EventFacts(what, event.at, people.get(event.actor_id or 0), *sides)

    return tuple(map(fact, desk.ask(threads.events, number)))
