"""A small HTTP server standing for a CRM, on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOOK = "1/s3cr3t-hook-0123456789"


@dataclass
class OtherSystem:
    """What it was asked, and how it behaves."""

    port: int = 0
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    """Method, path, body of each request."""
    status: int = 200
    body: bytes | None = None
    """Answered instead of what the CRM would say."""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    """Seconds between single bytes of the answer."""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


def crm_answer(path: str, asked: Any) -> Any:
    """What a Bitrix24 portal with one contact and two deals says."""
    if f"/rest/{HOOK}/" not in path:
        return {"error": "INVALID_CREDENTIALS"}
    if path.endswith("crm.contact.list.json"):
        known = asked["filter"]["EMAIL"] == "ann@example.org"
        return {"result": [{"ID": "42"}] if known else [], "total": int(known)}
    if path.endswith("crm.deal.list.json"):
        assert asked["filter"] == {"CONTACT_ID": "42"}
        return {
            "result": [
                {
                    "ID": "1093",
                    "TITLE": "Ромашки, 100 шт.",
                    "OPPORTUNITY": "1500.00",
                    "CURRENCY_ID": "RUB",
                    "STAGE_ID": "WON",
                },
                {"ID": "1050", "TITLE": "Vases \x1b]0;owned\x07", "STAGE_ID": "NEW"},
            ],
            "total": 2,
        }
    return {"error": "ERROR_METHOD_NOT_FOUND"}


@contextmanager
def other_system() -> Iterator[OtherSystem]:
    """The server, until the end of the block."""
    system = OtherSystem()

    class Handler(BaseHTTPRequestHandler):
        """Answers as `system` says."""

        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            self._answer(json.loads(self.rfile.read(length)))

        def _answer(self, asked: Any) -> None:
            system.asked.append((self.command, self.path, asked))
            time.sleep(system.delay)
            body = system.body
            if body is None:
                body = json.dumps(crm_answer(self.path, asked)).encode()
            try:
                self.send_response(system.status)
                self.send_header("Content-Length", str(len(body)))
                for name, value in system.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for byte in body if system.drip else ():
                    self.wfile.write(bytes([byte]))
                    time.sleep(system.drip)
                self.wfile.write(b"" if system.drip else body)
            except OSError:
                return

        def log_message(self, *_args: object) -> None:
            """Nothing: tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    system.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
