"""`bulk note` and `bulk reply`: one text on every ticket a query names (F8)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.bulk_running import DryRun, Query, Yes, run, run_each
from supportdesk.cli.parameters import Text, assignments, session_of
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.domain.action import AddNote, Bulk, Reply
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext

PREVIEWED = 3
"""Replies shown before they go."""


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
    run_each(session, query, AddNote(0, body), dry_run=dry_run, yes=yes)


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
        preview.extend({"ticket": one.ticket, "text": one.body} for one in filled[:PREVIEWED])
        gaps = sum(bool(unresolved_marks(one.body)) for one in filled)
        _tell_preview(session, filled[:PREVIEWED], len(filled), gaps)
        return Bulk(
            tuple(
                replace(one, then_state=state, then_reason=reason, then_kind=kind) for one in filled
            )
        )

    extra: dict[str, object] = {"preview": preview}
    run(session, query, each, dry_run=dry_run, yes=yes, extra=extra)


def _tell_preview(session: Session, shown: Sequence[Reply], count: int, gaps: int) -> None:
    """How the first replies read, and how many cannot go."""
    if session.as_json:
        return
    for one in shown:
        session.output.say(_("Reply to {number}:").format(number=ticket_name(one.ticket)))
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
