"""The clocks of tickets in words: over a conversation, and in the top line (F96)."""

from collections.abc import Iterable, Iterator

from supportdesk.console.times import Watch, span
from supportdesk.domain.sla.level import Level, level_of
from supportdesk.i18n import gettext as _
from supportdesk.i18n.clock_names import clock_name
from supportdesk.store.read.clocks import ClockRow, Standing
from supportdesk.store.read.search import COUNT_LIMIT

MARKS = {Level.RISK: "! ", Level.BREACHED: "✗ "}
"""Before a clock that asks for attention: readable without colour."""


def clock_phrases(rows: Iterable[ClockRow], watch: Watch) -> Iterator[str]:
    """A phrase for each clock that has not ended: "! first response due 14:05".

    The moment stands there, not what is left: that would be untrue a minute later.
    """
    for row in rows:
        if row.ended_at is not None:
            continue
        clock = clock_name(row.clock)
        if row.due_at is not None:
            level = level_of(row.due_at, row.warn_at, watch.now) or Level.OK
            said = _("{clock} due {when}").format(clock=clock, when=watch.until_exactly(row.due_at))
            yield f"{MARKS.get(level, '')}{said}"
        elif row.breached_at is not None:
            yield _("✗ {clock} paused").format(clock=clock)
        else:
            said = _("{clock} paused, {left} left")
            yield said.format(clock=clock, left=span(row.remaining or 0))


def standing_texts(standing: Standing) -> tuple[str, str]:
    """How many are due within the hour and how many overdue; nothing where none is."""
    soon, breached = (
        f"{COUNT_LIMIT}+" if number > COUNT_LIMIT else str(number) for number in standing
    )
    return (
        _("{number} due <1h").format(number=soon) if standing.soon else "",
        _("✗ {number} overdue").format(number=breached) if standing.breached else "",
    )
