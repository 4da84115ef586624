"""Who a mail comes from: a person, a program, a mailing list, or a server that returns our own."""

from enum import StrEnum

from supportdesk.records import dataclass


class Nature(StrEnum):
    """What wrote a mail; the first of these that its fields and parts show."""

    BOUNCE = "bounce"
    """A server says that a mail did not arrive, or not yet."""
    AUTOMATIC = "automatic"
    """A program: an absence note, a receipt, a report, a notification."""
    LIST = "list"
    """A person or a program through a mailing list, or to many at once."""
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """One address a mail did not reach. Texts are as the server wrote them: not cleaned."""

    address: str
    """Empty where the server does not say."""
    why: str
    """What the server said, in one line; empty where it said nothing."""
    status: str = ""
    """The enhanced status code (`5.1.1`), where there is one."""
    permanent: bool | None = None
    """False: it is tried again, or may be. None: nothing tells."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says."""

    failed: tuple[FailedDelivery, ...] = ()
    returned: tuple[str, ...] = ()
    """Message-IDs of the mail that came back: its own first, then those it answered."""
    subject: str = ""
    """The subject of the mail that came back."""
    own: str = ""
    """The Message-ID of the mail that came back; those it answered did arrive."""

    @property
    def permanent(self) -> bool | None:
        """Whether no address can be reached in this way; False where one is only late."""
        known = {one.permanent for one in self.failed}
        if False in known:
            return False
        return True if True in known else None
