"""Delivering letters beside other work: a postman on a thread of its own (composition root)."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from supportdesk.cli.session import Session
from supportdesk.domain.errors import StoreTrouble
from supportdesk.settings.mail_accounts import MailAccount, mail_file, read_accounts
from supportdesk.settings.mail_accounts import Server as AccountServer
from supportdesk.settings.secrets import read_secret, secrets_file

if TYPE_CHECKING:
    from supportdesk.outbound.postman import OutgoingAccount, Postman, Round
    from supportdesk.outbound.smtp import Server

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How long a letter may lie unseen."""

PATIENCE_SECONDS = 3.0
"""How long the end of the program waits for a server's answer."""

TROUBLE_SECONDS = 5.0
"""Between attempts while nothing can be written."""


def outgoing_accounts(session: Session) -> "dict[str, OutgoingAccount]":
    """Address → account, of those this person's files name that send. Raises SettingTrouble."""
    from supportdesk.outbound.postman import OutgoingAccount

    found = {}
    for account in read_accounts(mail_file(session.settings.file)).values():
        if account.smtp is not None:
            address = account.address.lower()
            server = _server(session, account, account.smtp)
            found[address] = OutgoingAccount(address, account.sender, server)
    return found


def greet(session: Session, account: MailAccount) -> None:
    """Reach the server its mail leaves by and log in; nothing is sent. Raises SettingTrouble."""
    from supportdesk.outbound.smtp import Connection, ServerTrouble
    from supportdesk.settings.mail_tls import unreachable

    smtp = account.smtp
    if smtp is None:
        return
    domain = account.address.rpartition("@")[2]
    connection = Connection(_server(session, account, smtp), domain)
    try:
        connection.greet()
    except ServerTrouble as trouble:
        untrusted = trouble.untrusted
        raise unreachable(account.name, smtp, trouble.said, untrusted=untrusted) from trouble
    finally:
        connection.close()


def _server(session: Session, account: MailAccount, smtp: AccountServer) -> "Server":
    from supportdesk.outbound.smtp import Security, Server

    password = ""
    if smtp.user:
        secrets = secrets_file(session.settings.file)
        password = read_secret(account.secret, account.name, secrets, os.environ)
    return Server(smtp.host, smtp.port, Security(smtp.security), smtp.user, password)


def open_postman(session: Session) -> "Postman | None":
    """A postman for the letters this machine can send; None where it can send none.

    Raises SettingTrouble.
    """
    if not any(
        account.smtp for account in read_accounts(mail_file(session.settings.file)).values()
    ):
        return None
    from supportdesk.outbound.postman import Postman

    accounts = outgoing_accounts(session)
    return Postman(session.desk, accounts, zone=session.settings.zone)


class Posting:
    """Delivers letters on a thread until it is told to stop."""

    def __init__(self, postman: "Postman") -> None:
        self._postman = postman
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._stand, name="postman", daemon=True)
        self.troubles: dict[str, str] = {}
        """Address → why its server cannot be used at the moment."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the letter that is in work; a server that does not answer is not waited for."""
        self._stop.set()
        self._thread.join(PATIENCE_SECONDS)
        if self._thread.is_alive():
            self._postman.cut()
            self._thread.join()

    def _stand(self) -> None:
        while not self._stop.is_set():
            self._stop.wait(self._turn())

    def _turn(self) -> float:
        try:
            came_of_it = self._postman.deliver(go_on=lambda: not self._stop.is_set())
        except StoreTrouble as trouble:
            log.warning("letters wait: %s", trouble)
            return TROUBLE_SECONDS
        self._note(came_of_it)
        return LOOK_SECONDS

    def _note(self, came_of_it: "Round") -> None:
        for address, said in came_of_it.troubles.items():
            if self.troubles.get(address) != said:
                log.warning("a mail server cannot be used; its letters wait")
        self.troubles = dict(came_of_it.troubles)


@contextmanager
def delivering(session: Session) -> Iterator[Posting | None]:
    """Deliver letters beside a block, where this machine has a server for them.

    Letters of a copy leave where its desk is. Raises SettingTrouble.
    """
    postman = None if session.read_only or session.is_copy else open_postman(session)
    if postman is None:
        yield None
        return
    posting = Posting(postman)
    posting.start()
    try:
        yield posting
    finally:
        posting.stop()
