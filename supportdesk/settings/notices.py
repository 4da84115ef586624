"""Settings of what an operator is told of, and how; raw values are checked here (F169)."""

import shlex
from collections.abc import Callable

from supportdesk.patterns import pattern

WHOM = ("mine", "all", "off")
"""Messages on my tickets; also on those nobody has taken; none."""

DESKTOPS = ("off", "osc9", "osc777")
"""How a terminal is asked for a notice of the desktop: not at all, by one sequence or the other."""

MOST_WORDS = 32
NEVER = "off"
_EXAMPLE = "notify-send supportdesk {numbers}"
_YES = ("yes", "true", "on", "1")
_NO = ("no", "false", "off", "0")
_HOURS = pattern(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


def one_of(*allowed: str) -> Callable[[object], str]:
    """Reads one of these words; raises ValueError naming them."""

    def read(raw: object) -> str:
        if not isinstance(raw, str) or raw not in allowed:
            raise ValueError(", ".join(allowed))
        return raw

    return read


def yes_or_no(raw: object) -> bool:
    """Reads a switch: yes, no, true, false, on, off. Raises ValueError naming them."""
    word = str(raw).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError("yes, no")


def command_words(raw: object) -> tuple[str, ...]:
    """Reads a command: a list of its words, or one line that is taken apart like a shell would.

    It is run as it stands, without a shell. Raises ValueError with an example.
    """
    try:
        listed = shlex.split(raw) if isinstance(raw, str) else raw
    except ValueError as unclosed:
        raise ValueError(_EXAMPLE) from unclosed
    words = tuple(listed) if isinstance(listed, list) else ()
    sound = all(isinstance(word, str) and "\0" not in word for word in words)
    if not sound or not 0 < len(words) <= MOST_WORDS:
        raise ValueError(_EXAMPLE)
    return words


def quiet_hours(raw: object) -> str:
    """Reads a span of the day, `22:00-08:00`, or `off`. Raises ValueError with an example."""
    found = _HOURS.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is not None:
        begins, ends = (int(found[at]) * 60 + int(found[at + 1]) for at in (1, 3))
        return f"{begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}"
    if raw == NEVER:
        return NEVER
    raise ValueError("22:00-08:00, off")


def is_quiet(hours: str, minute: int) -> bool:
    """Whether a minute of the day (0 to 1439) falls into quiet hours; they may cross midnight."""
    if hours == NEVER:
        return False
    begins, ends = (int(part[:2]) * 60 + int(part[3:]) for part in hours.split("-"))
    return begins <= minute < ends if begins <= ends else minute >= begins or minute < ends
