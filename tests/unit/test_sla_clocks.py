"""The clocks against one that counts minute by minute, written apart from them (R2)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.calendar import ALWAYS, Calendar
from supportdesk.domain.sla.clocks import Reading, readings
from supportdesk.domain.sla.policy import Clock, Policy
from supportdesk.domain.sla.timeline import Stay, Timeline, Voice, cycles
from supportdesk.domain.ticket import STATES, Priority
from supportdesk.domain.working_hours import parse_hours

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OFFICE = Calendar("Office", ZoneInfo("UTC"), parse_hours("mon-fri 9-13, mon-fri 14-18, sat 22-2"))
DONE = ("solved", "closed", "merged")
LAST = 8 * 1440
"""Minutes that are counted."""

Steps = list[tuple[int, str]]

steps = st.lists(
    st.tuples(
        st.integers(1, 700),
        st.sampled_from(
            ["client", "client", "reply", "reply", "open", "waiting", "hold", "solved", "closed"]
        ),
    ),
    max_size=12,
)
targets = st.dictionaries(st.sampled_from(list(Clock)), st.integers(1, 1500), min_size=1)


def office_works(minute: int) -> bool:
    """The hours of the office as a table of minutes: 1440 to a day, Monday first."""
    day, of_day = divmod(minute, 1440)
    if day % 7 == 5:
        return of_day >= 22 * 60
    if day % 7 == 6:
        return of_day < 2 * 60
    return 9 * 60 <= of_day < 13 * 60 or 14 * 60 <= of_day < 18 * 60


@dataclass
class Run:
    """One run of a clock, counted down."""

    clock: Clock
    started: int
    left: int
    zero: int | None = None
    late: bool = False
    ended: int | None = None
    done: bool = False


@dataclass
class MinuteClocks:
    """Four clocks of one ticket, a minute at a time."""

    targets: dict[Clock, int]
    hold_pauses: bool
    always: bool
    state: str = "new"
    over: int | None = None
    resolved: bool = False
    begun_by_us: bool = False
    spoken: int = 0
    runs: list[Run] = field(default_factory=list)

    def begin(self, clock: Clock, minute: int) -> None:
        self.runs.append(Run(clock, minute, self.targets.get(clock, 0)))

    def running(self, clock: Clock) -> Run | None:
        return next((r for r in self.runs if r.clock is clock and r.ended is None), None)

    def end(self, clock: Clock, minute: int, *, done: bool) -> None:
        run = self.running(clock)
        if run is not None:
            run.ended, run.done = minute, done

    def happen(self, minute: int, what: str) -> None:
        """Let something happen at the beginning of a minute."""
        if what == "reply":
            self.spoken += 1
            if self.spoken > int(self.begun_by_us):
                self.end(Clock.FIRST_RESPONSE, minute, done=True)
            self.end(Clock.NEXT_REPLY, minute, done=True)
            self.end(Clock.UPDATE, minute, done=True)
            self.begin(Clock.UPDATE, minute)
        elif what == "client":
            waits = self.running(Clock.NEXT_REPLY)
            if waits is not None and self.over is not None and self.over > waits.started:
                waits.ended, waits = self.over, None
            if waits is None and self.spoken:
                self.begin(Clock.NEXT_REPLY, minute)
        else:
            if self.over is None and what in DONE:
                self.over, self.resolved = minute, what != "merged"
            elif what not in DONE:
                self.over = None
            self.state = what

    def tick(self, minute: int) -> None:
        """A minute passes."""
        for run in self.runs:
            if run.ended is not None or self.stands_still(run.clock):
                continue
            if run.left == 0:
                run.late = True
                run.zero = minute if run.zero is None else run.zero
            elif self.always or office_works(minute):
                run.left -= 1
                run.zero = minute + 1 if run.left == 0 else None

    def stands_still(self, clock: Clock) -> bool:
        if self.state in DONE:
            return True
        if self.state == "waiting":
            return clock in (Clock.UPDATE, Clock.RESOLUTION)
        return self.state == "hold" and clock is Clock.RESOLUTION and self.hold_pauses

    def pause(self) -> None:
        """What is due to the minute when it begins to stand still is due when it goes on."""
        for run in self.runs:
            if (
                run.ended is None
                and not run.late
                and run.left == 0
                and self.stands_still(run.clock)
            ):
                run.zero = None

    def close(self) -> None:
        """The end of what is known: with its ticket everything stops."""
        if self.over is not None:
            for run in self.runs:
                if run.ended is None:
                    run.ended = max(self.over, run.started)
                    run.done = run.clock is Clock.RESOLUTION and self.resolved


def happenings(asked: Steps, first: str) -> Steps:
    """The steps with the states that follow: a client opens what rests, a reply what is new."""
    found: Steps = [(0, first)] if first else []
    state, minute = "new", 0
    if first == "reply":
        found.append((0, "open"))
        state = "open"
    for gap, what in asked:
        minute += gap
        if what in STATES:
            if what == state or minute >= LAST:
                continue
            state = what
            found.append((minute, what))
            continue
        if minute >= LAST:
            continue
        found.append((minute, what))
        rests = state in ("waiting", "hold", *DONE)
        if (what == "client" and rests) or (what == "reply" and state == "new"):
            state = "open"
            found.append((minute, "open"))
    return found


def timeline(happened: Steps, shift: timedelta = timedelta()) -> Timeline:
    """The same for the clocks of the desk."""
    start = MONDAY + shift
    states = [(0, "new"), *((minute, what) for minute, what in happened if what in STATES)]
    ends = [*(minute for minute, _what in states[1:]), None]
    return Timeline(
        start,
        tuple(
            Voice(start + minute * MINUTE, what == "client")
            for minute, what in happened
            if what not in STATES
        ),
        tuple(
            Stay(
                start + begin * MINUTE,
                state,
                STATES[state].category,
                None if end is None else start + end * MINUTE,
            )
            for (begin, state), end in zip(states, ends, strict=True)
        ),
    )


def policy(wanted: dict[Clock, int], *, hold_pauses: bool) -> Policy:
    """The same targets for every priority."""
    return Policy(
        1,
        "Gold",
        "",
        {(p, clock): length * MINUTE for p in Priority for clock, length in wanted.items()},
        hold_pauses=hold_pauses,
    )


def said(reading: Reading) -> tuple[object, ...]:
    """What a reading says, in minutes since Monday; what is due later than is counted is open."""
    cycle = reading.cycle
    begun, ended = _minute(cycle.started), cycle.ended and _minute(cycle.ended)
    late = reading.breached is not None
    due = None if reading.due is None else _minute(reading.due)
    if cycle.ended is not None:
        return (cycle.clock, begun, ended, str(reading.condition))
    if reading.left is not None:
        return (cycle.clock, begun, "left", reading.left // MINUTE, late)
    return (cycle.clock, begun, "due", due if due is not None and due <= LAST else None)


def counted(clocks: MinuteClocks, run: Run) -> tuple[object, ...]:
    """The same of a run that was counted."""
    if run.ended is not None:
        verdict = "missed" if run.late else "met" if run.done else "stopped"
        return (run.clock, run.started, run.ended, verdict)
    if clocks.stands_still(run.clock):
        return (run.clock, run.started, "left", run.left, run.late)
    return (run.clock, run.started, "due", run.zero)


def _minute(moment: datetime) -> int:
    return (moment - MONDAY) // MINUTE


@settings(max_examples=150, deadline=None)
@given(steps, targets, st.sampled_from(["client", "reply", ""]), st.booleans(), st.booleans())
def test_they_agree_with_a_clock_of_minutes(
    asked: Steps, wanted: dict[Clock, int], first: str, hold_pauses: bool, always: bool
) -> None:
    happened = happenings(asked, first)
    clocks = MinuteClocks(wanted, hold_pauses, always, begun_by_us=first == "reply")
    clocks.begin(Clock.FIRST_RESPONSE, 0)
    clocks.begin(Clock.RESOLUTION, 0)
    left = list(happened)
    for minute in range(LAST):
        while left and left[0][0] == minute:
            clocks.happen(*left.pop(0))
        clocks.pause()
        clocks.tick(minute)
    clocks.close()
    found = readings(
        timeline(happened),
        policy(wanted, hold_pauses=hold_pauses),
        Priority.NORMAL,
        ALWAYS if always else OFFICE,
    )
    expected = [
        counted(clocks, run)
        for run in clocks.runs
        if run.clock in wanted and run.ended != run.started
    ]
    assert sorted(map(said, found), key=str) == sorted(expected, key=str)


@given(steps, st.integers(0, 500), st.booleans())
def test_cycles_follow_from_the_ticket_alone(asked: Steps, shift: int, hold_pauses: bool) -> None:
    """Cycles of a clock follow one another, pauses lie within them, and time can be moved."""
    happened = happenings(asked, "client")
    here = cycles(timeline(happened), hold_pauses=hold_pauses)
    there = cycles(timeline(happened, shift * MINUTE), hold_pauses=hold_pauses)
    assert [one.started + shift * MINUTE for one in here] == [one.started for one in there]
    for clock in Clock:
        own = [one for one in here if one.clock is clock]
        for before, after in pairwise(own):
            assert before.ended is not None
            assert before.ended <= after.started
    for cycle in here:
        moment = cycle.started
        for pause in cycle.pauses:
            assert moment <= pause.begin
            moment = pause.end or pause.begin
            assert cycle.ended is None or pause.end is not None
        assert cycle.ended is None or moment <= cycle.ended
