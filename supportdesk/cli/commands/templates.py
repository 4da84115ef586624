"""`templates`: saved replies, one text a language (R5)."""

from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.commands import template_making
from supportdesk.cli.parameters import Number, Text, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.domain.action import SaveTemplate
from supportdesk.domain.errors import Invalid
from supportdesk.i18n import gettext as _
from supportdesk.objects.desk_lists import template_object
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import TemplateRow

Which = Annotated[
    str, typer.Argument(metavar="WHICH", help=_("Number, title, or part of one title."))
]
Language = Annotated[
    str, typer.Option("--variant", metavar="LANGUAGE", help=_("Language of the text."))
]
Kind = Annotated[str | None, typer.Option("--kind", help=_("Kind of request it is for."))]
Queue = Annotated[str | None, typer.Option("--queue", help=_("Queue it is for."))]
Stage = Annotated[
    str | None,
    typer.Option("--stage", help=_("Stage it is for: first, ongoing, waiting, done, silent.")),
]
Trait = Annotated[
    str | None,
    typer.Option("--trait", metavar="NAME[=VALUE]", help=_("Client's trait it is for.")),
]
Tag = Annotated[list[str] | None, typer.Option("--tag", help=_("A tag; repeatable."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List the templates, or those that hold a text."))(list_templates)
    group.command("show", help=_("Show a template in every language."))(show)
    group.command("add", help=_("Add a template; the text on stdin."))(add)
    group.command("edit", help=_("Change a template, or add a language; the text on stdin."))(edit)
    group.command(
        "import", help=_("Bring in templates from CSV, JSON or TOML; known ones are kept up.")
    )(bring_in)
    group.command("fill", help=_("Show a template filled in for a ticket."))(fill)
    group.command("make", help=_("Make a template of a sent reply."))(template_making.make)
    group.command("stats", help=_("Show uses, changes before sending, reopenings."))(
        template_making.stats
    )
    app.add_typer(
        group,
        name="templates",
        help=_("Templates: list, show, add, edit, fill, make, stats, import."),
    )


def list_templates(
    context: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help=_("Part of title, tag or text."))
    ] = None,
) -> None:
    """List templates by title."""
    session = session_of(context)
    wanted = " ".join(text or ()).casefold()
    rows = [row for row in session.ask(desk_lists.templates) if wanted in _searched(row)]
    if session.as_json:
        for row in rows:
            session.output.item(template_object(row, _queue_names(session)))
    elif rows:
        session.output.table(
            [_("Number"), _("Languages"), _("Kind"), _("Title")],
            [
                [
                    str(row.id),
                    " ".join(language for language, _body in row.variants),
                    row.kind or "-",
                    row.title,
                ]
                for row in rows
            ],
        )
    else:
        from supportdesk.cli.template_texts import no_template

        session.output.say(no_template(session))


def show(context: typer.Context, which: Which) -> None:
    """Show a template with all its texts."""
    session = session_of(context)
    row = choosing.template(session, which)
    queues = _queue_names(session)
    if session.as_json:
        session.output.item(template_object(row, queues))
        return
    output = session.output
    output.fact(_("Template"), row.id)
    output.fact(_("Title"), row.title)
    output.fact(_("Kind"), row.kind)
    output.fact(_("Queue"), queues.get(row.queue_id or 0))
    output.fact(_("Stage"), row.stage)
    output.fact(_("Trait"), row.trait)
    output.fact(_("Tags"), ", ".join(row.tags))
    for language, body in row.variants:
        output.say(_("Text ({language}):").format(language=language))
        output.block(body)


def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    *,
    text: Text = None,
    language: Language = "en",
    kind: Kind = None,
    queue: Queue = None,
    stage: Stage = None,
    trait: Trait = None,
    tag: Tag = None,
) -> None:
    """Add a template; a placeholder with an unknown name is an error here."""
    session = session_of(context)
    body = typed_text(text, what=_("template"))
    session.open(create=True)
    receipt = session.act(
        SaveTemplate(
            title=title,
            variants=((language, body),),
            kind=kind,
            queue=None if queue is None else choosing.queue(session, queue).id,
            tags=tuple(tag or ()),
            stage=stage,
            trait=trait,
        )
    )
    tell_receipt(session, receipt, _("Template {number} is kept.").format(number=receipt.template))


def edit(
    context: typer.Context,
    which: Which,
    *,
    text: Text = None,
    language: Language = "en",
    title: Annotated[str | None, typer.Option("--title", help=_("A new title."))] = None,
    kind: Kind = None,
    queue: Queue = None,
    stage: Stage = None,
    trait: Trait = None,
    tag: Tag = None,
) -> None:
    """Change what is named; without `--text` the text comes from standard input.

    An empty text leaves the texts as they are.
    """
    session = session_of(context)
    row = choosing.template(session, which)
    body = typed_text(text, what=_("template"))
    variants = dict(row.variants) | ({language: body} if body.strip() else {})
    receipt = session.act(
        SaveTemplate(
            template=row.id,
            title=row.title if title is None else title,
            variants=tuple(variants.items()),
            kind=row.kind if kind is None else kind,
            queue=row.queue_id if queue is None else choosing.queue(session, queue).id,
            tags=row.tags if tag is None else tuple(tag),
            stage=row.stage if stage is None else stage,
            trait=row.trait if trait is None else trait,
        )
    )
    tell_receipt(session, receipt, _("Template {number} is kept.").format(number=row.id))


def fill(
    context: typer.Context,
    which: Which,
    number: Number,
    ask: Annotated[
        list[str] | None,
        typer.Option("--ask", metavar="LABEL=VALUE", help=_("Answer to what it asks.")),
    ] = None,
) -> None:
    """Show the text a ticket's client would get, and what is still empty in it."""
    from supportdesk.cli.template_texts import filled

    session = session_of(context)
    row = choosing.ticket(session, number)
    rendered = filled(session, choosing.template(session, which), row, ask)
    if session.as_json:
        session.output.item(
            {
                "text": rendered.text,
                "unresolved": list(rendered.unresolved),
                "asks": list(rendered.asks),
            }
        )
        return
    session.output.block(rendered.text, indent="")
    if rendered.unresolved:
        session.output.warn(_("Still empty: {names}").format(names=", ".join(rendered.unresolved)))


def bring_in(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    map_name: Annotated[
        str | None,
        typer.Option("--map", metavar="NAME|FILE", help=_("How a table's columns are meant.")),
    ] = None,
) -> None:
    """Import saved replies and report what became of each."""
    from supportdesk.cli.commands.importing import report_object, tell_report
    from supportdesk.intake.templates import import_templates

    session = session_of(context)
    desk = session.open(create=True)
    try:
        report = import_templates(desk, path, map_name, session.actor().id)
    except OSError as trouble:
        raise Invalid("file.unreadable", path=str(path), reason=trouble.strerror) from trouble
    if session.as_json:
        session.output.item(report_object(report))
    else:
        tell_report(session, report)


def _queue_names(session: Session) -> dict[int, str]:
    return {row.id: row.name for row in session.ask(desk_lists.queues)}


def _searched(row: TemplateRow) -> str:
    bodies = [body for _language, body in row.variants]
    return "\n".join([row.title, *row.tags, *bodies]).casefold()
