"""The line to an IMAP server: nothing it sends is read without end."""

import imaplib
from typing import Any

from supportdesk.intake.live import LARGEST_LIVE_MAIL
from supportdesk.settings.mail_accounts import Server
from supportdesk.settings.mail_tls import trusted

NETWORK_SECONDS = 30
"""How long a server may take for one answer."""

MOST = LARGEST_LIVE_MAIL + (8 << 20)
"""Bytes of the answer to one command: the largest mail that is taken, and what stands around it."""


class TooMuch(OSError):
    """A server answers with more than `MOST`; the rest was not read, so the line is of no use.

    It is no error of `imaplib`, which would make another one of it.
    """

    def __init__(self) -> None:
        super().__init__(f"it answers with more than {MOST >> 20} MB")


class _Bounded:
    """What of `imaplib` reads, counted. Raises TooMuch."""

    left = MOST

    def begin(self) -> None:
        """A new command: its answer may be as large as any."""
        self.left = MOST

    def read(self, size: int) -> bytes:
        """Read a literal, whose size the server says before it."""
        self._spend(size)
        return super().read(size)  # type: ignore[misc, no-any-return]

    def readline(self) -> bytes:
        """Read a line."""
        line: bytes = super().readline()  # type: ignore[misc]
        self._spend(len(line))
        return line

    def _spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise TooMuch


class _Open(_Bounded, imaplib.IMAP4):
    """A line anybody can read, at first."""


class _Secret(_Bounded, imaplib.IMAP4_SSL):
    """A line that is TLS from its first byte."""


def connected(library: Any, server: Server) -> Any:
    """A mailbox of `imap_tools` on a line that is bounded. Raises OSError, IMAP4.error."""
    host, port, seconds = server.host, server.port, NETWORK_SECONDS
    client: _Open | _Secret
    if server.security == "tls":
        client = _Secret(host, port, ssl_context=trusted(host), timeout=seconds)
    else:
        client = _Open(host, port, timeout=seconds)
        if server.security == "starttls":
            client.starttls(trusted(host))

    class MailBox(library.BaseMailBox):  # type: ignore[misc]
        """One whose line is there already."""

        def _get_mailbox_client(self) -> imaplib.IMAP4:
            return client

    return MailBox()
