"""Names in a query that nothing in the store has: what a search that finds nothing may say."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from supportdesk.domain.query import And, Condition, Equals, Not, Or
from supportdesk.domain.query_predicate import same
from supportdesk.records import dataclass

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
            return UnknownName(field, value, _nearest(same(value), names))
    return None


def _nearest(wanted: str, names: Sequence[str]) -> str | None:
    """The first name one of whose words begins so, else the one that is written most alike."""
    by_fold = {same(name): name for name in names}
    begun = (name for name in by_fold if f" {wanted}" in f" {name}")
    near = next(begun, None) or next(iter(get_close_matches(wanted, list(by_fold), 1, 0.5)), None)
    return None if near is None else by_fold[near]


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
