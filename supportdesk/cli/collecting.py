"""Fetching mail beside other work: one thread an account (composition root)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from supportdesk.cli.mailboxes import accounts, password_of
from supportdesk.cli.session import Session
from supportdesk.settings.mail_accounts import MailAccount

if TYPE_CHECKING:
    from supportdesk.intake.collecting import Collector

LEAVING_SECONDS = 10.0
"""How long the end of a program waits for the mail that is being taken in."""


def fetched_accounts(session: Session) -> list[MailAccount]:
    """The accounts that mail comes from. Raises SettingTrouble."""
    return [one for one in accounts(session).values() if one.imap or one.maildir]


def collector_of(session: Session, account: MailAccount) -> "Collector":
    """What fetches the mail of an account. Raises SettingTrouble."""
    from supportdesk.intake.boxes import open_box
    from supportdesk.intake.collecting import Collector

    own = [known.address for known in accounts(session).values()]
    return Collector(
        session.desk, account, lambda: open_box(account, password_of(session, account)), own
    )


@contextmanager
def collecting(session: Session, delay: float = 0.0) -> Iterator[None]:
    """Fetch mail beside a block, from `delay` seconds after its start; never into a copy.

    Raises SettingTrouble.
    """
    stop = threading.Event()

    def stand(account: MailAccount) -> None:
        if not stop.wait(delay):
            collector_of(session, account).stand(stop)

    may_write = not (session.read_only or session.desk.read_only_because or session.is_copy)
    threads = [
        threading.Thread(target=stand, args=(account,), name="mail", daemon=True)
        for account in (fetched_accounts(session) if may_write else ())
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(LEAVING_SECONDS)
