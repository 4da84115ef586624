"""What clients have said of tickets comes along from where it was, and once (F125)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions, ImportReport
from supportdesk.store.read.rows import TicketRow
from tests import zendesk_account as account
from tests.small_desk import SmallDesk

ASKED = datetime(2026, 2, 4, 9, tzinfo=UTC)


def rating(number: int, ticket: int, score: str, **more: Any) -> dict[str, Any]:
    """One of the list of ratings."""
    said = {"id": number, "ticket_id": ticket, "score": score, "comment": None}
    return {**said, "created_at": "2026-02-04T09:00:00Z", "updated_at": None, **more}


def brought(small: SmallDesk, folder: Path, helpdesk: str | None = "zendesk") -> ImportReport:
    """Import as Olga, a month later."""
    small.clock.forward(days=30)
    return import_files(small.desk, [folder], ImportOptions(helpdesk=helpdesk, importer=small.olga))


def written(folder: Path, tickets: list[dict[str, Any]], ratings: list[dict[str, Any]]) -> Path:
    """An account with these tickets and ratings."""
    account.write(folder)
    for old in folder.rglob("tickets*.json"):
        old.unlink()
    (folder / "tickets.json").write_text(json.dumps({"tickets": tickets}))
    (folder / "ratings.json").write_text(json.dumps({"satisfaction_ratings": ratings}))
    return folder


def said(row: TicketRow) -> tuple[int | None, int | None, str | None]:
    """Score, moment and comment."""
    return row.rating, row.rated_at, row.rating_comment


def test_ratings_of_zendesk_come_in_at_their_moment_and_once(
    small: SmallDesk, tmp_path: Path
) -> None:
    own = {"satisfaction_rating": {"id": 1, "score": "good", "comment": "Quick!"}}
    tickets = [
        account.ticket(1, status="solved", **own),
        account.ticket(2, status="solved", satisfaction_rating={"score": "offered"}),
        account.ticket(3, status="solved"),
        account.ticket(4, status="solved", **own),
    ]
    ratings = [
        rating(5, 3, "bad", comment=" Slow. "),
        rating(6, 4, "good_with_comment", comment="Quick!"),
        rating(7, 4, "offered", updated_at="2026-02-09T09:00:00Z"),
        rating(8, 99, "bad"),
    ]
    folder = written(tmp_path / "account", tickets, ratings)
    report = brought(small, folder)
    at = int(ASKED.timestamp()) * 1000
    assert said(small.row(1)) == (
        5,
        int(datetime(2026, 2, 3, 10, tzinfo=UTC).timestamp()) * 1000,
        "Quick!",
    )
    assert said(small.row(2)) == (None, None, None)
    assert said(small.row(3)) == (1, at, "Slow.")
    assert said(small.row(4)) == (5, at, "Quick!")
    assert (report.kinds_read["rating"], report.kinds_new["rating"]) == (3, 3)
    assert report.no_place["rating", "", "no_ticket"] == 1
    assert report.no_place["ticket", "satisfaction_rating", "field"] == 0
    again = brought(small, folder)
    assert (again.kinds_read["rating"], again.kinds_new["rating"]) == (3, 0)


def test_our_own_export_keeps_ratings(small: SmallDesk, tmp_path: Path) -> None:
    line = {
        "subject": "Lamp",
        "client": {"name": "Ann"},
        "created": "2026-02-01T10:00:00Z",
        "state": "solved",
        "rating": {"score": 4, "at": "2026-02-04T09:00:00Z", "comment": "Kind"},
    }
    file = tmp_path / "own.jsonl"
    wrong = {**line, "rating": {"score": 6, "at": "2026-02-04T09:00:00Z"}}
    file.write_text(f"{json.dumps(line)}\n{json.dumps(wrong)}\n")
    report = brought(small, file, None)
    assert said(small.row(1)) == (4, int(ASKED.timestamp()) * 1000, "Kind")
    assert [(one.reason, one.detail) for one in report.skipped] == [("line.invalid", "rating")]


@pytest.mark.parametrize("made", ["2026-02-02T08:00:00Z", "2024-05-05T08:00:00Z"])
def test_two_accounts_of_freshdesk_do_not_become_one(
    small: SmallDesk, tmp_path: Path, made: str
) -> None:
    from tests.desk.test_freshdesk_exports import ticket

    def put(name: str, **more: Any) -> Path:
        file = tmp_path / name
        file.write_text(json.dumps([ticket(1, **more)]))
        return file

    first = put("first.json")
    brought(small, first, "freshdesk")
    other = put("other.json", subject="Other", created_at=made)
    is_same = made == ticket(1)["created_at"]
    report = brought(small, other, "freshdesk")
    reasons = [one.reason for one in report.skipped]
    assert reasons == ([] if is_same else ["ticket.other_account"])
    options = ImportOptions(helpdesk="freshdesk", importer=small.olga, account="two")
    report = import_files(small.desk, [other], options)
    assert (report.tickets_new, report.skipped) == (1, [])
    assert [small.row(number).subject for number in (1, 2)] == ["Matter 1", "Other"]
