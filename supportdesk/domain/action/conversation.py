"""Commands that begin a conversation, go on with it or note beside it."""

from dataclasses import dataclass

from supportdesk.domain.action.parts import ClientReference, NewAttachment


@dataclass(frozen=True, slots=True)
class CreateTicket:
    """A new ticket, from a call or by hand; `body` is what the client said.

    `queue` None means the first queue of the lowest line.
    """

    client: ClientReference
    subject: str
    body: str
    queue: int | None = None
    kind: str | None = None
    priority: int = 1
    tags: tuple[str, ...] = ()
    channel: str = "manual"
    language: str | None = None
    attachments: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiveMessage:
    """A live message of a client: into `ticket`, or a new ticket when None.

    `source_id` makes it idempotent (a Message-ID, or any other stable name of the message).
    """

    client: ClientReference
    subject: str
    body: str
    source_id: str
    ticket: int | None = None
    queue: int | None = None
    channel: str = "email"
    attachments: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A public answer; leaves after the undo-send window (F31).

    `base_seq` is the change number the operator had seen when the composer opened: anything newer
    on the ticket by somebody else stops the reply once (F76). `then_state` is set with it.
    """

    ticket: int
    body: str
    base_seq: int
    attachments: tuple[NewAttachment, ...] = ()
    then_state: str | None = None
    then_reason: str | None = None
    then_kind: str | None = None


@dataclass(frozen=True, slots=True)
class AddNote:
    """A private note on a ticket; no client ever sees it (F71)."""

    ticket: int
    body: str
    attachments: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeOverWriting:
    """Write to the client in place of whoever has begun to (F77); they are told who did."""

    ticket: int
