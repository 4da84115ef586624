"""A real Request Tracker (Debian's request-tracker5) on a free port, over a database of its own.

Nothing is installed and nothing of the system's is used but the programs: configuration, database
and outgoing mail live in a temporary folder. The filled database is made once and kept in pytest's
cache, for as long as neither the seed nor this file changes.
"""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

PROGRAM = Path("/usr/share/request-tracker5/libexec/rt-server")
SETUP = shutil.which("rt-setup-database-5") or shutil.which("rt-setup-database-5", path="/usr/sbin")
WORKING_FOLDER = Path("/var/cache/request-tracker5")
SEED = Path(__file__).with_name("seed.pl")
TICKETS = 24
PASSWORD = "correct-horse"

_CONFIGURATION = r"""
use utf8;
Set($rtname, 'desk.example');
Set($Organization, 'desk.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, PORT);
Set($CorrespondAddress, 'support@desk.example');
Set($CommentAddress, 'inside@desk.example');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, 'FOLDER/rt.sqlite');
Set($Timezone, 'UTC');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($BcryptCost, 6);
Set(%FullTextSearch, Enable => 1, Indexed => 0);
Set(%Lifecycles, repairs => {
    initial => ['received'], active => ['in repair'], inactive => ['returned', 'deleted'],
    defaults => { on_create => 'received' },
    transitions => {
        '' => ['received'], received => ['in repair', 'returned', 'deleted'],
        'in repair' => ['returned', 'deleted'], returned => ['in repair'], deleted => [],
    },
    actions => {
        'received -> in repair' => { label => 'Begin', update => 'Comment' },
        'in repair -> returned' => { label => 'Return', update => 'Respond' },
        'returned -> in repair' => { label => 'Again' },
    },
});
Set($MailCommand, sub {
    my $mail = shift;
    open(my $out, '>>', 'FOLDER/outbox') or die $!;
    flock($out, 2);
    $mail->print($out);
    print $out "\n\x01\n";
    close $out;
    return 1;
});
1;
"""


def missing() -> str | None:
    """Why there is no server to run; None where there is."""
    if not PROGRAM.exists() or SETUP is None:
        return "Debian's request-tracker5 is not installed"
    if not Path("/usr/share/perl5/Starman.pm").exists():
        return "Debian's starman is not installed"
    if not os.access(WORKING_FOLDER / "mason_data", os.W_OK):
        return f"{WORKING_FOLDER} cannot be written by this user"
    return None


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RequestTrackerServer:
    """The server with its filled database; start it, stop it, look at the mails it sent."""

    def __init__(self, cache: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="supportdesk-rt-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._configure()
        database, truth = self._filled(cache)
        shutil.copy(database, self.folder / "rt.sqlite")
        self.truth: dict[str, Any] = json.loads(truth.read_text(encoding="utf-8"))

    def start(self) -> None:
        """Start, and wait until it answers."""
        address = ("--host", "127.0.0.1", "--port", str(self.port))
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(PROGRAM), "--server", "Starman", *address, "--workers", "4"],
                env=self._environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        for _attempt in range(300):
            with socket.socket() as line:
                line.settimeout(10)
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    line.sendall(b"GET /REST/2.0/rt HTTP/1.0\r\n\r\n")
                    if b" 401 " in line.recv(100):
                        return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text(errors="replace"))

    def mails(self) -> list[str]:
        """All mails sent so far, as they left."""
        outbox = self.folder / "outbox"
        sent = outbox.read_bytes().decode("utf-8", "replace") if outbox.exists() else ""
        return [mail for mail in sent.split("\n\x01\n") if mail.strip()]

    def remove(self) -> None:
        """End it and leave nothing."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _configure(self) -> None:
        written = _CONFIGURATION.replace("FOLDER", str(self.folder)).replace("PORT", str(self.port))
        (self.folder / "empty.d").mkdir()
        (self.folder / "RT_SiteConfig.pm").write_text(written, encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "RT_SITE_CONFIG": str(self.folder / "RT_SiteConfig.pm"),
            "RT_SITE_CONFIG_DIR": str(self.folder / "empty.d"),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }

    def _filled(self, cache: Path) -> tuple[Path, Path]:
        """The filled database and what is in it; made by whoever comes first."""
        made_of = SEED.read_bytes() + Path(__file__).read_bytes() + _version()
        name = hashlib.sha256(made_of).hexdigest()[:16]
        database, truth = cache / f"{name}.sqlite", cache / f"{name}.json"
        with (cache / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not truth.exists():
                for old in cache.glob("*.*"):
                    old.unlink()
                self._fill(truth.with_suffix(".new"))
                (self.folder / "outbox").unlink(missing_ok=True)
                shutil.move(self.folder / "rt.sqlite", database)
                truth.with_suffix(".new").rename(truth)
        return database, truth

    def _fill(self, truth: Path) -> None:
        password = self.folder / "password"
        password.write_text(PASSWORD)
        assert SETUP is not None
        self._run(SETUP, "--action", "init", "--root-password-file", str(password))
        self._run("perl", str(SEED), str(truth), str(TICKETS))

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            command, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command[0]}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def _version() -> bytes:
    return Path("/var/lib/dpkg/info/request-tracker5.md5sums").read_bytes()
