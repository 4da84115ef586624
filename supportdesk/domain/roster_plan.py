"""A roster made for a need, step by step: the turn that fills most goes to who works least (F132).

It keeps what is in the roster already and breaks no rule of `domain.roster`; where nobody may take
a turn, the gap stays. Greedy: good and quick, not the best there is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from supportdesk.domain.load import HOURS, days_between
from supportdesk.domain.roster import (
    QUARTER,
    REST,
    Need,
    Person,
    Piece,
    Roster,
    elapsed,
    headcount,
    night_of,
    quarters_of,
    shifts,
)

WEEK_HOURS = 40.0
"""What one person works from Monday to Sunday at most, where the roster names nothing else."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift that may be given on any day: from a time of day, for so long."""

    begin: time
    length: timedelta


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan may be made of."""

    turns: tuple[Turn, ...]
    week_hours: float = WEEK_HOURS
    nights: bool = True
    """Whether night shifts may be given at all."""


def plan(roster: Roster, need: Need, wishes: Wishes) -> Roster:
    """The roster with turns given until no more can be filled."""
    missing = _missing(roster, need)
    people = list(roster.people)
    gains = {turn: _gain(turn, missing) for turn in turns_of(roster, wishes)}
    while gains:
        chosen = max(gains, key=lambda turn: gains[turn])
        place = _who(people, chosen, wishes.week_hours) if gains[chosen] else None
        if place is None:
            del gains[chosen]
            continue
        taker = people[place]
        people[place] = replace(taker, pieces=(*taker.pieces, chosen))
        missing.subtract(quarters_of(chosen))
        for turn in _near(chosen, gains):
            gains[turn] = _gain(turn, missing)
    return replace(roster, people=tuple(people))


def _near(chosen: Piece, turns: Iterable[Piece]) -> list[Piece]:
    """The turns that may share a quarter of an hour with it: none is longer than a day."""
    days = {chosen.begin.date() + timedelta(days=step) for step in (-1, 0, 1)}
    return [turn for turn in turns if turn.begin.date() in days]


def turns_of(roster: Roster, wishes: Wishes) -> Iterator[Piece]:
    """Every turn that may be given, day by day."""
    for day in days_between(roster.first, roster.last):
        for turn in wishes.turns:
            begin = datetime.combine(day, turn.begin, roster.zone)
            piece = Piece(begin, begin + turn.length)
            if wishes.nights or night_of(piece) is None:
                yield piece


def _missing(roster: Roster, need: Need) -> Counter[datetime]:
    """How many people each quarter of an hour of the period lacks; too many is less than none."""
    missing: Counter[datetime] = Counter()
    for day in days_between(roster.first, roster.last):
        for hour in HOURS:
            for part in range(4):
                quarter = datetime.combine(day, time(hour)) + part * QUARTER
                missing[quarter] = need[day.weekday()][hour]
    missing.subtract(headcount(roster.people))
    return missing


def _gain(turn: Piece, missing: Counter[datetime]) -> int:
    """Quarters of an hour in which it would help."""
    return sum(missing[quarter] > 0 for quarter in quarters_of(turn))


def _who(people: list[Person], turn: Piece, week_hours: float) -> int | None:
    """Who may take it: the one with the fewest hours, the cheaper one, the first."""
    able = [
        (_hours(person.pieces), person.hour_cost, place)
        for place, person in enumerate(people)
        if may_take(person, turn, week_hours)
    ]
    return min(able)[2] if able else None


def may_take(person: Person, turn: Piece, week_hours: float) -> bool:
    """Whether a turn leaves somebody's rest, nights, days off and week as they must be."""
    if turn.begin.date() in person.off:
        return False
    rested = all(
        elapsed(one.end, turn.begin) >= REST or elapsed(turn.end, one.begin) >= REST
        for one in person.pieces
    )
    if not rested:
        return False
    evening = night_of(turn)
    if evening is not None:
        others = {night_of(shift) for shift in shifts(person)}
        if others & {evening - timedelta(days=1), evening + timedelta(days=1)}:
            return False
    week = [one for one in person.pieces if _week(one) == _week(turn)]
    return _hours((*week, turn)) <= week_hours


def _week(piece: Piece) -> date:
    """The Monday of the week it begins in."""
    day = piece.begin.date()
    return day - timedelta(days=day.weekday())


def _hours(pieces: tuple[Piece, ...]) -> float:
    return sum(elapsed(one.begin, one.end) / timedelta(hours=1) for one in pieces)
