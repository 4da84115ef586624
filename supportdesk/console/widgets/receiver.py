"""Whom a reply goes to, as its composer says it."""

from collections.abc import Sequence

from supportdesk.console import text
from supportdesk.domain.recipients import Recipient
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a ticket's reply goes to, and how that person wants to be written to.

    `traits` are phrases; texts are as stored and are cleaned here.
    """

    name: str
    address: str | None = None
    traits: Sequence[str] = ()
    outgoing: bool = False
    """Whether the desk has a channel that carries replies to this person."""
    also: str = ""
    """What is done when the text is sent, beside sending it; stands over the traits."""
    in_copy: Sequence[Recipient] = ()
    """Who else the client's last message came to."""
    signature: str = ""
    """What stands under a text to this person."""

    @property
    def shown(self) -> str:
        """Name and address as one cleaned line."""
        name = text.line(self.name, 80)
        return f"{name} <{text.line(self.address, 120)}>" if self.address else name
