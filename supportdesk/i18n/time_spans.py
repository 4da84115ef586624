"""How long something is or was, at a glance. Times are milliseconds."""

from supportdesk.i18n import gettext as _

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def span(milliseconds: int) -> str:
    """How long: "0:41" in hours and minutes, from a day on "3d", from a year on "2y"."""
    passed = max(0, milliseconds)
    days = passed // DAY
    if days >= 365:
        return _("{years}y").format(years=days // 365)
    if days:
        return _("{days}d").format(days=days)
    return f"{passed // HOUR}:{passed % HOUR // MINUTE:02d}"
