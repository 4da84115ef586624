"""Saved views as TOML: the form in which they go from desk to desk (law 8)."""

import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from supportdesk.cli.files import write_file
from supportdesk.cli.parameters import session_of
from supportdesk.cli.session import Session
from supportdesk.domain.action import SaveView, SaveViews
from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.i18n import gettext as _
from supportdesk.objects.desk_lists import view_object
from supportdesk.objects.json_lines import RISKY
from supportdesk.store.read import views
from supportdesk.store.read.rows import ViewRow

_TEXTS = ("name", "query", "sort", "group_by", "scope", "role")
_KNOWN = (*_TEXTS, "columns", "key")


def write_out(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help=_("Else standard output."))
    ] = None,
) -> None:
    """Write every saved view one has."""
    session = session_of(context)
    rows = session.ask(views.saved, session.my_id())
    content = _toml(rows).encode("utf-8")

    def write(file: BinaryIO) -> int:
        return file.write(content)

    if path is None and session.as_json:
        for row in rows:
            session.output.item(view_object(row))
    elif path is None:
        sys.stdout.write(content.decode("utf-8"))
    else:
        write_file(path, write, former=None)
        said = _("{count} views are written to {path}.")
        session.output.warn(said.format(count=len(rows), path=path))


def bring_in(context: typer.Context, path: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Save every view of a file, or none where one of them cannot be; one undo takes them back."""
    session = session_of(context)
    items = _items(path)
    session.open(create=True)
    actions = [
        _action(session, item, f"{path}, {place}") for place, item in enumerate(items, start=1)
    ]
    try:
        session.act(SaveViews(tuple(actions)))
    except DeskError as error:
        place = error.parameters.get("place")
        if isinstance(place, int) and not session.as_json:
            said = _("Nothing is saved. View {place} of the file, {name}:")
            session.output.warn(said.format(place=place, name=actions[place - 1].name))
        raise
    for action in actions:
        if session.as_json:
            session.output.item({"view": _known(session, action), "name": action.name})
        else:
            session.output.say(_("The view {name} is saved.").format(name=action.name))


def _known(session: Session, action: SaveView) -> int | None:
    """The number of the view of this name for these people, or None."""
    wanted = (action.scope, action.role, action.name.casefold())
    rows = session.ask(views.saved, session.my_id())
    known = (row.id for row in rows if (row.scope, row.role, row.name.casefold()) == wanted)
    return next(known, None)


def _toml(rows: list[ViewRow]) -> str:
    import tomlkit

    document, tables = tomlkit.document(), tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        for name in _TEXTS:
            value = getattr(row, name)
            if value:
                table[name] = value
        if row.columns:
            table["columns"] = list(row.columns)
        if row.digit is not None:
            table["key"] = row.digit
        tables.append(table)
    document["view"] = tables
    return safe_toml(tomlkit.dumps(document))


def safe_toml(written: str) -> str:
    """TOML that means the same, with nothing in it that a terminal would obey."""
    return RISKY.sub(_escaped, written)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _items(path: Path) -> list[dict[str, object]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("view", [])
    except OSError as trouble:
        raise Invalid("file.unreadable", path=str(path), reason=trouble.strerror) from trouble
    except (ValueError, RecursionError) as trouble:
        raise Invalid("views.unreadable", path=str(path), reason=str(trouble)) from trouble
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Invalid("views.unreadable", path=str(path), reason=_("view is no list of tables"))
    return found


def _action(session: Session, item: dict[str, object], place: str) -> SaveView:
    """What saves this view: it changes the one of the same name for the same people."""
    texts = {name: item.get(name, "") for name in _TEXTS}
    columns, key = item.get("columns", []), item.get("key")
    unknown = [name for name in item if name not in _KNOWN]
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    wrong += [] if isinstance(columns, list) else ["columns"]
    wrong += [] if key is None or type(key) is int else ["key"]
    if unknown or wrong:
        said = _("what is {name}?").format(name=", ".join([*unknown, *wrong]))
        raise Invalid("views.unreadable", path=place, reason=said)
    scope = str(texts["scope"]) or "me"
    role = (str(texts["role"]) or None) if scope == "role" else None
    action = SaveView(
        name=" ".join(str(texts["name"]).split()),
        query=str(texts["query"]),
        sort=str(texts["sort"]),
        group_by=str(texts["group_by"]),
        columns=tuple(map(str, columns)) if isinstance(columns, list) else (),
        scope=scope,
        role=role,
        digit=key if type(key) is int else None,
    )
    return replace(action, view=_known(session, action))
