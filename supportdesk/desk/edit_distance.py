"""How much of an inserted text was changed before it was sent (F68)."""

_LONGEST_SOUGHT = 4_000
"""Characters of a sent text in which the place of an inserted one is looked for."""
_STRANGER = 0.7
"""The share of changed characters from which on the inserted text is no longer there."""


def changed_characters(inserted: str, sent: str) -> int | None:
    """Characters put in, taken out or replaced within the inserted text; None if it is gone.

    What was written before and behind it does not count.
    """
    from rapidfuzz.distance import Levenshtein

    wanted, found = inserted.strip(), sent.strip()
    if not wanted:
        return None
    if wanted in found:
        return 0
    start, end = _place(wanted, found)
    distance = int(Levenshtein.distance(wanted, found[start:end]))
    return None if distance > _STRANGER * len(wanted) else distance


def _place(wanted: str, found: str) -> tuple[int, int]:
    """Where in the sent text the inserted one stands, at its best."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(found) <= len(wanted) or len(found) > _LONGEST_SOUGHT:
        return 0, len(found)
    place = partial_ratio_alignment(wanted, found)
    return (0, len(found)) if place is None else (place.dest_start, place.dest_end)
