"""Writing conversations of the past: many rows at a time, with their own times (law 1, facts).

No guards, no triggers, no undo. A message known by its source id is left alone, so a repeated
import changes nothing. What the entries of a log do is told by `history_changes`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from supportdesk.domain.action import HistoricMessage, HistoricTicket
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.query_predicate import same
from supportdesk.domain.recipients import address_key
from supportdesk.domain.ticket import STATES, Category, Delivery, MessageKind
from supportdesk.store.write import counting, custom_fields, due, history_changes, rows
from supportdesk.store.write.articles import note_uses
from supportdesk.store.write.history_batch import Batch, sent_at
from supportdesk.store.write.history_catch_up import catch_up
from supportdesk.store.write.history_client import enrich_client
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.tables import TICKET_TAG
from supportdesk.store.write.ticket_fields import tag_id
from supportdesk.store.write.transaction import Transaction


def record(transaction: Transaction, tickets: Sequence[HistoricTicket]) -> list[int]:
    """Write conversations; return the numbers of their tickets, new and old."""
    batch = Batch.of(transaction.connection, tickets)
    numbers = [_record_ticket(transaction, batch, ticket) for ticket in _logs_together(tickets)]
    batch.write(transaction)
    catch_up(transaction, batch.existing)
    return [number for number in numbers if number is not None]


def _record_ticket(transaction: Transaction, batch: Batch, historic: HistoricTicket) -> int | None:
    fresh = _distinct(historic.messages, batch.known)
    number = historic.ticket or batch.numbers.get(historic.source_id)
    if number is not None and historic.changes:
        more = history_changes.add_changes(transaction, batch, number, historic)
        if not (more or fresh):
            return None
    if number is not None and number not in batch.subjects:
        number = end_of_merges(transaction.connection, number)
    if number is None:
        if historic.messages and not fresh:
            return None
        number = _make_ticket(transaction, batch, historic, fresh)
    elif fresh:
        batch.existing.add(number)
    for message in fresh:
        _collect_message(transaction, batch, number, message)
    _collect_references(batch, number, historic)
    return number


def _logs_together(tickets: Sequence[HistoricTicket]) -> Iterable[HistoricTicket]:
    """The tickets, the parts of one log as one: it is read and written as a whole."""
    seen: dict[str | int, HistoricTicket] = {}
    for n, ticket in enumerate(tickets):
        first = seen.get(ticket.source_id) if ticket.changes else None
        if first is None:
            seen[ticket.source_id if ticket.changes else n] = ticket
        else:
            whole = replace(first, changes=(*first.changes, *ticket.changes))
            seen[ticket.source_id] = whole
    return seen.values()


def _distinct(messages: Iterable[HistoricMessage], known: set[str]) -> list[HistoricMessage]:
    fresh: dict[str, HistoricMessage] = {}
    for message in messages:
        if message.source_id not in known:
            fresh.setdefault(message.source_id, message)
    return sorted(fresh.values(), key=lambda message: message.sent_at)


def _make_ticket(
    transaction: Transaction,
    batch: Batch,
    historic: HistoricTicket,
    messages: list[HistoricMessage],
) -> int:
    connection = transaction.connection
    client = batch.client_for(transaction, historic.client, historic.language or None)
    enrich_client(transaction, batch, client, historic)
    created_at = to_milliseconds(historic.created_at)
    updated_at = _updated_at(historic, messages)
    told = history_changes.told(historic, batch.first_queue(connection))
    stands = _as_said(historic, messages, updated_at) if told is None else told.columns
    queue = stands["queue_id"] or batch.first_queue(connection)
    number = batch.number_ticket(connection, historic.number)
    values = {
        "id": number,
        "uuid": str(historic.uuid) if historic.uuid else transaction.fresh_uuid(),
        "source_id": historic.source_id,
        "subject": historic.subject,
        "client_id": client,
        "channel": same(historic.channel),
        "language": same(historic.language) if historic.language else None,
        "created_at": created_at,
        "updated_at": updated_at,
        "wake_at": to_milliseconds(historic.wake_at) if historic.wake_at else None,
        **_conversation(messages),
        **(stands | {"queue_id": queue}),
    }
    if batch.tickets and batch.tickets[0].keys() != values.keys():
        batch.write_tickets(connection)
    batch.tickets.append(values)
    if told or historic.wake_at or historic.tags or historic.fields or historic.articles:
        batch.write_tickets(connection)
    if historic.wake_at:
        due.plan(connection, "wake", number, to_milliseconds(historic.wake_at))
    batch.numbers[historic.source_id] = number
    batch.subjects[number] = historic.subject
    asleep = historic.wake_at is not None
    batch.made[counting.Place(queue, stands["category"], stands["owner_id"], asleep)] += 1
    _tag(transaction, number, (*historic.tags, *(told.tags if told else ())))
    if historic.fields:
        custom_fields.fill_in(transaction.connection, number, historic.fields)
    note_uses(transaction, number, historic.articles)
    _collect_event(transaction, batch, ("ticket", number, "present", "1"), number, created_at)
    if told is not None:
        told.collect(transaction, batch, number, created_at)
        return number
    state = stands["state"]
    _collect_event(transaction, batch, ("ticket", number, "state", state), number, updated_at)
    steps = _steps(historic, state, updated_at, messages)
    place = {"ticket_id": number, "queue_id": queue, "owner_id": historic.owner}
    _collect_spans(batch, place, steps, asleep=asleep)
    return number


def _as_said(
    historic: HistoricTicket, messages: list[HistoricMessage], updated_at: int
) -> rows.Stored:
    """Where a ticket stands by what its source says of it, or else by its messages."""
    state = historic.state or _state_after(messages)
    done = STATES[state].category is Category.DONE
    return {
        "state": state,
        "category": int(STATES[state].category),
        "priority": historic.priority,
        "kind": same(historic.kind) if historic.kind else None,
        "queue_id": historic.queue,
        "owner_id": historic.owner,
        "reason": historic.reason,
        "solved_at": _given(historic.solved_at, updated_at if done else None),
        "closed_at": _given(historic.closed_at, updated_at if state == "closed" else None),
    }


def _state_after(messages: list[HistoricMessage]) -> str:
    """Nobody of ours spoke → new; else by the last public voice: a client → open, we → waiting."""
    public = [message for message in messages if message.kind in ("client", "operator")]
    if not any(message.kind == "operator" for message in public):
        return "new"
    return "open" if public[-1].kind == "client" else "waiting"


def _updated_at(historic: HistoricTicket, messages: list[HistoricMessage]) -> int:
    moments = [historic.created_at, *(message.sent_at for message in messages)]
    moments += [change.at for change in historic.changes]
    return to_milliseconds(historic.updated_at or max(moments))


def _conversation(messages: list[HistoricMessage]) -> dict[str, int | None]:
    """What a ticket knows of its messages; ids are set by `refresh_conversation` later on."""
    unanswered: list[HistoricMessage] = []
    for message in messages:
        if message.kind == "operator":
            unanswered.clear()
        elif message.kind == "client":
            unanswered.append(message)
    return {
        "messages": len(messages),
        "replies": sum(message.kind == "operator" for message in messages),
        "client_messages": sum(message.kind == "client" for message in messages),
        "unanswered": len(unanswered),
        "waiting_since": sent_at(unanswered[0]) if unanswered else None,
    }


def _given(moment: datetime | None, otherwise: int | None) -> int | None:
    return otherwise if moment is None else to_milliseconds(moment)


def _delivery(kind: str) -> str:
    return str(Delivery.RECEIVED if kind == "client" else Delivery.RECORDED)


def _tag(transaction: Transaction, number: int, tags: Iterable[str]) -> None:
    tagged = [
        {"ticket_id": number, "tag_id": tag_id(transaction, tag)} for tag in dict.fromkeys(tags)
    ]
    if tagged:
        transaction.connection.execute(rows.inserting(TICKET_TAG), tagged)


def _collect_message(
    transaction: Transaction, batch: Batch, number: int, message: HistoricMessage
) -> None:
    sent = sent_at(message)
    identity = batch.next_id(sent)
    client = None
    if message.kind == "client":
        client = batch.client_for(transaction, message.author)
        address = message.author.address
        if address and address_key(address) in batch.further:
            batch.own[identity] = address
    batch.known.add(message.source_id)
    batch.messages.append(
        {
            "id": identity,
            "uuid": transaction.fresh_uuid(),
            "source_id": message.source_id,
            "ticket_id": number,
            "kind": message.kind,
            "operator_id": message.author_operator,
            "client_id": client,
            "author": message.author.name or message.author.address or "?",
            "body": message.body,
            "delivery": message.delivery or _delivery(message.kind),
            "attachments": len(message.attachments),
        }
    )
    sender = message.author.address if message.kind == MessageKind.THIRD_PARTY else None
    if sender or message.recipients.everybody or identity in batch.own:
        batch.recipients.append((identity, message, sender))
    if message.attachments:
        batch.attachments.append((identity, message))
    _collect_event(transaction, batch, ("message", identity, "present", "1"), number, sent)


def _collect_event(
    transaction: Transaction,
    batch: Batch,
    what: tuple[str, int, str, str],
    ticket: int,
    at: int,
) -> None:
    subject, subject_id, field_name, after = what
    batch.events.append(
        {
            "at": at,
            "envelope_id": str(transaction.envelope),
            "actor_id": transaction.actor,
            "subject": subject,
            "subject_id": subject_id,
            "ticket_id": ticket,
            "field": field_name,
            "before": None,
            "after": after,
        }
    )
    transaction.tickets[ticket] = None


def _collect_references(batch: Batch, number: int, historic: HistoricTicket) -> None:
    sources = {
        source
        for message in historic.messages
        for source in (message.source_id, *message.references)
    }
    batch.references.extend({"source": source, "ticket": number} for source in sources)


def _steps(
    historic: HistoricTicket, state: str, updated_at: int, messages: list[HistoricMessage]
) -> list[tuple[int, str]]:
    """The states a conversation went through, as far as its messages tell, then its last one."""
    steps = [(to_milliseconds(historic.created_at), "new")]
    for message in messages:
        moment = to_milliseconds(message.sent_at)
        if message.kind == "operator" and steps[-1][1] != "waiting":
            steps.append((moment, "waiting"))
        elif message.kind == "client" and steps[-1][1] == "waiting":
            steps.append((moment, "open"))
    if steps[-1][1] != state:
        steps.append((max(updated_at, steps[-1][0]), state))
    return steps


def _collect_spans(
    batch: Batch, place: rows.Stored, steps: list[tuple[int, str]], *, asleep: bool
) -> None:
    """Note how long a ticket was in each state; a sleep that is known lasts, the last one is it."""
    ends: list[int | None] = [moment for moment, _ in steps[1:]]
    for n, ((from_at, state), to_at) in enumerate(zip(steps, [*ends, None], strict=True), 1):
        batch.spans.append(
            {
                **place,
                "number": n,
                "from_at": from_at,
                "to_at": to_at,
                "asleep": asleep and to_at is None,
                "state": state,
                "category": int(STATES[state].category),
            }
        )
