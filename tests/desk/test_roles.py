"""The matrix of roles: every command has a row, every cell is as expected."""

from typing import get_args

import pytest

from supportdesk.desk.handling import HANDLERS
from supportdesk.domain import action
from supportdesk.domain.roles import ALLOWED, ROLES, may

SENDING = {"Reply", "SaveTemplate"}
ORGANISING = {"SaveOperator", "SaveQueue"}
WORKERS = {"trainee", "operator", "mentor", "lead", "admin"}


def test_every_command_has_a_row_and_every_action_a_use_case() -> None:
    assert set(ALLOWED) == set(get_args(action.Command))
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
