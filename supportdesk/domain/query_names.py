"""Names in a query that nothing in the store has: what a search that finds nothing may say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from supportdesk.domain.query import And, Condition, Equals, Not, Or
from supportdesk.domain.query_predicate import same

_LIKE = {"first_owner": "owner"}
"""Fields whose names are those of another one."""
_SPECIAL = frozenset({"me"})


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A value of a field that nothing is called; `nearest` is a name that is known."""

    field: str
    value: str
    nearest: str | None = None


def unknown_name(condition: Condition, known: Mapping[str, Sequence[str]]) -> UnknownName | None:
    """The first value that is no name of its field, among the fields whose names are `known`."""
    for field, value in _values(condition):
        names = known.get(_LIKE.get(field, field))
        if names is not None and not _is_known(value, names):
            by_fold = {same(name): name for name in names}
            near = get_close_matches(same(value), list(by_fold), n=1, cutoff=0.5)
            return UnknownName(field, value, by_fold[near[0]] if near else None)
    return None


def _is_known(value: str, names: Sequence[str]) -> bool:
    """People are meant by one word of their name, too."""
    wanted = same(value)
    return wanted in _SPECIAL or any(wanted in (same(name), *same(name).split()) for name in names)


def _values(condition: Condition) -> Iterator[tuple[str, str]]:
    match condition:
        case Equals(field, values):
            yield from ((field, value) for value in values if isinstance(value, str))
        case And(parts) | Or(parts):
            for part in parts:
                yield from _values(part)
        case Not(part):
            yield from _values(part)
