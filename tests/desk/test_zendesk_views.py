"""What Zendesk's views ask, asked here: exactly the same tickets, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions, ImportReport
from supportdesk.store.read import views
from tests import zendesk_account as account
from tests.small_desk import SmallDesk
from tests.zendesk_account import BILLING, BO, PAID, PLAN, condition, view


def asked(small: SmallDesk, folder: Path, *shown: Any) -> tuple[ImportReport, list[str]]:
    """The account with these views: the report and their queries."""
    account.write(folder)
    (folder / "views.json").write_text(json.dumps({"views": list(shown)}), encoding="utf-8")
    small.clock.forward(days=1)
    options = ImportOptions(helpdesk="zendesk", importer=small.olga)
    report = import_files(small.desk, [folder], options)
    return report, [row.query for row in small.desk.ask(views.saved, small.olga)]


SAID = [
    (condition("status", "is", "pending"), "state:waiting"),
    (condition("status", "is_not", "closed"), "-state:closed"),
    (condition("status", "greater_than", "pending"), "state:hold,solved,closed"),
    (condition("priority", "less_than", "high"), "priority:low,normal"),
    (condition("priority", "is", "urgent"), "priority:critical"),
    (condition("type", "is", ""), "kind:none"),
    (condition("type", "is_not", "incident"), '-kind:"incident"'),
    (condition("assignee_id", "is", ""), "owner:nobody"),
    (condition("assignee_id", "is_not", str(BO)), '-owner:"Bo Hill"'),
    (condition("group_id", "is", str(BILLING)), 'queue:"Billing"'),
    (condition("organization_id", "is", str(account.ACME)), 'company:"Acme"'),
    (condition("requester_id", "is", str(account.ANN)), 'email:"ann@example.org"'),
    (condition("current_tags", "not_includes", "a b"), '-tag:"a","b"'),
    (condition("updated_at", "less_than", "24"), "updated>-24h"),
    (condition("created_at", "greater_than", "48"), "created<-48h"),
    (condition(f"custom_fields_{PLAN}", "is", "plan_gold"), 'plan:"Gold plan"'),
    (condition(f"custom_fields_{PLAN}", "is", ""), "plan:none"),
    (condition(f"custom_fields_{PAID}", "is", "true"), 'is_paid:"true"'),
]


def test_every_condition_that_can_be_said(small: SmallDesk, tmp_path: Path) -> None:
    shown = [view(100 + n, f"View {n:02}", one) for n, (one, _query) in enumerate(SAID)]
    report, queries = asked(small, tmp_path / "a", *shown)
    assert queries == [query for _one, query in SAID]
    assert [one for one in report.skipped if one.reason == "view.refused"] == []


@pytest.mark.parametrize(
    "one",
    [
        condition("status", "less_than", "new"),
        condition("status", "changed", "open"),
        condition("status", "is", ["open"]),
        condition("brand_id", "is", "1"),
        condition("assignee_id", "is", "999"),
        condition("group_id", "is", None),
        condition("current_tags", "includes", 'a"b'),
        condition("current_tags", "includes", ""),
        condition("updated_at", "is", "24"),
        condition("updated_at", "less_than", "9" * 30),
        condition("custom_fields_99", "is", "x"),
        condition("custom_fields_41", "is", 'x" OR state:new'),
        condition("NEW", "greater_than", "24"),
    ],
)
def test_a_condition_that_cannot_be_said_keeps_its_view_out(
    small: SmallDesk, tmp_path: Path, one: dict[str, Any]
) -> None:
    report, queries = asked(small, tmp_path / "a", view(100, "View", one))
    assert queries == []
    why = {(kind, why) for (kind, _field, why), times in report.no_place.items() if times}
    assert ("view", "condition") in why


def test_a_long_name_is_cut_and_two_of_a_name_are_told_apart(
    small: SmallDesk, tmp_path: Path
) -> None:
    open_ones = condition("status", "is", "open")
    shown = [view(n, "A name " * 20, open_ones) for n in (100, 101)]
    report, _queries = asked(small, tmp_path / "a", *shown)
    names = [row.name for row in small.desk.ask(views.saved, small.olga)]
    assert report.kinds_new["view"] == 2
    assert len(set(names)) == 2
    assert all(len(name) <= 60 for name in names)
    again, _queries = asked(small, tmp_path / "b", *shown)
    assert again.kinds_new["view"] == 0
