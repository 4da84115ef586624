"""What every question of the desk screen is asked with."""

from datetime import UTC, datetime, tzinfo

from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import to_milliseconds


class Questions:
    """What every question of the desk screen is asked with: the desk, me, and the zone."""

    def __init__(self, desk: Desk, me: int, zone: tzinfo | None) -> None:
        self._desk = desk
        self._me = me
        self._zone = zone

    def now(self) -> int:
        """The present moment in milliseconds."""
        return to_milliseconds(self._desk.clock())

    def moment(self) -> datetime:
        """The present moment, aware."""
        return self._desk.clock()

    @property
    def zone(self) -> tzinfo:
        """The zone in which dates are read and written."""
        return self._zone or self._desk.clock().astimezone().tzinfo or UTC
