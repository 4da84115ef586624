"""How the columns of a table become a ticket: mapping files in TOML.

`columns` names the headings by which a table of this kind is known. In `[ticket]` every field is a
heading, a list of headings (joined by empty lines), or `=text` for the same text in every row, in
which `{row}` is the row's number: `id`, `subject`, `body`, `client`, `email`, `phone`, `company`,
`created`, `closed`, `state`, `priority`, `kind`, `queue`, `owner`, `channel`, `language`, `vip`,
`answer` (what our people answered), `answered` (when), `answered_by`, and `tags` (a list).
`[state]`, `[priority]`, `[kind]` and `[language]` translate values; `vip` lists those that mean a
VIP; `times` are strptime formats; `written_line_breaks` turns a written `\\n` into a line break;
`missing` lists values that mean nothing. `[fields]` are custom fields (text) with their headings.
Tables of saved replies have `[template]` with `title`, `body`, `kind`, `tags`, `language`.

A map with `[[change]]` is of an event log (CSV, TSV or XES): each row is an entry about the ticket
with this `id`, in whatever order, and may hold several entries. `at` says when (of several headings
the latest time), `order` which comes first at the same moment, `by` who did it, and `state`,
`owner`, `queue`, `priority`, `kind`, `tags` what it was from then on. What a row leaves out stays
as it was; `emptied` lists those of these fields that it takes away. In `[ticket]` then stands what
is known from the beginning alone; without `created` the first entry makes the ticket. A value of
`[state]` may name its reason (`hold third_party`), and is empty for no change. `robots` lists
programs among the people: what they do leaves the owner. `day` is the heading of the day where
times have none; those of a row run on after midnight. `[line]` tells the line of a queue by a word
of its name. In XES a heading is the key of an attribute, of the trace after `trace:`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, tzinfo
from pathlib import Path

from supportdesk.domain.action import ClientReference
from supportdesk.domain.errors import Invalid
from supportdesk.intake.map_check import TRANSLATED, check_map
from supportdesk.intake.record import usable_moment
from supportdesk.records import dataclass

BUILT_IN = Path(__file__).parent / "maps"

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
    fields: Mapping[str, str] = field(default_factory=dict)
    """Custom fields with their headings."""
    vip: frozenset[str] = frozenset()
    changes: tuple[Mapping[str, str | Sequence[str]], ...] = ()
    """The entries that a row of an event log holds; none for other tables."""
    robots: frozenset[str] = frozenset()
    day: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Words in names of queues with the line such a queue serves."""

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

    def tags(self, fields: Mapping[str, str | Sequence[str]], row: Row) -> tuple[str, ...]:
        """The tags of a row, each once."""
        return tuple(dict.fromkeys(map(_tag, self.texts(fields, "tags", row))))

    def client(self, row: Row, source: str) -> ClientReference:
        """Who asks; a table that names nobody gives every ticket a client of its own."""
        name, address, phone = (
            self.text(self.ticket, field, row) for field in ("client", "email", "phone")
        )
        return ClientReference(name or address or source[:60], address or None, phone)

    def moment(self, text: str, zone: tzinfo) -> datetime:
        """A written time in UTC; `zone` is for one without. Raises ValueError."""
        for form in self.times:
            try:
                found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            return usable_moment(found if found.tzinfo else found.replace(tzinfo=zone))
        raise ValueError(text)

    def _cell(self, column: str, row: Row) -> str:
        text = (row.get(column) or "").strip()
        if text in self.missing:
            return ""
        return text.replace("\\n", "\n") if self.written_line_breaks else text


ROW_NUMBER = "\0row"
"""A row's number among its cells, under a name no heading can have."""


def _tag(text: str) -> str:
    return "-".join(text.casefold().split())[:60]


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
    check_map(found, path)
    return TableMap(
        name=path.stem,
        columns=tuple(found.get("columns", ())),
        ticket=found.get("ticket", {}),
        template=found.get("template", {}),
        values={name: found.get(name, {}) for name in TRANSLATED},
        times=tuple(found.get("times", ("%Y-%m-%d %H:%M:%S",))),
        missing=frozenset(found.get("missing", ())),
        written_line_breaks=bool(found.get("written_line_breaks")),
        fields=found.get("fields", {}),
        vip=frozenset(found.get("vip", ())),
        changes=tuple(found.get("change", ())),
        robots=frozenset(found.get("robots", ())),
        day=str(found.get("day", "")),
        lines=found.get("line", {}),
    )
