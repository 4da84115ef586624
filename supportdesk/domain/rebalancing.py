"""Who has more than their cap gives the least urgent tickets to those with room (F118, R3)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from supportdesk.domain.assignment import Crew, Dealt, Person, Waiting
from supportdesk.records import dataclass

Owned = Callable[[Person], Sequence[Waiting]]
"""The tickets that count for somebody's load, the least urgent first."""


@dataclass(frozen=True, slots=True)
class Move:
    """A ticket that goes from one person to another."""

    number: int
    giver: Person
    taker: Person


def moves(crew: Crew, owned: Owned) -> Iterator[Move]:
    """What has to move until nobody is over their cap, as far as others can take it.

    The fullest give first. Nobody takes more than their cap, or what they cannot do.
    """
    for giver in sorted(crew.people, key=lambda one: (-crew.load(one), one.id)):
        for ticket in owned(giver):
            if crew.load(giver) <= crew.cap(giver, ticket.line):
                continue
            done = crew.deal(replace(ticket, returned_by=ticket.returned_by | {giver.id}))
            if isinstance(done, Dealt):
                crew.give_away(giver)
                yield Move(ticket.number, giver, done.person)
