"""Moments as scripts read them: ISO 8601 in UTC."""

from supportdesk.domain.envelope import from_milliseconds


def utc_text(milliseconds: int) -> str:
    """ISO 8601 in UTC with `Z`; milliseconds only when there are any: `2026-03-01T10:00:00Z`."""
    moment = from_milliseconds(milliseconds)
    fine = "milliseconds" if milliseconds % 1000 else "seconds"
    return moment.isoformat(timespec=fine).replace("+00:00", "Z")


def utc_text_or_none(milliseconds: int | None) -> str | None:
    """Like `utc_text`; None stays None."""
    return None if milliseconds is None else utc_text(milliseconds)
