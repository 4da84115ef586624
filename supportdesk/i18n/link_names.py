"""What a ticket is to others, in words: for the heading of a conversation and for the shell."""

from collections.abc import Callable, Iterable, Sequence

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

LINKED = {
    "merged": N_("merged into {tickets}"),
    "parent": N_("child of {tickets}"),
    "duplicate": N_("duplicate of {tickets}"),
    "problem": N_("incident of {tickets}"),
    "follow_up": N_("follow-up of {tickets}"),
}
"""A link read from the ticket that has it, by its kind."""

LINKED_BACK = {
    "merged": N_("holds {tickets}"),
    "parent": N_("parent of {tickets}"),
    "duplicate": N_("has duplicate {tickets}"),
    "problem": N_("problem behind {tickets}"),
    "follow_up": N_("followed up in {tickets}"),
}
"""The same link read from the other ticket."""

_NAMED = 3
"""So many tickets of a kind are named; of more, how many there are."""


def link_phrases(
    number: int, links: Iterable[tuple[int, str, int]], name_of: Callable[[int], str]
) -> list[str]:
    """What ticket `number` is to others; links are (ticket, kind, other) as they are kept.

    `name_of` is what a ticket is called by its number.
    """
    others: dict[str, list[int]] = {}
    for ticket, kind, other in links:
        if ticket == number:
            others.setdefault(LINKED[kind], []).append(other)
        else:
            others.setdefault(LINKED_BACK[kind], []).append(ticket)
    ordered = [*LINKED.values(), *LINKED_BACK.values()]
    return [
        _(phrase).format(tickets=_tickets([name_of(other) for other in others[phrase]]))
        for phrase in ordered
        if phrase in others
    ]


def _tickets(named: Sequence[str]) -> str:
    first = ", ".join(named[:_NAMED])
    return first if len(named) <= _NAMED else f"{first} … ({len(named)})"
