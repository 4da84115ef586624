"""What a search that found nothing says of a name nobody has."""

from supportdesk.i18n import gettext as _


def unknown_name_text(field: str, value: str, nearest: str | None) -> str:
    """Which name is not known, and the nearest one."""
    if nearest is None:
        return _("There is no {field} {value}.").format(field=field, value=value)
    said = _("There is no {field} {value}; the nearest is {nearest}.")
    return said.format(field=field, value=value, nearest=nearest)
