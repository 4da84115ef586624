"""One conversation with a mail server: what it took, what it refused, and what nobody can tell.

A mail is a server's own once its last dot was answered. Before the dot nothing has been sent,
whatever else went wrong; after it, without an answer, nobody knows.
"""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from enum import StrEnum
from functools import cached_property

from supportdesk.domain.safe_text import clean_line
from supportdesk.records import dataclass
from supportdesk.settings.mail_tls import trusted

CONNECT_SECONDS = 10.0
"""How long it may take to reach a server."""

STEP_SECONDS = 30.0
"""How long one answer of a server may take."""

TOTAL_SECONDS = 60.0
"""How long a whole mail may take, the connection included."""

_LONGEST_ANSWER = 300
_CLOSING = 421
_GO_ON = 354


class Security(StrEnum):
    """How a connection is kept from readers on its way."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in, and as whom; `password` never appears in a text or a log."""

    host: str
    port: int
    security: Security = Security.TLS
    user: str = ""
    password: str = field(default="", repr=False)
    step_seconds: float = STEP_SECONDS
    total_seconds: float = TOTAL_SECONDS


class ServerTrouble(Exception):
    """The server could not be reached, or does not let us in: no mail is at fault.

    `said` is one line in the words of the server or the system; `untrusted` is a server whose
    certificate nobody vouches for.
    """

    def __init__(self, said: str, *, untrusted: bool = False) -> None:
        super().__init__(said)
        self.said = said
        self.untrusted = untrusted


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one mail, recipient by recipient, in the server's words.

    `later` are to be tried again, `refused` never; `unknown` may have it or not.
    """

    sent: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    said: str = ""


class Connection:
    """An open conversation with one server, for any number of mails."""

    def __init__(self, server: Server, name: str) -> None:
        """`name` is what we call ourselves: the domain of the sender."""
        self._server = server
        self._name = name
        self._smtp: smtplib.SMTP | None = None

    def deliver(
        self,
        sender: str,
        recipients: Sequence[str],
        mail: bytes,
        before_dot: Callable[[], bool],
    ) -> Answer:
        """Hand in one mail. `before_dot` is asked when all but the last dot is sent.

        Where it says no, the mail is not sent. Raises ServerTrouble.
        """
        answer = None
        with self._deadline():
            smtp = self._open()
            try:
                answer = _Delivery(smtp, tuple(recipients), before_dot).run(sender, mail)
            finally:
                if answer is None or smtp.sock is None:
                    self._drop()
        return answer

    def greet(self) -> None:
        """Reach the server and log in. Raises ServerTrouble."""
        with self._deadline():
            self._open()

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                if smtp.sock is not None:
                    smtp.sock.settimeout(1.0)
                smtp.quit()
            smtp.close()

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        """Cut the line when a mail takes too long, however slowly its server still talks."""
        watch = threading.Timer(self._server.total_seconds, self.cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def cut(self) -> None:
        """Cut the line, from any thread: what is being waited for ends."""
        smtp = self._smtp
        if smtp is not None and smtp.sock is not None:
            with suppress(OSError):
                smtp.sock.shutdown(socket.SHUT_RDWR)

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        server = self._server
        try:
            self._smtp = smtp = self._connected()
            smtp.ehlo_or_helo_if_needed()
            if server.security is Security.STARTTLS:
                smtp.starttls(context=self._context)
                smtp.ehlo()
            if server.user:
                smtp.login(server.user, server.password)
        except (OSError, smtplib.SMTPException, ValueError) as trouble:
            self._drop()
            untrusted = isinstance(trouble, ssl.SSLCertVerificationError)
            raise ServerTrouble(_said_by(trouble), untrusted=untrusted) from trouble
        return smtp

    def _connected(self) -> smtplib.SMTP:
        server, name = self._server, self._name
        timeout = min(CONNECT_SECONDS, server.step_seconds)
        smtp = smtplib.SMTP(local_hostname=name, timeout=timeout)
        if server.security is Security.TLS:
            smtp = smtplib.SMTP_SSL(local_hostname=name, timeout=timeout, context=self._context)
        vars(smtp)["_host"] = server.host  # the name that a certificate is held against
        self._smtp = smtp
        code, words = smtp.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        if smtp.sock is not None:
            smtp.sock.settimeout(server.step_seconds)
        return smtp

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return trusted(self._server.host)

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


class _Delivery:
    """One mail on an open connection."""

    def __init__(
        self, smtp: smtplib.SMTP, recipients: tuple[str, ...], before_dot: Callable[[], bool]
    ) -> None:
        self._smtp = smtp
        self._recipients = recipients
        self._before_dot = before_dot
        self._accepted: list[str] = []
        self._later: list[str] = []
        self._refused: list[str] = []
        self._said = ""

    def run(self, sender: str, mail: bytes) -> Answer:
        """From MAIL to the answer to the dot."""
        try:
            if self._named(sender) and self._data(mail):
                return self._finished()
        except (OSError, smtplib.SMTPException) as trouble:
            self._smtp.close()
            self._later += [*self._accepted, *self._unnamed]
            self._said = self._said or _said_by(trouble)
            return self._answer()
        self._reset()
        return self._answer()

    @property
    def _unnamed(self) -> tuple[str, ...]:
        """Recipients the server was not asked about."""
        known = {*self._accepted, *self._later, *self._refused}
        return tuple(one for one in self._recipients if one not in known)

    def _named(self, sender: str) -> bool:
        """Name the sender and everybody; whether anybody may have it."""
        code, words = self._smtp.mail(sender)
        if code != 250:
            self._settle(self._recipients, code, words)
            return False
        for recipient in self._recipients:
            code, words = self._smtp.rcpt(recipient)
            if code == _CLOSING:
                raise smtplib.SMTPServerDisconnected(_line(code, words))
            if code in (250, 251, 252):
                self._accepted.append(recipient)
            else:
                self._settle((recipient,), code, words)
        return bool(self._accepted)

    def _data(self, mail: bytes) -> bool:
        """Send all but the last dot; whether it may be sent."""
        code, words = self._smtp.docmd("data")
        if code != _GO_ON:
            accepted, self._accepted = tuple(self._accepted), []
            self._settle(accepted, code, words)
            return False
        self._smtp.send(_stuffed(mail))
        if self._before_dot():
            return True
        raise smtplib.SMTPServerDisconnected("")

    def _finished(self) -> Answer:
        """Send the dot. From here on nobody but the server knows."""
        accepted, self._accepted = tuple(self._accepted), []
        try:
            self._smtp.send(b".\r\n")
            code, words = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as trouble:
            self._smtp.close()
            self._said = _said_by(trouble)
            return self._answer(unknown=accepted)
        if 400 <= code < 600:
            self._settle(accepted, code, words)
            return self._answer()
        if 200 <= code < 300:
            return self._answer(sent=accepted)
        self._said = _line(code, words)
        return self._answer(unknown=accepted)

    def _answer(self, sent: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> Answer:
        return Answer(sent, tuple(self._later), tuple(self._refused), unknown, self._said)

    def _settle(self, recipients: tuple[str, ...], code: int, words: bytes) -> None:
        """What a server said no to, for now or for good."""
        (self._refused if 500 <= code < 600 else self._later).extend(recipients)
        self._said = _line(code, words)
        if code == _CLOSING or code < 0:
            self._smtp.close()

    def _reset(self) -> None:
        """Ready for the next mail, or not connected any more."""
        try:
            if self._smtp.sock is not None:
                self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()


def _stuffed(mail: bytes) -> bytes:
    """The mail as DATA takes it: no line of it looks like the end."""
    stuffed = mail.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _line(code: int, words: bytes) -> str:
    said = words.decode("utf-8", "replace").replace("\n", " ")
    return clean_line(f"{code} {said}" if code > 0 else said, _LONGEST_ANSWER)


def _said_by(trouble: Exception) -> str:
    """The server's words, else the system's."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        words = trouble.smtp_error
        raw = words if isinstance(words, bytes) else str(words).encode("utf-8", "replace")
        return _line(trouble.smtp_code, raw)
    reason = getattr(trouble, "strerror", None) or str(trouble) or type(trouble).__name__
    return clean_line(str(reason), _LONGEST_ANSWER)
