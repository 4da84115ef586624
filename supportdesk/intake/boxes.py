"""Mailboxes as the poller sees them: what is new, its bytes, and marking it once it is stored."""

import errno
import imaplib
import os
import re
import select
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, Protocol

from supportdesk.intake.imap_line import TooMuch, connected
from supportdesk.patterns import pattern
from supportdesk.records import dataclass
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.mail_accounts import MOVE, MailAccount, Server
from supportdesk.settings.mail_tls import unreachable

_SIZE = pattern(rb"RFC822\.SIZE (\d+)")
_UID = pattern(rb"\bUID (\d+)")
_DATE = pattern(rb'INTERNALDATE "([^"]+)"')
_AT_ONCE = 200
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What file systems answer that know no second name of a file."""
_LARGEST_UID = 0xFFFFFFFF
_PLAIN_TROUBLE = pattern(r"[\x20-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in its box, not read yet: `place` names it there, `uid` is 0 where boxes have none."""

    place: str
    uid: int
    size: int
    moment: datetime | None = None
    """When it came to the box."""


class MailTooLarge(Exception):
    """A server sends a mail that is larger than any that is taken; it was not read."""


class Box(Protocol):
    """An open mailbox. Everything raises SettingTrouble("mail.unreachable") and the like."""

    validity: int
    """The generation of its uids; another one makes the uids known before void."""
    waits: bool
    """Whether it tells by itself that something has come (IDLE)."""

    def letters(self, after: int) -> list[Letter]:
        """What has come after this uid, oldest first."""

    def raw(self, letter: Letter) -> bytes | None:
        """The bytes of a mail; None where it is there no more.

        PermissionError of a single one, MailTooLarge of one that is larger than the box had said.
        """

    def taken(self, letter: Letter) -> None:
        """Mark or move a mail that the store has committed."""

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait until something comes, at most so long or until `stop`; False: it cannot tell."""

    def close(self) -> None:
        """Leave the box."""


def open_box(account: MailAccount, password: str | None) -> Box:
    """Connect. Raises SettingTrouble with what stands in the way."""
    if account.maildir is not None:
        return MaildirBox(account, account.maildir)
    if account.imap is None:
        raise SettingTrouble("mail.no_server", name=account.name)
    return ImapBox(account, account.imap, password or "")


class ImapBox:
    """A folder of an IMAP server."""

    def __init__(self, account: MailAccount, server: Server, password: str) -> None:
        self._account = account
        self._server = server
        self._password = password
        self.validity = self._enter()

    def _enter(self) -> int:
        """Connect, log in and open the folder: the generation of its uids."""
        try:
            import imap_tools
        except ImportError:
            raise SettingTrouble("mail.no_library") from None
        self._logged_in = False
        with self._reaching():
            self._box = connected(imap_tools, self._server)
        try:
            self._log_in(self._password)
            self.waits = b"IDLE" in self._capabilities()
            return self._select()
        except SettingTrouble:
            self.close()
            raise

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except (OSError, imaplib.IMAP4.error) as trouble:
            untrusted = isinstance(trouble, ssl.SSLCertVerificationError)
            reason = _reason(trouble)
            raise unreachable(
                self._account.name, self._server, reason, untrusted=untrusted
            ) from trouble

    def _log_in(self, password: str) -> None:
        from imap_tools.errors import MailboxLoginError

        with self._reaching():
            try:
                if password.isascii() and self._server.user.isascii():
                    self._box.login(self._server.user, password, initial_folder=None)
                else:
                    self._box.login_utf8(self._server.user, password, initial_folder=None)
            except (MailboxLoginError, imaplib.IMAP4.error) as refused:
                if isinstance(refused, imaplib.IMAP4.abort):
                    raise
                # the refusal of the library holds what was sent: it goes no further
                raise SettingTrouble(
                    "mail.login", name=self._account.name, user=self._server.user
                ) from None
        self._logged_in = True

    def _capabilities(self) -> bytes:
        with self._reaching():
            _status, answer = self._box.client.capability()
        return b" ".join(part for part in answer if part).upper()

    def _select(self) -> int:
        from imap_tools.utils import encode_folder

        with self._reaching():
            status, _answer = self._box.client.select(encode_folder(self._account.folder))
            if status != "OK":
                raise SettingTrouble(
                    "mail.folder", name=self._account.name, folder=self._account.folder
                )
            _name, values = self._box.client.response("UIDVALIDITY")
        return int(values[0]) & _LARGEST_UID if values and values[0] else 0

    def _uid(self, command: str, *arguments: str) -> list[Any]:
        with self._reaching():
            self._box.client.begin()
            status, answer = self._box.client.uid(command, *arguments)
            if status != "OK":
                raise imaplib.IMAP4.error(f"{command}: {status}")
        return list(answer)

    def letters(self, after: int) -> list[Letter]:
        """What has come after this uid, and of what a server tells nothing that was not asked for.

        It may tell of another mail at any time (RFC 3501 7): the cursor must not go past that.
        """
        answer = self._uid("SEARCH", f"UID {after + 1}:*")
        numbers = sorted({int(uid) for uid in (answer[0] or b"").split()} - {0})
        wanted = [uid for uid in numbers if after < uid <= _LARGEST_UID][:_AT_ONCE]
        if not wanted:
            return []
        found = self._uid("FETCH", ",".join(map(str, wanted)), "(UID RFC822.SIZE INTERNALDATE)")
        told = [letter for line in found if (letter := self._letter(line)) is not None]
        letters = {letter.uid: letter for letter in sorted(told, key=lambda letter: letter.size)}
        return [letters[uid] for uid in wanted if uid in letters]

    def _letter(self, line: object) -> Letter | None:
        text = line[0] if isinstance(line, tuple) else line
        if not isinstance(text, bytes):
            return None
        uid, size, date = _UID.search(text), _SIZE.search(text), _DATE.search(text)
        if uid is None:
            return None
        place = f"{self._account.folder}:{self.validity}:{int(uid[1])}"
        return Letter(place, int(uid[1]), int(size[1]) if size else 0, _moment(date))

    def raw(self, letter: Letter) -> bytes | None:
        """The bytes of a mail, without marking it.

        What is too large is left unread on its line; another line goes on behind it.
        """
        try:
            answer = self._uid("FETCH", str(letter.uid), "(UID BODY.PEEK[])")
        except SettingTrouble as trouble:
            if not isinstance(trouble.__cause__, TooMuch):
                raise
            self._box.client.shutdown()
            if self._enter() != self.validity:
                raise
            raise MailTooLarge from None
        return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), None)

    def taken(self, letter: Letter) -> None:
        """Mark or move it as the account says."""
        after = self._account.after
        if after == "nothing":
            return
        if after.startswith(MOVE):
            from imap_tools.utils import encode_folder

            folder = encode_folder(after.removeprefix(MOVE)).decode("ascii")
            self._uid("COPY", str(letter.uid), folder)
            self._uid("STORE", str(letter.uid), "+FLAGS", r"(\Seen \Deleted)")
            with suppress(SettingTrouble):  # a server without UIDPLUS keeps it marked as deleted
                self._uid("EXPUNGE", str(letter.uid))
            return
        self._uid("STORE", str(letter.uid), "+FLAGS", r"(\Seen)")

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait by IDLE; `letters` is asked afterwards whatever was told."""
        if not self.waits:
            return False
        from imap_tools.errors import ImapToolsError

        client, idle = self._box.client, self._box.idle
        with self._reaching():
            client.begin()
            tag = client._command("IDLE")
            is_told = False
            while client._get_response() is not None:  # None is the server's "go on"
                is_told = True
                if client.tagged_commands[tag]:
                    raise imaplib.IMAP4.error("IDLE")
            idle._idle_tag = tag
            ends = monotonic() + seconds
            while not (is_told or stop.is_set() or monotonic() > ends):
                pending = getattr(client.sock, "pending", int)()
                is_told = bool(pending or select.select([client.sock], [], [], 0.5)[0])
            try:
                idle.stop()
            except ImapToolsError as refused:
                raise imaplib.IMAP4.error("IDLE") from refused
        return True

    def close(self) -> None:
        """Log out, or let go of a line that is gone."""
        with suppress(OSError, imaplib.IMAP4.error):
            self._box.client.sock.settimeout(2)
            self._box.client.shutdown() if not self._logged_in else self._box.client.logout()


class MaildirBox:
    """The `new` folder of a Maildir on this machine."""

    validity = 0
    waits = False

    def __init__(self, account: MailAccount, folder: Path) -> None:
        self._account = account
        self._folder = folder
        self.letters(0)

    def letters(self, after: int) -> list[Letter]:
        """What lies in `new`, oldest first, without uids; links lead elsewhere, and are none."""
        del after
        try:
            files = [(path.lstat(), path) for path in (self._folder / "new").iterdir()]
            (self._folder / "cur").stat()
            found = [(status, path) for status, path in files if stat.S_ISREG(status.st_mode)]
        except FileNotFoundError as gone:
            if (self._folder / "new").is_dir() and (self._folder / "cur").is_dir():
                return []  # one was taken away while we looked
            raise self._trouble(gone) from gone
        except OSError as trouble:
            raise self._trouble(trouble) from trouble
        found.sort(key=lambda pair: (pair[0].st_mtime_ns, pair[1].name))
        return [
            Letter(path.name, 0, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))
            for status, path in found
        ]

    def raw(self, letter: Letter) -> bytes | None:
        """The bytes of a file; PermissionError where it alone cannot be read."""
        try:
            return (self._folder / "new" / letter.place).read_bytes()
        except FileNotFoundError:
            return None
        except PermissionError:
            raise
        except OSError as trouble:
            raise self._trouble(trouble) from trouble

    def taken(self, letter: Letter) -> None:
        """Move it to `cur`, seen, or into another folder of the Maildir."""
        folder = self._folder
        if self._account.after.startswith(MOVE):
            name = self._account.after.removeprefix(MOVE).replace("/", ".").lstrip(".")
            folder = self._folder / f".{name}"
        try:
            for room in ("cur", "new", "tmp"):
                (folder / room).mkdir(parents=True, exist_ok=True)
            _move(self._folder / "new" / letter.place, folder / "cur")
        except FileNotFoundError:
            return
        except OSError as trouble:
            raise self._trouble(trouble) from trouble

    def wait(self, seconds: float, stop: Event) -> bool:
        """A folder does not tell."""
        del seconds, stop
        return False

    def close(self) -> None:
        """Nothing is held."""

    def _trouble(self, trouble: OSError) -> SettingTrouble:
        reason = os.strerror(trouble.errno or errno.EIO)
        return SettingTrouble(
            "mail.maildir", name=self._account.name, path=str(self._folder), reason=reason
        )


def _move(mail: Path, room: Path) -> None:
    """Move a mail into `cur`, seen; a name that is taken there keeps its mail."""
    base = mail.name.partition(":")[0]
    for number in count(1):
        name = base if number == 1 else f"{base}_{number}"
        wanted = room / f"{name}:2,S"
        try:
            wanted.hardlink_to(mail)
        except FileExistsError:
            if not wanted.samefile(mail):  # else we were cut off between the two steps
                continue
        except OSError as trouble:
            if trouble.errno not in _NO_LINKS:
                raise
            if wanted.exists():
                continue
            mail.rename(wanted)
            return
        mail.unlink()
        return


def _moment(found: re.Match[bytes] | None) -> datetime | None:
    if found is None:
        return None
    try:
        written = found[1].decode("ascii").strip().replace("-", " ", 2)
        return parsedate_to_datetime(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _reason(trouble: Exception) -> str:
    """What went wrong on the line: the system's words, or a short plain piece of the server's."""
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return f"TLS: {trouble.verify_message}"
    if isinstance(trouble, OSError) and trouble.strerror:
        return trouble.strerror
    found = _PLAIN_TROUBLE.search(str(trouble))
    return found[0] if found else type(trouble).__name__
