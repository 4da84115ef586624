"""The file of mail accounts beside the settings: where mail comes from, where it leaves (a leaf).

One table an account; its password is never in it (`settings.secrets`).
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from supportdesk.patterns import pattern
from supportdesk.records import dataclass
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.keeping import replace_file
from supportdesk.settings.toml_file import read_toml

FILE = "mail.toml"
SECURITIES = ("tls", "starttls", "none")
KEYRING, SECRETS_FILE, ENVIRONMENT = "keyring", "file", "environment"
SECRET_PLACES = (KEYRING, SECRETS_FILE, ENVIRONMENT)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
AFTER = ("seen", "nothing")
MOVE = "move:"
"""Before the folder that mails go to once they are taken in."""
IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}

_NAME = pattern(r"[a-z0-9][a-z0-9_-]{0,39}")
_TEXTS = ("address", "sender", "queue", "folder", "after", "since", "secret", "maildir")
_FIELDS = {*_TEXTS, "imap", "smtp"}
_SERVERS = ("imap", "smtp")
_SERVER_FIELDS = {"host", "port", "security", "user"}


Wrong = Callable[[str, str], SettingTrouble]
"""Makes the refusal of a field: its name, and what works."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and who one is there; without a user nobody logs in."""

    host: str
    port: int
    security: str = "tls"
    """One of `SECURITIES`; `none` is for this machine alone."""
    user: str = ""


@dataclass(frozen=True, slots=True)
class MailAccount:
    """One mailbox of the desk: mail comes from `imap` or `maildir` and leaves by `smtp`."""

    name: str
    address: str
    """What clients write to, and what answers come from."""
    sender: str = ""
    """The name beside the address; the desk's own when empty."""
    queue: str | None = None
    """The name of the queue of its new tickets; None is the first of the lowest line."""
    imap: Server | None = None
    maildir: Path | None = None
    folder: str = "INBOX"
    after: str = "seen"
    """What happens to a mail that was taken in: `seen`, `nothing`, `move:FOLDER`."""
    since: str = ""
    """Mails that came before this moment (ISO 8601) are left alone; empty takes all."""
    smtp: Server | None = None
    secret: str = KEYRING
    """Where its password is: one of `SECRET_PLACES`."""


def mail_file(settings: Path) -> Path:
    """The file of accounts beside the settings file."""
    return settings.with_name(FILE)


def read_accounts(file: Path) -> dict[str, MailAccount]:
    """Name → account, in the order of the file; nothing where there is no such file.

    Raises SettingTrouble("mail.unreadable") and ("mail.invalid").
    """
    return {
        name: _account(name, written, file)
        for name, written in read_toml("mail.unreadable", file).items()
    }


def keep_account(file: Path, account: MailAccount) -> None:
    """Write one account into the file, comments and the others stay. Raises SettingTrouble."""
    require_sound(account, file)
    _change(file, account.name, _written(account))


def require_sound(account: MailAccount, file: Path) -> None:
    """Raises SettingTrouble("mail.invalid") for an account that could not be read again."""
    _account(account.name, _written(account), file)


def remove_account(file: Path, name: str) -> None:
    """Take an account out of the file. Raises SettingTrouble."""
    _change(file, name, None)


def _change(file: Path, name: str, written: Mapping[str, object] | None) -> None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8") if file.exists() else "")
        document.pop(name, None)
        if written is not None:
            document[name] = written
        replace_file(file, tomlkit.dumps(document).encode("utf-8"))
    except (OSError, ValueError, RecursionError, TOMLKitError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise SettingTrouble("mail.unreadable", path=str(file), reason=reason) from trouble


def _written(account: MailAccount) -> dict[str, object]:
    texts = {name: getattr(account, name) for name in _TEXTS}
    written: dict[str, object] = {name: str(value) for name, value in texts.items() if value}
    for name, server in (("imap", account.imap), ("smtp", account.smtp)):
        if server is not None:
            written[name] = {
                "host": server.host,
                "port": server.port,
                "security": server.security,
                "user": server.user,
            }
    return written


def _account(name: str, written: object, file: Path) -> MailAccount:
    def wrong(field: str, allowed: str) -> SettingTrouble:
        return SettingTrouble(
            "mail.invalid", name=name, field=field, allowed=allowed, path=str(file)
        )

    if not _NAME.fullmatch(name) or not isinstance(written, dict):
        raise wrong("name", "a-z 0-9 - _")
    unknown = written.keys() - _FIELDS
    if unknown:
        raise wrong(min(unknown), ", ".join(sorted(_FIELDS)))
    for field in _TEXTS:
        value = written.get(field, "")
        if not isinstance(value, str) or not value.isprintable():
            raise wrong(field, "a text")
    servers = {kind: _server(written[kind], kind, wrong) for kind in _SERVERS if kind in written}
    maildir = written.get("maildir")
    account = MailAccount(
        name=name,
        address=written.get("address", ""),
        sender=written.get("sender", ""),
        queue=written.get("queue") or None,
        imap=servers.get("imap"),
        maildir=Path(maildir).expanduser().absolute() if maildir else None,
        folder=written.get("folder") or "INBOX",
        after=written.get("after") or "seen",
        since=written.get("since", ""),
        smtp=servers.get("smtp"),
        secret=written.get("secret") or KEYRING,
    )
    _require_sound(account, wrong)
    return account


def _require_sound(account: MailAccount, wrong: Wrong) -> None:
    after = account.after
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", account.address):
        raise wrong("address", "help@example.org")
    if after not in AFTER and not (after.startswith(MOVE) and after != MOVE):
        raise wrong("after", "seen, nothing, move:FOLDER")
    if account.maildir is not None and after == "nothing":
        raise wrong("after", "seen, move:FOLDER")
    if account.maildir is not None and account.imap is not None:
        raise wrong("maildir", "imap | maildir")
    if account.secret not in SECRET_PLACES:
        raise wrong("secret", ", ".join(SECRET_PLACES))
    if account.since and not _is_moment(account.since):
        raise wrong("since", "2026-03-01T09:00:00Z")


def _server(written: object, kind: str, wrong: Wrong) -> Server:
    if not isinstance(written, dict) or written.keys() - _SERVER_FIELDS:
        raise wrong(kind, ", ".join(sorted(_SERVER_FIELDS)))
    host, security = written.get("host"), written.get("security", "tls")
    user = written.get("user", "")
    if not isinstance(host, str) or not re.fullmatch(r"[A-Za-z0-9.:_-]+", host):
        raise wrong(f"{kind}.host", "mail.example.org")
    if security not in SECURITIES or (security == "none" and host not in LOCAL_HOSTS):
        raise wrong(f"{kind}.security", "tls, starttls; none: localhost")
    ports = IMAP_PORTS if kind == "imap" else SMTP_PORTS
    port = written.get("port", ports[str(security)])
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65_536:
        raise wrong(f"{kind}.port", "1–65535")
    if not isinstance(user, str) or not user.isprintable():
        raise wrong(f"{kind}.user", "a text")
    return Server(host, int(port), str(security), user)


def _is_moment(written: str) -> bool:
    from datetime import datetime

    try:
        return datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        return False
