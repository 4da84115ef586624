"""What is said of many tickets before anything is done: which are left as they are, and why."""

from collections.abc import Callable, Collection, Mapping, Sequence

from supportdesk.i18n import ngettext

NAMED = 20
"""Tickets named in a sentence; more are counted alone."""


def left_out_of_macro(
    gaps: Mapping[int, Collection[str]],
    drafted: Collection[int],
    unchanged: Collection[int],
    name_of: Callable[[int], str],
) -> list[str]:
    """Which tickets a macro is not run on: an empty place in a text, a draft, nothing to change.

    `name_of` is what a ticket is called by its number.
    """

    def named(numbers: Collection[int]) -> list[str]:
        return [name_of(number) for number in numbers]

    missing = ", ".join(sorted({name for names in gaps.values() for name in names}))
    empty = ngettext(
        "! {count} ticket has an empty place ({missing}) and stays as it is: {numbers}",
        "! {count} tickets have empty places ({missing}) and stay as they are: {numbers}",
        len(gaps),
    )
    standing = ngettext(
        "! A draft of yours stands on {count} ticket, which stays as it is: {numbers}",
        "! Drafts of yours stand on {count} tickets, which stay as they are: {numbers}",
        len(drafted),
    )
    same = ngettext(
        "{count} ticket is so already: {numbers}",
        "{count} tickets are so already: {numbers}",
        len(unchanged),
    )
    return [
        *_told(empty, named(gaps), missing=missing),
        *_told(standing, named(drafted)),
        *_told(same, named(unchanged)),
    ]


def _told(told: str, tickets: Sequence[str], **values: str) -> list[str]:
    """The sentence with the tickets as they are called; none where there are none."""
    if not tickets:
        return []
    named = ", ".join(tickets[:NAMED])
    more = " …" if len(tickets) > NAMED else ""
    return [told.format(count=len(tickets), numbers=f"{named}{more}", **values)]
