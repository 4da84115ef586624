"""The mail accounts of this person, and what opening one needs (composition root)."""

import os

from supportdesk.cli.session import Session
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.mail_accounts import MailAccount, mail_file, read_accounts
from supportdesk.settings.secrets import read_secret, secrets_file


def accounts(session: Session) -> dict[str, MailAccount]:
    """Name → account. Raises SettingTrouble."""
    return read_accounts(mail_file(session.settings.file))


def account_named(session: Session, name: str) -> MailAccount:
    """The account of this name. Raises SettingTrouble("mail.unknown")."""
    known = accounts(session)
    if name not in known:
        raise SettingTrouble("mail.unknown", name=name, allowed=tuple(known))
    return known[name]


def password_of(session: Session, account: MailAccount) -> str | None:
    """Its password, or None where nobody logs in. Raises SettingTrouble."""
    if not any(server and server.user for server in (account.imap, account.smtp)):
        return None
    file = secrets_file(session.settings.file)
    return read_secret(account.secret, account.name, file, os.environ)
