"""Tickets on which nobody of ours has spoken for long: the client should hear (R2, F98)."""

from datetime import datetime, timedelta

from supportdesk.domain.calendar import Calendar
from supportdesk.domain.envelope import to_milliseconds

LONGEST_LOOK = timedelta(days=400)
_SECOND = timedelta(seconds=1)

READY = (
    (
        "en",
        "{{ greeting }}! We are still working on your request #{{ ticket.number }}."
        " I will write as soon as there is news.",
    ),
    (
        "ru",
        "{{ greeting }}! Мы продолжаем заниматься вашим вопросом №{{ ticket.number }}."
        " Напишу сразу, как будут новости.",
    ),
    (
        "uk",
        "{{ greeting }}! Ми й далі працюємо над вашим запитом №{{ ticket.number }}."
        " Напишу одразу, щойно будуть новини.",
    ),
)
"""The text that is offered first for such a ticket, until the desk has one of its own."""


def silent_before(calendar: Calendar, hours: int, now: datetime) -> int:
    """Whoever heard of us last before this moment (milliseconds) has waited `hours` of work."""
    wanted = timedelta(hours=hours)
    low, high = now - LONGEST_LOOK, now
    if calendar.between(low, now) < wanted:
        return to_milliseconds(low)
    while high - low > _SECOND:
        middle = low + (high - low) / 2
        if calendar.between(middle, now) < wanted:
            high = middle
        else:
            low = middle
    return to_milliseconds(low)
