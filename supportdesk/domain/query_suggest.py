"""What could stand at the cursor of a search being typed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from supportdesk.domain.query_fields import (
    ANY,
    BY_ANY_NAME,
    FIELDS,
    GROUPS,
    PRIORITIES,
    SORTS,
    SPECIAL,
    FieldOfQuery,
    Nature,
)
from supportdesk.domain.ticket import KINDS, STATES
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

_LOOKED_AT = 400
"""Characters before the cursor that are looked at."""
_NAMED = (
    r"-?(?P<field>[^\W\d][\w.]*)(?P<sign>>=|<=|[:=<>])(?P<before>(?:(?:\"[^\"]*\"|[^\s()\",]*),)*)"
)
_IN_QUOTES = pattern(_NAMED + r"(?P<open>\")(?P<typed>[^\"]*)$")
_VALUE = pattern(_NAMED + r"(?P<open>)(?P<typed>[^\s()\",]*)$")
_WORD = pattern(r"(?P<minus>-?)(?P<typed>[^\s()\"]*)$")
_DAYS = ("today", "yesterday", "-7d", "-2h")
_PEOPLE = ("owner", "first_owner", "by")
_NEEDS_QUOTES = pattern(r"[\s(),]")

Known = Mapping[str, Sequence[str]]
"""Field → names the store holds: queues, tags, operators."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand from `start` to the cursor instead of what was typed."""

    start: int
    text: str


def suggest(text: str, cursor: int, limit: int = 8, known: Known | None = None) -> list[str]:
    """Ways to go on with the word before `cursor`, each as it would read (see `completions`)."""
    return [found.text for found in completions(text, cursor, limit, known)]


def completions(
    text: str, cursor: int, limit: int = 8, known: Known | None = None
) -> list[Completion]:
    """Ways to go on with the word before `cursor`: fields with their signs, then values.

    `known` are names of the store; without them only what the language itself has is offered.
    """
    begin = max(0, cursor - _LOOKED_AT)
    before = text[begin:cursor]
    match = _IN_QUOTES.search(before) or _VALUE.search(before)
    if match is None:
        found = _fields(before, _WORD.search(before))
    else:
        found = _in_place(match, _named(match, known or {}))
    new = (one for one in found if one.text != before[one.start :])
    return [Completion(begin + one.start, one.text) for one in new][:limit]


def _fields(before: str, match: re.Match[str] | None) -> Iterator[Completion]:
    """Names of fields; of one that is typed whole, also the signs that compare."""
    typed = match["typed"].casefold() if match else ""
    if match is None or not typed:
        return
    names = [*FIELDS, SPECIAL[0], SPECIAL[2]]
    synonyms = (field.name for name, field in BY_ANY_NAME.items() if name.startswith(typed))
    begun = dict.fromkeys((*(name for name in names if name.startswith(typed)), *synonyms))
    for name in begun:
        yield Completion(match.start(), f"{match['minus']}{name}:")
    field = FIELDS.get(typed)
    if field is not None and _compares(field):
        yield from (Completion(match.start(), f"{match['minus']}{typed}{sign}") for sign in "<>")
    if before[match.start() :] in ("O", "OR"):
        yield Completion(match.start(), "OR ")


def _compares(field: FieldOfQuery) -> bool:
    return field.ordered or field.nature in (Nature.NUMBER, Nature.MOMENT)


def _in_place(match: re.Match[str], values: Iterable[str]) -> Iterator[Completion]:
    """Values of the field for what is typed, quoted where they must be; the field stays before."""
    typed = match["typed"].casefold()
    kept = match.group()[: match.start("open") - match.start()]
    listed = list(values)
    begin = [value for value in listed if value.casefold().startswith(typed)]
    inside = [value for value in listed if f" {typed}" in value.casefold()] if typed else []
    for value in dict.fromkeys((*begin, *inside)):
        quoted = match["open"] or _NEEDS_QUOTES.search(value)
        shown = value.replace('"', " ")
        yield Completion(match.start(), f'{kept}"{shown}"' if quoted else f"{kept}{shown}")


def _named(match: re.Match[str], known: Known) -> tuple[str, ...]:
    name = match["field"].casefold()
    if name in SPECIAL[:2]:
        return SORTS
    if name == SPECIAL[3]:
        return GROUPS
    field = BY_ANY_NAME.get(name)
    return () if field is None else _values_of(field, known)


def _values_of(field: FieldOfQuery, known: Known) -> tuple[str, ...]:
    empty = ("none",) if field.may_be_empty else ()
    if field.name in _PEOPLE:
        return ("me", "nobody", *known.get("owner", ()))
    if field.name in ("from", "to"):
        named = (*known.get("queue", ()), *known.get("owner", ()), *known.get("tag", ()))
        return (*STATES, *PRIORITIES, *empty, *named)
    if field.name == "attachment":
        return (ANY, *empty)
    if field.name == "kind":
        return (*KINDS, *empty)
    if field.nature is Nature.MOMENT:
        return (*_DAYS, *empty)
    return (*field.choices, *known.get(field.name, ()), *empty)
