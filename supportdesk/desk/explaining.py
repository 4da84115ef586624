"""Why a ticket is due when it is, and why it waits for somebody: asked by whoever wonders (F87)."""

from collections.abc import Sequence
from datetime import datetime

from supportdesk.desk.crew import why_waiting
from supportdesk.domain.assignment import Dealt, Left
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.sla.level import level_word
from supportdesk.domain.sla.timeline import Pause, cycles
from supportdesk.records import dataclass
from supportdesk.store.read import calendars, clocks, custom_fields, policies
from supportdesk.store.read.calendars import CalendarRow
from supportdesk.store.read.clocks import ClockRow
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.policies import PolicyRow, Verdict
from supportdesk.store.read.rows import TicketRow


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A cycle of a clock with its pauses, and how it stands now."""

    row: ClockRow
    state: str
    """running, paused, breached, met, missed or stopped."""
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What every policy says of a ticket, and what follows; moments in milliseconds."""

    ticket: int
    due: int | None
    level: str | None
    """ok, risk or breached, as `sla:` of a query; None where no clock runs."""
    verdicts: Sequence[Verdict]
    """In the order of the policies."""
    clocks: Sequence[ShownClock]
    calendar: CalendarRow | None
    """In which time counts under the policy that holds; None: every hour counts."""
    waits: Dealt | Left | None
    """Why nobody has it, of a queue that is dealt."""

    @property
    def policy(self) -> PolicyRow | None:
        """The one the ticket goes by."""
        return next((one.policy for one in self.verdicts if one.holds), None)


def explanation(connection: Reader, row: TicketRow, moment: datetime) -> Explanation:
    """Everything there is to say at a moment."""
    now = to_milliseconds(moment)
    verdicts = policies.verdicts(
        connection, row.number, moment, lambda: custom_fields.definitions(connection)
    )
    holding = next((one.policy for one in verdicts if one.holds), None)
    return Explanation(
        ticket=row.number,
        due=row.due_at,
        level=level_word(row.due_at, row.risk_at, now),
        verdicts=verdicts,
        clocks=shown_clocks(connection, row, now),
        calendar=None if holding is None else _calendar(connection, holding),
        waits=why_waiting(connection, row.number, now),
    )


def shown_clocks(connection: Reader, row: TicketRow, now: int) -> list[ShownClock]:
    """Every cycle of every clock of a ticket, in the order of time."""
    known = clocks.clocks_of(connection, row.number)
    if not known:
        return []
    timeline = clocks.timeline_of(connection, row.number, row.created_at)
    hold_pauses = policies.hold_pauses(connection, known[-1].policy)
    pauses = {
        (str(cycle.clock), to_milliseconds(cycle.started)): cycle.pauses
        for cycle in cycles(timeline, hold_pauses=hold_pauses)
    }
    return [
        ShownClock(one, _state(one, now), pauses.get((one.clock, one.started_at), ()))
        for one in known
    ]


def _state(row: ClockRow, now: int) -> str:
    if row.ended_at is not None:
        return {True: "met", False: "missed", None: "stopped"}[row.met]
    if row.breached_at is not None or (row.due_at is not None and row.due_at < now):
        return "breached"
    return "paused" if row.paused_at is not None else "running"


def _calendar(connection: Reader, policy: PolicyRow) -> CalendarRow | None:
    """That of the policy, else the desk's."""
    rows = calendars.calendars(connection)
    if policy.calendar is not None:
        return next((one for one in rows if one.id == policy.calendar), None)
    return next((one for one in rows if one.is_default), None)
