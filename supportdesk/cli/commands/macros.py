"""`macros`: several changes of a ticket in one step (F62)."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.commands import macro_running
from supportdesk.cli.macro_files import macro_object, macros_of, macros_text, named
from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.domain.action import DeleteMacro, SaveMacro
from supportdesk.domain.macro import Macro, macro_from
from supportdesk.i18n import gettext as _
from supportdesk.store.read import macros

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name or number of the macro."))]
File = Annotated[Path, typer.Argument(metavar="FILE")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List the macros."))(list_macros)
    group.command("show", help=_("Show what a macro does."))(show)
    group.command("save", help=_("Make a macro, or change what is named of one."))(save)
    group.command("delete", help=_("Take a macro away; undo brings it back."))(delete)
    group.command("import", help=_("Bring in macros from TOML; known names are kept up."))(bring_in)
    group.command("export", help=_("Write all macros as TOML."))(export)
    group.command("run", help=_("Run a macro on a ticket, as one step to undo."))(macro_running.run)
    app.add_typer(
        group, name="macros", help=_("Macros: list, show, save, delete, import, export, run.")
    )


def list_macros(context: typer.Context) -> None:
    """List macros by name."""
    session = session_of(context)
    rows = session.ask(macros.macros)
    if session.as_json:
        for row in rows:
            session.output.item({"number": row.id, **macro_object(session, row)})
    elif rows:
        lines = []
        for row in rows:
            parts = [part for part in macro_object(session, row) if part not in ("name", "send")]
            lines.append([str(row.id), ", ".join(parts), row.name])
        session.output.table([_("Number"), _("Changes"), _("Name")], lines)
    else:
        session.output.say(_("There is no macro yet."))


def show(context: typer.Context, name: Name) -> None:
    """Show a macro."""
    session = session_of(context)
    row = choosing.macro(session, name)
    item = {"number": row.id, **macro_object(session, row)}
    if session.as_json:
        session.output.item(item)
        return
    for field, value in item.items():
        if isinstance(value, dict):
            for language, body in value.items():
                session.output.say(_("Text ({language}):").format(language=language))
                session.output.block(body)
        elif isinstance(value, list):
            session.output.fact(field, ", ".join(value))
        elif value is not False:
            session.output.fact(field, value)


def save(
    context: typer.Context,
    name: Name,
    *,
    reply: Annotated[
        str | None, typer.Option("--reply", help=_("Text to the client, with variables."))
    ] = None,
    language: Annotated[
        str, typer.Option("--variant", metavar="LANGUAGE", help=_("Language of the reply."))
    ] = "en",
    send: Annotated[
        bool | None,
        typer.Option("--send/--compose", help=_("Send at once, or open in the composer.")),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help=_("A private note."))] = None,
    state: Annotated[str | None, typer.Option("--state", help=_("A state."))] = None,
    reason: Annotated[str | None, typer.Option("--reason", help=_("Reason for hold."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=_("Kind of request."))] = None,
    priority: Annotated[
        str | None, typer.Option("--priority", help=_("low, normal, high or critical."))
    ] = None,
    queue: Annotated[str | None, typer.Option("--queue", help=_("Name of a queue."))] = None,
    owner: Annotated[str | None, typer.Option("--owner", help=_("me, nobody, or who."))] = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", help=_("Tag to add; repeatable."))
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help=_("Tag to take off; repeatable."))
    ] = None,
    snooze: Annotated[
        str | None, typer.Option("--snooze", metavar="WHEN", help=_("2h, tomorrow 9:00 …"))
    ] = None,
) -> None:
    """Make a macro, or change what is named of one; an empty value leaves a field alone again."""
    session = session_of(context)
    known = _known(context, name)
    macro = Macro() if known is None else macro_from(known[1])
    variants = dict(macro.reply) | ({} if reply is None else {language: reply})
    macro = replace(
        macro,
        reply=tuple((spoken, body) for spoken, body in variants.items() if body),
        send=macro.send if send is None else send,
        note=macro.note if note is None else note,
        state=_new(state, macro.state),
        reason=_new(reason, macro.reason if state is None else None),
        kind=_new(kind, macro.kind),
        priority=None if priority == "" else macro.priority,
        queue=None if queue == "" else macro.queue,
        owner=None if owner == "" else macro.owner,
        add=macro.add if add is None else tuple(add),
        remove=macro.remove if remove is None else tuple(remove),
        snooze=_new(snooze, macro.snooze),
    )
    macro = named(
        session, macro, priority=priority or None, queue=queue or None, owner=owner or None
    )
    number = None if known is None else known[0]
    receipt = session.act(SaveMacro(name if known is None else known[2], macro, number))
    tell_receipt(session, receipt, _("Macro {number} is kept.").format(number=receipt.macro))


def _new(given: str | None, before: str | None) -> str | None:
    """What was given, nothing for an empty one, else what there was before."""
    return before if given is None else given or None


def delete(context: typer.Context, name: Name) -> None:
    """Take a macro away."""
    session = session_of(context)
    row = choosing.macro(session, name)
    receipt = session.act(DeleteMacro(row.id))
    tell_receipt(session, receipt, _("Macro {number} is gone.").format(number=row.id))


def bring_in(context: typer.Context, file: File) -> None:
    """Make or change every macro of a file, by name."""
    session = session_of(context)
    for name, macro in macros_of(session, file):
        known = _known(context, name)
        receipt = session.act(SaveMacro(name, macro, None if known is None else known[0]))
        tell_receipt(session, receipt, _("Macro {number} is kept.").format(number=receipt.macro))


def export(context: typer.Context) -> None:
    """Write all macros on standard output."""
    session = session_of(context)
    rows = session.ask(macros.macros)
    if session.as_json:
        for row in rows:
            session.output.item(macro_object(session, row))
    else:
        session.output.block(macros_text(session, rows), indent="")


def _known(context: typer.Context, name: str) -> tuple[int, str, str] | None:
    """The macro of exactly this name (or number): its number, what it does, its name."""
    folded = " ".join(name.split()).casefold()
    for row in session_of(context).ask(macros.macros):
        if folded in (row.name.casefold(), str(row.id)):
            return row.id, row.does, row.name
    return None
