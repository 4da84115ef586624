"""How the columns of a table become a ticket: mapping files in TOML.

`columns` names the headings by which a table of this kind is known. In `[ticket]` every field is a
heading, a list of headings (joined by empty lines), or `=text` for the same text in every row, in
which `{row}` is the row's number: `id`, `subject`, `body`, `client`, `email`, `phone`, `company`,
`created`, `closed`, `state`, `priority`, `kind`, `queue`, `owner`, `channel`, `language`, `answer`
(what our people answered), `answered` (when), `answered_by`, and `tags` (a list). `[state]`,
`[priority]`, `[kind]` and `[language]` translate values; `times` are strptime formats;
`written_line_breaks` turns a written `\\n` into a line break; `missing` lists values that mean
nothing. Tables of saved replies have `[template]` with `title`, `body`, `kind`, `tags`, `language`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from supportdesk.domain.errors import Invalid
from supportdesk.domain.ticket import STATES, Priority

BUILT_IN = Path(__file__).parent / "maps"

TICKET_FIELDS = frozenset(
    (
        "id subject body client email phone company created closed state priority kind queue owner"
        " channel language answer answered answered_by tags"
    ).split()
)
TEMPLATE_FIELDS = frozenset("id title body kind tags language queue".split())

_TRANSLATED = ("state", "priority", "kind", "language")
_TABLES = ("ticket", "template", *_TRANSLATED)
_LISTS = ("columns", "times", "missing")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableMap:
    """One mapping."""

    name: str
    columns: tuple[str, ...]
    ticket: Mapping[str, str | Sequence[str]]
    template: Mapping[str, str | Sequence[str]]
    values: Mapping[str, Mapping[str, str]]
    times: tuple[str, ...] = ("%Y-%m-%d %H:%M:%S",)
    missing: frozenset[str] = field(default_factory=frozenset)
    written_line_breaks: bool = False

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether a table with these headings is of this kind."""
        return bool(self.columns) and set(self.columns) <= set(headings)

    def text(self, fields: Mapping[str, str | Sequence[str]], name: str, row: Row) -> str:
        """A field of one row; empty when it holds nothing."""
        wanted = fields.get(name, "")
        if not isinstance(wanted, str):
            return "\n\n".join(filter(None, (self._cell(column, row) for column in wanted)))
        if wanted.startswith("="):
            return wanted[1:].replace("{row}", row[ROW_NUMBER])
        return self._cell(wanted, row) if wanted else ""

    def texts(self, fields: Mapping[str, str | Sequence[str]], name: str, row: Row) -> list[str]:
        """A field of several headings as separate values."""
        wanted = fields.get(name, ())
        columns = [wanted] if isinstance(wanted, str) else list(wanted)
        found = (c[1:] if c.startswith("=") else self._cell(c, row) for c in columns)
        return [text for text in found if text]

    def translated(self, name: str, value: str) -> str | None:
        """A value in our own words, or None when the mapping has none for it."""
        return self.values.get(name, {}).get(value)

    def _cell(self, column: str, row: Row) -> str:
        text = (row.get(column) or "").strip()
        if text in self.missing:
            return ""
        return text.replace("\\n", "\n") if self.written_line_breaks else text


ROW_NUMBER = "\0row"
"""A row's number among its cells, under a name no heading can have."""


def built_in_maps() -> list[TableMap]:
    """The mappings that come with the program, by name."""
    return [load_map(path) for path in sorted(BUILT_IN.glob("*.toml"))]


def find_map(wanted: str) -> TableMap:
    """A mapping by its built-in name, or from a file. Raises Invalid("map.…")."""
    known = {found.name: found for found in built_in_maps()}
    if wanted in known:
        return known[wanted]
    path = Path(wanted)
    if not path.is_file():
        raise Invalid("map.missing", wanted=wanted, known=sorted(known))
    return load_map(path)


def load_map(path: Path) -> TableMap:
    """Read a mapping file. Raises Invalid("map.unreadable") and Invalid("map.invalid")."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as trouble:
        raise Invalid("map.unreadable", path=str(path), reason=str(trouble)) from trouble
    _check(found, path)
    return TableMap(
        name=path.stem,
        columns=tuple(found.get("columns", ())),
        ticket=found.get("ticket", {}),
        template=found.get("template", {}),
        values={name: found.get(name, {}) for name in _TRANSLATED},
        times=tuple(found.get("times", ("%Y-%m-%d %H:%M:%S",))),
        missing=frozenset(found.get("missing", ())),
        written_line_breaks=bool(found.get("written_line_breaks")),
    )


def _check(found: dict[str, Any], path: Path) -> None:
    """A mapping that names what does not exist is refused as a whole, naming the field."""
    _check_shape(found, path)
    if not found.get("ticket") and not found.get("template"):
        raise Invalid("map.invalid", path=str(path), field="[ticket]")
    for section, known in (("ticket", TICKET_FIELDS), ("template", TEMPLATE_FIELDS)):
        for name in found.get(section, {}):
            if name not in known or not _is_field(found[section][name]):
                raise Invalid("map.invalid", path=str(path), field=f"{section}.{name}")
    for value in found.get("state", {}).values():
        if value not in STATES:
            raise Invalid("map.invalid", path=str(path), field=f"state: {value}")
    for value in found.get("priority", {}).values():
        if value not in {priority.name.lower() for priority in Priority}:
            raise Invalid("map.invalid", path=str(path), field=f"priority: {value}")


def _check_shape(found: dict[str, Any], path: Path) -> None:
    """Tables hold names and texts, lists hold texts: nothing else can be made sense of."""
    tables = [name for name in _TABLES if not isinstance(found.get(name, {}), dict)]
    lists = [name for name in _LISTS if not _is_texts(found.get(name, []))]
    values = [
        name
        for name in _TRANSLATED
        if name not in tables and not _is_texts([*found.get(name, {}).values()])
    ]
    if not lists and not all(_is_time_form(form) for form in found.get("times", [])):
        lists = ["times"]
    for wrong in (*tables, *lists, *values):
        raise Invalid("map.invalid", path=str(path), field=wrong)


def _is_time_form(form: str) -> bool:
    """Whether strptime can make anything of it: a field named twice it cannot."""
    try:
        datetime.strptime("", form)  # noqa: DTZ007 - only the form is looked at
    except re.error:
        return False
    except ValueError as wrong:
        return "does not match" in str(wrong)
    return True


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_field(value: object) -> bool:
    return isinstance(value, str) or _is_texts(value)
