"""How many tickets the saved views have: counted on a thread of its own while nothing else is done.

A question may look at every ticket of a large store, so it never stands between a key and its
frame; the more a round of counting costs, the longer the next one waits.
"""

from time import monotonic

from textual.worker import get_current_worker

from supportdesk.console.desk.panes import DeskPanes
from supportdesk.domain.errors import DeskError

LONGEST_STALE = 5_000
"""Milliseconds after which a store that is never at rest is counted all the same."""

REST = 10
"""A round that took a second is followed by ten without one."""


class SavedCounts:
    """Keeps the numbers beside saved views true, seconds behind at most."""

    def __init__(self, panes: DeskPanes) -> None:
        self._panes = panes
        self._stale_since: int | None = 0
        self._not_before = 0
        self._counting = False

    def changed(self, now: int) -> None:
        """Something has changed: the numbers may be others."""
        if self._stale_since is None:
            self._stale_since = now

    def poll(self, now: int, *, at_rest: bool) -> None:
        """Count, if it is time; `now` in milliseconds."""
        stale = self._stale_since
        if (
            stale is None
            or self._counting
            or now < self._not_before
            or not self._panes.overview.book.counted
        ):
            return
        if at_rest or now - stale > LONGEST_STALE:
            self._counting, self._stale_since = True, None
            self._panes.run_worker(self._count, thread=True, group="counts")

    def _count(self) -> None:
        began, worker, counts = monotonic(), get_current_worker(), {}
        for view in self._panes.overview.book.counted:
            if worker.is_cancelled:
                return
            try:
                counts[view.name] = self._panes.reading.count(view)
            except DeskError:  # a question that means nothing any more has no number
                continue
        self._panes.call_later(self._take, counts, monotonic() - began)

    def _take(self, counts: dict[str, int], seconds: float) -> None:
        self._counting = False
        self._not_before = self._panes.reading.now() + int(seconds * 1000 * REST)
        self._panes.overview.show_saved_counts(counts)
