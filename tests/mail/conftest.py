"""A running server, where there is one to run."""

from collections.abc import Iterator

import pytest

from tests.mail.dovecot import MISSING, PROGRAM, Dovecot


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """A started IMAP server with an empty mailbox."""
    if PROGRAM is None:
        pytest.skip(MISSING)
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()
