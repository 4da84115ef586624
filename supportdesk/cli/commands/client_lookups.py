"""`client orders`: what other systems know of a client (F50)."""

from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.client_texts import tell_lookup
from supportdesk.cli.failures import REFUSED
from supportdesk.cli.lookups import open_lookups
from supportdesk.cli.parameters import Who, session_of
from supportdesk.cli.session import Session
from supportdesk.desk.client_lookups import subject_of
from supportdesk.domain.errors import NotFound
from supportdesk.domain.lookup import is_due
from supportdesk.domain.memory import KeepLookup
from supportdesk.i18n import gettext as _
from supportdesk.objects.clients import lookup_object
from supportdesk.settings.paths import lookups_file
from supportdesk.store.read.client_rows import ClientCard, LookupRow

if TYPE_CHECKING:
    from supportdesk.outbound.lookups import FileLookups


def add_to_group(group: typer.Typer) -> None:
    """Add the command of this file."""
    group.command("orders", help=_("Tell what other systems know of a client, as configured."))(
        orders
    )


def orders(
    context: typer.Context,
    who: Who,
    fresh: Annotated[
        bool, typer.Option("--fresh", help=_("Ask again, however new the last answer is."))
    ] = False,
) -> None:
    """Tell the blocks that the file lookups.toml beside the settings describes.

    The exit code is 1 where a system has not answered; what it said last is told all the same.
    """
    session = session_of(context)
    lookups = open_lookups(session)
    if lookups is None:
        raise NotFound("lookups.none", path=str(lookups_file(session.settings.file)))
    card = choosing.client(session, who)
    rows = [_looked_up(session, lookups, card, title, fresh=fresh) for title in lookups.titles]
    for row in rows:
        if session.as_json:
            session.output.item(lookup_object(row))
        else:
            tell_lookup(session, row)
    if any(row.trouble is not None for row in rows):
        raise typer.Exit(REFUSED)


def _looked_up(
    session: Session, lookups: "FileLookups", card: ClientCard, title: str, *, fresh: bool
) -> LookupRow:
    """The last answer if it is new enough, else another one, which is kept."""
    known = next((row for row in card.lookups if row.title == title), None)
    at, trouble = (None, None) if known is None else (known.at, known.trouble)
    if known is not None and not fresh and not is_due(lookups, title, at, trouble, session.now()):
        return known
    answer = lookups.ask(title, subject_of(card))
    now = session.now()
    if not session.desk.read_only_because:
        keep = KeepLookup(session.actor().id, card.id, title, answer.lines, answer.trouble)
        session.desk.remember(keep)
    if answer.trouble is None:
        return LookupRow(title, now, now, answer.lines, None)
    lines = () if known is None else known.lines
    answered = None if known is None else known.answered_at
    return LookupRow(title, now, answered, lines, answer.trouble)
