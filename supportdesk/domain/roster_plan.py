"""A roster made for a need, step by step: the turn that fills most goes to who works least (F132).

It keeps what is in the roster already and breaks no rule of `domain.roster`; where nobody may take
a turn, the gap stays. Greedy: good and quick, not the best there is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
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
from supportdesk.records import dataclass

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


class Worker:
    """A person while shifts are given out: what they have, by day, by week and in all."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.given: list[Piece] = []
        self.hours = 0.0
        self._weeks: Counter[date] = Counter()
        """Minutes by the Monday of the week they begin in."""
        self._days: dict[date, list[Piece]] = {}
        for piece in person.pieces:
            self._have(piece)

    def give(self, turn: Piece) -> None:
        """One turn more."""
        self.given.append(turn)
        self._have(turn)

    def may_take(self, turn: Piece, week_hours: float) -> bool:
        """Whether a turn leaves rest, nights, days off and the week as they must be."""
        day = turn.begin.date()
        minutes = self._weeks[_monday(day)] + _minutes(turn)
        if day in self.person.off or minutes > week_hours * 60:
            return False
        around = [one for other in _around(day) for one in self._days.get(other, ())]
        rested = all(
            elapsed(one.end, turn.begin) >= REST or elapsed(turn.end, one.begin) >= REST
            for one in around
        )
        evening = night_of(turn) if rested else None
        if evening is None:
            return rested
        nights = {night_of(shift) for shift in shifts(Person("", tuple(around)))}
        return not nights & {evening - timedelta(days=1), evening + timedelta(days=1)}

    def _have(self, piece: Piece) -> None:
        day = piece.begin.date()
        self._days.setdefault(day, []).append(piece)
        self._weeks[_monday(day)] += _minutes(piece)
        self.hours += _minutes(piece) / 60


def plan(roster: Roster, need: Need, wishes: Wishes) -> Roster:
    """The roster with turns given until no more can be filled."""
    missing = _missing(roster, need)
    workers = [Worker(person) for person in roster.people]
    gains = {turn: _gain(turn, missing) for turn in turns_of(roster, wishes)}
    while gains:
        chosen = max(gains, key=gains.__getitem__)
        taker = _who(workers, chosen, wishes.week_hours) if gains[chosen] else None
        if taker is None:
            del gains[chosen]
            continue
        taker.give(chosen)
        missing.subtract(quarters_of(chosen))
        for turn in _near(chosen, gains):
            gains[turn] = _gain(turn, missing)
    people = (replace(one.person, pieces=(*one.person.pieces, *one.given)) for one in workers)
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


def _who(workers: list[Worker], turn: Piece, week_hours: float) -> Worker | None:
    """Who may take it: the one with the fewest hours, the cheaper one, the first."""
    by_wish = sorted(workers, key=lambda one: (one.hours, one.person.hour_cost))
    return next((one for one in by_wish if one.may_take(turn, week_hours)), None)


def _around(day: date) -> list[date]:
    """The days whose shifts may be near to one that begins on a day: none is longer than a day."""
    return [day + timedelta(days=step) for step in range(-2, 3)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _minutes(piece: Piece) -> int:
    return round(elapsed(piece.begin, piece.end) / timedelta(minutes=1))
