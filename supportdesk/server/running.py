"""One process that serves: until it is told to stop, and then to the end of what it began."""

import signal
import socket
import threading
from types import FrameType

import uvicorn

from supportdesk.records import dataclass
from supportdesk.server.application import application
from supportdesk.server.service import Service

GRACE_SECONDS = 30
"""How long requests may take to end after the word to stop."""


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the server: a proxy whose word counts, or a certificate of its own."""

    trusted: tuple[str, ...] = ()
    """Addresses of proxies whose `X-Forwarded-For` is believed."""
    certificate: str | None = None
    key: str | None = None


class _Server(uvicorn.Server):
    """Tells the service to stop with the signal, so that streams end and requests do."""

    def __init__(self, config: uvicorn.Config, service: Service, told: threading.Event) -> None:
        super().__init__(config)
        self._service = service
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin; whoever was told to stop before the signals came here ends at once."""
        await super().startup(sockets)
        if self._told.is_set():
            self.handle_exit(signal.SIGTERM, None)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; a second Ctrl+C waits for nothing."""
        self._service.stopping.set()
        super().handle_exit(sig, frame)


def serve(service: Service, listening: socket.socket, front: Front, told: threading.Event) -> None:
    """Answer on a socket until SIGTERM or SIGINT; then let everything end that has begun.

    The caller's own handlers of these signals are called once it has ended; where they have set
    `told` already, nothing begins.
    """
    config = uvicorn.Config(
        application(service),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(front.trusted),
        forwarded_allow_ips=list(front.trusted),
        ssl_certfile=front.certificate,
        ssl_keyfile=front.key,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=20,
        lifespan="off",
        ws="none",
    )
    _Server(config, service, told).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Raises OSError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, what is accepted sends at once; unnamed, an answer's text waits 40 ms until the
    # word is there that its head has come.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.listen(512)
    listening.set_inheritable(True)
    return listening
