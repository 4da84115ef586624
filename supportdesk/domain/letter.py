"""A letter: one mail that leaves, what may become of it, and when it is tried again."""

from collections.abc import Callable
from enum import StrEnum

from supportdesk.domain.ticket import Delivery
from supportdesk.patterns import pattern


class LetterState(StrEnum):
    """How far a letter has come.

    `WAITING` waits for its time, `SENDING` is in work; `UNKNOWN` may have arrived or not, and
    nobody but an operator sends it again. `GIVEN_UP` was not delivered, and somebody left it so.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    GIVEN_UP = "given_up"


class Purpose(StrEnum):
    """Why a letter is sent; the last three are notices to operators."""

    REPLY = "reply"
    FORWARD = "forward"
    ACKNOWLEDGEMENT = "acknowledgement"
    ASSIGNED = "assigned"
    CLIENT_WROTE = "client_wrote"
    BREACHED = "breached"


NOTICES = (Purpose.ASSIGNED, Purpose.CLIENT_WROTE, Purpose.BREACHED)
"""What an operator can be told by mail; nothing is unless they ask."""

FAILED = (LetterState.REFUSED, LetterState.UNKNOWN, LetterState.BOUNCED)
"""What somebody has to look at."""

DELIVERY_OF = {
    LetterState.WAITING: Delivery.OUTGOING,
    LetterState.SENDING: Delivery.OUTGOING,
    LetterState.SENT: Delivery.SENT,
    LetterState.REFUSED: Delivery.REFUSED,
    LetterState.UNKNOWN: Delivery.UNKNOWN,
    LetterState.BOUNCED: Delivery.BOUNCED,
    LetterState.GIVEN_UP: Delivery.GIVEN_UP,
}
"""What stands on the message for each."""

NO_ADDRESS = "address"
STALE = "stale"
LATE = "late"
CUT_SHORT = "cut_short"
BY_HAND = "by_hand"
"""Reasons of ours: an address no server takes, tried for too long, delayed behind the first server,
ended in the middle, and said by an operator. The words of a server may follow."""

FIRST_PAUSE, LONGEST_PAUSE = 500, 300_000
"""Milliseconds between attempts: half a second at first, five minutes at most."""

PATIENCE = 2 * 86_400_000
"""Milliseconds after which a letter that no server took is refused."""

_OURS = pattern(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


def pause(attempts: int, chance: Callable[[], float]) -> int:
    """Milliseconds until the next attempt: anything up to a limit that doubles (full jitter).

    `chance` gives a number from 0 to 1.
    """
    most = min(LONGEST_PAUSE, FIRST_PAUSE << min(attempts, 20))
    return FIRST_PAUSE + round(chance() * (most - FIRST_PAUSE))


def mail_id(uuid: str, address: str) -> str:
    """The Message-ID of a letter sent from an address: its own, the same each time."""
    return f"{uuid}@{address.rpartition('@')[2].lower()}"


def may_be_ours(message_id: str) -> bool:
    """Whether a Message-ID looks like one of a letter."""
    return _OURS.match(message_id) is not None
