"""Pieces of SQL that conditions are put together from."""

from collections.abc import Sequence

from supportdesk.domain.ticket import WITHDRAWN


def within(column: str, low: int | None, high: int | None) -> str:
    """`low` ≤ column < `high`; None is open, and nothing is within nothing."""
    if low is not None and high == low + 1:
        return f"{column} = {int(low)}"
    parts = [] if low is None else [f"{column} >= {int(low)}"]
    parts += [] if high is None else [f"{column} < {int(high)}"]
    return joined(parts or [f"{column} IS NOT NULL"], "AND", "true")


def joined(parts: Sequence[str], word: str, nothing: str) -> str:
    """Parts that all or partly hold; `nothing` stands for none of them."""
    if len(parts) < 2:
        return parts[0] if parts else nothing
    return f"({f' {word} '.join(parts)})"


def one_of(column: str, values: Sequence[int]) -> str:
    """The column holds one of these numbers; without any, it does not."""
    if not values:
        return "false"
    if len(values) == 1:
        return f"{column} = {values[0]}"
    return f"{column} IN ({', '.join(map(str, values))})"


def stands(number: str) -> str:
    """The ticket of this number is not withdrawn: what every list and number is made of.

    It asks for nothing but the number, so an index that has all else is enough.
    """
    return f"{number} NOT IN (SELECT id FROM ticket WHERE reason = '{WITHDRAWN}')"
