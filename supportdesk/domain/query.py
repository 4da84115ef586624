"""The one question language (law 7, R6): what a query is, and the way in.

A `Query` is asked of the store (`store.read.query_sql`) or of one ticket
(`domain.query_predicate`); both answer alike.
"""

from collections.abc import Iterable, Iterator

from supportdesk.records import dataclass

LONGEST_QUERY = 2_000
"""Characters; a longer text is refused."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a phrase of consecutive words, or the beginning of a word."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Word forms that stand together in one message of the ticket, its subject included.

    With `column` None the client's name, addresses and notes, and the ticket's number, count too;
    `column` subject, client, reply or note looks there alone.
    """

    terms: tuple[Term, ...]
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Equals:
    """The field holds one of the values; None among them means that it holds nothing."""

    field: str
    values: tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """`low` ≤ field < `high`, as whole numbers (moments in milliseconds); None is open."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the ticket for which all of the parts hold (F152).

    The parts are of the fields `event`, `from`, `to`, `by` and `after`.
    """

    parts: tuple[Equals | Within, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts hold; of none, everything does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Words | Equals | Within | Happened | And | Or | Not


@dataclass(frozen=True, slots=True)
class Sort:
    """One sorting key, ascending unless `descending`."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A whole question: condition, order (empty: the one order of R1) and limit."""

    condition: Condition
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    me: int | None = None
    """The operator who asks: what `me` means."""
    group: str = ""
    """What the answers are grouped by, before they are sorted; one of `query_fields.GROUPS`."""


def narrowed(query: Query, more: Query) -> Query:
    """What both ask for; where `more` names an order, groups or a smaller limit, these hold."""
    limits = [limit for limit in (query.limit, more.limit) if limit is not None]
    return Query(
        And((*_parts(query.condition), *_parts(more.condition))),
        more.sort or query.sort,
        min(limits, default=None),
        query.me,
        more.group or query.group,
    )


def numbered(numbers: Iterable[int]) -> Condition:
    """The tickets with these numbers, as `number:1,2` asks for them."""
    return Or(tuple(Within("number", number, number + 1) for number in numbers))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, And) else (condition,)


def asked_of(condition: Condition) -> Iterator[Words | Equals | Within]:
    """Every single thing a condition asks, those about events too."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from asked_of(part)
        case Not(part):
            yield from asked_of(part)
        case Happened(happened):
            yield from happened
        case Words() | Equals() | Within():
            yield condition


def looks_at_notes(condition: Condition) -> bool:
    """Whether what no client sees decides what is found: words of notes, names of their files."""
    return any(
        (isinstance(part, Words) and part.column in (None, "note"))
        or (isinstance(part, Equals) and part.field == "attachment")
        for part in asked_of(condition)
    )


def top_words(condition: Condition) -> Words | None:
    """The words that every answer must hold and that can drive a search, or None."""
    return next((part for part in _parts(condition) if isinstance(part, Words)), None)


def without(condition: Condition, taken: Condition) -> Condition:
    """The condition without one of its top-level parts."""
    if condition is taken:
        return And(())
    if isinstance(condition, And):
        return And(tuple(part for part in condition.parts if part is not taken))
    return condition
