"""Commands about the time spent on a ticket (F42); what a console counts is only remembered."""

from supportdesk.domain.time_spent import OTHER
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class AddTime:
    """Time spent where no console counted it; `operator` None is who acts."""

    ticket: int
    milliseconds: int
    reason: str
    work: str = OTHER
    operator: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectTime:
    """Say how much time one kind of work on a ticket took in all, and why it was counted wrong."""

    ticket: int
    milliseconds: int
    reason: str
    work: str = OTHER
    operator: int | None = None
