"""How often somebody may come: a bucket of so many requests that fills at a rate."""

from collections import OrderedDict
from collections.abc import Hashable
from time import monotonic

from supportdesk.domain.errors import Refused
from supportdesk.records import dataclass

MOST_KEPT = 20_000
"""Callers remembered; of more, whoever came longest ago begins anew."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, and `second` more every second."""

    second: float
    burst: int

    def divided(self, processes: int) -> "Rate":
        """The share of one of several processes that the same callers come to."""
        return Rate(self.second / processes, max(1, round(self.burst / processes)))


class Buckets:
    """One bucket for each caller, in this process."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, caller: Hashable) -> None:
        """Count one request. Raises Refused("request.too_many") with the seconds to wait."""
        now = monotonic()
        left, at = self._left.pop(caller, (float(self._rate.burst), now))
        left = min(self._rate.burst, left + (now - at) * self._rate.second)
        allowed = left >= 1
        self._left[caller] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        if not allowed:
            raise Refused("request.too_many", seconds=self._wait(left))

    def _wait(self, left: float) -> int:
        """Whole seconds until one more is allowed."""
        return max(1, round((1 - left) / self._rate.second + 0.5))
