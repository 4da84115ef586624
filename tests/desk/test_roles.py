"""The matrix of roles: every command has a row, every cell is as expected."""

import itertools
import json
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
from supportdesk.store.read import desk_lists
from tests.small_desk import SmallDesk

SENDING = {
    *("Reply", "SaveTemplate", "RenameTag", "TakeOverWriting", "SaveMacro", "DeleteMacro"),
    *("MergeClients", "EditOrganisation", "SaveArticle", "RemoveArticle"),
    *("Forward", "SendLater", "PostponeSending", "CancelSending"),
    *("SendAgain", "SettleDelivery"),
}
ORGANISING = {
    *("SaveOperator", "SaveQueue", "ChangeOption", "SaveCalendar", "RemoveCalendar"),
    *("SavePolicy", "SavePolicies", "RemovePolicy", "OrderPolicies"),
    *("SetDuties", "SetDealing"),
    *("SaveClientProperty", "RemoveClientProperty", "ForgetClient", "DefineFields"),
}
WORKERS = {"trainee", "operator", "mentor", "lead", "admin"}


def test_every_command_has_a_row_and_every_action_a_use_case() -> None:
    recorded = {
        *(action.RecordHistory, action.RecordClientEvents, action.RecordArticles),
        *(action.RecordRatings, action.RecordRecommendations),
    }
    assert set(ALLOWED) == {*get_args(action.Command), *recorded}
    assert {*HANDLERS, action.Bulk} == set(get_args(action.Command)) | set(get_args(action.Fact))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", get_args(action.Command), ids=lambda kind: kind.__name__)
def test_every_cell(role: str, command: type[action.Command]) -> None:
    expected = set(WORKERS)
    if command.__name__ in SENDING:
        expected -= {"trainee"}
    if command.__name__ in ORGANISING:
        expected = {"lead", "admin"}
    if command.__name__ in {"AddToken", "RevokeToken"}:
        expected = set(ROLES)
    assert may(role, command) == (role in expected)


def test_who_may_not_import_is_told_before_anything_is_read(
    small: SmallDesk, tmp_path: Path
) -> None:
    auditor = small.act(SaveOperator("Nora", role="auditor"), by=small.olga).operator
    with pytest.raises(Refused, match="not_allowed"):
        import_files(small.desk, [tmp_path / "mail.mbox"], ImportOptions(importer=auditor))
    with pytest.raises(Refused, match="not_allowed"):
        small.desk.act(auditor, RecordHistory(()))


def test_an_admin_alone_makes_and_unmakes_leads_and_admins(small: SmallDesk) -> None:
    def may_do(by: int | None, change: SaveOperator) -> bool:
        try:
            small.desk.act(by, change)
        except Refused as refusal:
            assert refusal.code in ("role.not_given", "role.not_allowed")
            return False
        return True

    for own, role in itertools.product(ROLES, ROLES):
        by, one, other = (
            small.desk.act(None, SaveOperator(name, role=held)).operator
            for name, held in (("Ivan", own), ("Nora", "operator"), ("Zoya", role))
        )
        expected = own == "admin" or (own == "lead" and role not in {"lead", "admin"})
        for change in (
            SaveOperator("Vera", role=role),
            SaveOperator("Nora", one, role=role),
            SaveOperator("Zoya", other, f"ivan-{other}", role),
            SaveOperator("Zoya", other, f"zoya-{other}", "operator"),
        ):
            assert may_do(by, change) == expected, (own, role, change)
    assert not may_do(small.olga, SaveOperator("Olga", small.olga, "olga", "admin"))
    assert may_do(small.olga, SaveOperator("Olga Lis", small.olga, "olga", "lead"))


@pytest.mark.parametrize(
    ("own", "wanted", "given"),
    [
        ("operator", "admin", "operator"),
        ("operator", "lead", "operator"),
        ("operator", "trainee", "trainee"),
        ("lead", "admin", "operator"),
        ("lead", "lead", "operator"),
        ("lead", "planner", "planner"),
        ("planner", "operator", "auditor"),
        ("admin", "admin", "admin"),
        (None, "admin", "admin"),
    ],
)
def test_an_import_gives_no_role_above_the_importers_own(
    small: SmallDesk, tmp_path: Path, own: str | None, wanted: str, given: str
) -> None:
    by = None if own is None else small.desk.act(None, SaveOperator("Ivan", role=own)).operator
    line = {
        "subject": "Hi",
        "client": {"name": "Ann"},
        "created": "2026-01-01T00:00:00Z",
        "operators": [{"name": "Mallory", "login": "mallory", "role": wanted}],
    }
    for name, text in (
        ("a.jsonl", json.dumps(line)),
        ("crew.csv", f"name,role\nEve,{wanted}\n"),
    ):
        (tmp_path / name).write_text(text)
    options = ImportOptions(importer=by, operators=tmp_path / "crew.csv")
    assert import_files(small.desk, [tmp_path / "a.jsonl"], options).new == 1
    roles = {row.name: row.role for row in small.desk.ask(desk_lists.operators)}
    assert (roles["Mallory"], roles["Eve"]) == (given, given)


def test_an_import_does_not_take_the_place_of_a_lead_who_has_not_begun(
    small: SmallDesk, tmp_path: Path
) -> None:
    (tmp_path / "crew.csv").write_text("name,login,email\nMallory,olga,mallory@example.org\n")
    options = ImportOptions(importer=small.petro, operators=tmp_path / "crew.csv")
    import_files(small.desk, [], options)
    people = {row.name: (row.login, row.role) for row in small.desk.ask(desk_lists.operators)}
    assert (people["Olga"], people["Mallory"]) == (("olga", "lead"), (None, "operator"))
