"""Views whose names or keys an undo would give to two: refused, with what came later (law 4)."""

from collections.abc import Sequence

from supportdesk.desk.submission import Submission
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.store.write import rows, views
from supportdesk.store.write.rows import Stored


def require_none(submission: Submission, events: Sequence[Stored]) -> None:
    """Raise Refused where a view of these events now has the name or key of another one.

    Those who have both views would not tell them apart.
    """
    connection = submission.transaction.connection
    touched = {event["subject_id"] for event in events if event["subject"] == "saved_view"}
    for view in sorted(touched):
        row = rows.require_row(connection, "saved_view", view)
        if not row["withdrawn"]:
            for other in views.beside(connection, row["scope"], row["owner_id"], row["role"]):
                _require_apart(submission, row, other, events[-1]["seq"])


def _require_apart(submission: Submission, row: Stored, other: Stored, since: int) -> None:
    if row["id"] == other["id"]:
        return
    same_name = row["name"].casefold() == other["name"].casefold()
    same_key = row["digit"] is not None and row["digit"] == other["digit"]
    if not (same_name or same_key):
        return
    later = views.newest_event(submission.transaction.connection, other["id"], since)
    event = None if later is None else later["seq"]
    at = None if later is None else from_milliseconds(later["at"])
    if same_name:
        raise Refused("undo.view_name_taken", name=other["name"], event=event, at=at)
    raise Refused(
        "undo.view_key_taken", name=other["name"], digit=other["digit"], event=event, at=at
    )
