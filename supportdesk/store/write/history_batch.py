"""What one transaction of imported conversations knows beforehand, and the rows it collects.

Everything is looked up for the whole batch at once and written table by table: single statements
for every message would be most of an import's time.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from supportdesk.domain.action import ClientReference, HistoricMessage, HistoricTicket
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.recipients import address_key
from supportdesk.domain.ticket import MessageKind
from supportdesk.records import dataclass
from supportdesk.store.write import (
    blobs,
    counting,
    file_index,
    message_recipients,
    people,
    rows,
    search_index,
)
from supportdesk.store.write.conversations import free_message_ids
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import CLIENT, EVENT, MESSAGE, TICKET, TICKET_SPAN
from supportdesk.store.write.transaction import Transaction

_KEEP_REFERENCE = text(
    "INSERT INTO message_reference(source_id, ticket_id) VALUES (:source, :ticket)"
    " ON CONFLICT DO NOTHING"
)
_FINISH = text(
    "UPDATE ticket SET last_event = :event,"
    " last_client_message = coalesce(:message, last_client_message) WHERE id = :ticket"
)
_KNOWN_SOURCES = select(MESSAGE.c.source_id).where(
    MESSAGE.c.source_id.in_(bindparam("wanted", expanding=True))
)
_NUMBERS = select(TICKET.c.source_id, TICKET.c.id).where(
    TICKET.c.source_id.in_(bindparam("wanted", expanding=True))
)
_FURTHER = text(
    "SELECT a.key FROM client_address a WHERE a.kind = 'email' AND a.key IN :wanted AND EXISTS"
    " (SELECT 1 FROM client_address b WHERE b.client_id = a.client_id AND b.kind = 'email'"
    " AND (b.place, b.id) < (a.place, a.id))"
).bindparams(bindparam("wanted", expanding=True))
_LAST_TICKET = select(func.coalesce(func.max(TICKET.c.id), 0))
_SUBJECTS = select(TICKET.c.id, TICKET.c.subject).where(
    TICKET.c.id.in_(bindparam("wanted", expanding=True))
)
_CARDS = select(
    CLIENT.c.id, CLIENT.c.organisation_id, CLIENT.c.language, CLIENT.c.vip, CLIENT.c.traits
).where(CLIENT.c.id.in_(bindparam("wanted", expanding=True)))
_BLANK_CARD = {"organisation_id": None, "language": None, "vip": False, "traits": "{}"}
_PART = 500
"""Values in one question to the store."""


@dataclass(slots=True)
class Batch:
    """Conversations of one transaction: what the store knows of them, and their new rows."""

    known: set[str]
    """Source ids of messages that are stored, or collected here."""
    numbers: dict[str, int]
    """Source ids of tickets that are stored, or made here."""
    addresses: people.Addresses
    """Of clients that are stored, or made here."""
    next_ids: dict[int, int]
    """Millisecond → the next free message id in it."""
    further: set[str]
    """Of the authors' addresses, as they are compared: those that are not their client's first."""
    cards: dict[int, Stored] = field(default_factory=dict)
    """What stands on the cards of clients that are stored, or made here."""
    unindexed: list[dict[str, Any]] = field(default_factory=list)
    """Index rows of clients made here."""
    queue: int | None = None
    """Where new tickets of no given queue go, once it is asked for."""
    subjects: dict[int, str] = field(default_factory=dict)
    """Of the tickets made here."""
    made: Counter[counting.Place] = field(default_factory=Counter)
    tickets: list[dict[str, Any]] = field(default_factory=list)
    """Those made here that are not written yet; all of the same columns."""
    last_ticket: int = 0
    """The number of the last one, once one is made here."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    spans: list[dict[str, Any]] = field(default_factory=list)
    references: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[tuple[int, HistoricMessage]] = field(default_factory=list)
    recipients: list[tuple[int, HistoricMessage, str | None]] = field(default_factory=list)
    """Messages that somebody else got as well, or with the address of a third party."""
    own: dict[int, str] = field(default_factory=dict)
    """Message → the address of its client that wrote it, where it is not their first."""
    existing: set[int] = field(default_factory=set)
    """Tickets that were stored before and get more messages."""

    @classmethod
    def of(cls, connection: Connection, tickets: Sequence[HistoricTicket]) -> "Batch":
        """Look up what the store knows of these conversations."""
        messages = [message for ticket in tickets for message in ticket.messages]
        sources = [message.source_id for message in messages]
        known = {str(row.source_id) for row in _found(connection, _KNOWN_SOURCES, sources)}
        names = [ticket.source_id for ticket in tickets]
        numbers = {row.source_id: row.id for row in _found(connection, _NUMBERS, names)}
        authors = [message.author for message in messages if message.kind == MessageKind.CLIENT]
        clients = [ticket.client for ticket in tickets]
        addresses = people.known_addresses(connection, [*clients, *authors])
        return cls(
            known,
            numbers,
            addresses,
            free_message_ids(connection, map(sent_at, messages)),
            {
                row.key
                for row in _found(
                    connection,
                    _FURTHER,
                    list({address_key(who.address) for who in authors if who.address}),
                )
            },
            {
                row.id: dict(row._mapping)
                for row in _found(connection, _CARDS, list(set(addresses.values())))
            },
        )

    def client_for(
        self, transaction: Transaction, who: ClientReference, language: str | None = None
    ) -> int:
        """The client a message names, made when new."""
        client = people.known_client(who, self.addresses)
        if client is None:
            client, row = people.make_client(transaction, who, self.addresses, language)
            self.unindexed.append(row)
            self.cards[client] = {**_BLANK_CARD, "language": language}
        return client

    def index_clients(self, connection: Connection) -> None:
        """Index the clients made here; before anything else changes what they are found by."""
        search_index.add_client_rows(connection, self.unindexed)
        self.unindexed.clear()

    def next_id(self, sent: int) -> int:
        """The next free message id of a millisecond."""
        identity = self.next_ids[sent]
        self.next_ids[sent] += 1
        return identity

    def number_ticket(self, connection: Connection, wanted: int | None = None) -> int:
        """The number of a ticket that is made here: the wanted one where that is free."""
        if wanted is not None and wanted not in self.subjects and _is_free(connection, wanted):
            return wanted
        last = self.last_ticket or connection.execute(_LAST_TICKET).scalar_one()
        self.last_ticket = int(last) + 1
        return self.last_ticket

    def write_tickets(self, connection: Connection) -> None:
        """Write the tickets made here; before anything else names one of them."""
        rows.run_each(connection, rows.inserting(TICKET), self.tickets)
        self.tickets.clear()

    def first_queue(self, connection: Connection) -> int | None:
        """The queue of tickets whose source names none."""
        self.queue = self.queue or people.first_queue(connection)
        return self.queue

    def write(self, transaction: Transaction) -> None:
        """Write the rows, and what the tickets know of them."""
        connection = transaction.connection
        self.write_tickets(connection)
        for table, collected in ((MESSAGE, self.messages), (TICKET_SPAN, self.spans)):
            rows.run_each(connection, rows.inserting(table), collected)
        rows.run_each(connection, _KEEP_REFERENCE, self.references)
        for identity, message in self.attachments:
            blobs.attach(connection, identity, message.attachments)
            file_index.add(connection, identity)
        for identity, message, sender in self.recipients:
            message_recipients.keep(
                connection,
                identity,
                message.recipients,
                (sender, message.author.name),
                self.own.get(identity),
            )
        if self.events:
            rows.run_each(connection, rows.inserting(EVENT), self.events)
            transaction.last_event = connection.execute(select(func.max(EVENT.c.seq))).scalar_one()
        counting.count_places(connection, self.made)
        self.index_clients(connection)
        self._index(connection)
        self._finish_tickets(transaction)

    def _index(self, connection: Connection) -> None:
        old = {row["ticket_id"] for row in self.messages} - self.subjects.keys()
        stored = {row.id: row.subject for row in _found(connection, _SUBJECTS, list(old))}
        subjects = self.subjects | stored
        search_index.add_rows(
            connection,
            [
                search_index.message_row(
                    row["id"], row["kind"], subjects[row["ticket_id"]], row["body"]
                )
                for row in self.messages
            ],
        )

    def _finish_tickets(self, transaction: Transaction) -> None:
        newest: dict[int, int | None] = dict.fromkeys(transaction.tickets)
        for row in self.messages:
            if row["kind"] in ("client", "third_party"):
                newest[row["ticket_id"]] = max(newest.get(row["ticket_id"]) or 0, row["id"])
        event = transaction.last_event
        finished = [
            {"ticket": number, "message": message, "event": event}
            for number, message in newest.items()
        ]
        rows.run_each(transaction.connection, _FINISH, finished)


def _is_free(connection: Connection, number: int) -> bool:
    return connection.execute(select(TICKET.c.id).where(TICKET.c.id == number)).first() is None


def sent_at(message: HistoricMessage) -> int:
    """When it was sent, in milliseconds; ids follow time and begin with 1970."""
    return max(to_milliseconds(message.sent_at), 1)


def _found(connection: Connection, statement: Any, wanted: Sequence[object]) -> Iterable[Any]:
    """Rows of a question that asks for any number of values."""
    for start in range(0, len(wanted), _PART):
        yield from connection.execute(statement, {"wanted": wanted[start : start + _PART]})
