"""The clocks of a ticket as scripts see them (F88 to F93)."""

from supportdesk.desk.explaining import ShownClock
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.objects.times import utc_text, utc_text_or_none

Item = dict[str, object]


def clock_object(shown: ShownClock) -> Item:
    """A cycle as scripts see it; lengths in seconds of working time."""
    row = shown.row
    return {
        "clock": row.clock,
        "state": shown.state,
        "started": utc_text(row.started_at),
        "target_seconds": row.target // 1000,
        "due": utc_text_or_none(row.due_at),
        "remaining_seconds": None if row.remaining is None else row.remaining // 1000,
        "pauses": [
            {
                "from": utc_text(to_milliseconds(pause.begin)),
                "to": None if pause.end is None else utc_text(to_milliseconds(pause.end)),
            }
            for pause in shown.pauses
        ],
        "ended": utc_text_or_none(row.ended_at),
        "met": row.met,
        "warned": utc_text_or_none(row.warned_at),
        "breached": utc_text_or_none(row.breached_at),
        "policy": row.policy,
    }
