"""The conditions of a query one by one, as they were typed: which of them does not hold?"""

import re

from supportdesk.domain.query_fields import BY_ANY_NAME, OF_AN_EVENT
from supportdesk.patterns import pattern

_QUOTED = pattern(r'"[^"]*"?')


def pieces(query: str) -> list[str]:
    """What stands side by side on the top of a query; one with an OR there is one piece.

    Conditions about one event belong together and come last.
    """
    found, depth, at, begin = list[str](), 0, 0, 0
    while at < len(query):
        quoted = _QUOTED.match(query, at)
        if quoted is not None:
            at = quoted.end()
            continue
        depth += {"(": 1, ")": -1}.get(query[at], 0)
        if query[at].isspace() and depth == 0:
            found.append(query[begin:at])
            begin = at + 1
        at += 1
    found = [piece for piece in (*found, query[begin:]) if piece and piece != "AND"]
    if "OR" in found:
        return [query]
    event = [piece for piece in found if _is_of_an_event(piece)]
    rest = [piece for piece in found if piece not in event]
    return [*rest, " ".join(event)] if event else rest


def _is_of_an_event(piece: str) -> bool:
    named = re.match(r"[^\W\d][\w.]*(?=[:=<>])", piece)
    known = BY_ANY_NAME.get(named[0].casefold()) if named else None
    return known is not None and known.name in OF_AN_EVENT
