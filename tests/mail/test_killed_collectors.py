"""Every mail once, whoever is killed: the short run; `MAIL_KILLS=1` does the full size."""

import os
from pathlib import Path

import pytest

from tests.mail import killed_collectors
from tests.mail.altered_worker import EARLY_CURSOR, NO_IDENTITY
from tests.mail.dovecot import MISSING, PROGRAM

FULL = os.environ.get("MAIL_KILLS") == "1"
SIZE = (1000, 50, 20) if FULL else (40, 3, 1)


@pytest.mark.timeout(900 if FULL else 180)
def test_every_mail_is_filed_exactly_once_though_worker_and_server_are_killed(
    tmp_path: Path,
) -> None:
    if PROGRAM is None:
        pytest.skip(MISSING)
    result = killed_collectors.run(tmp_path, *SIZE, 7)
    assert (result.lost, result.doubled) == (0, 0)
    assert result.among  # else nothing was tried
    assert (result.mails, result.workers_killed, result.servers_killed) == SIZE


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("fault", "kind"), [(EARLY_CURSOR, "lost"), (NO_IDENTITY, "doubled")])
def test_a_planted_fault_is_noticed(tmp_path: Path, fault: str, kind: str) -> None:
    if PROGRAM is None:
        pytest.skip(MISSING)

    def noticed(attempt: int) -> int:
        (tmp_path / str(attempt)).mkdir()
        found = killed_collectors.run(
            tmp_path / str(attempt), 150, 2, 0, attempt, planted=fault, patience=4
        )
        assert not {"lost": found.doubled, "doubled": found.lost}[kind]
        return int(getattr(found, kind))

    assert any(noticed(attempt) for attempt in range(3))  # a kill may fall between two mails
