"""`serve`: the desk over HTTP, for a team; it does what time brings as well."""

import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli.collecting import collecting
from supportdesk.cli.due_worker import keep_working, told_to_stop
from supportdesk.cli.links import following
from supportdesk.cli.logs import OwnLog
from supportdesk.cli.parameters import positive_number, session_of
from supportdesk.cli.posting import delivering
from supportdesk.cli.server_processes import begin_processes, end_with
from supportdesk.cli.session import Session
from supportdesk.domain.errors import Invalid, Refused, StoreTrouble
from supportdesk.i18n import gettext as _
from supportdesk.settings.paths import log_file

if TYPE_CHECKING:
    from supportdesk.desk.due_work import WorkDone
    from supportdesk.server.journal import Journal
    from supportdesk.server.running import Front
    from supportdesk.server.service import Limits

USUAL_PORT = 8080
LARGEST_PORT = 65535
MEGABYTE = 1024 * 1024
AT_ONCE = 4
"""Requests of the largest size that have room together."""


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "serve",
        help=_("Serve the desk over HTTP to programs with a token, until it is stopped."),
        epilog=_(
            "It also does what time brings, as supportdesk work does. Tokens: supportdesk tokens"
            " add NAME. What there is: /v1/openapi.json. One JSON line for each request stands on"
            " standard error, without anybody's texts."
        ),
    )(serve)


def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help=_("Where to listen."))
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=LARGEST_PORT, help=_("0 is any that is free."))
    ] = USUAL_PORT,
    workers: Annotated[
        int,
        typer.Option("--workers", metavar="N", parser=positive_number, help=_("Processes.")),
    ] = 1,
    behind_proxy: Annotated[
        bool,
        typer.Option("--behind-proxy", help=_("A proxy with TLS stands before it.")),
    ] = False,
    trust_proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--trust-proxy",
            metavar="ADDRESS",
            help=_("Believe the X-Forwarded-For of a proxy that comes from there: 127.0.0.1."),
        ),
    ] = None,
    certificate: Annotated[
        str | None, typer.Option("--tls-cert", metavar="FILE", help=_("A certificate of its own."))
    ] = None,
    key: Annotated[
        str | None, typer.Option("--tls-key", metavar="FILE", help=_("The key of that."))
    ] = None,
    forms: Annotated[
        bool,
        typer.Option("--forms", help=_("Open the form for new tickets to everybody.")),
    ] = False,
    only: Annotated[
        bool, typer.Option("--no-work", help=_("Only answer; others do what time brings."))
    ] = False,
    body: Annotated[
        int,
        typer.Option(
            "--max-body", metavar="MIB", parser=positive_number, help=_("Largest request.")
        ),
    ] = 32,
    rate: Annotated[
        int,
        typer.Option(
            "--rate", metavar="N", parser=positive_number, help=_("Requests of a token a second.")
        ),
    ] = 50,
) -> None:
    """Listen, answer, and end well: what has begun is finished first."""
    session = session_of(context)
    session.require_writing()
    session.require_own()
    _require_closed(host, behind_proxy=behind_proxy, encrypted=bool(certificate and key))
    _require_installed()
    _require_certificate(certificate, key)
    trusted = tuple(map(_place_of_proxy, trust_proxy or ()))
    from supportdesk.server.rates import Rate
    from supportdesk.server.running import Front
    from supportdesk.server.service import Limits

    size = body * MEGABYTE
    limits = Limits(body=size, bodies=AT_ONCE * size, token=Rate(rate, rate * 4))
    front = Front(trusted, certificate, key)
    session.desk.get_ready()
    with _listening(host, port) as listening, told_to_stop() as stop:
        place, above = 0, os.getpid()
        _announce(session, listening, encrypted=bool(certificate))
        if workers > 1:
            session.close()
            begun = begin_processes(workers, stop)
            if begun is None:
                return
            place = begun
            end_with(above, stop)
            limits = replace(
                limits,
                bodies=max(size, limits.bodies // workers),
                token=limits.token.divided(workers),
                stranger=limits.stranger.divided(workers),
                form=limits.form.divided(workers),
                forms=limits.forms.divided(workers),
            )
        works = not (only or place)
        _serve(session, listening, front, limits, stop, forms=forms, works=works)


def _serve(
    session: Session,
    listening: socket.socket,
    front: "Front",
    limits: "Limits",
    stop: threading.Event,
    *,
    forms: bool,
    works: bool,
) -> None:
    """One process: answers, and works where it is the one that does."""
    from supportdesk.server.journal import Journal, JournalLog
    from supportdesk.server.running import serve as answer
    from supportdesk.server.service import Service

    journal = Journal(sys.stderr, session.clock)
    logging.getLogger().handlers = [OwnLog(log_file), JournalLog(journal)]
    service = Service(session.desk, session.settings.zone, journal, limits, forms=forms)
    with ExitStack() as ending:
        ending.callback(service.close)
        if works:
            ending.enter_context(_working(session, journal))
        service.get_ready()
        journal.tell("began", process=os.getpid(), works=int(works))
        answer(service, listening, front, stop)
        journal.tell("ended", process=os.getpid())


@contextmanager
def _working(session: Session, journal: "Journal") -> Iterator[None]:
    """Do beside a block what time brings: due work, letters, mail."""
    stop = threading.Event()

    def tell(came_of_it: "WorkDone", _upcoming: int | None) -> None:
        journal.tell(
            "worked", done=came_of_it.done, failed=came_of_it.failed, late_ms=came_of_it.late
        )

    def complain(trouble: StoreTrouble) -> None:
        journal.tell("trouble", code=trouble.code)

    def stand() -> None:
        try:
            keep_working(session.desk, stop, tell, complain)
        except StoreTrouble as trouble:
            complain(trouble)

    thread = threading.Thread(target=stand, name="work")
    with delivering(session), collecting(session), following(session):
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def _require_closed(host: str, *, behind_proxy: bool, encrypted: bool) -> None:
    """Raise Refused where strangers could read what is sent."""
    try:
        is_here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not (is_here or behind_proxy or encrypted):
        raise Refused("serve.outside", wanted=host)


def _place_of_proxy(written: str) -> str:
    """An address, or a network of them. Raises Invalid: whatever else is named is nowhere."""
    try:
        return str(ip_network(written) if "/" in written else ip_address(written))
    except ValueError:
        raise Invalid("serve.no_proxy", wanted=written) from None


def _require_installed() -> None:
    """Raise Invalid where the extra `server` is not installed."""
    if not all(map(find_spec, ("fastapi", "uvicorn"))):
        raise Invalid("serve.not_installed")


def _require_certificate(certificate: str | None, key: str | None) -> None:
    """Raise Invalid where one is without the other, or they cannot be read and used together."""
    if not (certificate or key):
        return
    if not (certificate and key):
        raise Invalid("serve.half_certificate")
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError as trouble:  # what is no certificate is one as well
        raise Invalid(
            "serve.certificate", path=certificate, key=key, reason=trouble.strerror or str(trouble)
        ) from None


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    from supportdesk.server.running import listen

    try:
        listening = listen(host, port)
    except OSError as trouble:
        wanted = f"{host}:{port}"
        raise Invalid("serve.address", wanted=wanted, reason=trouble.strerror) from trouble
    with listening:
        yield listening


def _announce(session: Session, listening: socket.socket, *, encrypted: bool) -> None:
    host, port = listening.getsockname()[:2]
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    address = f"{'https' if encrypted else 'http'}://{place}"
    if session.as_json:
        session.output.item({"listening": address})
    else:
        session.output.say(_("Listening on {address}; Ctrl+C ends it.").format(address=address))
    sys.stdout.flush()
