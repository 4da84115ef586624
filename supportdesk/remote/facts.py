"""What another help desk tells of itself: small records, as read, with times in UTC.

Its own words (states, queues, priorities) stay beside our categories; texts are its customers' and
operators', untrusted and unchanged. `rid` is always the remote's own id, as text.
"""

from collections.abc import Mapping
from datetime import datetime

from supportdesk.domain.ticket import Category, MessageKind, Priority
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """An operator or a client. `rid` is what the remote calls them in its own questions."""

    rid: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class RemoteTicket:
    """A ticket as it stands there."""

    rid: str
    subject: str
    state: str
    """In the remote's own word."""
    category: Category
    queue: str
    owner: Person | None
    clients: tuple[Person, ...]
    copies: tuple[Person, ...]
    priority: str
    """In the remote's own word or number."""
    urgency: Priority
    created: datetime
    updated: datetime
    due: datetime | None
    resolved: datetime | None
    version: str | None = None
    """What `apply` takes as base; None in lists that do not tell it."""
    fields: Mapping[str, tuple[str, ...]] | None = None
    """Custom fields by name; None in lists, which leave them out."""
    tags: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None
    """What the remote offers this operator to set now; None where it was not asked."""
    may_reply: bool | None = None
    may_note: bool | None = None


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a message; `Remote.attachment(rid)` has its content. `size` in bytes."""

    rid: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """One message or note of a thread."""

    rid: str
    at: datetime
    author: Person
    kind: MessageKind
    text: str
    """Plain; empty where the remote holds HTML alone."""
    html: str
    files: tuple[RemoteFile, ...]


@dataclass(frozen=True, slots=True)
class RemoteChange:
    """One entry of a ticket's history: a field that went from one value to another.

    `field` is one of state, owner, queue, priority, subject, client, tag, merged, field:NAME.
    """

    rid: str
    at: datetime
    by: Person
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RemoteThread:
    """A ticket whole: as it stands, and its messages and history, oldest first."""

    ticket: RemoteTicket
    messages: tuple[RemoteMessage, ...]
    changes: tuple[RemoteChange, ...]


@dataclass(frozen=True, slots=True)
class RemoteClient:
    """A client's card. `whole` says whether the operator may see all of it."""

    person: Person
    organisation: str
    phones: tuple[str, ...]
    place: str
    language: str
    notes: str
    fields: Mapping[str, tuple[str, ...]]
    whole: bool


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with its content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RemoteTemplate:
    """A ready text: a template for replies, or an article of the knowledge base."""

    rid: str
    name: str
    summary: str
    folder: str
    text: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A ticket that is no more: deleted, out of sight, or merged `into` another."""

    rid: str
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the stream of changes: to be recorded in one transaction with its cursor (rule 2).

    `complete` says that nothing newer was there when it was read, `left` how many tickets the first
    reading has yet to come to, as far as the remote tells.
    """

    tickets: tuple[RemoteTicket, ...]
    gone: tuple[Gone, ...]
    cursor: str
    complete: bool
    left: int | None = None


@dataclass(frozen=True, slots=True)
class RemoteState:
    """A state by its own name, and the states the remote offers from it."""

    name: str
    category: Category
    successors: frozenset[str]


@dataclass(frozen=True, slots=True)
class RemoteQueue:
    """A queue the operator sees; `may_create` says whether they may open tickets in it."""

    rid: str
    name: str
    description: str
    may_create: bool


@dataclass(frozen=True, slots=True)
class RemotePriority:
    """A priority by what `SetPriority` takes, its name, and which of ours it is."""

    value: str
    name: str
    urgency: Priority


@dataclass(frozen=True, slots=True)
class RemoteView:
    """A saved search; `Remote.search("view:RID")` runs it."""

    rid: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """The vocabulary of the remote, as far as this operator may see it.

    `all_operators` is False where the remote does not list them to this operator: then only those
    who work on its tickets are known, and others are learned from tickets as they come.
    """

    states: tuple[RemoteState, ...]
    queues: tuple[RemoteQueue, ...]
    priorities: tuple[RemotePriority, ...]
    operators: tuple[Person, ...]
    all_operators: bool
    tags: tuple[str, ...]
    views: tuple[RemoteView, ...]
