"""What a desk knows of those who work: status, caps by line, skills, planned start (R3).

Kept as short texts: caps `1=3 2=5`, queues `1 4`, skills `billing uk`; a skill of two letters is a
language.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from supportdesk.domain.desk_options import CAP, option_value
from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern
from supportdesk.records import dataclass


class Status(StrEnum):
    """What somebody does; only who is available is dealt tickets."""

    AVAILABLE = "available"
    BUSY = "busy"
    BREAK = "break"
    AWAY = "away"
    OFFLINE = "offline"


class Mode(StrEnum):
    """How a queue is dealt to those who work it."""

    OFF = "off"
    BALANCED = "balanced"
    ROUND_ROBIN = "round_robin"


LARGEST_CAP = 999
LONGEST_TAKE_BACK = 10_000
"""Business minutes."""
LONGEST_SKILL = 40
SKILL_TAG = "skill:"
"""A tag that begins so asks for the skill that follows."""

_LANGUAGE = pattern(r"[a-z]{2}")
_START = pattern(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_IN_SKILLS = str.maketrans("", "", "-_.")


def checked_status(status: str) -> Status:
    """The status of this name. Raises Invalid("status.unknown")."""
    folded = status.strip().lower()
    if folded not in list(Status):
        raise Invalid("status.unknown", wanted=status, allowed=[str(one) for one in Status])
    return Status(folded)


def checked_mode(mode: str) -> Mode:
    """The way of dealing of this name. Raises Invalid("dealing.unknown")."""
    folded = mode.strip().lower().replace("-", "_").replace(" ", "_")
    if folded not in list(Mode):
        raise Invalid("dealing.unknown", wanted=mode, allowed=[str(one) for one in Mode])
    return Mode(folded)


@dataclass(frozen=True, slots=True)
class Caps:
    """How many tickets one person may have while dealt some of a line."""

    lines: Mapping[int, int]
    others: int

    def of(self, line: int, own: Mapping[int, int]) -> int:
        """The cap on a line of somebody with these own caps."""
        return own.get(line, self.lines.get(line, self.others))


def desk_caps(kept: Mapping[str, str], lines: Iterable[int]) -> Caps:
    """The caps that hold for everybody: options `cap.LINE`, else `cap`."""
    others = int(option_value(kept, CAP))
    named = {line: option_value(kept, f"{CAP}.{line}") for line in lines}
    return Caps({line: int(value) for line, value in named.items() if value}, others)


def is_cap_set(kept: Mapping[str, str], own: Mapping[int, int], line: int) -> bool:
    """Whether somebody has set the cap that holds: then it holds in every queue of the line."""
    return line in own or f"{CAP}.{line}" in kept or CAP in kept


def caps_text(caps: Mapping[int, int]) -> str:
    """Caps by line as they are kept. Raises Invalid("cap.invalid")."""
    for line, cap in caps.items():
        if line < 1 or not 0 <= cap <= LARGEST_CAP:
            raise Invalid("cap.invalid", wanted=f"{line}={cap}", largest=LARGEST_CAP)
    return " ".join(f"{line}={caps[line]}" for line in sorted(caps))


def read_caps(kept: str) -> dict[int, int]:
    """Caps by line from what is kept."""
    pairs = (pair.partition("=") for pair in kept.split())
    return {int(line): int(cap) for line, _equals, cap in pairs}


def queues_text(queues: Iterable[int]) -> str:
    """Ids of queues as they are kept."""
    return " ".join(str(queue) for queue in sorted(set(queues)))


def read_queues(kept: str) -> frozenset[int]:
    """Ids of queues from what is kept; none means all."""
    return frozenset(int(queue) for queue in kept.split())


def skills_text(skills: Iterable[str]) -> str:
    """Skills as they are kept: words in lower case. Raises Invalid("skill.invalid")."""
    return " ".join(sorted({checked_skill(skill) for skill in skills}))


def checked_skill(skill: str) -> str:
    """One skill: a word of letters, digits, `-`, `_`, `.`. Raises Invalid("skill.invalid")."""
    folded = skill.strip().casefold()
    if not folded.translate(_IN_SKILLS).isalnum() or len(folded) > LONGEST_SKILL:
        raise Invalid("skill.invalid", wanted=skill)
    return folded


def read_skills(kept: str) -> frozenset[str]:
    """Skills from what is kept."""
    return frozenset(kept.split())


def language_of(kept: str | None) -> str | None:
    """The language a ticket asks for: `uk` of `uk-UA`; None for what names none."""
    begins = (kept or "").casefold().replace("_", "-").partition("-")[0]
    return begins if _LANGUAGE.fullmatch(begins) else None


def languages(skills: frozenset[str]) -> frozenset[str]:
    """The languages among skills."""
    return frozenset(skill for skill in skills if _LANGUAGE.fullmatch(skill))


def checked_start(start: str) -> str | None:
    """A planned start of the shift, `09:00`; nothing for none. Raises Invalid("start.invalid")."""
    if not start.strip():
        return None
    found = _START.fullmatch(start.strip())
    if found is None:
        raise Invalid("start.invalid", wanted=start)
    return f"{int(found[1]):02}:{found[2]}"


def checked_take_back(minutes: int) -> int:
    """Business minutes after which an untouched ticket is taken back; 0 is never.

    Raises Invalid("take_back.invalid").
    """
    if not 0 <= minutes <= LONGEST_TAKE_BACK:
        raise Invalid("take_back.invalid", wanted=minutes, largest=LONGEST_TAKE_BACK)
    return minutes
