"""Moments and spans as an operator reads them at a glance. Times are milliseconds in UTC."""

from datetime import date, datetime, tzinfo

from supportdesk.domain.envelope import from_milliseconds
from supportdesk.i18n import gettext as _
from supportdesk.i18n.time_spans import DAY, HOUR, MINUTE, span
from supportdesk.records import dataclass

__all__ = ["DAY", "HOUR", "MINUTE", "Watch", "span"]


@dataclass(frozen=True, slots=True)
class Watch:
    """The present moment and the zone it is read in; `zone` None is the system's."""

    now: int = 0
    zone: tzinfo | None = None

    @property
    def time(self) -> str:
        """The time of day now, "14:05"."""
        return f"{self.local(self.now):%H:%M}"

    def since(self, at: int) -> str:
        """How long ago something was."""
        return span(self.now - at)

    def stamp(self, at: int) -> str:
        """When something was said: "13:31" today, "12 Nov 13:31" this year, else "12 Nov 2023"."""
        moment, today = self.local(at), self.local(self.now)
        if moment.date() == today.date():
            return f"{moment:%H:%M}"
        if moment.year == today.year:
            return f"{self.day(at)} {moment:%H:%M}"
        return self.day(at)

    def day(self, at: int) -> str:
        """The date alone: "12 Nov", with the year when it is another one."""
        return self.date(self.local(at).date())

    def date(self, day: date) -> str:
        """A day of the calendar, in the same words."""
        month = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()[day.month - 1]
        if day.year == self.local(self.now).year:
            return f"{day.day} {month}"
        return f"{day.day} {month} {day.year}"

    def until(self, at: int) -> str:
        """When something comes back: "18:00" today, "Wed" this week, else "12 Nov"."""
        moment, today = self.local(at), self.local(self.now)
        if moment.date() == today.date():
            return f"{moment:%H:%M}"
        if 0 < (moment.date() - today.date()).days < 7:
            return _("Mon Tue Wed Thu Fri Sat Sun").split()[moment.weekday()]
        return self.day(at)

    def until_exactly(self, at: int) -> str:
        """Like `until`, with the time of day where a day is named."""
        moment = self.local(at)
        if moment.date() == self.local(self.now).date():
            return f"{moment:%H:%M}"
        return f"{self.until(at)} {moment:%H:%M}"

    def exactly(self, at: int) -> str:
        """Day and time whatever the distance: "12 Nov 14:05"."""
        return f"{self.day(at)} {self.local(at):%H:%M}"

    def local(self, at: int) -> datetime:
        """The moment in the zone of this watch."""
        return from_milliseconds(at).astimezone(self.zone)
