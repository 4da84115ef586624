"""What a desk can be told to do otherwise: one table of shared options and their defaults."""

from collections.abc import Mapping

from supportdesk.domain.errors import Invalid
from supportdesk.domain.recipients import Recipient, checked

WRITING_LOCK = "writing_lock"
FILE_LIMIT = "file_limit"
SILENCE_HOURS = "silence_hours"
CAP = "cap"
OUTGOING = "outgoing"
MAIL_NUMBER = "mail_number"
MAIL_FROM = "mail_from"
ACKNOWLEDGE = "acknowledge"
ACKNOWLEDGE_MINUTES = "acknowledge_minutes"
ACKNOWLEDGE_MOST = "acknowledge_most"

OFF = "off"

DEFAULTS: Mapping[str, str] = {
    WRITING_LOCK: "off",
    FILE_LIMIT: "50",
    f"{FILE_LIMIT}.email": "20",
    SILENCE_HOURS: "8",
    CAP: "10",
    f"{CAP}.1": "3",
    OUTGOING: OFF,
    MAIL_NUMBER: "on",
    MAIL_FROM: "operator",
    ACKNOWLEDGE: OFF,
    ACKNOWLEDGE_MINUTES: "60",
    ACKNOWLEDGE_MOST: "200",
}
"""`writing_lock`: whoever begins a reply is named to the others, who may take over (F77); off,
because presence and the stop at newer messages hinder collisions already, and a composer left open
would hold up others. `silence_hours`: working hours without a public word of ours after which a
ticket at work is silent (F98). `file_limit`, `file_limit.CHANNEL`: megabytes of files with one
message (F33). `cap`, `cap.LINE`: tickets one person is dealt at most while on that line (R3).
`outgoing`: the address that replies are sent from; while off they stay in the store. `mail_number`:
whether subjects carry the ticket's number. `mail_from`: whose name stands before the address,
`operator` or `desk`. `acknowledge`: the template that tells a client their new ticket is there, by
number (F110); to one address once in `acknowledge_minutes` at most (R4), to all of them together
`acknowledge_most` an hour: else a flood of forged senders were answered into strangers' mailboxes.
"""

INTERNAL = "note"
"""What stays inside has the limit of a channel that is no channel."""

MEGABYTE = 1_000_000
_LARGEST_LIMIT = 500
_LONGEST_CHANNEL = 40
_LARGEST_CAP = 999
_LONGEST_LINE = 3
"""Digits."""


_WORDS = {
    WRITING_LOCK: ("on", OFF),
    MAIL_NUMBER: ("on", OFF),
    MAIL_FROM: ("operator", "desk"),
}
"""Options that are one of a few words."""

_UP_TO = {
    ACKNOWLEDGE: 999_999_999,
    ACKNOWLEDGE_MINUTES: 10_080,
    ACKNOWLEDGE_MOST: 1_000,
    SILENCE_HOURS: 200,
}
"""Options that are a number from 1 up to this."""


def checked_option(name: str, value: str) -> tuple[str, str]:
    """Name and value as they are kept. Raises Invalid for no such option or value."""
    name, value = name.strip().lower(), value.strip().lower()
    if name in _WORDS:
        if value not in _WORDS[name]:
            raise Invalid("option.value", name=name, wanted=value, allowed=", ".join(_WORDS[name]))
        return name, value
    if name in (OUTGOING, ACKNOWLEDGE) and value == OFF:
        return name, value
    if name == OUTGOING:
        return name, checked(Recipient(value)).address
    if name in _UP_TO:
        return name, _number(name, value, 1, _UP_TO[name])
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
