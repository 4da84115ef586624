"""An expression of SQLite's full-text language as PostgreSQL's `tsquery`.

Only what `phrases` and its like write: phrases in double quotes, `*` behind them, AND, OR,
brackets, and `{columns} : (…)` around all. A column of the index is a weight there.
"""

from functools import lru_cache
from re import DOTALL, Match

from supportdesk.patterns import pattern

WEIGHTS = {
    "client": "A",
    "reply": "B",
    "subject": "C",
    "note": "D",
    "words": "A",
    "notes": "B",
    "title": "A",
    "tags": "B",
    "body": "C",
}
"""Column of an index → the weight its words have in a row of it."""

_COLUMNS = pattern(r"^\{([\w ]+)\} : (.*)$", DOTALL)
_PART = pattern(r'"([^"]*)"(\*?)|AND|OR')


@lru_cache(1024)
def tsquery(expression: str) -> str:
    """The expression in PostgreSQL's words."""
    limited = _COLUMNS.match(expression)
    weights = "".join(WEIGHTS[name] for name in limited[1].split()) if limited else ""

    def say(found: "Match[str]") -> str:
        if found[1] is None:
            return "&" if found[0] == "AND" else "|"
        *before, last = found[1].split(" ")
        words = [_word(word, weights) for word in before]
        return f"({' <-> '.join([*words, _word(last, found[2] + weights)])})"

    return _PART.sub(say, limited[2] if limited else expression)


def _word(stem: str, flags: str) -> str:
    return f"'{stem}':{flags}" if flags else f"'{stem}'"
