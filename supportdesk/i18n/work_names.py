"""What the kinds of work are called whose time is counted (F42)."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n import pgettext


def work_name(work: str) -> str:
    """A kind of work in a word."""
    names = {
        "reading": pgettext("work", "reading"),
        "reply": pgettext("work", "reply"),
        "forward": pgettext("work", "forward"),
        "note": pgettext("work", "note"),
        "call": pgettext("work", "call"),
        "other": pgettext("work", "other"),
    }
    return names.get(work, work)


def time_text(milliseconds: int) -> str:
    """How long, to the minute: "12 min", "1 h 05 min"."""
    hours, minutes = divmod(round(milliseconds / 60_000), 60)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=f"{minutes:02d}")
    return _("{minutes} min").format(minutes=minutes)
