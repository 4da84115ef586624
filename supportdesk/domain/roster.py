"""Who works when, and what is wrong with it (R8, F132).

Nobody works two nights running, everybody has 11 hours of rest between shifts, enough people are
there in every hour, and a night shift is only for a desk with work at night. A night costs more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from supportdesk.domain.load import HOURS, NIGHT_BEGINS, NIGHT_ENDS, NIGHT_SHIFT_SHARE, days_between
from supportdesk.records import dataclass

REST = timedelta(hours=11)
BREAK = timedelta(hours=2)
"""Pieces that are no farther apart are one shift with a break in it."""

NIGHT_SHIFT = timedelta(hours=3)
"""A shift with as much of the night in it is a night shift."""

NIGHT_PREMIUM = 0.2
"""Of the pay of an hour, for hours of the night, where the roster names no other."""

QUARTER = timedelta(minutes=15)

Need = tuple[tuple[int, ...], ...]
"""How many people must be there: weekday (Monday first) × hour."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Work without a break, in the roster's zone; both ends are aware."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """One person's work."""

    name: str
    pieces: tuple[Piece, ...]
    hour_cost: float = 0.0
    off: frozenset[date] = frozenset()
    """Days on which no shift may begin."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a period, both days of it included."""

    zone: tzinfo
    first: date
    last: date
    people: tuple[Person, ...]
    need: Need | None = None
    night_premium: float = NIGHT_PREMIUM


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that does not hold.

    `rest`, `coverage` and `night_shift` tell what there is and what is needed: hours of rest,
    people, the share of tickets at night. `overlap`, `two_nights` and `day_off` tell neither.
    """

    rule: str
    begin: datetime
    end: datetime
    person: str = ""
    have: float | None = None
    need: float | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What a person's work adds up to; hours are elapsed time."""

    person: str
    shifts: int
    nights: int
    hours: float
    night_hours: float
    cost: float


def shifts(person: Person) -> list[Piece]:
    """The person's shifts in the order of time; a break does not end one."""
    found: list[Piece] = []
    for piece in sorted(person.pieces, key=lambda piece: piece.begin.timestamp()):
        if found and timedelta() <= elapsed(found[-1].end, piece.begin) <= BREAK:
            found[-1] = Piece(found[-1].begin, piece.end)
        else:
            found.append(piece)
    return found


def elapsed(begin: datetime, end: datetime) -> timedelta:
    """How long that is, whatever the clock does between."""
    return timedelta(seconds=end.timestamp() - begin.timestamp())


def night_of(shift: Piece) -> date | None:
    """The evening of the night that a night shift works in; None of a shift by day."""
    for evening in days_between(shift.begin.date() - timedelta(days=1), shift.end.date()):
        if _within(shift, *_night(evening, shift.begin.tzinfo)) >= NIGHT_SHIFT:
            return evening
    return None


def night_time(piece: Piece) -> timedelta:
    """How much of it lies in the night."""
    evenings = days_between(piece.begin.date() - timedelta(days=1), piece.end.date())
    parts = (_within(piece, *_night(evening, piece.begin.tzinfo)) for evening in evenings)
    return sum(parts, timedelta())


def _night(evening: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    morning = evening + timedelta(days=1)
    return (
        datetime.combine(evening, time(NIGHT_BEGINS), zone),
        datetime.combine(morning, time(NIGHT_ENDS), zone),
    )


def _within(piece: Piece, begin: datetime, end: datetime) -> timedelta:
    latest = max(piece.begin, begin, key=datetime.timestamp)
    earliest = min(piece.end, end, key=datetime.timestamp)
    return max(timedelta(), elapsed(latest, earliest))


def violations(roster: Roster, night_share: float | None) -> list[Violation]:
    """Everything that is wrong, in the order of time; `night_share` None asks nothing of nights."""
    found = [one for person in roster.people for one in _of_person(person)]
    if night_share is not None and night_share < NIGHT_SHIFT_SHARE:
        found += _needless_nights(roster, night_share)
    if roster.need is not None:
        found += gaps(roster, roster.need)
    return sorted(found, key=lambda one: (one.begin.timestamp(), one.rule, one.person))


def _of_person(person: Person) -> Iterator[Violation]:
    for before, after in pairwise(shifts(person)):
        rest = elapsed(before.end, after.begin)
        if rest < timedelta():
            yield Violation("overlap", after.begin, before.end, person.name)
        elif rest < REST:
            hour = timedelta(hours=1)
            yield Violation("rest", before.end, after.begin, person.name, rest / hour, REST / hour)
    for piece in person.pieces:
        if piece.begin.date() in person.off:
            yield Violation("day_off", piece.begin, piece.end, person.name)
    nights = [(evening, shift) for shift in shifts(person) if (evening := night_of(shift))]
    for (before_evening, before), (evening, shift) in pairwise(nights):
        if evening - before_evening == timedelta(days=1):
            yield Violation("two_nights", before.begin, shift.end, person.name)


def _needless_nights(roster: Roster, share: float) -> Iterator[Violation]:
    for person in roster.people:
        for shift in shifts(person):
            if night_of(shift) is not None:
                yield Violation(
                    "night_shift", shift.begin, shift.end, person.name, share, NIGHT_SHIFT_SHARE
                )


def gaps(roster: Roster, need: Need) -> list[Violation]:
    """Hours with a quarter in which too few people are there; hours alike are told as one."""
    found: list[Violation] = []
    present = headcount(roster.people)
    for day in days_between(roster.first, roster.last):
        for hour in HOURS:
            quarters = [datetime.combine(day, time(hour, minute)) for minute in (0, 15, 30, 45)]
            needed, there = need[day.weekday()][hour], min(present[one] for one in quarters)
            begin = quarters[0].replace(tzinfo=roster.zone)
            end = begin + timedelta(hours=1)
            if there >= needed:
                continue
            last = found[-1] if found else None
            if last and (last.end, last.have, last.need) == (begin, there, needed):
                found[-1] = Violation("coverage", last.begin, end, "", there, needed)
            else:
                found.append(Violation("coverage", begin, end, "", there, needed))
    return found


def headcount(people: tuple[Person, ...]) -> Counter[datetime]:
    """How many people are there at every quarter of an hour, on the roster's clock."""
    found: Counter[datetime] = Counter()
    for person in people:
        found.update({quarter for piece in person.pieces for quarter in quarters_of(piece)})
    return found


def quarters_of(piece: Piece) -> Iterator[datetime]:
    """Every quarter of an hour that begins within it, on the clock."""
    begin, end = piece.begin.replace(tzinfo=None), piece.end.replace(tzinfo=None)
    quarter = begin.replace(minute=begin.minute // 15 * 15, second=0)
    while quarter < end:
        if quarter >= begin:
            yield quarter
        quarter += QUARTER


def worked(roster: Roster) -> list[Work]:
    """What each person's work adds up to; nights are paid with the premium."""
    return [_work(person, roster.night_premium) for person in roster.people]


def _work(person: Person, premium: float) -> Work:
    hour = timedelta(hours=1)
    hours = sum((elapsed(one.begin, one.end) for one in person.pieces), timedelta()) / hour
    night = sum((night_time(one) for one in person.pieces), timedelta()) / hour
    turns = shifts(person)
    nights = sum(night_of(shift) is not None for shift in turns)
    cost = person.hour_cost * (hours + premium * night)
    return Work(person.name, len(turns), nights, hours, night, cost)


def need_of(parts: Mapping[tuple[int, int], int]) -> Need:
    """A week of needs from those of single hours; nobody elsewhere."""
    return tuple(tuple(parts.get((day, hour), 0) for hour in HOURS) for day in range(7))


def has_nights(roster: Roster) -> bool:
    """Whether anybody works at night."""
    return any(night_of(one) for person in roster.people for one in shifts(person))
