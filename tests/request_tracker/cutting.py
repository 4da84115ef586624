"""A small proxy that cuts connections, so that one side does not know what the other did."""

import asyncio
import socket
import struct
from enum import StrEnum


class Cut(StrEnum):
    """What happens to the next request that writes; reads always pass."""

    NONE = "none"
    BEFORE = "before"
    """Half of the request reaches the server, which does nothing."""
    ANSWER = "answer"
    """The server does it, and its answer never arrives."""
    SILENCE = "silence"
    """The server does it, and nothing more is heard."""
    FAILURE = "failure"
    """The server does it, and something before it answers 502."""


class CuttingProxy:
    """Stands before a server on a port of its own; counts the writes that were let through."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._listening: asyncio.Server | None = None
        self.cut = Cut.NONE
        self.writes: list[bytes] = []
        self._open: set[asyncio.StreamWriter] = set()
        self._served: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._listening is not None
        return f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        """Listen."""
        self._listening = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def stop(self) -> None:
        """Listen no more, and drop who is there."""
        assert self._listening is not None
        self._listening.close()
        self._over.set()
        for writer in self._open:
            reset(writer)
        await asyncio.gather(*self._served, return_exceptions=True)
        await self._listening.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        task = asyncio.current_task()
        assert task is not None
        self._served.add(task)
        try:
            while True:
                await self._pass_on(await message_from(reader), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._open.discard(writer)
            self._served.discard(task)
            writer.close()

    async def _pass_on(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        method = request.partition(b" ")[0]
        cut = Cut.NONE
        if method != b"GET":
            self.writes.append(request)
            cut, self.cut = self.cut, Cut.NONE
        if cut is Cut.BEFORE:
            reset(writer)
            raise ConnectionResetError
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        try:
            to_server.write(request)
            answer = await message_from(from_server)
        finally:
            to_server.close()
        if cut is Cut.ANSWER:
            reset(writer)
            raise ConnectionResetError
        if cut is Cut.SILENCE:
            await self._over.wait()
            raise ConnectionResetError
        if cut is Cut.FAILURE:
            answer = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad"
        writer.write(answer)
        await writer.drain()


async def message_from(reader: asyncio.StreamReader) -> bytes:
    """A request or an answer, with its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    if b"transfer-encoding: chunked" in lines:
        body = b""
        while not body.endswith(b"0\r\n\r\n"):
            body += await reader.readuntil(b"\r\n")
        return head + body
    lengths = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
    if not lengths and head.startswith(b"HTTP/"):
        return head + await reader.read()
    return head + (await reader.readexactly(lengths[0]) if lengths else b"")


def reset(writer: asyncio.StreamWriter) -> None:
    held = writer.get_extra_info("socket")
    held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
