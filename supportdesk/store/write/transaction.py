"""One accepted envelope being written: its connection, its moment, and its events (law 2)."""

from dataclasses import field
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from supportdesk.records import dataclass
from supportdesk.store.write.rows import insert_row
from supportdesk.store.write.tables import EVENT, TEXT_VALUE

TEXT_PREFIX = "text:"
"""An event's value that refers to a kept text instead of holding it (law 3)."""


@dataclass(slots=True)
class Transaction:
    """Everything a use case writes with. `at` is the moment of the action in milliseconds."""

    connection: Connection
    envelope: UUID
    actor: int | None
    at: int
    tickets: dict[int, None] = field(default_factory=dict)
    """Tickets touched, in order; the receipt lists them."""
    clients: set[int] = field(default_factory=set)
    """Clients whose cards were changed: clocks of their tickets may go by that (R2)."""
    shared: set[str] = field(default_factory=set)
    """Kinds of rows changed that are no ticket's."""
    last_event: int = 0
    made: int = 0
    rule: str | None = None
    """What made these changes, where it was more than one action: `macro:7`."""

    def record(
        self,
        subject: str,
        subject_id: int,
        field_name: str,
        before: str | None,
        after: str | None,
        *,
        ticket: int | None = None,
        at: int | None = None,
    ) -> None:
        """Append an event; `at` differs from now for facts of the past."""
        self.last_event = insert_row(
            self.connection,
            EVENT,
            at=self.at if at is None else at,
            envelope_id=str(self.envelope),
            actor_id=self.actor,
            subject=subject,
            subject_id=subject_id,
            ticket_id=ticket,
            field=field_name,
            before=before,
            after=after,
            rule=self.rule,
        )
        if ticket is not None:
            self.tickets[ticket] = None
        elif subject == "client":
            self.clients.add(subject_id)
        else:
            self.shared.add(field_name if subject == "desk" else subject)

    def keep_text(self, subject: str, subject_id: int, value: str | None) -> str | None:
        """Keep a text for events to refer to; return the reference."""
        if value is None:
            return None
        kept = insert_row(
            self.connection, TEXT_VALUE, subject=subject, subject_id=subject_id, value=value
        )
        return f"{TEXT_PREFIX}{kept}"

    def name_text(self, subject: str, subject_id: int, value: str) -> str:
        """A name for a text of a row, the same each time, which may stand in events (law 3)."""
        known = self.connection.execute(
            select(TEXT_VALUE.c.id)
            .where(
                TEXT_VALUE.c.subject == subject,
                TEXT_VALUE.c.subject_id == subject_id,
                TEXT_VALUE.c.value == value,
            )
            .order_by(TEXT_VALUE.c.id)
            .limit(1)
        ).scalar_one_or_none()
        if known is not None:
            return str(known)
        return str(
            insert_row(
                self.connection, TEXT_VALUE, subject=subject, subject_id=subject_id, value=value
            )
        )

    def named_text(self, name: str) -> str | None:
        """The text that `name_text` has named."""
        return self.text_of(f"{TEXT_PREFIX}{name}")

    def text_of(self, value: str | None) -> str | None:
        """The text an event's value refers to, or the value itself."""
        if value is None or not value.startswith(TEXT_PREFIX):
            return value
        found = self.connection.execute(
            select(TEXT_VALUE.c.value).where(TEXT_VALUE.c.id == int(value[len(TEXT_PREFIX) :]))
        ).scalar_one()
        return str(found)

    def fresh_uuid(self) -> str:
        """A new row's uuid: follows from the envelope, so a repeat would make the same."""
        self.made += 1
        return str(uuid5(self.envelope, str(self.made)))
