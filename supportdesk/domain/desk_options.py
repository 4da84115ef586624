"""What a desk can be told to do otherwise: one table of shared options and their defaults."""

from collections.abc import Mapping

from supportdesk.domain.errors import Invalid

WRITING_LOCK = "writing_lock"
FILE_LIMIT = "file_limit"
SILENCE_HOURS = "silence_hours"

DEFAULTS: Mapping[str, str] = {
    WRITING_LOCK: "off",
    FILE_LIMIT: "50",
    f"{FILE_LIMIT}.email": "20",
    SILENCE_HOURS: "8",
}
"""`writing_lock`: whoever begins a reply is named to the others, who may take over (F77); off,
because presence and the stop at newer messages hinder collisions already, and a composer left open
would hold up others. `silence_hours`: working hours without a public word of ours after which a
ticket at work is silent (F98). `file_limit`, `file_limit.CHANNEL`: megabytes of files with one
message (F33).
"""

INTERNAL = "note"
"""What stays inside has the limit of a channel that is no channel."""

MEGABYTE = 1_000_000
_LARGEST_LIMIT = 500
_LONGEST_SILENCE = 200
_LONGEST_CHANNEL = 40


def checked_option(name: str, value: str) -> tuple[str, str]:
    """Name and value as they are kept. Raises Invalid for no such option or value."""
    name, value = name.strip().lower(), value.strip().lower()
    if name == WRITING_LOCK:
        if value not in ("on", "off"):
            raise Invalid("option.value", name=name, wanted=value, allowed="on, off")
        return name, value
    if name == SILENCE_HOURS:
        return name, _whole(name, value, _LONGEST_SILENCE)
    base, dot, channel = name.partition(".")
    named = not dot or 0 < len(channel) <= _LONGEST_CHANNEL
    if base != FILE_LIMIT or not named:
        raise Invalid("option.unknown", wanted=name, allowed=[*DEFAULTS, f"{FILE_LIMIT}.CHANNEL"])
    return name, _whole(name, value, _LARGEST_LIMIT)


def _whole(name: str, value: str, most: int) -> str:
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most):
        raise Invalid("option.value", name=name, wanted=value, allowed=f"1–{most}")
    return str(int(value))


def option_value(kept: Mapping[str, str], name: str) -> str:
    """What holds: what was set, else the default."""
    return kept.get(name, DEFAULTS.get(name, ""))


def file_limit(kept: Mapping[str, str], channel: str) -> int:
    """Bytes of files that may go with one message on a channel."""
    megabytes = option_value(kept, f"{FILE_LIMIT}.{channel}") or option_value(kept, FILE_LIMIT)
    return int(megabytes) * MEGABYTE
