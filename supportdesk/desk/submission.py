"""What every use case is handed: the open transaction, who acts, and what they confirmed."""

from collections.abc import Sequence

from supportdesk.domain.errors import Refused, Stop
from supportdesk.records import dataclass
from supportdesk.store.write.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Actor:
    """The operator an envelope comes from."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One envelope being handled. `actor` is None for the desk itself."""

    transaction: Transaction
    actor: Actor | None
    confirmed: frozenset[str]
    undo_send_seconds: int
    bulk: int | None = None
    """The bulk this is a step of: its texts are one, and no draft of a ticket is touched."""
    by: int | None = None
    """The operator who does it as the actor, where that is somebody else."""
    in_absence: bool = False
    """Done when its time has come: who wrote it may be writing something else meanwhile (F32)."""

    @property
    def is_of_composer(self) -> bool:
        """Whether the text comes from what stands in the operator's composer on the ticket."""
        return self.bulk is None and not self.in_absence

    @property
    def operator(self) -> Actor:
        """The operator who acts. Raises Refused("actor.needed") for the desk itself."""
        if self.actor is None:
            raise Refused("actor.needed")
        return self.actor

    def stop_unless_confirmed(self, code: str, stops: Sequence[Stop]) -> None:
        """Refuse with those stops the operator has not confirmed (law 12)."""
        left = [stop for stop in stops if stop.name not in self.confirmed]
        if left:
            raise Refused(code, stops=left)
