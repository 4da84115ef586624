"""`macros run`: what would change, or the change itself."""

from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from supportdesk.cli import choosing, outgoing
from supportdesk.cli.parameters import Number, assignments, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.template_texts import client_language, values_of
from supportdesk.cli.times import local_text
from supportdesk.desk.macro_changes import Change, changes
from supportdesk.desk.macro_plan import MacroPlan, plan_macro
from supportdesk.domain.action import MacroStep, RunMacro
from supportdesk.domain.errors import Refused
from supportdesk.domain.macro import macro_from, macro_text
from supportdesk.domain.memory import KeepDraft, PrepareMacro
from supportdesk.domain.provisional import ticket_word
from supportdesk.domain.recipients import NOBODY_ELSE
from supportdesk.domain.ticket import Priority
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import runnable
from supportdesk.objects.times import utc_text
from supportdesk.store.read import desk_lists, threads
from supportdesk.store.read.rows import DraftRow, MacroRow, TicketRow

KeepOrNot = Literal["keep", "append", "replace"]


def run(
    context: typer.Context,
    number: Number,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Name or number of the macro."))],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would change and do nothing."))
    ] = False,
    send: Annotated[
        bool, typer.Option("--send", help=_("Send its reply now instead of drafting it."))
    ] = False,
    draft: Annotated[
        KeepOrNot | None,
        typer.Option("--draft", help=_("What becomes of a draft that stands there.")),
    ] = None,
    ask: Annotated[
        list[str] | None,
        typer.Option("--ask", metavar="LABEL=VALUE", help=_("Answer to what it asks.")),
    ] = None,
) -> None:
    """Run a macro; a reply that is not to be sent becomes the draft, and the rest waits for it."""
    session = session_of(context)
    row = choosing.ticket(session, number)
    macro = choosing.macro(session, name)
    plan = plan_macro(
        macro_from(macro.does),
        row,
        values_of(session, row),
        me=session.actor().id,
        zone=session.settings.zone,
        answers=dict(assignments(ask or [])),
        language=client_language(session, row),
    )
    standing = session.ask(threads.draft, session.actor().id, number, "reply")
    sends = (send or plan.macro.send) and standing is None
    if dry_run:
        _tell_plan(session, row, plan, sends=sends)
    elif plan.reply is None or sends:
        _do(session, row, macro, plan)
    else:
        body = _drafted(row, plan.reply.text, standing, draft)
        recipients = NOBODY_ELSE if standing is None else standing.recipients
        me = session.actor().id
        kept = KeepDraft(me, number, "reply", body, len(body), row.last_event, recipients)
        _draft(session, macro, plan, kept)


def _do(session: Session, row: TicketRow, macro: MacroRow, plan: MacroPlan) -> None:
    signed = "" if plan.reply is None else outgoing.signature(session, row, unsigned=False)
    steps = plan.whole(row, signed)
    if not steps:
        raise Refused("macro.nothing", number=ticket_word(row.number))
    receipt = session.act(RunMacro(row.number, macro.id, steps))
    said = _("{macro} is done on ticket {number}. One undo takes it all back: supportdesk undo")
    tell_receipt(
        session, receipt, runnable(said).format(macro=macro.name, number=ticket_word(row.number))
    )


def _drafted(row: TicketRow, text: str, standing: DraftRow | None, draft: KeepOrNot | None) -> str:
    """The draft after the macro. Raises Refused("macro.draft") where nobody has chosen (F64)."""
    if standing is None:
        return text
    if draft is None:
        raise Refused("macro.draft", number=ticket_word(row.number))
    return {"keep": standing.body, "append": f"{standing.body}\n\n{text}", "replace": text}[draft]


def _draft(session: Session, macro: MacroRow, plan: MacroPlan, kept: KeepDraft) -> None:
    session.desk.remember(kept)
    waiting = PrepareMacro(kept.operator, kept.ticket, macro.id, macro_text(plan.rest))
    session.desk.remember(waiting)
    if session.as_json:
        session.output.item({"done": "KeepDraft", "ticket": kept.ticket, "macro": macro.id})
        return
    said = _(
        "The reply of {macro} is your draft on ticket {number}; the rest is done when you send it"
        " in the console. Or send at once: --send"
    )
    session.output.say(runnable(said).format(macro=macro.name, number=ticket_word(kept.ticket)))


def _tell_plan(session: Session, row: TicketRow, plan: MacroPlan, *, sends: bool) -> None:
    """The full preview: every field before and after, texts whole, gaps named."""
    found = planned_changes(session, row, plan.whole(row))
    if session.as_json:
        session.output.item(
            {
                "ticket": row.number,
                "changes": [change_object(change) for change in found],
                "sends": sends and plan.reply is not None,
                "asks": list(plan.asks),
                "unresolved": list(plan.unresolved),
                "missing_language": plan.is_missing,
            }
        )
        return
    tell_changes(session, found)
    if not found:
        session.output.say(_("Nothing would change."))
    if plan.is_missing:
        said = _("no text in the client's language, this is {language}")
        session.output.warn(said.format(language=plan.language))
    if plan.unresolved:
        session.output.warn(_("Still empty: {names}").format(names=", ".join(plan.unresolved)))


def planned_changes(session: Session, row: TicketRow, steps: Sequence[MacroStep]) -> list[Change]:
    """What these steps would change on a ticket, by the names of queues and people."""
    queues = {queue.id: queue.name for queue in session.ask(desk_lists.queues)}
    people = {person.id: person.name for person in session.operators}
    return changes(steps, row, queues, people)


def tell_changes(session: Session, found: Sequence[Change]) -> None:
    """Every field before and after, texts whole."""
    for change in found:
        if change.field in ("reply", "note"):
            session.output.say(f"{change.field}:")
            session.output.block(str(change.after))
        else:
            before, after = (
                _shown(session, change.field, v) for v in (change.before, change.after)
            )
            session.output.say(f"{change.field}: {before} → {after}")


def change_object(change: Change) -> dict[str, object]:
    """A change as scripts see it: the field, what it holds `from` and `to`; moments in UTC."""
    values = {"from": change.before, "to": change.after}
    if change.field == "priority":
        values = {name: _priority(value) for name, value in values.items()}
    if change.field == "wake":
        values = {name: None if v is None else utc_text(int(v)) for name, v in values.items()}
    return {"field": change.field, **values}


def _shown(session: Session, field: str, value: str | int | None) -> str:
    if value is None:
        return "-"
    if field == "wake":
        return local_text(int(value), session.settings.zone)
    return str(_priority(value)) if field == "priority" else str(value)


def _priority(value: str | int | None) -> str | None:
    return None if value is None else Priority(int(value)).name.lower()
