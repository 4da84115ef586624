"""What happened on a ticket, as far as clocks care, and the cycles of each clock that follow (R2).

Cycles follow from the ticket alone: they begin, pause and end alike under every policy, so that a
pause outlives a change of policy or priority.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from supportdesk.domain.sla.policy import Clock
from supportdesk.domain.ticket import Category
from supportdesk.records import dataclass

_RESOLVED = frozenset({"solved", "closed"})


@dataclass(frozen=True, slots=True)
class Voice:
    """A public message: the client's, or ours. Notes and automatic ones are none."""

    at: datetime
    of_client: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """How long the ticket was in a state; the last one is open."""

    begin: datetime
    state: str
    category: Category
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A ticket: when it was made, who has spoken, and its states, all in the order of time."""

    created: datetime
    voices: tuple[Voice, ...] = ()
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A span that does not count; the last one of a cycle may be open."""

    begin: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of a clock. `done` says that what it asks for has been done when it ended.

    A cycle that ended otherwise was stopped with its ticket, and nothing more was asked.
    """

    clock: Clock
    started: datetime
    ended: datetime | None = None
    done: bool = False
    pauses: tuple[Pause, ...] = ()


def cycles(timeline: Timeline, *, hold_pauses: bool) -> list[Cycle]:
    """Every cycle of the four clocks, in the order of clocks and time; of spam there is none."""
    if timeline.stays and timeline.stays[-1].state == "spam":
        return []
    over, resolved = _over(timeline)
    found = []
    for cycle in (*_first_response(timeline), *_next_replies(timeline), *_updates(timeline)):
        if cycle.ended is None and over is not None:
            found.append(Cycle(cycle.clock, cycle.started, max(over, cycle.started)))
        else:
            found.append(cycle)
    found.append(Cycle(Clock.RESOLUTION, timeline.created, over, resolved))
    return [
        Cycle(one.clock, one.started, one.ended, one.done, _pauses(timeline, one, hold_pauses))
        for one in found
        if one.ended != one.started
    ]


def _over(timeline: Timeline) -> tuple[datetime | None, bool]:
    """Since when the ticket is done, if it is, and whether by being solved or closed."""
    last: Stay | None = None
    for stay in reversed(timeline.stays):
        if stay.category != Category.DONE:
            break
        last = stay
    return (None, False) if last is None else (last.begin, last.state in _RESOLVED)


def _first_response(timeline: Timeline) -> Iterator[Cycle]:
    """Our first public message; the second where the first has begun the ticket."""
    voices = timeline.voices
    begun_by_us = bool(voices) and not voices[0].of_client and voices[0].at <= timeline.created
    ours = [voice.at for voice in voices if not voice.of_client][int(begun_by_us) :]
    answered = max(ours[0], timeline.created) if ours else None
    yield Cycle(Clock.FIRST_RESPONSE, timeline.created, answered, answered is not None)


def _next_replies(timeline: Timeline) -> Iterator[Cycle]:
    """From the oldest message without an answer, once we have spoken: until then the first
    response is asked for.

    Who writes again after the ticket was done begins anew.
    """
    started, spoken = None, False
    for voice in timeline.voices:
        if not voice.of_client:
            if started is not None:
                yield Cycle(Clock.NEXT_REPLY, started, voice.at, done=True)
            started, spoken = None, True
        elif spoken and started is None:
            started = voice.at
        elif started is not None:
            over = _done_before(timeline, voice.at)
            if over is not None and over > started:
                yield Cycle(Clock.NEXT_REPLY, started, over)
                started = voice.at
    if started is not None:
        yield Cycle(Clock.NEXT_REPLY, started)


def _done_before(timeline: Timeline, moment: datetime) -> datetime | None:
    """Since when the ticket was done at a moment, or up to it."""
    since = None
    for before, stay in pairwise((None, *timeline.stays)):
        if stay is None or stay.begin > moment:
            break
        if stay.category == Category.DONE:
            if before is None or before.category != Category.DONE:
                since = stay.begin
        elif stay.begin < moment:
            since = None
    return since


def _updates(timeline: Timeline) -> Iterator[Cycle]:
    ours = [voice.at for voice in timeline.voices if not voice.of_client]
    for started, ended in pairwise((*ours, None)):
        if started is not None:
            yield Cycle(Clock.UPDATE, started, ended, done=ended is not None)


def _halts(clock: Clock, category: Category, *, hold_pauses: bool) -> bool:
    """Whether a clock stands still while a ticket is in this category."""
    if category == Category.DONE:
        return True
    if category == Category.WAITING:
        return clock in (Clock.UPDATE, Clock.RESOLUTION)
    return category == Category.PAUSED and clock is Clock.RESOLUTION and hold_pauses


def _pauses(timeline: Timeline, cycle: Cycle, hold_pauses: bool) -> tuple[Pause, ...]:
    """The standstills within a cycle, those that touch made one."""
    found: list[Pause] = []
    for stay in timeline.stays:
        if not _halts(cycle.clock, stay.category, hold_pauses=hold_pauses):
            continue
        begin, end = max(stay.begin, cycle.started), stay.end
        if cycle.ended is not None and (end is None or end > cycle.ended):
            end = cycle.ended
        if end is not None and end <= begin:
            continue
        if found and found[-1].end == begin:
            begin = found.pop().begin
        found.append(Pause(begin, end))
    return tuple(found)
