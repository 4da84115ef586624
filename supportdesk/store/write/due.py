"""Due work: what time brings, claimed under a lease and done once (law 6)."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, or_, select, text, update

from supportdesk.records import dataclass
from supportdesk.store.write.tables import DUE_WORK

LEASE_MILLISECONDS = 60_000
"""How long one process may take for one row before another may claim it."""

_PLAN = text(
    "INSERT INTO due_work(at, kind, ref) VALUES (:at, :kind, :ref)"
    " ON CONFLICT(kind, ref) DO UPDATE SET at = excluded.at, lease = NULL"
)


_CANCEL = text("DELETE FROM due_work WHERE kind = :kind AND ref = :ref")


@dataclass(frozen=True, slots=True)
class DueRow:
    """One claimed row: `kind` of work on row `ref`, due at `at` (milliseconds)."""

    id: int
    at: int
    kind: str
    ref: int
    claimed_at: int = 0
    """When it was claimed (milliseconds)."""


def plan(connection: Connection, kind: str, ref: int, at: int) -> None:
    """Have `kind` done for `ref` at `at`; an earlier plan for the same is moved."""
    connection.execute(_PLAN, {"at": at, "kind": kind, "ref": ref})


def cancel(connection: Connection, kind: str, ref: int) -> None:
    """Forget what was planned."""
    connection.execute(delete(DUE_WORK).where(DUE_WORK.c.kind == kind, DUE_WORK.c.ref == ref))


def plan_all(connection: Connection, plans: Iterable[tuple[str, int, int | None]]) -> None:
    """Plan or, where there is no moment, cancel several: kind, ref, moment."""
    wanted = [{"kind": kind, "ref": ref, "at": at} for kind, ref, at in plans]
    forgotten = [plan for plan in wanted if plan["at"] is None]
    planned = [plan for plan in wanted if plan["at"] is not None]
    if forgotten:
        connection.execute(_CANCEL, forgotten)
    if planned:
        connection.execute(_PLAN, planned)


def claim(connection: Connection, now: int, but_not: Collection[str] = ()) -> DueRow | None:
    """Take the oldest due row nobody else is working on, or None; none of the kinds `but_not`."""
    wanted = select(DUE_WORK.c.id, DUE_WORK.c.at, DUE_WORK.c.kind, DUE_WORK.c.ref)
    if but_not:
        wanted = wanted.where(DUE_WORK.c.kind.not_in(but_not))
    row = connection.execute(
        wanted.where(DUE_WORK.c.at <= now, or_(DUE_WORK.c.lease.is_(None), DUE_WORK.c.lease < now))
        .order_by(DUE_WORK.c.at, DUE_WORK.c.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    connection.execute(
        update(DUE_WORK).where(DUE_WORK.c.id == row.id).values(lease=now + LEASE_MILLISECONDS)
    )
    return DueRow(row.id, row.at, row.kind, row.ref, now)


def finish(connection: Connection, row: DueRow) -> bool:
    """End a claimed row; False when it was forgotten or moved since, and is not to be done."""
    ended = connection.execute(
        delete(DUE_WORK).where(DUE_WORK.c.id == row.id, DUE_WORK.c.at == row.at)
    )
    return ended.rowcount == 1
