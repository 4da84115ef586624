"""What was set on a copy against what somebody else has set there, in words.

What is returned may hold customers' text: clean it on the way to a reader.
"""

from collections.abc import Callable

from supportdesk.i18n import gettext as _
from supportdesk.i18n.event_names import EventNames, changed_field
from supportdesk.store.read.crossings import Crossing


def crossing_text(crossing: Crossing, names: EventNames, moment: Callable[[int], str]) -> str:
    """One field: its value here, its value there with who has set it when, and that before both."""
    here, there, before = (
        names.value(crossing.field, value)
        for value in (crossing.here, crossing.there, crossing.before)
    )
    return _("{field}: here {here}, there {there} ({who}, {when}); before {before}").format(
        field=changed_field(crossing.field),
        here=here,
        there=there,
        before=before,
        who=crossing.who or _("the desk"),
        when=moment(crossing.at),
    )
