"""States of the server's lifecycles, which it does not list: found out by asking for tickets.

A lifecycle sorts its states into initial, active and inactive ones. Searches know `__Active__`
(both first kinds) and `__Inactive__`, so the state of an unknown word is a question of one ticket.
Finer than that only the words of the lifecycle that every server begins with are known.
"""

from collections.abc import Mapping
from typing import Any

from supportdesk.domain.ticket import Category
from supportdesk.remote.facts import RemoteState
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.values import literal, record, records, text

DELETED = "deleted"
_BEGINNING = {
    "new": Category.NEW,
    "open": Category.ACTIVE,
    "stalled": Category.WAITING,
    "resolved": Category.DONE,
    "rejected": Category.DONE,
    DELETED: Category.DONE,
}
_KINDS = {"__Active__": Category.ACTIVE, "__Inactive__": Category.DONE}
_MOST = 60
"""States of one kind; a server with more is asked for no further ones."""


class States:
    """The words met so far, and what they mean."""

    def __init__(self, asking: Asking, own: Mapping[str, Category]) -> None:
        """`own` says what words mean that only this server's team knows."""
        self._asking = asking
        self._meaning: dict[str, Category] = {**_BEGINNING, **own}

    async def category(self, word: str) -> Category:
        """What a state means; asked of the server once where nobody has said it."""
        known = self._meaning.get(word)
        if known is None:
            inactive = await self._one(f"Status = {literal(word)} AND Status = '__Inactive__'")
            known = self._meaning[word] = Category.DONE if inactive else Category.ACTIVE
        return known

    async def in_use(self) -> tuple[RemoteState, ...]:
        """All states that a ticket is in, or may be set to by this operator from one of those."""
        successors: dict[str, set[str]] = {}
        for kind, category in _KINDS.items():
            found = 0
            query = f"Status = '{kind}'"
            while found < _MOST and (row := await self._one(query)):
                word = text(row.get("Status"))
                self._meaning.setdefault(word, category)
                successors[word] = set(offered(row))
                query += f" AND Status != {literal(word)}"
                found += 1
        words = [*successors, *sorted(set().union(*successors.values()) - set(successors))]
        return tuple(
            RemoteState(
                word,
                self._meaning.get(word, Category.ACTIVE),
                frozenset(successors.get(word, ())),
            )
            for word in words
        )

    async def _one(self, query: str) -> Mapping[str, Any] | None:
        params = {"query": query, "fields": "Status,_hyperlinks", "per_page": "1"}
        rows = records(record((await self._asking.get("tickets", params)).json()).get("items"))
        return rows[0] if rows else None


def offered(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The states a ticket's links offer to this operator, each once, in the server's order."""
    return tuple(dict.fromkeys(text(link.get("to")) for link in _links(row, "lifecycle")))


def offers(row: Mapping[str, Any], what: str) -> bool:
    """Whether a ticket's links offer this to the operator (`correspond`, `comment`)."""
    return any(True for _ in _links(row, what))


def _links(row: Mapping[str, Any], what: str) -> tuple[Mapping[str, Any], ...]:
    found = records(row.get("_hyperlinks") or [])
    return tuple(link for link in found if link.get("ref") == what)
