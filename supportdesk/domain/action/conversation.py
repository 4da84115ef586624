"""Commands that begin a conversation, go on with it or note beside it."""

from datetime import datetime

from supportdesk.domain.action.parts import ClientReference, NewAttachment
from supportdesk.domain.recipients import NOBODY_ELSE, Recipients
from supportdesk.records import dataclass


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
    recipients: Recipients = NOBODY_ELSE
    """Who else it came to."""
    from_person: bool = False
    """Whether a person wrote it, whom a machine may answer (F110)."""
    automatic: bool = False
    """A program wrote it: it opens nothing that is done."""
    digest: str = ""
    """Names the bytes of a mail: another text under a known `source_id` is another mail."""
    references: tuple[str, ...] = ()
    """Source ids of what it answers, here or not: later answers to them belong to its ticket."""
    language: str | None = None
    """Of a new ticket."""


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
    recipients: Recipients = NOBODY_ELSE
    """Who gets a copy; `to` is always the client and stays empty."""
    signature: str = ""
    """What stands under the text, unless it stands in it already (F37)."""


@dataclass(frozen=True, slots=True)
class Forward:
    """A text to a third party; the client gets and sees nothing of it.

    What the third party answers comes back as theirs, not as the client's. Everything else is as
    with `Reply`.
    """

    ticket: int
    body: str
    base_seq: int
    recipients: Recipients
    attachments: tuple[NewAttachment, ...] = ()
    then_state: str | None = None
    then_reason: str | None = None
    then_kind: str | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class SendLater:
    """Send a reply at a moment to come, unless the client or somebody else writes first (F32).

    It is checked as if it went now, and again when its time has come.
    """

    sending: Reply | Forward
    at: datetime


@dataclass(frozen=True, slots=True)
class PostponeSending:
    """Send what waits in the outbox as `entry` at another moment; also what came back from it."""

    entry: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CancelSending:
    """Do not send what waits in the outbox as `entry`: the text is a draft again."""

    entry: int


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Send a message once more that was refused, came back, or of which nobody knows.

    `to` is an address that gets it instead of those it could not reach.
    """

    message: int
    to: str = ""


@dataclass(frozen=True, slots=True)
class SettleDelivery:
    """Say oneself what became of such a message: it has `arrived`, or is left undelivered."""

    message: int
    arrived: bool


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
