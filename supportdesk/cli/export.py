"""Whole conversations as they leave the store, and our JSON Lines form of them.

`supportdesk.intake.lines` reads what `conversation_object` writes: one object a ticket, the names
of `ticket_objects` and beside them everything an empty store needs to hold the same again.
"""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from supportdesk.cli.exported_client import exported_client
from supportdesk.cli.session import Session
from supportdesk.objects.tickets import (
    Item,
    attachment_object,
    field_object,
    link_objects,
    message_object,
    ticket_object,
    used_objects,
)
from supportdesk.records import dataclass
from supportdesk.store.read import (
    articles,
    clients,
    custom_fields,
    desk_lists,
    links,
    threads,
    tickets,
)
from supportdesk.store.read.client_rows import ClientCard
from supportdesk.store.read.rows import AttachmentRow, LinkRow, MessageRow, OperatorRow, TicketRow

_TICKETS_A_READ = 64
_CARDS_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Conversation:
    """One ticket with everything that belongs to it."""

    row: TicketRow
    client: ClientCard
    messages: tuple[MessageRow, ...]


class Exporter:
    """Reads conversations in the order of their numbers, remembering clients and operators."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.fields = session.ask(custom_fields.definitions)
        self.operators = {row.id: row for row in session.operators}
        self._lines = {row.id: row.line for row in session.ask(desk_lists.queues)}
        self._cards: dict[int, ClientCard] = {}

    def conversations(self, numbers: list[int]) -> Iterator[Conversation]:
        """The conversations with these numbers, all of the same moment."""
        for row in self.rows(numbers):
            messages = self.session.ask(threads.messages, row.number)
            card = self.card(row.client_id)
            if card is not None:
                yield Conversation(row, card, messages)

    def rows(self, numbers: list[int]) -> Iterator[TicketRow]:
        """The tickets with these numbers, all of the same moment."""
        with self._one_moment():
            for start in range(0, len(numbers), _TICKETS_A_READ):
                part = numbers[start : start + _TICKETS_A_READ]
                yield from self.session.ask(tickets.rows, part, None)

    def card(self, client: int) -> ClientCard | None:
        """A client's card, read once."""
        card = self._cards.get(client) or self.session.ask(clients.card, client)
        if card is not None:
            if len(self._cards) >= _CARDS_KEPT:
                self._cards.clear()
            self._cards[client] = card
        return card

    def email_of(self, message: MessageRow) -> str | None:
        """The address of whoever wrote a message."""
        if message.sender is not None:
            return message.sender
        if message.operator_id is not None:
            operator = self.operators.get(message.operator_id)
            return None if operator is None else operator.email
        card = None if message.client_id is None else self.card(message.client_id)
        return None if card is None else next(iter(card.emails), None)

    def content(self, file: AttachmentRow) -> bytes:
        """The bytes of an attached file."""
        return b"".join(self.session.desk.content(file))

    def conversation_object(self, conversation: Conversation, *, everybody: bool = False) -> Item:
        """A ticket with its thread as one line of JSON: attached files in base64.

        It names its own people of ours; with `everybody` all of them, also who has no ticket.
        """
        row, card = conversation.row, conversation.client
        people = {row.owner_id, *(message.operator_id for message in conversation.messages)}
        signed = {note.author for note in card.notes}
        return {
            **ticket_object(row),
            "source_id": row.source_id or row.uuid,
            **self._definitions(row, everything=everybody),
            "links": self._links(row.number),
            "articles": used_objects(self.session.ask(articles.used_in, row.number)),
            "queue_line": self._lines.get(row.queue_id, 1),
            "client": exported_client(self.session, card),
            "operators": [
                _operator_object(operator)
                for operator in self.operators.values()
                if everybody or operator.id in people or operator.name in signed
            ],
            "thread": [
                {"number": place, **self._message_object(message)}
                for place, message in enumerate(conversation.messages, 1)
            ],
        }

    def _definitions(self, row: TicketRow, *, everything: bool) -> Item:
        """The custom fields that the ticket has values in; with `everything` all there are."""
        held = {one.name for one in row.fields}
        fields = [one for one in self.fields if everything or one.name in held]
        return {"field_definitions": [field_object(one) for one in fields]} if fields else {}

    def _links(self, number: int) -> list[Item]:
        """What a ticket is to others; each link stands with the ticket that has it."""
        held = self.session.ask(links.from_ticket, number)
        names = {row.number: row.source_id or row.uuid for row in self._others(held)}
        return [
            {**item, "other_source": names[link.other]}
            for link, item in zip(held, link_objects(held), strict=True)
        ]

    def _others(self, held: Sequence[LinkRow]) -> list[TicketRow]:
        return self.session.ask(tickets.rows, [link.other for link in held], None)

    def _message_object(self, message: MessageRow) -> Item:
        operator = self.operators.get(message.operator_id or 0)
        return {
            **message_object(message),
            "attachments": [
                {
                    **attachment_object(file),
                    "content": base64.b64encode(self.content(file)).decode("ascii"),
                }
                for file in message.attachments
            ],
            "email": self.email_of(message),
            "operator": None if operator is None else operator.name,
            "source_id": message.source_id,
        }

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """Let every read see the store as it is now, whatever others write meanwhile."""
        self.session.ask(lambda connection: connection.execute("BEGIN"))
        try:
            yield
        finally:
            self.session.ask(lambda connection: connection.execute("COMMIT"))


def _operator_object(row: OperatorRow) -> Item:
    return {
        "name": row.name,
        "login": row.login,
        "email": row.email,
        "role": row.role,
        "job": row.job,
        "signature": row.signature,
        "uuid": row.uuid,
    }
