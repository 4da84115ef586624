"""A real server over TLS: whom nobody vouches for is refused with a sentence (law 10)."""

from collections.abc import Iterator

import pytest

from supportdesk.i18n.refusals import sentence
from supportdesk.intake.boxes import open_box
from supportdesk.settings import mail_tls
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.mail_accounts import MailAccount, Server
from tests.mail.dovecot import MISSING, PASSWORD, PROGRAM, USER, Dovecot
from tests.mail.worker import mail
from tests.outbound.test_smtp import LOOPBACK

WAYS = ("starttls", "tls")


@pytest.fixture
def protected() -> Iterator[Dovecot]:
    """A server that shows a certificate nobody has signed, with one mail."""
    if PROGRAM is None:
        pytest.skip(MISSING)
    server = Dovecot(LOOPBACK)
    try:
        server.start()
        server.deliver(mail(1))
        yield server
    finally:
        server.remove()


def account(server: Dovecot, way: str, host: str = "127.0.0.1") -> MailAccount:
    port = server.port if way == "starttls" else server.tls_port
    return MailAccount("box", "help@example.org", imap=Server(host, port, way, USER))


@pytest.mark.parametrize("way", WAYS)
def test_a_certificate_is_trusted_once_it_is_named(
    protected: Dovecot, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_tls, "LOCAL_HOSTS", ())  # as if it were another machine
    with pytest.raises(SettingTrouble) as refused:
        open_box(account(protected, way), PASSWORD)
    said = sentence(refused.value.code, refused.value.parameters, interface="cli")
    assert "TLS: self" in said
    assert "SSL_CERT_FILE=FILE supportdesk mail check box" in said
    assert "certificate" in said
    assert PASSWORD not in said
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
    box = open_box(account(protected, way), PASSWORD)
    assert [box.raw(letter) for letter in box.letters(0)] == [mail(1)]
    box.close()


@pytest.mark.parametrize("way", WAYS)
def test_of_this_machine_no_certificate_is_asked_for(protected: Dovecot, way: str) -> None:
    box = open_box(account(protected, way), PASSWORD)
    assert [box.raw(letter) for letter in box.letters(0)] == [mail(1)]
    box.close()


@pytest.mark.parametrize("way", WAYS)
def test_a_trusted_certificate_of_another_name_is_refused(
    protected: Dovecot, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(LOOPBACK))
    with pytest.raises(SettingTrouble) as refused:
        open_box(account(protected, way, "127.0.0.2"), PASSWORD)
    assert "127.0.0.2" in str(refused.value.parameters["reason"])
