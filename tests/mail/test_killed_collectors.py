"""Every mail once, whoever is killed: the short run; `MAIL_KILLS=1` does the full size."""

import os
from pathlib import Path

import pytest

from tests.mail import killed_collectors
from tests.mail.dovecot import MISSING, PROGRAM

FULL = os.environ.get("MAIL_KILLS") == "1"
SIZE = (1000, 50, 20) if FULL else (100, 5, 2)


@pytest.mark.timeout(900 if FULL else 180)
def test_every_mail_is_filed_exactly_once_though_worker_and_server_are_killed(
    tmp_path: Path,
) -> None:
    if PROGRAM is None:
        pytest.skip(MISSING)
    result = killed_collectors.run(tmp_path, *SIZE, 7)
    assert (result.lost, result.doubled) == (0, 0)
    assert (result.mails, result.workers_killed, result.servers_killed) == SIZE
