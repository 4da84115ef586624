"""What was done on a copy and has not arrived at its desk, as scripts see it."""

from collections.abc import Iterable

from supportdesk.objects.times import utc_text, utc_text_or_none
from supportdesk.store.read.crossings import Crossing
from supportdesk.store.read.sendings import SendingRow, UnsentRow


def sending_object(
    row: SendingRow, behind: int | None, crossed: Iterable[Crossing]
) -> dict[str, object]:
    """A sending: what it does to which ticket, where it is, and why it is not there yet.

    `behind` is the entry that has stopped in front of it; `crossed` what others have set instead.
    """
    item: dict[str, object] = {
        "entry": row.number,
        "do": row.what,
        "ticket": row.ticket,
        "state": row.state,
        "at": utc_text(row.at),
        "attempts": row.attempts,
        "next": utc_text_or_none(row.next_at),
        "envelope": row.key,
        "behind": behind,
        "crossed": [
            {
                "ticket": one.ticket,
                "field": one.field.removesuffix("_id"),
                "here": one.here,
                "there": one.there,
                "before": one.before,
                "by": one.who,
                "at": utc_text(one.at),
            }
            for one in crossed
        ],
        "went": row.because.get("went", []),
        "stayed": row.because.get("stayed", []),
    }
    if row.because:
        item["because"] = {
            "code": row.because.get("code"),
            "stops": [stop.get("name") for stop in row.because.get("stops", ())],
        }
    return item


def unsent_objects(rows: Iterable[UnsentRow]) -> list[dict[str, object]]:
    """What was done to a ticket and has stopped, or waits."""
    return [
        {"entry": row.number, "do": row.what, "state": row.state, "behind": row.behind}
        for row in rows
    ]
