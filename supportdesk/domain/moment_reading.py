"""Reading a moment piece by piece: days, clocks and lengths of time in any order.

Every piece raises ValueError when it has no meaning or contradicts an earlier one.
"""

import re
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta

from supportdesk.domain import moment_words as vocabulary
from supportdesk.domain.calendar_days import at_clock, days_to, months_later, next_date
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

ELAPSED = {
    vocabulary.MINUTE: timedelta(minutes=1),
    vocabulary.HOUR: timedelta(hours=1),
}
"""Units that pass whatever the clock on the wall does."""

CALENDAR = {vocabulary.DAY: timedelta(days=1), vocabulary.WEEK: timedelta(days=7)}
"""Units that keep the time on the clock."""

_PIECE = pattern(
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<clock>\d{1,2}:\d{2})(?!\d)"
    r"|(?P<number>\d{1,4}|\d[.,]\d(?=\s*[hчг]))\s*(?P<unit>[^\W\d_]+)"
    r"|(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}|\d{2}))?(?![\d.])"
    r"|(?P<bare>\d{1,2})(?!\d)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<gap>[\s,.]+)"
)


@dataclass(slots=True)
class Reading:
    """What has been understood of a text so far; `now` is in the reader's zone."""

    now: datetime
    day: date | None = None
    clock: time | None = None
    part_of_day: time | None = None
    elapsed: timedelta = field(default_factory=timedelta)
    shift: timedelta = field(default_factory=timedelta)
    months: int = 0
    words: list[str] = field(default_factory=list)

    def read(self, text: str) -> "Reading":
        """Understand every piece of `text`."""
        end = 0
        while end < len(text):
            piece = _PIECE.match(text, end)
            if piece is None:
                raise ValueError(text)
            end = piece.end()
            self._take(piece)
        return self

    def moment(self) -> datetime:
        """The moment all pieces mean together, in UTC."""
        clock = self._clock()
        shifted = bool(self.shift or self.months)
        if self.elapsed:
            if self.day or clock or shifted:
                raise ValueError
            return self.now.astimezone(UTC) + self.elapsed
        if shifted:
            if self.day:
                raise ValueError
            later = months_later(self.now.date(), self.months) + self.shift
            return at_clock(later, clock or self.now.time(), self.now)
        if self.day:
            return at_clock(self.day, clock or vocabulary.MORNING, self.now)
        if clock is None:
            raise ValueError
        return self._next(clock)

    def _next(self, clock: time) -> datetime:
        today = at_clock(self.now.date(), clock, self.now)
        if today > self.now:
            return today
        return at_clock(self.now.date() + timedelta(days=1), clock, self.now)

    def _clock(self) -> time | None:
        """The time of day: "вечером в 8" is 20:00."""
        if self.clock is None or self.part_of_day is None:
            return self.clock or self.part_of_day
        later_half = self.part_of_day.hour > 12 and self.clock.hour < 12
        return self.clock.replace(hour=self.clock.hour + 12) if later_half else self.clock

    def _take(self, piece: re.Match[str]) -> None:
        found = piece.groupdict()
        if found["iso"]:
            self._set_day(date.fromisoformat(found["iso"]))
        elif found["clock"]:
            hour, minute = found["clock"].split(":")
            self._set_clock(time(int(hour), int(minute)))
        elif found["unit"]:
            self._take_quantity(found["number"].replace(",", "."), found["unit"])
        elif found["day"]:
            self._take_date(int(found["day"]), int(found["month"]), found["year"])
        elif found["bare"]:
            self._take_hour(int(found["bare"]))
        elif found["word"]:
            self._take_word(found["word"])

    def _take_date(self, day: int, month: int, year: str | None) -> None:
        if year:
            self._set_day(date(int(year) + (2000 if len(year) == 2 else 0), month, day))
        elif month > 12:
            self._set_clock(time(day, month))  # 9.30 is no date
        else:
            self._set_day(next_date(day, month, self.now.date()))

    def _take_quantity(self, number: str, unit: str) -> None:
        if unit in vocabulary.UNITS:
            self._add(float(number), vocabulary.UNITS[unit])
        elif unit in vocabulary.MONTHS:
            self._set_day(next_date(int(number), vocabulary.MONTHS[unit] + 1, self.now.date()))
        elif unit in vocabulary.HALVES_OF_DAY:
            self._set_clock(time(int(number)))
            self._take_word(unit)
        else:
            self._take_word(unit)
            self._take_hour(int(number))

    def _take_hour(self, hour: int) -> None:
        """A bare number is an hour beside a day or after "at"."""
        said = self.words[-1:] and self.words[-1] in vocabulary.BEFORE_HOURS
        if not said and self.day is None and not self.shift:
            raise ValueError(hour)
        self._set_clock(time(hour))

    def _take_word(self, word: str) -> None:
        follows_next = bool(self.words) and self.words[-1] in vocabulary.NEXT
        self.words.append(word)
        today = self.now.date()
        if word in vocabulary.DAYS:
            self._set_day(today + timedelta(days=vocabulary.DAYS[word]))
        elif word in vocabulary.WEEKDAYS:
            self._set_day(today + timedelta(days=days_to(vocabulary.WEEKDAYS[word], today)))
        elif word in vocabulary.PARTS_OF_DAY:
            self.part_of_day = vocabulary.PARTS_OF_DAY[word]
        elif word in vocabulary.HALVES_OF_DAY:
            self._take_half_of_day(vocabulary.HALVES_OF_DAY[word])
        elif word in vocabulary.HALF_HOURS:
            self._add(30, vocabulary.MINUTE)
        elif follows_next and vocabulary.UNITS.get(word) == vocabulary.WEEK:
            self._set_day(today + timedelta(days=days_to(0, today)))
        elif word in vocabulary.UNITS:
            self._add(1, vocabulary.UNITS[word])
        elif word not in vocabulary.FILLERS:
            raise ValueError(word)

    def _take_half_of_day(self, hours: int) -> None:
        if self.clock is None or not 1 <= self.clock.hour <= 12:
            raise ValueError
        self.clock = self.clock.replace(hour=self.clock.hour % 12 + hours)

    def _set_day(self, day: date) -> None:
        if self.day is not None:
            raise ValueError(day)
        self.day = day

    def _set_clock(self, clock: time) -> None:
        if self.clock is not None:
            raise ValueError(clock)
        self.clock = clock

    def _add(self, number: float, unit: int) -> None:
        if unit in ELAPSED:
            self.elapsed += number * ELAPSED[unit]
        elif unit == vocabulary.MONTH:
            self.months += int(number)
        else:
            self.shift += int(number) * CALENDAR[unit]
