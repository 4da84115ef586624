"""A real mail server on a loopback port that can be told to fail in every way servers do."""

import json
import os
import ssl
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP = "drop"
"""The line is cut instead of an answer."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail the server took: from whom, to whom, and what."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def mail(self) -> Message:
        """The mail as Python's own parser reads it."""
        return message_from_bytes(self.raw)

    @property
    def mail_id(self) -> str:
        """Its Message-ID without brackets."""
        return str(self.mail["Message-ID"]).strip("<>")


Script = Callable[[str, str], str | None]
"""Asked at `mail` and `rcpt` with the address, at `middle` (of the text), `data` (all of it is
here, nothing is kept) and `taken` (it is kept): answers with a line, `DROP`, or None to go on."""


@dataclass
class Postbox:
    """Where a server puts what it takes, and how it behaves."""

    script: Script = lambda _step, _what: None
    arrived: list[Arrived] = field(default_factory=list)
    logins: dict[str, str] = field(default_factory=dict)
    """With any of these nobody else may send."""
    kept: Path | None = None
    """A file to which each mail is added, safe from a kill."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, mail: Arrived) -> None:
        """Keep a mail for good."""
        with self.lock:
            self.arrived.append(mail)
            if self.kept is not None:
                line = json.dumps([mail.sender, mail.recipients, mail.raw.decode("ascii")])
                with self.kept.open("a", encoding="ascii") as file:
                    file.write(line + "\n")
                    file.flush()
                    os.fsync(file.fileno())


def kept_in(file: Path) -> list[Arrived]:
    """What a server of another process has taken."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="ascii").splitlines()
    mails = (json.loads(line) for line in lines)
    return [Arrived(sender, tuple(to), raw.encode("ascii")) for sender, to, raw in mails]


class _Protocol(SMTP):
    """aiosmtpd's server, that can cut the line in the middle of a text."""

    async def smtp_DATA(self, arg: str) -> None:
        """Take the text, or only a part of it."""
        if self.event_handler.postbox.script("middle", "") == DROP:
            await self.push("354 go on")
            await self._reader.read(64)
            cut: Any = self.transport
            cut.abort()
            return
        await super().smtp_DATA(arg)


class _Handler:
    """What aiosmtpd asks at each step."""

    def __init__(self, postbox: Postbox) -> None:
        self.postbox = postbox

    async def handle_MAIL(
        self, server: Any, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Name the sender."""
        return self._answer(server, "mail", address) or self._go_on(envelope, address, options)

    async def handle_RCPT(
        self, server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Name a recipient."""
        said = self._answer(server, "rcpt", address)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:
        """All of a mail is here."""
        content = envelope.content
        assert isinstance(content, bytes)
        mail = Arrived(str(envelope.mail_from), tuple(envelope.rcpt_tos), content)
        said = self._answer(server, "data", mail.mail_id)
        if said is None:
            self.postbox.take(mail)
            said = self._answer(server, "taken", mail.mail_id)
        return said or "250 taken"

    @staticmethod
    def _go_on(envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    def _answer(self, server: Any, step: str, what: str) -> str | None:
        said = self.postbox.script(step, what)
        if said == DROP:
            server.transport.abort()
            return "421 gone"
        return said


class MailServer(Controller):
    """A server in a thread of its own."""

    def __init__(
        self, postbox: Postbox, port: int = 0, tls: ssl.SSLContext | None = None, **more: Any
    ) -> None:
        self.postbox = postbox
        if postbox.logins:
            more |= {"authenticator": self._is_known, "auth_required": True}
            more.setdefault("auth_require_tls", False)
        super().__init__(
            _Handler(postbox), "127.0.0.1", port or free_port(), ssl_context=tls, **more
        )

    def factory(self) -> SMTP:
        """One conversation."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of logins on an unprotected line: it never leaves us
            return _Protocol(self.handler, **self.SMTP_kwargs)

    def _is_known(self, _server: Any, _session: Any, _envelope: Any, _way: str, login: Any) -> Any:
        assert isinstance(login, LoginPassword)
        known = self.postbox.logins.get(login.login.decode())
        return AuthResult(success=known == login.password.decode(), handled=False)


def free_port() -> int:
    """A port nobody listens on."""
    import socket

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def main(port: str, kept: str, pause: str = "0") -> None:
    """Be a server of its own process until killed; it takes its time before and after a mail."""

    def script(step: str, _what: str) -> None:
        if step in ("data", "taken"):
            time.sleep(float(pause))

    server = MailServer(Postbox(script, kept=Path(kept)), int(port))
    server.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
