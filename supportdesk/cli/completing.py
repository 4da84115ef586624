"""What a shell offers when Tab is pressed: names that live in the store, and parts of a query."""

from contextlib import suppress

import typer

from supportdesk.cli.session import start_session
from supportdesk.cli.times import now
from supportdesk.domain.errors import DeskError
from supportdesk.domain.query_suggest import suggest
from supportdesk.settings.fields import SettingTrouble
from supportdesk.store.read import desk_lists


def complete_query(incomplete: str) -> list[str]:
    """Fields, then values of the language; names of a store are offered by the console alone."""
    return suggest(incomplete, len(incomplete), limit=50)


def tags(context: typer.Context, incomplete: str) -> list[str]:
    """The tags in use that begin so; a `+` or `-` before them stays. Never an error."""
    sign = incomplete[:1] if incomplete[:1] in ("+", "-") else ""
    begun = incomplete.removeprefix(sign).casefold()
    with suppress(DeskError, SettingTrouble):
        flags = {"store": context.find_root().params.get("store")}
        session = start_session(flags, now, as_json=False, read_only=True)
        try:
            return [sign + tag for tag in session.ask(desk_lists.tags) if tag.startswith(begun)]
        finally:
            session.close()
    return []
