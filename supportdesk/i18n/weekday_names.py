"""What the days of the week are called, in short."""

from supportdesk.i18n import pgettext


def weekday_names() -> list[str]:
    """Monday first."""
    return [
        pgettext("day of the week", "Mon"),
        pgettext("day of the week", "Tue"),
        pgettext("day of the week", "Wed"),
        pgettext("day of the week", "Thu"),
        pgettext("day of the week", "Fri"),
        pgettext("day of the week", "Sat"),
        pgettext("day of the week", "Sun"),
    ]
