"""Fixtures of what goes outside."""

from collections.abc import Iterator

import pytest

from tests.outbound.mail_servers import Postbox
from tests.outbound.mailing import Mailing, served
from tests.small_desk import SmallDesk


@pytest.fixture
def mailing(small: SmallDesk) -> Iterator[Mailing]:
    """A desk and its server."""
    with served(Postbox()) as server:
        yield Mailing(small, server)
