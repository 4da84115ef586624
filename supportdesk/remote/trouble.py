"""Why another help desk could not be asked: one family, told by code (law 12).

Parameters hold addresses and numbers, never customers' text and never a secret.
"""

from datetime import datetime

from supportdesk.domain.errors import DeskError


class RemoteTrouble(DeskError):
    """The other help desk did not do what was asked of it."""


class Unreachable(RemoteTrouble):
    """No answer came: no network, no such host, an untrusted certificate, or too slow.

    What only reads may be asked again. `sent` is False where nothing of the request has left;
    `parameters` are further ones of its text, such as the address to try `instead`.
    """

    def __init__(self, because: str, *, sent: bool, **parameters: str) -> None:
        super().__init__("remote.unreachable", because=because, **parameters)
        self.sent = sent


class Busy(RemoteTrouble):
    """It asks to be left alone until `until`; None where it does not say how long."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("remote.busy", until=until)
        self.until = until


class Broken(RemoteTrouble):
    """It answered with a failure of its own, or with something that is no answer."""

    def __init__(self, because: str) -> None:
        super().__init__("remote.broken", because=because)


class SignedOut(RemoteTrouble):
    """It does not know us: a wrong or revoked token, a wrong password. The link pauses and asks."""

    def __init__(self) -> None:
        super().__init__("remote.signed_out")


class Forbidden(RemoteTrouble):
    """The operator may not see this."""

    def __init__(self, what: str) -> None:
        super().__init__("remote.forbidden", what=what)


class Missing(RemoteTrouble):
    """There is no such thing, or none that the operator may know of."""

    def __init__(self, what: str) -> None:
        super().__init__("remote.missing", what=what)


class Questioned(RemoteTrouble):
    """It did not understand the question: a query it cannot read."""

    def __init__(self, because: str) -> None:
        super().__init__("remote.question", because=because)


class LostPlace(RemoteTrouble):
    """A cursor leads nowhere any more: the whole stream has to be read again (rule 2)."""

    def __init__(self) -> None:
        super().__init__("remote.lost_place")
