"""Conversations with real servers: protected, known, slow, and none at all."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from supportdesk.outbound.smtp import Answer, Connection, Security, Server, ServerTrouble
from supportdesk.settings import mail_tls
from tests.outbound.mail_servers import MailServer, Postbox

LOOPBACK = Path(__file__).with_name("loopback.pem")
"""A certificate for this machine that nobody else trusts."""

MAIL = b"Subject: x\r\nMessage-ID: <m@x.example>\r\n\r\n.a line\r\nthe end"


def context() -> ssl.SSLContext:
    """What a server shows."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(LOOPBACK)
    return made


@contextmanager
def serving(security: Security, postbox: Postbox) -> Iterator[int]:
    """A server for the time of a block; its port."""
    made = {"require_starttls": True, "tls_context": context()}
    more: dict[str, Any] = made if security is Security.STARTTLS else {}
    server = MailServer(postbox, tls=context() if security is Security.TLS else None, **more)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def send(server: Server) -> Answer:
    """Hand in a mail."""
    line = Connection(server, "help.example")
    try:
        return line.deliver("desk@help.example", ("ann@x.example",), MAIL, lambda: True)
    finally:
        line.close()


@pytest.mark.parametrize("security", list(Security))
def test_a_mail_arrives_byte_for_byte(security: Security, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
    box = Postbox(logins={"desk": "secret"})
    with serving(security, box) as port:
        server = Server("127.0.0.1", port, security, "desk", "secret")
        assert send(server) == Answer(sent=("ann@x.example",))
    assert box.arrived[0].raw == MAIL + b"\r\n"


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_server_that_is_not_who_it_says_gets_nothing(
    security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_tls, "LOCAL_HOSTS", ())  # as if it were another machine
    box = Postbox(logins={"desk": "secret"})
    with (
        serving(security, box) as port,
        pytest.raises(ServerTrouble, match="certificate") as refused,
    ):
        send(Server("127.0.0.1", port, security, "desk", "secret"))
    assert box.arrived == []
    assert refused.value.untrusted


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_of_this_machine_no_certificate_is_asked_for(security: Security) -> None:
    box = Postbox(logins={"desk": "secret"})
    with serving(security, box) as port:
        answer = send(Server("127.0.0.1", port, security, "desk", "secret"))
    assert answer == Answer(sent=("ann@x.example",))


def test_a_server_without_protection_is_not_used_unprotected() -> None:
    box = Postbox()
    with serving(Security.NONE, box) as port, pytest.raises(ServerTrouble, match="STARTTLS"):
        send(Server("127.0.0.1", port, Security.STARTTLS))
    assert box.arrived == []


def test_a_wrong_password_is_the_accounts_trouble() -> None:
    with (
        serving(Security.NONE, Postbox(logins={"desk": "secret"})) as port,
        pytest.raises(ServerTrouble, match="535") as caught,
    ):
        send(Server("127.0.0.1", port, Security.NONE, "desk", "wrong"))
    assert "wrong" not in str(caught.value)
    assert "wrong" not in repr(Server("h", 1, user="desk", password="wrong"))


def test_a_server_that_only_drips_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        over = threading.Event()

        def drip() -> None:
            line, _address = listening.accept()
            with line:
                while not over.wait(0.05):
                    try:
                        line.send(b"2")
                    except OSError:
                        return

        dripping = threading.Thread(target=drip)
        dripping.start()
        began = monotonic()
        with pytest.raises(ServerTrouble):
            send(Server("127.0.0.1", port, Security.NONE, step_seconds=5.0, total_seconds=0.6))
        over.set()
        dripping.join()
        assert monotonic() - began < 4


def test_who_may_not_go_on_sends_nothing() -> None:
    box = Postbox()
    with serving(Security.NONE, box) as port:
        line = Connection(Server("127.0.0.1", port, Security.NONE), "help.example")
        answer = line.deliver("d@x.example", ("ann@x.example",), MAIL, lambda: False)
        assert (answer.sent, answer.later) == ((), ("ann@x.example",))
        again = line.deliver("d@x.example", ("ann@x.example",), MAIL, lambda: True)
        assert again.sent == ("ann@x.example",)
        line.close()
    assert len(box.arrived) == 1


def test_who_waits_for_a_silent_server_can_be_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server("127.0.0.1", listening.getsockname()[1], Security.NONE)
        line = Connection(server, "help.example")
        cutting = threading.Timer(0.4, line.cut)
        cutting.start()
        began = monotonic()
        with pytest.raises(ServerTrouble):
            line.deliver("d@x.example", ("ann@x.example",), MAIL, lambda: True)
        cutting.join()
        assert monotonic() - began < 5
