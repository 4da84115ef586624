"""Which tickets of a copy wait with something for their desk: a mark in the list, and the words."""

from collections.abc import Mapping, Sequence

from supportdesk.console.reading import Reading
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.sending_texts import state_text, what_text
from supportdesk.store.read.sendings import QUEUED, UnsentRow

STOPS, WAITS = "⊘", "…"
"""How the list shows that something has stopped, or waits; the heading says it in words."""


def unsent(reading: Reading) -> Mapping[int, Sequence[UnsentRow]]:
    """What has stopped or waits, by ticket; what is only on its way is none of it."""
    link, found = reading.link(), dict[int, list[UnsentRow]]()
    for row in reading.unsent():
        is_going = row.state == QUEUED and row.behind is None
        if not is_going or (link is not None and link.trouble):
            found.setdefault(row.ticket, []).append(row)
    return found


def mark(rows: Sequence[UnsentRow]) -> str:
    """Of one ticket, for the list."""
    return WAITS if all(row.state == QUEUED for row in rows) else STOPS


def phrase(row: UnsentRow) -> str:
    """Of one thing, for the heading of its ticket."""
    what = what_text(row.what, "")
    if row.state != QUEUED:
        said = _("{what}: {state}, entry {entry} · {outbox_key}")
        state = state_text(row.state)
        return said.format(what=what, state=state, entry=row.number, outbox_key=key_of("outbox"))
    state = _("waits for the line") if row.behind is None else state_text(row.state, row.behind)
    return f"{what}: {state}"
