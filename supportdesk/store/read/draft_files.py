"""The files that go with an unsent text (F33)."""

from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader


@dataclass(frozen=True, slots=True)
class DraftFileRow:
    """A file of a draft, without its content; size in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str


def files(connection: Reader, operator: int, ticket: int, kind: str) -> tuple[DraftFileRow, ...]:
    """The files of one draft, in the order they were attached."""
    return tuple(
        DraftFileRow(*found)
        for found in connection.execute(
            "SELECT id, name, media_type, size, sha256 FROM draft_file"
            " WHERE operator_id = :operator AND ticket_id = :ticket AND kind = :kind ORDER BY id",
            {"operator": operator, "ticket": ticket, "kind": kind},
        )
    )
