"""Since when a ticket is silent (F98); what only that needs is loaded by who asks it."""

from datetime import datetime

from supportdesk.store.read import desk_lists
from supportdesk.store.read.connection import Reader


def silent_before(connection: Reader, now: datetime) -> int:
    """Tickets on which our last public word is older than this (milliseconds) are silent."""
    from supportdesk.domain.calendar import ALWAYS
    from supportdesk.domain.desk_options import SILENCE_HOURS, option_value
    from supportdesk.domain.sla import silence
    from supportdesk.store.read import calendars

    hours = int(option_value(desk_lists.options(connection), SILENCE_HOURS))
    rows = calendars.calendars(connection)
    calendar = next((calendars.calendar_of(row) for row in rows if row.is_default), ALWAYS)
    return silence.silent_before(calendar, hours, now)
