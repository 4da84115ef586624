"""The matrix of roles: every command has a row, every cell is as expected."""

from pathlib import Path
from typing import get_args

import pytest

from supportdesk.desk.handling import HANDLERS
from supportdesk.domain import action
from supportdesk.domain.action import RecordHistory, SaveOperator
from supportdesk.domain.errors import Refused
from supportdesk.domain.roles import ALLOWED, ROLES, may
from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions
from tests.small_desk import SmallDesk

SENDING = {"Reply", "SaveTemplate", "TakeOverWriting"}
ORGANISING = {"SaveOperator", "SaveQueue", "ChangeOption"}
WORKERS = {"trainee", "operator", "mentor", "lead", "admin"}


def test_every_command_has_a_row_and_every_action_a_use_case() -> None:
    assert set(ALLOWED) == {*get_args(action.Command), action.RecordHistory}
    assert set(HANDLERS) == set(get_args(action.Command)) | set(get_args(action.Fact))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", get_args(action.Command), ids=lambda kind: kind.__name__)
def test_every_cell(role: str, command: type[action.Command]) -> None:
    expected = set(WORKERS)
    if command.__name__ in SENDING:
        expected -= {"trainee"}
    if command.__name__ in ORGANISING:
        expected = {"lead", "admin"}
    assert may(role, command) == (role in expected)


def test_who_may_not_import_is_told_before_anything_is_read(
    small: SmallDesk, tmp_path: Path
) -> None:
    auditor = small.act(SaveOperator("Nora", role="auditor"), by=small.olga).operator
    with pytest.raises(Refused, match="not_allowed"):
        import_files(small.desk, [tmp_path / "mail.mbox"], ImportOptions(importer=auditor))
    with pytest.raises(Refused, match="not_allowed"):
        small.desk.act(auditor, RecordHistory(()))
