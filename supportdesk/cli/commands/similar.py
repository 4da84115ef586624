"""`similar`: the solved tickets most like one (issue 4)."""

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, session_of
from supportdesk.cli.times import local_text
from supportdesk.domain.provisional import ticket_name, ticket_word
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.objects.times import utc_text
from supportdesk.store.read.similar import SimilarTicket, similar


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("similar", help=_("List the solved tickets most like a ticket, and why."))(show)


def show(context: typer.Context, number: Number) -> None:
    """List solved tickets by how much of what this one is about they share."""
    session = session_of(context)
    choosing.ticket(session, number)
    found = session.ask(similar, number)
    if session.as_json:
        for other in found:
            session.output.item(similar_object(other))
        return
    if not found:
        session.output.say(
            _("No solved ticket is like ticket {number}.").format(number=ticket_word(number))
        )
        return
    zone = session.settings.zone
    session.output.table(
        [_("Number"), _("State"), _("Solved"), _("Alike"), _("Subject"), _("Words in common")],
        [
            [
                ticket_name(other.number),
                ticket_names.state(other.state),
                "" if other.solved_at is None else local_text(other.solved_at, zone),
                f"{other.likeness:.0%}",
                other.subject,
                " ".join(other.words),
            ]
            for other in found
        ],
    )


def similar_object(other: SimilarTicket) -> dict[str, object]:
    """A ticket like another; `likeness` is 0.2 to 1, `words` those that both have."""
    return {
        "number": other.number,
        "subject": other.subject,
        "state": other.state,
        "solved": None if other.solved_at is None else utc_text(other.solved_at),
        "likeness": round(other.likeness, 3),
        "words": list(other.words),
    }
