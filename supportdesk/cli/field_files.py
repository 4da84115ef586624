"""Custom fields as a TOML file: their exchange form, read and written (F23, law 8).

[fields.order]
title = "Order"
type = "text"

[fields.plan]
title = "Plan"
type = "select"
choices = ["basic", "pro"]
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from supportdesk.cli.view_files import safe_toml
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.errors import Invalid, NotFound

KEYS = ("title", "type", "choices")


def read_fields(path: Path) -> tuple[FieldDefinition, ...]:
    """The fields of a file, in its order.

    Raises NotFound("field.file_missing") and Invalid("field.file") for one that cannot be read.
    """
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError as missing:
        raise NotFound("field.file_missing", path=str(path)) from missing
    except (OSError, ValueError, RecursionError) as trouble:
        raise Invalid("field.file", path=str(path), reason=str(trouble)) from trouble
    fields = found.get("fields")
    if not isinstance(fields, dict) or len(found) > 1:
        raise Invalid("field.file", path=str(path), reason="[fields.NAME]")
    return tuple(_field(path, name, said) for name, said in fields.items())


def _field(path: Path, name: str, said: Any) -> FieldDefinition:
    if not isinstance(said, dict):
        raise Invalid("field.file", path=str(path), reason=name)
    choices = said.get("choices", [])
    wrong = [key for key in said if key not in KEYS]
    wrong += [key for key in KEYS[:2] if not isinstance(said.get(key, ""), str)]
    if not isinstance(choices, list) or not all(isinstance(one, str) for one in choices):
        wrong.append("choices")
    if wrong:
        raise Invalid("field.file", path=str(path), reason=f"{name}.{wrong[0]}")
    return FieldDefinition(name, said.get("title", ""), said.get("type", ""), tuple(choices))


def written(fields: Iterable[FieldDefinition]) -> str:
    """The file that makes these fields anew."""
    import tomlkit

    tables = tomlkit.table(is_super_table=True)
    for one in fields:
        table = tomlkit.table()
        table.add("title", one.title)
        table.add("type", str(one.type))
        if one.choices:
            table.add("choices", list(one.choices))
        tables.add(one.name, table)
    document = tomlkit.document()
    document.add("fields", tables)
    return safe_toml(tomlkit.dumps(document))
