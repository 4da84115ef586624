"""A pile of foreign objects on disk, while an import puts together what belongs together.

Exports name the author of a comment in one file, its ticket in another.
"""

import json
from collections.abc import Iterator
from typing import Any

from supportdesk.store.scratch import Scratch

_TABLE = """
CREATE TABLE thing (
    kind TEXT NOT NULL, id INTEGER NOT NULL, owner INTEGER, changed TEXT NOT NULL,
    met INTEGER NOT NULL DEFAULT 0, place TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX thing_owner ON thing(kind, owner) WHERE owner IS NOT NULL;
"""
_KEEP = """
INSERT INTO thing(kind, id, owner, changed, place, body) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT(kind, id) DO UPDATE SET owner = coalesce(excluded.owner, owner),
    changed = excluded.changed, place = excluded.place, body = excluded.body
WHERE excluded.changed >= changed
"""


class Pile(Scratch):
    """Objects by kind and number, some of them parts of an owner."""

    def __init__(self) -> None:
        super().__init__(_TABLE)

    def keep(
        self, kind: str, number: int, body: dict[str, Any], place: str, owner: int | None = None
    ) -> None:
        """Keep an object; of two with one number the one that was changed later stays."""
        changed = _storable(str(body.get("updated_at") or body.get("created_at") or ""))
        values = (kind, number, owner, changed, _storable(place), json.dumps(body))
        self.tell(_KEEP, *values)

    def adopt(self, kind: str, through: str, named: str) -> None:
        """Give parts without an owner that of the object `through` which they name in `named`."""
        self.tell(
            "UPDATE thing SET owner = (SELECT other.owner FROM thing other WHERE other.kind = ?"
            " AND other.id = json_extract(thing.body, ?)) WHERE kind = ? AND owner IS NULL",
            *(through, f"$.{named}", kind),
        )

    def get(self, kind: str, number: int | None) -> dict[str, Any] | None:
        """The object of this number."""
        found = self.first("SELECT body FROM thing WHERE kind = ? AND id = ?", kind, number)
        return json.loads(found[0]) if found else None

    def of(self, kind: str, owner: int) -> list[dict[str, Any]]:
        """The parts of an owner, in the order of their numbers."""
        found = self.ask(
            "SELECT body FROM thing WHERE kind = ? AND owner = ? ORDER BY id", kind, owner
        )
        return [json.loads(body) for (body,) in found]

    def each(self, kind: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Number, place and body of every object of a kind, in the order of their numbers.

        One at a time: each may be large, and the pile may be changed between two.
        """
        after = "SELECT id, place, body FROM thing WHERE kind = ? AND id > ? ORDER BY id LIMIT 1"
        last = -1
        while found := self.first(after, kind, last):
            last, place, body = found
            yield last, place, json.loads(body)

    def count(self, kind: str) -> int:
        """How many objects of a kind there are."""
        return int(self.first("SELECT count(*) FROM thing WHERE kind = ?", kind)[0])

    def meet(self, kind: str, number: int) -> bool:
        """Note that an object was of use; whether it is there and this is the first time."""
        statement = "UPDATE thing SET met = 1 WHERE kind = ? AND id = ? AND NOT met"
        return bool(self.tell(statement, kind, number))

    def unmet(self, kind: str) -> Iterator[dict[str, Any]]:
        """Objects of a kind that were of no use."""
        rows = self.ask("SELECT body FROM thing WHERE kind = ? AND NOT met", kind)
        return (json.loads(body) for (body,) in rows)

    def orphans(self, kind: str, owners: str) -> int:
        """How many objects of a kind are parts of nothing that is there."""
        statement = (
            "SELECT count(*) FROM thing part WHERE part.kind = ? AND (part.owner IS NULL OR NOT"
            " EXISTS (SELECT 1 FROM thing whole WHERE whole.kind = ? AND whole.id = part.owner))"
        )
        return int(self.first(statement, kind, owners)[0])


def _storable(text: str) -> str:
    """A text with a sign for every half character: names of files and times may hold them."""
    return text.encode("utf-8", "replace").decode()
