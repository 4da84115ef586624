"""What a list says of itself: its title, how many tickets it has, what it says without any."""

from collections.abc import Mapping, Sequence

from supportdesk.console import text
from supportdesk.console.listing import PAGE
from supportdesk.console.views import BY_NAME, View, count
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read.rows import Counts


def title_of(view: View) -> str:
    """A view's name in the operator's language; others are named as they are."""
    return _(view.title) if view.name in BY_NAME else view.title


def total_of(view: View, counts: Counts, of_saved: Mapping[str, int]) -> str:
    """How many tickets a list has of which only the first page is read."""
    return count(view, counts, of_saved) or f"{PAGE}+"


def empty_lines(view: View, *, has_tickets: bool) -> Sequence[str]:
    """What an empty list says: what it means and which key helps."""
    if not has_tickets:
        return (
            _("There are no tickets yet."),
            "",
            _("Bring mail in:       supportdesk import FILE"),
            _("Look around first:   supportdesk demo"),
            _("Write one by hand:   {new_ticket_key}").format(new_ticket_key=key_of("new_ticket")),
        )
    if view.saved is not None:
        return (
            _("Nothing here."),
            "",
            _("This view asks: {query}").format(query=text.line(view.saved.query, 200)),
            _("g v, e changes it · F5 reads again"),
        )
    if view.name == "all":
        return (_("Nothing is open. Everything is answered."),)
    return (
        _("Nothing here."),
        "",
        _("{all_key} shows everything · {search_key} searches · {refresh_key} reads again").format(
            all_key=key_of("all"), search_key=key_of("search"), refresh_key=key_of("refresh")
        ),
    )
