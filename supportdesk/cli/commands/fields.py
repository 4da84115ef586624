"""`fields`: the custom fields of tickets, defined in a file and loaded into the store (F23)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.domain.action import DefineFields
from supportdesk.domain.custom_field import FieldDefinition, checked
from supportdesk.i18n import gettext as _
from supportdesk.objects.receipts import receipt_object
from supportdesk.objects.tickets import field_object
from supportdesk.store.read import custom_fields

Name = Annotated[
    str, typer.Argument(metavar="NAME", help=_("One word, as queries and set call the field."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    fields = typer.Typer(no_args_is_help=True)
    fields.command("list", help=_("List the custom fields, and on how many tickets each stands."))(
        list_fields
    )
    fields.command("add", help=_("Add a field, or change its title and choices."))(add)
    fields.command("retire", help=_("Offer a field no more; tickets keep its values."))(retire)
    fields.command(
        "apply", help=_("Load the fields of a TOML file; those it does not name are retired.")
    )(apply)
    fields.command("export", help=_("Write the fields as the TOML file that apply reads."))(export)
    app.add_typer(
        fields,
        name="fields",
        help=_("Custom fields of tickets: list, add, retire, apply, export."),
        epilog=_(
            "Set one: supportdesk set N order=A-1093. Ask for it: supportdesk list order:A-1093,"
            " or field.order:A-1093."
        ),
    )


def list_fields(context: typer.Context) -> None:
    """List the fields in their order, retired ones last."""
    session = session_of(context)
    known, uses = session.ask(custom_fields.definitions), session.ask(custom_fields.uses)
    if session.as_json:
        for one in known:
            session.output.item({**field_object(one), "tickets": uses.get(one.name, 0)})
        return
    if not known:
        session.output.say(_("There are no fields yet. Make one: supportdesk fields add NAME"))
        return
    session.output.table(
        [_("Tickets"), _("Name"), _("Type"), _("Title"), _("Choices")],
        [
            [str(uses.get(one.name, 0)), one.name, _type(one), one.title, ", ".join(one.choices)]
            for one in known
        ],
    )


def add(
    context: typer.Context,
    name: Name,
    *,
    kind: Annotated[
        str, typer.Option("--type", help=_("text, select, int, date or bool; stays as it is made."))
    ],
    title: Annotated[str, typer.Option("--title", help=_("Its heading; else the name."))] = "",
    choice: Annotated[
        list[str] | None, typer.Option("--choice", help=_("A choice of a select; repeatable."))
    ] = None,
) -> None:
    """Add a field after the others, or change the one of this name."""
    session = session_of(context)
    session.open(create=True)
    new = checked(FieldDefinition(name, title, kind, tuple(choice or ())))
    known = [one for one in session.ask(custom_fields.definitions) if not one.retired]
    changed = [new if one.name == new.name else one for one in known]
    fields = changed if new in changed else [*known, new]
    receipt = session.act(DefineFields(tuple(fields)))
    tell_receipt(session, receipt, _("Tickets have the field {name}.").format(name=new.name))


def retire(context: typer.Context, name: Name) -> None:
    """Offer a field no more; adding it again brings it back with its values."""
    session = session_of(context)
    receipt = session.act(DefineFields(retire=(name.strip().casefold(),)))
    tell_receipt(session, receipt, _("The field {name} is retired.").format(name=name))


def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A TOML file."))],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would change; change nothing."))
    ] = False,
) -> None:
    """Load a file: whole or not at all, and one undo takes it back."""
    from supportdesk.cli.field_files import read_fields

    session = session_of(context)
    wanted = tuple(map(checked, read_fields(file)))
    session.open(create=True)
    known = session.ask(custom_fields.definitions)
    retired = [one for one in known if not one.retired and one.name not in _names(wanted)]
    changes = [*_changes(wanted, known), *((one, "retired") for one in retired)]
    if dry_run:
        _tell_changes(session, changes)
        return
    receipt = session.act(DefineFields(wanted, tuple(one.name for one in retired)))
    if session.as_json:
        session.output.item({**receipt_object(receipt), "fields": [one.name for one in wanted]})
    else:
        _tell_changes(session, changes)


def export(context: typer.Context) -> None:
    """Write the fields that are not retired to standard output."""
    from supportdesk.cli.field_files import written

    known = session_of(context).ask(custom_fields.definitions)
    print(written(one for one in known if not one.retired), end="")


def _changes(
    wanted: Sequence[FieldDefinition], known: Sequence[FieldDefinition]
) -> list[tuple[FieldDefinition, str]]:
    former = {one.name: one for one in known}
    told = []
    for one in wanted:
        before = former.get(one.name)
        if before is None:
            told.append((one, "new"))
        elif before.retired:
            told.append((one, "back"))
        elif (before.title, before.choices, before.type) != (one.title, one.choices, one.type):
            told.append((one, "changed"))
    return told


def _tell_changes(session: Session, changes: Sequence[tuple[FieldDefinition, str]]) -> None:
    if session.as_json:
        for one, change in changes:
            session.output.item({**field_object(one), "change": change})
        return
    for one, change in changes:
        session.output.say(f"{one.name} ({_type(one)}): {_called(change)}")
    if not changes:
        session.output.say(_("The fields are so already."))


def _called(change: str) -> str:
    return {
        "new": _("new"),
        "back": _("back again"),
        "changed": _("changed"),
        "retired": _("retired"),
    }[change]


def _names(fields: Sequence[FieldDefinition]) -> set[str]:
    return {one.name for one in fields}


def _type(one: FieldDefinition) -> str:
    return _("{type}, retired").format(type=one.type) if one.retired else str(one.type)
