"""Macros as TOML: the form in which they go from desk to desk (law 8)."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from supportdesk.cli import choosing
from supportdesk.cli.session import Session
from supportdesk.cli.view_files import safe_toml
from supportdesk.domain.errors import Invalid
from supportdesk.domain.macro import OWNER_ME, OWNER_NOBODY, Macro, macro_from
from supportdesk.domain.ticket import Priority
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import MacroRow

_TEXTS = ("note", "state", "reason", "kind", "snooze")
_LISTS = ("add", "remove")
_KNOWN = {"name", "reply", "send", "priority", "queue", "owner", *_TEXTS, *_LISTS}


def macro_object(session: Session, row: MacroRow) -> dict[str, Any]:
    """A macro as scripts and files have it: what it leaves alone is left out."""
    macro = macro_from(row.does)
    queues = {queue.id: queue.name for queue in session.ask(desk_lists.queues)}
    people = {str(person.id): person.login or person.name for person in session.operators}
    item: dict[str, Any] = {"name": row.name}
    if macro.reply:
        item["reply"] = dict(macro.reply)
        item["send"] = macro.send
    for name in _TEXTS:
        if getattr(macro, name):
            item[name] = getattr(macro, name)
    if macro.priority is not None:
        item["priority"] = Priority(macro.priority).name.lower()
    if macro.queue is not None:
        item["queue"] = queues.get(macro.queue, str(macro.queue))
    if macro.owner is not None:
        item["owner"] = people.get(macro.owner, macro.owner)
    for name in _LISTS:
        if getattr(macro, name):
            item[name] = list(getattr(macro, name))
    return item


def macros_text(session: Session, rows: list[MacroRow]) -> str:
    """Macros as a TOML file."""
    import tomlkit

    document = tomlkit.document()
    macros = tomlkit.aot()
    for row in rows:
        macros.append(tomlkit.item(macro_object(session, row)))
    document.append("macro", macros)
    return safe_toml(tomlkit.dumps(document))


def macros_of(session: Session, path: Path) -> list[tuple[str, Macro]]:
    """The macros of a TOML file by name. Raises Invalid("macro.file")."""
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8"))
        return [_macro(session, item) for item in found["macro"]]
    except OSError as trouble:
        raise Invalid("file.unreadable", path=str(path), reason=trouble.strerror) from trouble
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise Invalid("macro.file", path=str(path), reason=str(trouble)) from trouble


def _macro(session: Session, item: Mapping[str, Any]) -> tuple[str, Macro]:
    unknown = sorted(set(item) - _KNOWN)
    if unknown:
        raise ValueError(", ".join(unknown))
    texts = {name: str(item[name]) for name in _TEXTS if name in item}
    lists = {name: tuple(str(tag) for tag in item.get(name, ())) for name in _LISTS}
    macro = Macro(
        reply=tuple((str(name), str(body)) for name, body in item.get("reply", {}).items()),
        send=bool(item.get("send", False)),
        **{"note": "", **texts},  # type: ignore[arg-type]
        **lists,  # type: ignore[arg-type]
    )
    return str(item["name"]), named(
        session,
        macro,
        priority=item.get("priority"),
        queue=item.get("queue"),
        owner=item.get("owner"),
    )


def named(
    session: Session,
    macro: Macro,
    *,
    priority: str | None,
    queue: str | None,
    owner: str | None,
) -> Macro:
    """A macro with what was named put in; None leaves it as it is. Raises NotFound, Invalid."""
    if priority is not None:
        macro = replace(macro, priority=choosing.priority(str(priority)))
    if queue is not None:
        macro = replace(macro, queue=choosing.queue(session, str(queue)).id)
    if owner is not None:
        macro = replace(macro, owner=_owner(session, str(owner)))
    return macro


def _owner(session: Session, wanted: str) -> str:
    folded = wanted.strip().casefold()
    if folded in choosing.NOBODY:
        return OWNER_NOBODY
    return OWNER_ME if folded == OWNER_ME else str(choosing.owner(session, wanted))
