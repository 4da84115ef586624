"""What several actions carry: a client as a message names them, and a file."""

from supportdesk.domain.recipients import Recipient, Recipients
from supportdesk.records import dataclass

__all__ = ["ClientReference", "NewAttachment", "Recipient", "Recipients"]


@dataclass(frozen=True, slots=True)
class ClientReference:
    """A client as a message names them: found by address, else by name, else made new.

    An `address` is an e-mail as written; without one only the exact same name is the same person.
    """

    name: str
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file that comes with a message: content is stored once per distinct bytes."""

    name: str
    media_type: str
    content: bytes
