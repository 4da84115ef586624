"""What was done on a copy and has not arrived at its desk, as scripts see it."""

from supportdesk.objects.times import utc_text, utc_text_or_none
from supportdesk.store.read.sendings import SendingRow


def sending_object(row: SendingRow) -> dict[str, object]:
    """A sending: what it does to which ticket, where it is, and why it is not there yet."""
    item: dict[str, object] = {
        "entry": row.number,
        "do": row.what,
        "ticket": row.ticket,
        "state": row.state,
        "at": utc_text(row.at),
        "attempts": row.attempts,
        "next": utc_text_or_none(row.next_at),
        "envelope": row.key,
    }
    if row.because:
        item["because"] = {
            "code": row.because.get("code"),
            "stops": [stop.get("name") for stop in row.because.get("stops", ())],
        }
    return item
