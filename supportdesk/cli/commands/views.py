"""`views`: lists of one's own and of the team, kept as questions (F2, F3)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import PASS_OPTIONS, session_of
from supportdesk.cli.questions import read_query
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.view_files import bring_in, write_out
from supportdesk.cli.view_places import arranged, hide_view, move_view
from supportdesk.domain.action import DeleteView, SaveView
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.views import BUILT_IN, COLUMNS, composed, digits_of
from supportdesk.i18n import gettext as _
from supportdesk.objects.desk_lists import view_object
from supportdesk.store.read import search
from supportdesk.store.read.rows import ViewRow

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name or number of the view."))]
Sort = Annotated[
    str | None, typer.Option("--sort", metavar="-created,number", help=_("As sort: of a query."))
]
GroupBy = Annotated[
    str | None,
    typer.Option("--group-by", metavar="FIELD", help=_("state, queue, owner, priority, kind …")),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="NAMES",
        help=_("{columns}; or custom fields").format(columns=", ".join(COLUMNS)),
    ),
]
For = Annotated[
    str | None,
    typer.Option("--for", metavar="me|team|ROLE", help=_("Who has it; of others a lead's.")),
]
Digit = Annotated[
    int | None, typer.Option("--key", min=0, max=9, help=_("Its key in the console; 0: none."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List the views with how many tickets each has."))(list_views)
    group.command("save", context_settings=PASS_OPTIONS, help=_("Save a query as a view."))(save)
    group.command("edit", help=_("Change a saved view."))(edit)
    group.command("delete", help=_("Delete a saved view; undo brings it back."))(delete)
    group.command("move", help=_("Put a view elsewhere among yours: 1 is the first."))(move)
    group.command("hide", help=_("Hide a view from your console, or show it again."))(hide)
    group.command("export", help=_("Write the saved views as TOML."))(write_out)
    group.command(
        "import", help=_("Bring in views from TOML, all or none; those of the same name change.")
    )(bring_in)
    app.add_typer(
        group,
        name="views",
        help=_("Views: list, save, edit, delete, move, hide, export, import."),
    )


def list_views(context: typer.Context) -> None:
    """List built-in and saved views in one's own order."""
    session = session_of(context)
    saved, hidden = arranged(session)
    kept = [(key, row.scope, row.digit) for key, _name, row in saved if row is not None]
    digits = digits_of(kept, hidden)
    counts = [_counted(session, _question(name, row)) for _key, name, row in saved]
    lines = [
        [
            str(row.id) if row else "-",
            str(digits.get(key, "-")),
            _shown(count),
            _whose(row),
            _("yes") if key in hidden else "-",
            row.name if row else name,
        ]
        for (key, name, row), count in zip(saved, counts, strict=True)
    ]
    if session.as_json:
        for (key, name, row), count in zip(saved, counts, strict=True):
            item = view_object(row) if row else {"name": name, "query": BUILT_IN[name]}
            counted = {"tickets": count and min(count, search.COUNT_LIMIT)}
            counted["more"] = count is not None and count > search.COUNT_LIMIT
            placed = {"key": digits.get(key), "hidden": key in hidden}
            session.output.item({**item, **counted, **placed})
        return
    headings = [_("Number"), _("Key"), _("Tickets"), _("For"), _("Hidden"), _("Name")]
    session.output.table(headings, lines)


def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help=_("As for list."))],
    *,
    sort: Sort = None,
    group_by: GroupBy = None,
    columns: Columns = None,
    whose: For = None,
    digit: Digit = None,
) -> None:
    """Save a view."""
    session = session_of(context)
    scope, role = read_scope(whose or "me")
    action = SaveView(
        name=name,
        query=" ".join(query),
        sort=sort or "",
        group_by=group_by or "",
        columns=read_columns(columns or ""),
        scope=scope,
        role=role,
        digit=digit or None,
    )
    tell_receipt(session, session.act(action), _("The view {name} is saved.").format(name=name))


def edit(
    context: typer.Context,
    name: Name,
    *,
    new_name: Annotated[str | None, typer.Option("--name", help=_("A new name."))] = None,
    query: Annotated[str | None, typer.Option("--query", help=_("Another query."))] = None,
    sort: Sort = None,
    group_by: GroupBy = None,
    columns: Columns = None,
    whose: For = None,
    digit: Digit = None,
) -> None:
    """Change what is named; an empty text takes away."""
    session = session_of(context)
    row = _saved(session, name)
    scope, role = (row.scope, row.role) if whose is None else read_scope(whose)
    action = SaveView(
        view=row.id,
        name=row.name if new_name is None else new_name,
        query=row.query if query is None else query,
        sort=row.sort if sort is None else sort,
        group_by=row.group_by if group_by is None else group_by,
        columns=row.columns if columns is None else read_columns(columns),
        scope=scope,
        role=role,
        digit=row.digit if digit is None else digit or None,
    )
    said = _("The view {name} is saved.").format(name=action.name)
    tell_receipt(session, session.act(action), said)


def delete(context: typer.Context, name: Name) -> None:
    """Delete a saved view."""
    session = session_of(context)
    row = _saved(session, name)
    receipt = session.act(DeleteView(row.id))
    tell_receipt(session, receipt, _("The view {name} is deleted.").format(name=row.name))


def move(
    context: typer.Context,
    name: Name,
    place: Annotated[int, typer.Argument(metavar="PLACE", min=1)],
) -> None:
    """Give a view another place; this is one's own order."""
    session = session_of(context)
    at, of = move_view(session, name, place - 1)
    if name.strip().casefold() in BUILT_IN:
        said = _("{name} is number {place} of {count} built-in views.")
    else:
        said = _("{name} is number {place} of {count} saved views.")
    _tell_done(session, said.format(name=name, place=at + 1, count=of), place=at + 1)


def hide(
    context: typer.Context,
    name: Name,
    off: Annotated[bool, typer.Option("--off", help=_("Show it again."))] = False,
) -> None:
    """Hide a view from oneself; others see it as before."""
    session = session_of(context)
    hide_view(session, name, hidden=not off)
    said = _("{name} is shown again.") if off else _("{name} is hidden from you.")
    _tell_done(session, said.format(name=name), hidden=not off)


def _saved(session: Session, name: str) -> ViewRow:
    if name.strip().casefold() in BUILT_IN:
        raise Refused("view.built_in", name=name)
    return choosing.view(session, name)


def _tell_done(session: Session, sentence: str, **result: object) -> None:
    if session.as_json:
        session.output.item({"done": "ArrangeViews", **result})
    else:
        session.output.say(sentence)


def read_scope(whose: str) -> tuple[str, str | None]:
    """`me`, `team`, or the name of a role."""
    folded = whose.strip().casefold()
    return (folded, None) if folded in ("me", "team") else ("role", folded)


def read_columns(typed: str) -> tuple[str, ...]:
    """The names of columns, with commas or spaces between."""
    return tuple(typed.casefold().replace(",", " ").split())


def _whose(row: ViewRow | None) -> str:
    if row is None:
        return _("built in")
    return row.role or row.scope


def _question(name: str, row: ViewRow | None) -> str:
    return BUILT_IN[name] if row is None else composed(row.query, row.sort, row.group_by)


def _counted(session: Session, question: str) -> int | None:
    """How many tickets a view has, a little beyond the limit; None where it asks nothing now."""
    try:
        return session.ask(search.count, read_query(session, question))
    except Invalid:
        return None


def _shown(count: int | None) -> str:
    if count is None:
        return "?"
    return f"{search.COUNT_LIMIT}+" if count > search.COUNT_LIMIT else str(count)
