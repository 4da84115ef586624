"""How many people answer mail in time: simulated hour by hour, backlog carried over (R8, F131).

Mail waits, so what counts is the work of many hours together. An hour's tickets join the end of
the line; people work it off in that order in the hours the desk is open. Tickets that come while it
is closed count from its next hour. A ticket is in time when its work is done within so many open
hours, the hour it came in being the first.
"""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

from supportdesk.domain.load import HOURS, WEEKDAYS, Week
from supportdesk.records import dataclass

SETTLING = 4
"""Weeks that pass before the week that is judged, so that it begins with a usual backlog."""

FOLLOWING = 3
"""Weeks after it in which its work may still be done."""

_NEARLY = 1e-9
"""Hours, or shares, that are only what sums of fractions leave over."""
_WEEK_HOURS = [(weekday, hour) for weekday in WEEKDAYS for hour in HOURS]


@dataclass(frozen=True, slots=True)
class Workload:
    """A week of mail with so many people."""

    people: tuple[int, ...]
    """On each weekday, in its open hours."""
    in_time: float
    """The share of work done in time, of the weekday that fares worst."""
    backlog: Week
    """Hours of work left over at the end of each hour."""


@dataclass(slots=True)
class _Cohort:
    """The work of one hour that is not done yet."""

    weekday: int
    first: int
    """The number of its first open hour."""
    left: float
    is_judged: bool


def mail_needed(
    arrivals: Week,
    handling: float,
    level: float,
    within: int,
    open_in: Callable[[int, int], float],
) -> Workload:
    """The fewest people on each weekday for the share `level` of its work `within` open hours.

    `handling` is in seconds. As many on every day as the worst day needs, then on each weekday as
    few as the others allow, the quietest first. `open_in` is how much of a weekday's hour the desk
    is open; there must be some.
    """
    work = [arrivals[weekday][hour] * handling / 3600 for weekday, hour in _WEEK_HOURS]
    opened = [open_in(weekday, hour) for weekday, hour in _WEEK_HOURS]
    open_hours = [sum(opened[24 * day : 24 * day + 24]) for day in WEEKDAYS]

    def is_enough(people: Sequence[int]) -> bool:
        done = sum(n * hours for n, hours in zip(people, open_hours, strict=True))
        return (
            done >= sum(work) and simulate(work, people, opened, within).in_time >= level - _NEARLY
        )

    every = _fewest(ceil(sum(work)), lambda n: is_enough([n] * len(WEEKDAYS)))
    people = [every if hours else 0 for hours in open_hours]

    def is_enough_on(day: int, n: int) -> bool:
        return is_enough([*people[:day], n, *people[day + 1 :]])

    for day in sorted(WEEKDAYS, key=lambda day: sum(work[24 * day : 24 * day + 24])):
        people[day] = _fewest(people[day], partial(is_enough_on, day))
    return simulate(work, people, opened, within)


def _fewest(most: int, is_enough: Callable[[int], bool]) -> int:
    """The fewest that are enough, if `most` are."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if is_enough(middle):
            high = middle
        else:
            low = middle + 1
    return high


def simulate(
    work: Sequence[float], people: Sequence[int], opened: Sequence[float], within: int
) -> Workload:
    """The same week over and over, in hours of work by hour of the week; the fifth is judged."""
    line: deque[_Cohort] = deque()
    came, in_time = [0.0] * len(WEEKDAYS), [0.0] * len(WEEKDAYS)
    backlog: list[float] = []
    number = 0
    for week in range(SETTLING + 1 + FOLLOWING):
        is_judged = week == SETTLING
        for place, (weekday, _hour) in enumerate(_WEEK_HOURS):
            if work[place] > 0:
                line.append(_Cohort(weekday, number, work[place], is_judged))
                came[weekday] += work[place] * is_judged
            if opened[place]:
                for done, cohort in _work_off(line, people[weekday] * opened[place]):
                    if cohort.is_judged and number - cohort.first < within:
                        in_time[cohort.weekday] += done
                number += 1
            if is_judged:
                backlog.append(sum(cohort.left for cohort in line))
    shares = [done / all_ for done, all_ in zip(in_time, came, strict=True) if all_ > 0]
    worst = min([1.0, *shares])
    days = (tuple(backlog[24 * day : 24 * day + 24]) for day in WEEKDAYS)
    return Workload(tuple(people), worst, tuple(days))


def _work_off(line: deque[_Cohort], hours: float) -> list[tuple[float, _Cohort]]:
    """Do so many hours of work from the front of the line; what was done of which."""
    done = []
    while line and hours > _NEARLY:
        cohort = line[0]
        part = min(cohort.left, hours)
        cohort.left -= part
        hours -= part
        done.append((part, cohort))
        if cohort.left <= _NEARLY:
            line.popleft()
    return done
