"""An IMAP server of a few commands whose mails are larger than it says, and never end."""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress

ENDLESS = b""
"""A mail of which the server sends more and more, whatever size it has told."""
_TOLD = 99_999_999_999


class LyingImap:
    """A server with mails by their uids; one that is `ENDLESS` is told as a small one."""

    def __init__(self, mails: Mapping[int, bytes]) -> None:
        self._mails = mails
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.lines = 0
        """How often somebody has connected."""
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _address = self._listening.accept()
                self.lines += 1
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with suppress(OSError), line, line.makefile("rb") as said:
            line.sendall(b"* OK ready\r\n")
            for written in said:
                tag, command = written.decode().split(" ", 1)
                self._answer(line, command.strip())
                line.sendall(f"{tag} OK done\r\n".encode())

    def _answer(self, line: socket.socket, command: str) -> None:
        words = command.split()
        if words[0] == "CAPABILITY":
            line.sendall(b"* CAPABILITY IMAP4REV1\r\n")
        elif words[0] == "SELECT":
            line.sendall(b"* 9 EXISTS\r\n* OK [UIDVALIDITY 7] there\r\n")
        elif words[:2] == ["UID", "SEARCH"]:
            line.sendall(f"* SEARCH {' '.join(map(str, self._mails))}\r\n".encode())
        elif words[:2] == ["UID", "FETCH"]:
            for uid in map(int, words[2].split(",")):
                self._fetch(line, uid, whole="BODY.PEEK[]" in command)

    def _fetch(self, line: socket.socket, uid: int, *, whole: bool) -> None:
        mail = self._mails[uid]
        if not whole:
            line.sendall(f"* {uid} FETCH (UID {uid} RFC822.SIZE 300)\r\n".encode())
            return
        size = len(mail) if mail is not ENDLESS else _TOLD
        line.sendall(f"* {uid} FETCH (UID {uid} BODY[] {{{size}}}\r\n".encode())
        while mail is ENDLESS:
            line.sendall(b"x" * 65_536)
        line.sendall(mail + b")\r\n")
