"""Which mails are one conversation.

By Message-ID and References first: answers to the same mail belong together, whether or not that
mail itself is there. Then by the ticket number in the subject, but only within one client.
"""

from collections.abc import Callable, Iterable

from supportdesk.intake.record import MailHead
from supportdesk.intake.subjects import ticket_number


class Threads:
    """The conversations of any number of mails, told by what answers what (union-find)."""

    def __init__(self) -> None:
        self._nodes: dict[str, int] = {}
        self._above: list[int] = []

    def add(self, source_id: str, references: Iterable[str] = ()) -> None:
        """Take in a mail and what it answers."""
        node = self._node(source_id)
        for reference in references:
            self._join(node, self._node(reference))

    def join(self, source_id: str, other: str) -> None:
        """Say that two mails belong to one conversation."""
        self._join(self._node(source_id), self._node(other))

    def conversation(self, source_id: str) -> int:
        """A number that all mails of one conversation have in common, until more are joined."""
        return self._top(self._node(source_id))

    def names(self) -> dict[str, int]:
        """Every Message-ID seen, absent mails' too → its conversation."""
        return {name: self._top(node) for name, node in self._nodes.items()}

    def _node(self, name: str) -> int:
        node = self._nodes.get(name)
        if node is None:
            node = self._nodes[name] = len(self._above)
            self._above.append(node)
        return node

    def _top(self, node: int) -> int:
        above = self._above
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._top(one), self._top(other)))
        self._above[second] = first


def join_by_number(
    threads: Threads, heads: Iterable[MailHead], is_ours: Callable[[MailHead], bool]
) -> None:
    """Join mails with the same `[#123]` in their subject that are from or to one client.

    Only an address tells who a client is: a name, or the desk's own address, is no proof.
    """
    known: dict[tuple[int, str], str] = {}
    for head in heads:
        number = ticket_number(head.subject)
        if number is None:
            continue
        for address in client_addresses(head, ours=is_ours(head)):
            earlier = known.setdefault((number, address), head.source_id)
            threads.join(earlier, head.source_id)


def client_addresses(head: MailHead, *, ours: bool) -> set[str]:
    """The client's addresses, case folded: who wrote, or to whom one of `ours` wrote."""
    people = head.recipients if ours else (head.author,)
    return {person.address.casefold() for person in people if person.address}
