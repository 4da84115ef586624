"""Which happenings become notices to operators by mail: each is looked at once."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from supportdesk.domain.letter import Purpose
from supportdesk.records import dataclass
from supportdesk.store.write.tables import EVENT, SETTING

SEEN = "mail_notices_seen"
"""The change number up to which happenings were looked at."""

AT_ONCE = 500
"""Changes looked at in one transaction (law 2)."""

_HAPPENED = text(
    """
SELECT e.seq, e.ticket_id,
       CASE WHEN e.field = 'owner_id' THEN CAST(e.after AS INTEGER) ELSE t.owner_id END AS owner,
       CASE e.field WHEN 'owner_id' THEN 'assigned' WHEN 'sla.breached' THEN 'breached'
            ELSE 'client_wrote' END AS purpose,
       e.actor_id
  FROM event e JOIN ticket t ON t.id = e.ticket_id
  LEFT JOIN message m ON e.subject = 'message' AND m.id = e.subject_id
  LEFT JOIN envelope v ON v.id = e.envelope_id
 WHERE e.seq > :seen AND e.seq <= :last
   AND ((e.subject = 'ticket' AND e.field = 'owner_id' AND e.after IS NOT NULL)
     OR (e.field = 'sla.breached')
     OR (e.subject = 'message' AND e.field = 'present' AND e.after = '1' AND m.kind = 'client'))
   AND coalesce(v.action, '') NOT LIKE 'Record%'
 ORDER BY e.seq
"""
)
_KEEP = text(
    "INSERT INTO setting(name, value) VALUES (:name, :value)"
    " ON CONFLICT(name) DO UPDATE SET value = excluded.value"
)
_WANT = text("SELECT id, email, mail_notices FROM operator WHERE mail_notices <> '' AND active")
_WAITS = text(
    "SELECT 1 FROM letter WHERE purpose = :purpose AND ticket_id = :ticket"
    " AND operator_id = :operator AND state = 'waiting'"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What one operator is to be told of."""

    purpose: Purpose
    ticket: int
    operator: int
    address: str


def begin(connection: Connection) -> None:
    """Nothing of before is told: looking begins here."""
    _keep_seen(connection, _newest(connection))


def has_begun(connection: Connection) -> bool:
    """Whether anybody is told of anything already."""
    return _seen(connection) is not None


def next_part(connection: Connection) -> Iterator[Notice]:
    """What is to be told of the next changes, which are looked at with this and never again."""
    seen = _seen(connection)
    if seen is None:
        return
    last = min(seen + AT_ONCE, _newest(connection))
    happened = connection.execute(_HAPPENED, {"seen": seen, "last": last}).all()
    _keep_seen(connection, last)
    wants = {row.id: (row.email, row.mail_notices.split()) for row in connection.execute(_WANT)}
    told = set()
    for _seq, ticket, owner, purpose, actor in happened:
        address, kinds = wants.get(owner, ("", ()))
        key = {"purpose": purpose, "ticket": ticket, "operator": owner}
        if not address or purpose not in kinds or actor == owner or tuple(key.values()) in told:
            continue
        told.add(tuple(key.values()))
        if connection.execute(_WAITS, key).first() is None:
            yield Notice(Purpose(purpose), ticket, owner, address)


def _seen(connection: Connection) -> int | None:
    kept = connection.execute(select(SETTING.c.value).where(SETTING.c.name == SEEN)).scalar()
    return None if kept is None else int(kept)


def _newest(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(EVENT.c.seq), 0))).scalar_one())


def _keep_seen(connection: Connection, seq: int) -> None:
    connection.execute(_KEEP, {"name": SEEN, "value": str(seq)})
