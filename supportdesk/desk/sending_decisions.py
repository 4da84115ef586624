"""What an operator may decide about what was done here and has not arrived where it is to go."""

from enum import StrEnum
from typing import Protocol, runtime_checkable

from supportdesk.store.read.sendings import SendingRow


class Way(StrEnum):
    """What becomes of it."""

    AGAIN = "again"
    """It is sent, past what stopped it, by whoever has seen what is there now."""
    ARRIVED = "arrived"
    """It has arrived, says whoever has looked there."""
    DISCARD = "discard"
    """It is not sent; a text is a draft again."""


@runtime_checkable
class Decides(Protocol):
    """A desk that sends what is done on it to another place."""

    def ways(self, row: SendingRow) -> tuple[Way, ...]:
        """What may be decided about it as it stands now."""
        ...

    def words(self, row: SendingRow) -> tuple[str, ...]:
        """Words of the other place of which one has to be chosen first; mostly none."""
        ...

    def choose(self, number: int, word: str) -> None:
        """Say which of them is meant. Raises Invalid("state.unknown"), Refused("link.not_now")."""
        ...

    def decide(self, number: int, way: Way) -> tuple[str, ...]:
        """Do what was decided; return the kinds of drafts that are there again.

        Raises NotFound, Refused("link.not_now").
        """
        ...
