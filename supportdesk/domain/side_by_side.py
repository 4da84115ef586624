"""How long the traces of people at work on one store count (F75, F77)."""

PRESENT_MS = 15_000
"""A console that has not beaten for so long is gone."""

BEAT_MS = 10_000
"""How often a console in use tells that it is there."""

CLAIM_MS = 10 * 60_000
"""How long a writer is named to the others after the last key."""

VIEWING, WRITING, GONE = "viewing", "writing", "gone"
