"""What one operator does: for the top line, so as little as can be (speed.md)."""

from collections.abc import Mapping, Sequence

from supportdesk.domain.staffing import Caps, desk_caps, read_caps, read_queues
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.desk_lists import options


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What one operator does, and their load against their cap."""

    status: str
    load: int
    cap: int


def own_work(connection: Reader, operator: int) -> OwnWork | None:
    """What an operator does; None where they have never said, and nothing is dealt."""
    status, since, queues, own_caps, load, is_dealt = connection.execute(
        "SELECT o.status, o.status_since, o.queues, o.caps,"
        " coalesce((SELECT sum(n) FROM ticket_count WHERE owner_id = o.id AND category <= 1"
        " AND asleep = 0), 0), EXISTS (SELECT 1 FROM due_work WHERE kind = 'deal')"
        " FROM operator o WHERE o.id = :operator",
        {"operator": operator},
    ).fetchone()
    if since is None and not is_dealt:
        return None
    lines = dict(connection.execute("SELECT id, line FROM queue"))
    caps = desk_caps(options(connection), set(lines.values()))
    return OwnWork(status, load, first_cap(caps, lines, queues, own_caps))


def is_dealt(connection: Reader, queue: int) -> bool:
    """Whether a queue is dealt."""
    found = connection.execute("SELECT dealing FROM queue WHERE id = :queue", {"queue": queue})
    return found.fetchone() not in (None, ("off",))


def first_cap(caps: Caps, lines: Mapping[int, int], queues: str, own_caps: str) -> int:
    """The cap on the first line somebody works."""
    worked: Sequence[int] = sorted(read_queues(queues)) or list(lines)
    line = min((lines[queue] for queue in worked if queue in lines), default=1)
    return caps.of(line, read_caps(own_caps))
