"""How two tickets belong together (F24-F26)."""

from enum import StrEnum


class LinkKind(StrEnum):
    """What a ticket is to the other one; it has at most one link of each kind.

    The link is read from the ticket: it is a child of its `PARENT`, a `DUPLICATE` of the other, an
    incident of a `PROBLEM`, a `FOLLOW_UP` of an older one, or was `MERGED` into the other.
    """

    PARENT = "parent"
    DUPLICATE = "duplicate"
    PROBLEM = "problem"
    FOLLOW_UP = "follow_up"
    MERGED = "merged"


SET_BY_HAND = (LinkKind.PARENT, LinkKind.DUPLICATE, LinkKind.PROBLEM, LinkKind.FOLLOW_UP)
"""The kinds an operator may set; `MERGED` comes and goes with the merge alone."""
