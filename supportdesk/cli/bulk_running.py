"""Running one change on every ticket of a query: what its commands have in common."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from supportdesk.cli.bulk_receipts import tell_bulk
from supportdesk.cli.carrying_out import carry_out
from supportdesk.cli.questions import found_numbers
from supportdesk.cli.session import Session
from supportdesk.domain.action import Bulk, TicketCommand, on_each
from supportdesk.domain.errors import Invalid
from supportdesk.i18n import gettext as _

Query = Annotated[
    str,
    typer.Argument(metavar="QUERY", help=_('Which tickets, in quotes: "owner:me tag:outage"')),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Say what would become of each; change nothing."))
]
Yes = Annotated[bool, typer.Option("--yes", help=_("Do not ask."))]


def run_each(
    session: Session, query: str, command: TicketCommand, *, dry_run: bool, yes: bool
) -> None:
    """Do the same command on every ticket of the query."""
    run(session, query, lambda numbers: on_each(command, numbers), dry_run=dry_run, yes=yes)


def run(
    session: Session,
    query: str,
    each: Callable[[Sequence[int]], Bulk],
    *,
    dry_run: bool,
    yes: bool,
    extra: dict[str, object] | None = None,
) -> None:
    """Do something on every ticket of the query, after asking, and say what became of it.

    `extra` is for scripts; `each` may add to it.
    """
    if not query.strip():
        raise Invalid("bulk.no_query")
    session.require_writing()
    numbers = found_numbers(session, query)
    bulk = each(numbers)
    receipt, said = carry_out(session, bulk, dry_run=dry_run, yes=yes)
    told = {"dry_run": True, **(extra or {})} if dry_run else dict(extra or {})
    raise typer.Exit(tell_bulk(session, receipt, said, told))
