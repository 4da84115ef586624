"""How long something took, as people write it: 15 · 15m · 1h30 · 1:30 · 1.5h · 2 ч 10 мин."""

from supportdesk.domain.errors import Invalid
from supportdesk.domain.time_spent import MINUTE
from supportdesk.patterns import pattern

HOUR = 60 * MINUTE
_CLOCK = pattern(r"(\d{1,3}):([0-5]\d)")
_HOURS = r"(?P<hours>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hours?|ч|час(?:а|ов)?|г|год(?:ин[аи]?)?)\.?"
_MINUTES = r"(?P<minutes>\d{1,4})\s*(?:m|min|minutes?|м|мин(?:ут[аы]?)?|хв(?:илин[аи]?)?)?\.?"
_SECONDS = pattern(r"(\d{1,5})\s*(?:s|sec|seconds?|с|сек(?:унд[аиы]?)?)\.?")
_WORDS = pattern(rf"(?:{_HOURS})?\s*(?:{_MINUTES})?")


def read_duration(typed: str) -> int:
    """Milliseconds; a number alone is minutes. Raises Invalid("duration.unknown")."""
    words = typed.strip().casefold()
    if clock := _CLOCK.fullmatch(words):
        return int(clock[1]) * HOUR + int(clock[2]) * MINUTE
    found = _WORDS.fullmatch(words) if words.isprintable() and words else None
    if found is None:
        raise Invalid("duration.unknown", value=typed[:40])
    hours = float((found["hours"] or "0").replace(",", "."))
    return round(hours * HOUR) + int(found["minutes"] or 0) * MINUTE


def read_seconds(typed: str) -> float:
    """Seconds of `45s`, or of what `read_duration` reads. Raises Invalid("duration.unknown")."""
    if seconds := _SECONDS.fullmatch(typed.strip().casefold()):
        return float(seconds[1])
    return read_duration(typed) / 1000
