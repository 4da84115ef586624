"""Who is one of ours: told by a file, known to the store, or proposed, never assumed."""

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from supportdesk.domain.action import ClientReference
from supportdesk.domain.charset import decoded
from supportdesk.domain.errors import Invalid
from supportdesk.intake.people import person, real_address
from supportdesk.intake.record import KeptHead, OperatorRecord
from supportdesk.records import dataclass

ANSWERS_OF_A_HELPER = 5
"""Conversations of others somebody must have answered in to be proposed."""
PROPOSED_AT_MOST = 20
_ADDRESS_COLUMNS = ("emails", "email", "addresses", "address")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who answers as our people do; a person decides whether they are."""

    name: str
    address: str | None
    answered: int
    """Conversations of others they spoke in."""
    begun: int
    """Conversations they began."""


class Roster:
    """Our people, recognised in what a source says about an author.

    An address decides where both sides have one; a bare name only where one side has none.
    """

    def __init__(self, operators: Iterable[tuple[int | None, OperatorRecord]] = ()) -> None:
        self._by_address: dict[str, int | None] = {}
        self._by_name: dict[str, int | None] = {}
        self._without_address: dict[str, int | None] = {}
        for number, operator in operators:
            self.add(number, operator)

    def add(self, number: int | None, operator: OperatorRecord) -> None:
        """Let one more of our people be recognised; `number` is their id in the store."""
        for address in operator.addresses:
            self._by_address.setdefault(address.casefold(), number)
        name = folded_name(operator.name)
        self._by_name.setdefault(name, number)
        if not operator.addresses:
            self._without_address.setdefault(name, number)

    def knows(self, who: ClientReference) -> bool:
        """Whether this is one of ours."""
        return self._find(who)[0]

    def number(self, who: ClientReference) -> int | None:
        """The id of one of ours; None for others, and for one the store does not hold."""
        return self._find(who)[1]

    def _find(self, who: ClientReference) -> tuple[bool, int | None]:
        name = folded_name(who.name)
        if who.address is None:
            return name in self._by_name, self._by_name.get(name)
        address = who.address.casefold()
        if address in self._by_address:
            return True, self._by_address[address]
        return name in self._without_address, self._without_address.get(name)


def folded_name(name: str) -> str:
    """How names of people are compared."""
    return " ".join(name.split()).casefold()


def read_operators(path: Path) -> list[OperatorRecord]:
    """Our people from a file: TOML, CSV, or lines `Ann Lee <ann@example.org>`.

    TOML has tables `[[operators]]`, CSV has columns, both with `name`, `email` (or `emails`,
    `address`, `addresses`), `login`, `role`, `job`; CSV whose first line names no column `name`
    has a name and addresses on every line. In lines several addresses follow one name, `#` begins
    a comment.
    Raises Invalid("operators.unreadable", path, reason) and Invalid("operators.nameless", path).
    """
    try:
        text = decoded(path.read_bytes()).removeprefix("\ufeff")
    except OSError as trouble:
        raise Invalid(
            "operators.unreadable", path=str(path), reason=trouble.strerror or ""
        ) from trouble
    ending = path.suffix.lower()
    if ending == ".toml":
        found = [_from_fields(fields) for fields in _tables(path, text)]
    elif ending in (".csv", ".tsv"):
        found = _from_table(path, text, "excel-tab" if ending == ".tsv" else "excel")
    else:
        lines = (line.partition("#")[0].strip() for line in text.splitlines())
        found = [_from_line(line) for line in lines if line]
    if any(not operator.name for operator in found):
        raise Invalid("operators.nameless", path=str(path))
    return found


def named_again(people: Iterable[OperatorRecord]) -> Iterator[tuple[str, str]]:
    """Names and addresses of those whose name stood before: it is one operator, with one address.

    What stands on one line together is meant so.
    """
    known: dict[str, set[str]] = {}
    for operator in people:
        name = folded_name(operator.name)
        if name in known:
            fresh = [one for one in operator.addresses if one.casefold() not in known[name]]
            yield from ((operator.name, address) for address in fresh)
        known.setdefault(name, set()).update(one.casefold() for one in operator.addresses)


def _tables(path: Path, text: str) -> Sequence[Mapping[str, object]]:
    try:
        tables = tomllib.loads(text).get("operators", [])
    except (ValueError, RecursionError) as trouble:
        raise Invalid("operators.unreadable", path=str(path), reason=str(trouble)) from trouble
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Invalid("operators.unreadable", path=str(path), reason="[[operators]]")
    return tables


def _from_table(path: Path, text: str, dialect: str) -> list[OperatorRecord]:
    try:
        rows = [row for row in csv.reader(io.StringIO(text), dialect=dialect) if row]
    except csv.Error as trouble:
        raise Invalid("operators.unreadable", path=str(path), reason=str(trouble)) from trouble
    if rows and "name" in (cell.strip().lower() for cell in rows[0]):
        return [_from_fields(dict(zip(rows[0], row, strict=False))) for row in rows[1:]]
    return [_from_fields({"name": name, "emails": addresses}) for name, *addresses in rows]


def _from_fields(fields: Mapping[str, object]) -> OperatorRecord:
    named = {str(key).strip().lower(): value for key, value in fields.items() if key}
    several = next(filter(None, map(named.get, _ADDRESS_COLUMNS)), ())
    written = several if isinstance(several, list | tuple) else str(several).replace(";", ",")
    parts = written.split(",") if isinstance(written, str) else [str(one) for one in written]
    return OperatorRecord(
        name=" ".join(str(named.get("name") or "").split()),
        addresses=tuple(filter(None, (real_address(part) for part in parts))),
        login=_text_or_none(named.get("login")),
        role=_text_or_none(named.get("role")) or "operator",
        job=_text_or_none(named.get("job")),
    )


def _text_or_none(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _from_line(line: str) -> OperatorRecord:
    name, *rest = line.replace("<", "\n").replace(">", "\n").replace(",", "\n").split("\n")
    addresses = tuple(filter(None, (real_address(part) for part in rest)))
    if addresses or rest:
        return OperatorRecord(" ".join(name.strip("\"' ").split()), addresses)
    who = person(line.encode())
    return OperatorRecord(who.name, (who.address,) if who.address else ())


def propose_operators(
    conversations: Iterable[Sequence[KeptHead]], roster: Roster
) -> list[Proposal]:
    """Who answers often in conversations others began, and oftener than they begin their own."""
    answered: Counter[str] = Counter()
    begun: Counter[str] = Counter()
    shown: dict[str, ClientReference] = {}
    for heads in conversations:
        first = folded_name(heads[0].author.name)
        begun[first] += 1
        others = {folded_name(head.author.name): head.author for head in heads if not head.auto}
        for name, author in others.items():
            if name != first and not roster.knows(author):
                answered[name] += 1
                shown.setdefault(name, author)
    return [
        Proposal(shown[name].name, shown[name].address, times, begun[name])
        for name, times in answered.most_common()
        if times >= ANSWERS_OF_A_HELPER and times > begun[name]
    ][:PROPOSED_AT_MOST]
