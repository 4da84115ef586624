"""`bulk`: the same change on every ticket a query names, with one undo (F7, F8)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from supportdesk.cli import choosing, completing
from supportdesk.cli.bulk_running import DryRun, Query, Yes, run, run_each
from supportdesk.cli.commands.bulk_macros import macro, merge
from supportdesk.cli.commands.bulk_writing import note, reply
from supportdesk.cli.commands.changing import AWAKE, steps_for, tags_of
from supportdesk.cli.field_values import require_fields
from supportdesk.cli.parameters import PASS_OPTIONS, assignments, session_of
from supportdesk.domain.action import Assign, Bulk, ChangeTags, Snooze
from supportdesk.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    for name, text, command in (
        ("set", _("Set fields: state, priority, kind, queue, owner …"), set_fields),
        ("take", _("Take the tickets: they become yours."), take),
        ("assign", _("Give the tickets to an operator, or to nobody."), assign),
        ("tag", _("Add and remove tags."), tag),
        ("snooze", _("Let the tickets sleep until a moment, or wake them: off."), snooze),
        ("note", _("Add the same private note; no client ever sees it."), note),
        ("macro", _("Run a macro: several changes of each ticket in one."), macro),
        ("merge", _("Merge all of them into one ticket."), merge),
        ("reply", _("Answer every client, with each one's own values filled in."), reply),
    ):
        group.command(name, help=text, context_settings=PASS_OPTIONS)(command)
    app.add_typer(
        group,
        name="bulk",
        help=_("Change every ticket a query names; one undo takes it back."),
    )


def set_fields(
    context: typer.Context,
    query: Query,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE…",
            help=_("subject, queue, owner, priority, kind, state, reason; or a custom field."),
        ),
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Set fields of every ticket."""
    session = session_of(context)
    wanted = dict(assignments(fields))
    require_fields(session, wanted)
    steps = [step for step, _said in steps_for(session, 0, wanted)]

    def each(numbers: Sequence[int]) -> Bulk:
        return Bulk(tuple(replace(step, ticket=n) for n in numbers for step in steps))

    run(session, query, each, dry_run=dry_run, yes=yes)


def take(
    context: typer.Context, query: Query, *, dry_run: DryRun = False, yes: Yes = False
) -> None:
    """Make every ticket one's own."""
    session = session_of(context)
    run_each(session, query, Assign(0, session.actor().id), dry_run=dry_run, yes=yes)


def assign(
    context: typer.Context,
    query: Query,
    who: Annotated[
        str, typer.Argument(metavar="WHO", help=_("A login, e-mail, name; me; nobody."))
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Give every ticket to somebody, or to nobody."""
    session = session_of(context)
    owner = choosing.owner(session, who)
    run_each(session, query, Assign(0, owner), dry_run=dry_run, yes=yes)


def tag(
    context: typer.Context,
    query: Query,
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="+TAG -TAG…",
            help=_("+a or a adds, -b removes."),
            autocompletion=completing.tags,
        ),
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Add and remove tags of every ticket."""
    session = session_of(context)
    run_each(session, query, ChangeTags(0, *tags_of(changes)), dry_run=dry_run, yes=yes)


def snooze(
    context: typer.Context,
    query: Query,
    when: Annotated[
        list[str],
        typer.Argument(metavar="WHEN", help=_("2h, tomorrow 9:00, mon, 2026-03-01; off wakes.")),
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Let every ticket sleep, or wake it now."""
    from supportdesk.domain.moments import parse_moment

    session = session_of(context)
    typed = " ".join(when)
    zone = session.settings.zone
    until = None if typed.casefold() in AWAKE else parse_moment(typed, session.clock(), zone)
    run_each(session, query, Snooze(0, until), dry_run=dry_run, yes=yes)
