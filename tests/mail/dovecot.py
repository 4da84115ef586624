"""A real IMAP server (Debian's dovecot) on a free port of this machine, over a temporary Maildir.

It is started as whoever runs the tests, needs nothing of the system's, and can be killed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
MISSING = "Debian's dovecot-imapd is not installed"
USER, PASSWORD = "desk", "canary-correct-horse"

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = {hosts}
{protection}
default_internal_user = {name}
default_internal_group = {group}
default_login_user = {name}
first_valid_uid = 1
mail_location = maildir:{folder}/Maildir
mail_fsync = never
auth_mechanisms = plain login
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap {{
  process_limit = 20
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
"""


_OPEN = "ssl = no\ndisable_plaintext_auth = no"
_PROTECTED = "ssl = required\nssl_cert = <{file}\nssl_key = <{file}"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Dovecot:
    """The server and its mailbox; start it, kill it, start it again on the same port."""

    def __init__(self, certificate: Path | None = None) -> None:
        """With a certificate (and its key) it wants STARTTLS, and TLS at `tls_port`."""
        self.folder = Path(tempfile.mkdtemp(prefix="supportdesk-dovecot-"))
        self.folder.chmod(0o755)
        self.port, self.tls_port = free_port(), free_port() if certificate else 0
        uid = 65_534 if os.getuid() == 0 else os.getuid()
        owner = pwd.getpwuid(uid)
        self._owner = (uid, owner.pw_gid)
        for room in ("", "new", "cur", "tmp"):
            (self.folder / "Maildir" / room).mkdir(exist_ok=True)
        self._own(self.folder, *(self.folder / "Maildir").rglob("*"), self.folder / "Maildir")
        import grp

        self._file = self.folder / "dovecot.conf"
        self._file.write_text(
            _CONFIGURATION.format(
                folder=self.folder,
                hosts="127.0.0.1, 127.0.0.2" if certificate else "127.0.0.1",
                port=self.port,
                tls_port=self.tls_port,
                protection=_PROTECTED.format(file=certificate) if certificate else _OPEN,
                name=owner.pw_name,
                group=grp.getgrgid(owner.pw_gid).gr_name,
                password=PASSWORD,
                uid=uid,
                gid=owner.pw_gid,
            )
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._delivered = 0

    def start(self) -> None:
        """Start, and wait until it answers."""
        assert PROGRAM is not None
        for left in (self.folder / "run").glob("master.pid"):
            left.unlink()
        self._process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(self._file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _attempt in range(200):
            with socket.socket() as line:
                line.settimeout(1)
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    with line.makefile("rb") as answer:
                        if answer.readline().startswith(b"* OK"):
                            return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def kill(self) -> None:
        """End it and everything it has started, at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def deliver(self, raw: bytes) -> None:
        """Put a mail into the mailbox, as a delivery agent does."""
        self._delivered += 1
        name = f"{int(time.time())}.{self._delivered:06}.test"
        written = self.folder / "Maildir" / "tmp" / name
        written.write_bytes(raw)
        self._own(written)
        written.rename(self.folder / "Maildir" / "new" / name)

    def renumber(self) -> None:
        """Have all mails numbered anew: another UIDVALIDITY."""
        for file in (self.folder / "Maildir").glob("dovecot*"):
            file.unlink()

    def remove(self) -> None:
        """End it and leave nothing."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _own(self, *paths: Path) -> None:
        if os.getuid() == 0:
            for path in paths:
                os.chown(path, *self._owner)
