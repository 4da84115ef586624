"""A desk that is served, and the shell that keeps a copy of it."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.conftest import Answer, Shell
from tests.server.conftest import Running, program

NAME = "team"


@dataclass
class Team:
    """The desk, the server before it, and the copy. `desk(…)` works there, `copy(…)` here."""

    desk: Shell
    home: Path
    token: str
    address: str
    server: Running | None = field(default=None, repr=False)
    _serving: Any = field(default=None, repr=False)

    def copy(self, *arguments: str, stdin: str | bytes = b"") -> Answer:
        """Run the program on the copy."""
        return self.desk("--link", NAME, *arguments, stdin=stdin)

    def done(self, *arguments: str, stdin: str | bytes = b"") -> Answer:
        """The same, and expect no refusal."""
        answer = self.copy(*arguments, stdin=stdin)
        assert answer.code == 0, answer.err
        return answer

    def other(self, *arguments: str) -> Answer:
        """Olga does something at the desk itself."""
        return self.desk.done("--as", "olga", *arguments)

    def add(self, name: str = NAME, *more: str, token: str | None = None) -> Answer:
        """Make the link; the token stands on standard input."""
        given = self.token if token is None else token
        asked = ("link", "add", name, self.address, "--secret", "file", *more)
        return self.desk(*asked, stdin=f"{given}\n")

    def leave(self) -> None:
        """Cut the line: nobody serves the desk any more."""
        if self._serving is not None:
            self._serving.__exit__(None, None, None)
            self._serving = None

    def come_back(self) -> None:
        """Serve the desk where it was served before."""
        port = self.address.rpartition(":")[2]
        self._serving = program(self.desk.store, self.home / "server", "--port", port)
        self.server = self._serving.__enter__()

    @property
    def file(self) -> Path:
        """Where the copy lies."""
        return self.home / "home" / ".local" / "share" / "supportdesk" / "links" / f"{NAME}.desk"

    def mode(self, path: Path) -> int:
        """Who may do what with a file."""
        return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def served(shell: Shell, home: Path) -> Iterator[Team]:
    """A served desk with one ticket and a second lead, before anybody has a copy."""
    shell.ticket()
    shell.done("operators", "add", "Olga", "--login", "olga", "--role", "lead")
    made = shell.done("tokens", "add", "link", "--expires", "never", "--json")
    team = Team(shell, home, made.item["token"], "")
    team._serving = program(shell.store, home / "server")
    team.server = team._serving.__enter__()
    team.address = team.server.address
    try:
        yield team
    finally:
        team.leave()
