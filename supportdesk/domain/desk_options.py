"""What a desk can be told to do otherwise: one table of shared options and their defaults."""

from collections.abc import Mapping

from supportdesk.domain.errors import Invalid

WRITING_LOCK = "writing_lock"
FILE_LIMIT = "file_limit"
SILENCE_HOURS = "silence_hours"
CAP = "cap"

DEFAULTS: Mapping[str, str] = {
    WRITING_LOCK: "off",
    FILE_LIMIT: "50",
    f"{FILE_LIMIT}.email": "20",
    SILENCE_HOURS: "8",
    CAP: "10",
    f"{CAP}.1": "3",
}
"""`writing_lock`: whoever begins a reply is named to the others, who may take over (F77); off,
because presence and the stop at newer messages hinder collisions already, and a composer left open
would hold up others. `silence_hours`: working hours without a public word of ours after which a
ticket at work is silent (F98). `file_limit`, `file_limit.CHANNEL`: megabytes of files with one
message (F33). `cap`, `cap.LINE`: tickets one person is dealt at most while on that line (R3).
"""

INTERNAL = "note"
"""What stays inside has the limit of a channel that is no channel."""

MEGABYTE = 1_000_000
_LARGEST_LIMIT = 500
_LONGEST_SILENCE = 200
_LONGEST_CHANNEL = 40
_LARGEST_CAP = 999
_LONGEST_LINE = 3
"""Digits."""


def checked_option(name: str, value: str) -> tuple[str, str]:
    """Name and value as they are kept. Raises Invalid for no such option or value."""
    name, value = name.strip().lower(), value.strip().lower()
    if name == WRITING_LOCK:
        if value not in ("on", "off"):
            raise Invalid("option.value", name=name, wanted=value, allowed="on, off")
        return name, value
    if name == SILENCE_HOURS:
        return name, _number(name, value, 1, _LONGEST_SILENCE)
    base, dot, part = name.partition(".")
    if base == CAP and (not dot or _is_line(part)):
        return name, _number(name, value, 0, _LARGEST_CAP)
    if base != FILE_LIMIT or (dot and not 0 < len(part) <= _LONGEST_CHANNEL):
        allowed = [*DEFAULTS, f"{FILE_LIMIT}.CHANNEL", f"{CAP}.LINE"]
        raise Invalid("option.unknown", wanted=name, allowed=allowed)
    return name, _number(name, value, 1, _LARGEST_LIMIT)


def _is_line(part: str) -> bool:
    is_number = part.isascii() and part.isdigit() and not part.startswith("0")
    return is_number and len(part) <= _LONGEST_LINE


def _number(name: str, value: str, least: int, most: int) -> str:
    digits = value.lstrip("0") or value[-1:]
    if not (digits.isascii() and digits.isdigit() and least <= int(digits[:9]) <= most):
        raise Invalid("option.value", name=name, wanted=value, allowed=f"{least}–{most}")
    return str(int(digits))


def option_value(kept: Mapping[str, str], name: str) -> str:
    """What holds: what was set, else the default."""
    return kept.get(name, DEFAULTS.get(name, ""))


def file_limit(kept: Mapping[str, str], channel: str) -> int:
    """Bytes of files that may go with one message on a channel."""
    megabytes = option_value(kept, f"{FILE_LIMIT}.{channel}") or option_value(kept, FILE_LIMIT)
    return int(megabytes) * MEGABYTE
