"""Moments as people read them (in their zone) and as scripts do (UTC)."""

from datetime import UTC, datetime, tzinfo

from supportdesk.domain.envelope import from_milliseconds


def now() -> datetime:
    """The present moment: the one clock of the program (law 10)."""
    return datetime.now(UTC)


def local_text(milliseconds: int, zone: tzinfo) -> str:
    """To the minute, in the operator's zone: `2026-03-01 12:00`."""
    return from_milliseconds(milliseconds).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def clock_text(moment: datetime, zone: tzinfo) -> str:
    """The time of day to the second, in the operator's zone: `12:00:05`."""
    return moment.astimezone(zone).strftime("%H:%M:%S")


def stamp(moment: datetime) -> str:
    """A moment as part of a file name: `20260301T100000Z`."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
