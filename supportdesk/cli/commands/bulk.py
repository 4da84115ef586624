"""`bulk`: the same change on every ticket a query names, with one undo (F7, F8)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.bulk_receipts import tell_bulk
from supportdesk.cli.carrying_out import carry_out
from supportdesk.cli.commands.changing import AWAKE, FIELDS, steps_for, tags_of
from supportdesk.cli.parameters import PASS_OPTIONS, Text, assignments, session_of
from supportdesk.cli.questions import found_numbers
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.domain.action import (
    AddNote,
    Assign,
    Bulk,
    ChangeTags,
    Reply,
    Snooze,
    TicketCommand,
    on_each,
)
from supportdesk.domain.errors import Invalid
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext

PREVIEWED = 3
"""Replies shown before they go."""

Query = Annotated[
    str,
    typer.Argument(metavar="QUERY", help=_('Which tickets, in quotes: "owner:me tag:outage"')),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Say what would become of each; change nothing."))
]
Yes = Annotated[bool, typer.Option("--yes", help=_("Do not ask."))]


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
            metavar="FIELD=VALUE…", help=_("subject, queue, owner, priority, kind, state, reason.")
        ),
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Set fields of every ticket."""
    session = session_of(context)
    wanted = dict(assignments(fields))
    for name in wanted:
        if name not in FIELDS:
            raise Invalid("field.unknown", field=name, allowed=FIELDS)
    steps = [step for step, _said in steps_for(session, 0, wanted)]

    def each(numbers: Sequence[int]) -> Bulk:
        return Bulk(tuple(replace(step, ticket=n) for n in numbers for step in steps))

    _run(session, query, each, dry_run=dry_run, yes=yes)


def take(
    context: typer.Context, query: Query, *, dry_run: DryRun = False, yes: Yes = False
) -> None:
    """Make every ticket one's own."""
    session = session_of(context)
    _run_each(session, query, Assign(0, session.actor().id), dry_run=dry_run, yes=yes)


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
    _run_each(session, query, Assign(0, owner), dry_run=dry_run, yes=yes)


def tag(
    context: typer.Context,
    query: Query,
    changes: Annotated[
        list[str], typer.Argument(metavar="+TAG -TAG…", help=_("+a or a adds, -b removes."))
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Add and remove tags of every ticket."""
    session = session_of(context)
    _run_each(session, query, ChangeTags(0, *tags_of(changes)), dry_run=dry_run, yes=yes)


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
    _run_each(session, query, Snooze(0, until), dry_run=dry_run, yes=yes)


def note(
    context: typer.Context,
    query: Query,
    *,
    text: Text = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Add the same private note to every ticket."""
    session = session_of(context)
    body = typed_text(text, what=_("private note (the client will not see it)"))
    _run_each(session, query, AddNote(0, body), dry_run=dry_run, yes=yes)


def reply(
    context: typer.Context,
    query: Query,
    *,
    text: Text = None,
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="WHICH", help=_("Number or title of a template.")),
    ] = None,
    ask: Annotated[
        list[str] | None,
        typer.Option("--ask", metavar="LABEL=VALUE", help=_("Answer to what a template asks.")),
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", help=_("Set this state with it: waiting, solved …"))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help=_("Reason for hold."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=_("Kind, for solved."))] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Answer every client; placeholders of the text are filled in for each.

    The first three are shown; a text with an empty place is never sent.
    """
    from supportdesk.desk.bulk_replies import TextForMany, filled_in
    from supportdesk.domain.template import unresolved_marks

    session = session_of(context)
    if template is None:
        variants = {"": typed_text(text, what=_("reply to the clients"))}
    else:
        variants = dict(choosing.template(session, template).variants)
    words = TextForMany(variants, dict(assignments(ask or [])))
    preview: list[dict[str, object]] = []

    def each(numbers: Sequence[int]) -> Bulk:
        me, zone = session.actor(), session.settings.zone
        filled = [one.reply for one in filled_in(session.desk, me, zone, numbers, words)]
        shown = islice(filled, PREVIEWED)
        preview.extend({"ticket": one.ticket, "text": one.body} for one in shown)
        gaps = sum(bool(unresolved_marks(one.body)) for one in filled)
        _tell_preview(session, filled[:PREVIEWED], len(filled), gaps)
        return Bulk(
            tuple(
                replace(one, then_state=state, then_reason=reason, then_kind=kind) for one in filled
            )
        )

    extra: dict[str, object] = {"preview": preview}
    _run(session, query, each, dry_run=dry_run, yes=yes, extra=extra)


def _tell_preview(session: Session, shown: Sequence[Reply], count: int, gaps: int) -> None:
    """How the first replies read, and how many cannot go."""
    if session.as_json:
        return
    for one in shown:
        session.output.say(_("Reply to #{number}:").format(number=one.ticket))
        session.output.block(one.body)
    if count > len(shown):
        session.output.say(_("… and {count} more.").format(count=count - len(shown)))
    if gaps:
        told = ngettext(
            "{count} reply has an empty place and is not sent.",
            "{count} replies have empty places and are not sent.",
            gaps,
        )
        session.output.say(told.format(count=gaps))


def _run_each(
    session: Session, query: str, command: TicketCommand, *, dry_run: bool, yes: bool
) -> None:
    """Do the same command on every ticket of the query."""
    _run(session, query, lambda numbers: on_each(command, numbers), dry_run=dry_run, yes=yes)


def _run(
    session: Session,
    query: str,
    each: Callable[[Sequence[int]], Bulk],
    *,
    dry_run: bool,
    yes: bool,
    extra: dict[str, object] | None = None,
) -> None:
    """Do something on every ticket of the query, after asking, and say what became of it."""
    if not query.strip():
        raise Invalid("bulk.no_query")
    session.require_writing()
    numbers = found_numbers(session, query)
    told = {"dry_run": True, **(extra or {})} if dry_run else dict(extra or {})
    receipt, said = carry_out(session, each(numbers), len(numbers), dry_run=dry_run, yes=yes)
    raise typer.Exit(tell_bulk(session, receipt, said, told))
