"""Tickets: states, categories, priorities and kinds, and which transitions exist (R1)."""

from enum import IntEnum, StrEnum

from supportdesk.domain.errors import Invalid
from supportdesk.records import dataclass


class Category(IntEnum):
    """What every rule works on; own states name one of these. Everything below DONE is at work."""

    NEW = 0
    ACTIVE = 1
    WAITING = 2
    PAUSED = 3
    DONE = 4


class Priority(IntEnum):
    """Higher is more urgent; `CRITICAL` comes first in every list."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    CRITICAL = 3


@dataclass(frozen=True, slots=True)
class State:
    """One row of the table of states (R1)."""

    name: str
    category: Category
    successors: frozenset[str]
    """The states an operator may set from here; client messages and wake-ups have their own way."""
    needs_reason: bool = False
    """`hold` says why: third party, other team, or a date named by the client."""


def _state(name: str, category: Category, successors: str, *, needs_reason: bool = False) -> State:
    return State(name, category, frozenset(successors.split()), needs_reason)


STATES = {
    state.name: state
    for state in (
        _state("new", Category.NEW, "open waiting hold solved closed spam"),
        _state("open", Category.ACTIVE, "waiting hold solved closed spam"),
        _state("waiting", Category.WAITING, "open hold solved closed spam"),
        _state("hold", Category.PAUSED, "open waiting solved closed spam", needs_reason=True),
        _state("solved", Category.DONE, "open waiting hold closed"),
        _state("closed", Category.DONE, "open"),
        _state("merged", Category.DONE, ""),
        _state("spam", Category.DONE, "open"),
    )
}
"""Never back to `new`; `merged` is entered by merging alone (R1)."""


def require_state(name: str) -> State:
    """The state of this name. Raises Invalid("state.unknown")."""
    if name not in STATES:
        raise Invalid("state.unknown", wanted=name, allowed=sorted(STATES))
    return STATES[name]


THIRD_PARTY = "third_party"
HOLD_REASONS = (THIRD_PARTY, "other_team", "client_date")
UNANSWERED = "unanswered"
"""The reason of a wait that began before the client's last message was answered (R1)."""
CLOSE_REASONS = ("confirmed", "silence", "operator")
WITHDRAWN = "withdrawn"
"""The reason of a closed ticket whose making was taken back.

It counts nowhere and is found by its number alone, which is not used again.
"""
KINDS = ("help", "question", "feedback", "complaint", "praise", "partnership", "lead")
"""The kinds a new store starts with (R1); a store may hold others."""

LONGEST_KIND = 60
_SIGNS_IN_KINDS = str.maketrans("", "", " -_/&.,()")


def clean_kind(kind: str) -> str:
    """A kind as it is kept and asked for: lower case, single spaces. Raises Invalid."""
    folded = " ".join(kind.split()).casefold()
    letters = folded.translate(_SIGNS_IN_KINDS)
    if not letters.isalnum() or len(folded) > LONGEST_KIND:
        raise Invalid("kind.unknown", wanted=kind)
    return folded


NO_SUBJECT = "(no subject)"
"""What a ticket is called that came without one."""

REOPEN_DAYS = 28
"""A client message this many days after closing still reopens (R1)."""


class MessageKind(StrEnum):
    """Who speaks in a message; a note is never shown to the client."""

    CLIENT = "client"
    OPERATOR = "operator"
    NOTE = "note"
    SYSTEM = "system"
    FORWARD = "forward"
    """Ours to a third party; the client has no part in it."""
    THIRD_PARTY = "third_party"
    """What a third party answered to that."""


CLIENT_SEES = frozenset({MessageKind.CLIENT, MessageKind.OPERATOR, MessageKind.SYSTEM})
"""What may be handed to a client; everything else is for our own people alone."""


MAILED = frozenset({MessageKind.CLIENT, MessageKind.OPERATOR, MessageKind.THIRD_PARTY})
"""What quotes earlier mails; a forward is about what it quotes."""


class Delivery(StrEnum):
    """How far an operator's message has travelled.

    `QUEUED` may still be recalled; `SAVED` has no outgoing channel and stays in the store. What
    leaves is `OUTGOING`, then `SENT` or what else became of its letter (`domain.letter`).
    """

    RECEIVED = "received"
    QUEUED = "queued"
    SAVED = "saved"
    RECORDED = "recorded"
    """A message of the past, imported as it happened."""
    OUTGOING = "outgoing"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    GIVEN_UP = "given_up"


BY_MAIL = frozenset(
    {
        Delivery.OUTGOING,
        Delivery.SENT,
        Delivery.REFUSED,
        Delivery.UNKNOWN,
        Delivery.BOUNCED,
        Delivery.GIVEN_UP,
    }
)
"""What leaves, or has left, as a letter."""

NEEDS_A_LOOK = frozenset({Delivery.REFUSED, Delivery.UNKNOWN, Delivery.BOUNCED})
"""What an operator has to decide about."""
