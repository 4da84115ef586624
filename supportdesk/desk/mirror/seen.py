"""What was read of another help desk, as the desk takes it in: in its own words, times in UTC."""

from datetime import datetime

from supportdesk.domain.ticket import Category, MessageKind, Priority
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody there; `rid` is what the remote calls them."""

    rid: str
    name: str
    email: str = ""
    is_robot: bool = False
    """Whether it is the server itself."""


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file of a message; `content` is None where it was not fetched. `size` in bytes."""

    rid: str
    name: str
    media_type: str
    size: int
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message of a thread; `text` is what a person reads."""

    rid: str
    at: datetime
    author: Who
    kind: MessageKind
    text: str
    files: tuple[SeenFile, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenCard:
    """What is known there of a client beside name and address."""

    organisation: str
    phone: str
    language: str
    traits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SeenText:
    """A template or an article; `title` is what it is called there."""

    rid: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class SeenChange:
    """A field that went from one value to another."""

    rid: str
    at: datetime
    by: Who
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SeenTicket:
    """A ticket as it stands there, with what was said and done on it since it was read last.

    `offered` are the states that may be set from here; None where the remote does not say.
    """

    rid: str
    version: str
    subject: str
    state: str
    category: Category
    queue: str
    owner: Who | None
    clients: tuple[Who, ...]
    priority: str
    urgency: Priority
    tags: frozenset[str]
    created: datetime
    updated: datetime
    offered: tuple[str, ...] | None
    messages: tuple[SeenMessage, ...]
    changes: tuple[SeenChange, ...]
    card: SeenCard | None = None
    """Of its client, where nothing is known of them here."""

    @property
    def held(self) -> dict[str, str | None]:
        """What its fields hold, by the names of `plan.FIELDS`."""
        return {
            "state": self.state,
            "owner": None if self.owner is None else self.owner.rid,
            "queue": self.queue,
            "priority": self.priority,
            "subject": self.subject,
        }


@dataclass(frozen=True, slots=True)
class SeenGone:
    """A ticket that is no more there: deleted, out of sight, or merged `into` another."""

    rid: str
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the remote that wishes are made of."""

    me: Who
    states: tuple[tuple[str, Category, tuple[str, ...]], ...]
    """Each with what it is to us, and what may be set from it."""
    queues: tuple[tuple[str, str], ...]
    """Id and name."""
    priorities: tuple[tuple[str, Priority], ...]
    """The value to be set, and which of ours it is."""
    operators: tuple[Who, ...]
    has_tags: bool
    templates: tuple[SeenText, ...] = ()
    articles: tuple[SeenText, ...] = ()
