"""`client property`: what a desk wants to know of its clients besides the usual (F45)."""

from typing import Annotated

import typer

from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.domain.action import RemoveClientProperty, SaveClientProperty
from supportdesk.domain.client_property import KINDS
from supportdesk.domain.errors import NotFound
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import runnable
from supportdesk.store.read import client_details
from supportdesk.store.read.client_rows import PropertyRow

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called on the card."))]
Which = Annotated[str, typer.Argument(metavar="WHICH", help=_("Name or number of the property."))]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help=_("text, number, date, choice or yes_no.")),
]
Choice = Annotated[
    list[str] | None,
    typer.Option("--choice", metavar="VALUE", help=_("One of the choices; may be repeated.")),
]
Pinned = Annotated[
    bool | None, typer.Option("--pinned/--not-pinned", help=_("Stands first on the card."))
]


def add_to_group(group: typer.Typer) -> None:
    """Add the commands of this file."""
    properties = typer.Typer(no_args_is_help=True)
    properties.command("list", help=_("List the properties that clients may have."))(list_all)
    properties.command("add", help=_("Define a property."))(add)
    properties.command("edit", help=_("Rename a property, change its choices, pin it."))(edit)
    properties.command("remove", help=_("Take a property from every card."))(remove)
    group.add_typer(
        properties, name="property", help=_("Properties of clients: list, add, edit, remove.")
    )


def list_all(context: typer.Context) -> None:
    """List them, pinned ones first. Values: supportdesk clients edit WHO property.NAME=VALUE"""
    session = session_of(context)
    rows = session.ask(client_details.properties)
    if session.as_json:
        for row in rows:
            session.output.item(property_object(row))
    elif rows:
        session.output.table(
            [_("Number"), _("Kind"), _("Pinned"), _("Name"), _("Choices")],
            [
                [
                    str(row.id),
                    row.kind,
                    _("yes") if row.pinned else "-",
                    row.name,
                    ", ".join(row.choices) or "-",
                ]
                for row in rows
            ],
        )
    else:
        session.output.say(
            _("No properties yet. For example: supportdesk client property add Plan --pinned")
        )


def add(
    context: typer.Context,
    name: Name,
    *,
    kind: Kind = None,
    choice: Choice = None,
    pinned: Pinned = None,
) -> None:
    """Define a property."""
    session = session_of(context)
    usual = KINDS[3] if choice else KINDS[0]
    action = SaveClientProperty(name, kind or usual, tuple(choice or ()), bool(pinned))
    receipt = session.act(action)
    said = _("Clients have a property {name} now.").format(name=name)
    tell_receipt(session, receipt, said)


def edit(
    context: typer.Context,
    which: Which,
    *,
    name: Annotated[str | None, typer.Option("--name", help=_("Another name."))] = None,
    kind: Kind = None,
    choice: Choice = None,
    pinned: Pinned = None,
) -> None:
    """Change what is named and leave the rest."""
    session = session_of(context)
    row = _chosen(session, which)
    kind = kind or row.kind
    choices = tuple(choice) if choice else row.choices if kind == row.kind else ()
    is_pinned = row.pinned if pinned is None else pinned
    action = SaveClientProperty(name or row.name, kind, choices, is_pinned, row.id)
    said = _("The property {name} is changed.").format(name=action.name)
    tell_receipt(session, session.act(action), said)


def remove(context: typer.Context, which: Which) -> None:
    """Take a property from every card; undo brings it back with its values."""
    session = session_of(context)
    row = _chosen(session, which)
    said = _("The property {name} is on no card any more. Back: supportdesk undo")
    receipt = session.act(RemoveClientProperty(row.id))
    tell_receipt(session, receipt, runnable(said).format(name=row.name))


def property_object(row: PropertyRow) -> dict[str, object]:
    """A property as scripts see it."""
    return {
        "number": row.id,
        "name": row.name,
        "kind": row.kind,
        "choices": list(row.choices),
        "pinned": row.pinned,
    }


def _chosen(session: Session, wanted: str) -> PropertyRow:
    folded = wanted.strip().casefold()
    for row in session.ask(client_details.properties):
        if folded in (row.name.casefold(), str(row.id)):
            return row
    raise NotFound("property.missing", name=wanted)
