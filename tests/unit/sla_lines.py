"""Timelines of tickets as one line of text, so that a table of them can be read (R2).

`mon 9:00 client, 9:40 reply, 10:00 waiting` is a ticket made on Monday at nine with what a client
wrote. The week is that of 2 March 2026; `+mon` is the Monday after it.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from supportdesk.domain.calendar import Calendar
from supportdesk.domain.duration import read_duration
from supportdesk.domain.sla.clocks import Reading, readings
from supportdesk.domain.sla.policy import Clock, Policy
from supportdesk.domain.sla.timeline import Stay, Timeline, Voice
from supportdesk.domain.ticket import STATES, Category, Priority

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_VOICES = {"client": True, "reply": False}
_CLOCKS = {
    "first": Clock.FIRST_RESPONSE,
    "next": Clock.NEXT_REPLY,
    "update": Clock.UPDATE,
    "resolution": Clock.RESOLUTION,
}
_SHORT = {clock: short for short, clock in _CLOCKS.items()}


def moments(said: str, monday: str, zone: tzinfo) -> list[tuple[datetime, str]]:
    """Each step of a line with its moment."""
    found: list[tuple[datetime, str]] = []
    day = datetime.fromisoformat(monday)
    for step in said.split(", "):
        *named, clock, what = step.split()
        if named:
            week, name = divmod(_DAYS.index(named[0].lstrip("+")) + 7 * named[0].count("+"), 7)
            day = datetime.fromisoformat(monday) + timedelta(days=7 * week + name)
        hours, minutes = clock.split(":")
        local = day.replace(hour=int(hours), minute=int(minutes), tzinfo=zone)
        found.append((local.astimezone(UTC), what))
    return found


def timeline(said: str, monday: str = "2026-03-02", zone: tzinfo = UTC) -> Timeline:
    """The ticket of a line; it is new until a reply or a state opens it."""
    steps = moments(said, monday, zone)
    created = steps[0][0]
    voices = tuple(Voice(at, _VOICES[what]) for at, what in steps if what in _VOICES)
    states = [(created, "new")]
    for at, what in steps:
        rests = STATES[states[-1][1]].category >= Category.WAITING
        opens = (what == "client" and rests) or (what == "reply" and states[-1][1] == "new")
        if what in STATES or opens:
            states.append((at, "open" if opens else what))
    ends = [*(at for at, _state in states[1:]), None]
    stays = tuple(
        Stay(at, state, STATES[state].category, end)
        for (at, state), end in zip(states, ends, strict=True)
    )
    return Timeline(created, voices, stays)


def policy(said: str) -> Policy:
    """`first 1h, resolution 8h` for every priority; `hold` pauses on hold, `out 30m` out of hours.

    `high.first 15m` holds for one priority alone.
    """
    targets: dict[tuple[Priority, Clock], timedelta] = {}
    hold, out = False, timedelta()
    for part in said.split(", "):
        name, _space, length = part.partition(" ")
        if name == "hold":
            hold = True
        elif name == "out":
            out = _length(length)
        else:
            only, _dot, clock = name.rpartition(".")
            for priority in [Priority[only.upper()]] if only else list(Priority):
                targets[priority, _CLOCKS[clock]] = _length(length)
    return Policy(1, "Gold", "", targets, None, hold, out)


def read_out(
    line: str,
    rules: str,
    calendar: Calendar,
    priority: Priority = Priority.NORMAL,
    monday: str = "2026-03-02",
) -> list[str]:
    """Each clock in words: `first due mon 10:00`, `next met mon 9:40`, `resolution left 7h`."""
    ticket = timeline(line, monday, calendar.zone)
    found = readings(ticket, policy(rules), priority, calendar)
    return [_said(one, monday, calendar.zone) for one in found]


def _said(one: Reading, monday: str, zone: tzinfo) -> str:
    name = _SHORT[one.cycle.clock]
    if one.left is not None:
        late = " late" if one.breached else ""
        return f"{name} left {_shown(one.left)}{late}"
    if one.cycle.ended is not None:
        return f"{name} {one.condition} {_moment(one.cycle.ended, monday, zone)}"
    return f"{name} due {'never' if one.due is None else _moment(one.due, monday, zone)}"


def _length(said: str) -> timedelta:
    return timedelta(milliseconds=read_duration(said))


def _shown(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return f"{hours}:{minutes:02d}"


def _moment(moment: datetime, monday: str, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    days = (local.date() - datetime.fromisoformat(monday).date()).days
    return f"{'+' * (days // 7)}{_DAYS[days % 7]} {local.hour}:{local.minute:02d}"
