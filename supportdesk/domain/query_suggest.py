"""What could stand at the cursor of a search being typed."""

import re

from supportdesk.domain.query_fields import (
    ANY,
    FIELDS,
    GROUPS,
    PRIORITIES,
    SORTS,
    SPECIAL,
    FieldOfQuery,
    Nature,
)
from supportdesk.domain.ticket import STATES

_AT_CURSOR = re.compile(
    r'-?(?:(?P<field>[^\W\d][\w.]*)(?P<sign>>=|<=|[:=<>]))?(?P<typed>[^\s()"]*)$'
)
_DAYS = ("today", "yesterday", "-7d", "-2h")


def suggest(text: str, cursor: int, limit: int = 8) -> list[str]:
    """Ways to go on with the word before `cursor`, the whole word each: fields, then values.

    Names of people, queues and tags live in the store and are not suggested here.
    """
    match = _AT_CURSOR.search(text[:cursor])
    if match is None:
        return []
    typed = match["typed"].rsplit(",", 1)[-1].casefold()
    start = match.group()[: len(match.group()) - len(typed)]
    if match["field"] is None:
        names = [f"{name}:" for name in (*FIELDS, *SPECIAL[:1], *SPECIAL[2:])]
        return [start + name for name in names if typed and name.startswith(typed)][:limit]
    values = _values(match["field"].casefold())
    return [start + value for value in values if value.startswith(typed)][:limit]


def _values(name: str) -> tuple[str, ...]:
    if name in SPECIAL[:2]:
        return SORTS
    if name == SPECIAL[3]:
        return GROUPS
    field = FIELDS.get(name)
    return () if field is None else _values_of(field)


def _values_of(field: FieldOfQuery) -> tuple[str, ...]:
    empty = ("none",) if field.may_be_empty else ()
    if field.name in ("owner", "first_owner", "by"):
        return ("me", "nobody")
    if field.name in ("from", "to"):
        return (*STATES, *PRIORITIES, *empty)
    if field.name == "attachment":
        return (ANY, *empty)
    if field.nature is Nature.MOMENT:
        return (*_DAYS, *empty)
    return (*field.choices, *empty)
