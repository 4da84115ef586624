"""What is said of many tickets before anything is done: which are left as they are, and why."""

from collections.abc import Collection, Mapping

from supportdesk.i18n import ngettext

NAMED = 20
"""Tickets named in a sentence; more are counted alone."""


def left_out_of_macro(
    gaps: Mapping[int, Collection[str]], drafted: Collection[int], unchanged: Collection[int]
) -> list[str]:
    """Which tickets a macro is not run on: an empty place in a text, a draft, nothing to change."""
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
        *_told(empty, gaps, missing=missing),
        *_told(standing, drafted),
        *_told(same, unchanged),
    ]


def _told(told: str, numbers: Collection[int], **values: str) -> list[str]:
    """The sentence with the tickets by their numbers; none where there are none."""
    if not numbers:
        return []
    named = ", ".join(f"#{number}" for number in [*numbers][:NAMED])
    more = " …" if len(numbers) > NAMED else ""
    return [told.format(count=len(numbers), numbers=f"{named}{more}", **values)]
