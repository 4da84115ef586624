"""`tags`: what tags there are, and calling one otherwise on every ticket."""

from typing import Annotated

import typer

from supportdesk.cli import completing
from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.domain.action import RenameTag
from supportdesk.domain.errors import NotFound
from supportdesk.i18n import gettext as _
from supportdesk.store.read import desk_lists

Tag = Annotated[
    str,
    typer.Argument(
        metavar="TAG", help=_("The tag as it is called now."), autocompletion=completing.tags
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    tags = typer.Typer(no_args_is_help=True)
    tags.command("list", help=_("List the tags in use, and the former names that mean them."))(
        list_tags
    )
    tags.command(
        "rename", help=_("Rename a tag on every ticket; the old name goes on meaning it.")
    )(rename)
    tags.command("merge", help=_("Make one tag of two, on every ticket."))(merge)
    app.add_typer(tags, name="tags", help=_("Tags: list, rename, merge."))


def list_tags(context: typer.Context) -> None:
    """List the tags by name, each with the number of its tickets."""
    session = session_of(context)
    rows = session.ask(desk_lists.tag_uses)
    if session.as_json:
        for row in rows:
            session.output.item(
                {"tag": row.name, "tickets": row.tickets, "synonyms": list(row.synonyms)}
            )
        return
    session.output.table(
        [_("Tickets"), _("Tag"), _("Also called")],
        [[str(row.tickets), row.name, ", ".join(row.synonyms)] for row in rows],
    )


def rename(
    context: typer.Context,
    tag: Tag,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called from now on."))],
) -> None:
    """Rename a tag; where another in use is called so, it stops."""
    session = session_of(context)
    receipt = session.act(RenameTag(tag, name))
    said = _("The tag {tag} is called {name} on every ticket.")
    tell_receipt(session, receipt, said.format(tag=tag, name=name))


def merge(
    context: typer.Context,
    tag: Tag,
    into: Annotated[
        str,
        typer.Argument(
            metavar="INTO", help=_("The tag that stays."), autocompletion=completing.tags
        ),
    ],
) -> None:
    """Make one tag of two; both must be in use."""
    session = session_of(context)
    for name in (tag, into):
        if name.strip().lstrip("#").casefold() not in session.ask(desk_lists.tags):
            raise NotFound("tag.missing", name=name)
    receipt = session.act(RenameTag(tag, into), ["tag_in_use"])
    said = _("The tags {tag} and {into} are one on every ticket: {into}.")
    tell_receipt(session, receipt, said.format(tag=tag, into=into))
