"""Computing anew everything that follows from other rows, when `doctor` finds a fault in it."""

from sqlalchemy import Connection, text

from supportdesk.store.write import counting, custom_fields, due, search_index, template_uses

_ASLEEP = "CASE WHEN wake_at IS NULL THEN 0 ELSE 1 END"
_COUNT_ALL = text(
    "INSERT INTO ticket_count(owner_id, queue_id, category, asleep, n)"
    f" SELECT coalesce(owner_id, 0), queue_id, category, {_ASLEEP}, count(*)"
    " FROM ticket GROUP BY 1, 2, 3, 4"
    f" UNION ALL SELECT -1, queue_id, category, {_ASLEEP}, count(*)"
    " FROM ticket GROUP BY 1, 2, 3, 4"
)
_RUNNING = "sla_clock WHERE ended_at IS NULL AND due_at IS NOT NULL AND breached_at IS NULL"
_ALERTS = (
    text(
        "INSERT INTO due_work(at, kind, ref)"
        f" SELECT warn_at, 'sla_warning', id FROM {_RUNNING}"
        " AND warn_at IS NOT NULL AND warned_at IS NULL ON CONFLICT DO NOTHING"
    ),
    text(
        "INSERT INTO due_work(at, kind, ref)"
        f" SELECT due_at + 1, 'sla_breached', id FROM {_RUNNING} ON CONFLICT DO NOTHING"
    ),
)
_DELIVERIES = text(
    "INSERT INTO due_work(at, kind, ref)"
    " SELECT made_at, 'deliver', id FROM letter WHERE state IN ('waiting', 'sending')"
    " ON CONFLICT DO NOTHING"
)
_DRAFTS_OF_FILES = text(
    "INSERT INTO draft(operator_id, ticket_id, kind, body, cursor, base_seq, at)"
    " SELECT operator_id, ticket_id, kind, '', 0, 0, 0 FROM draft_file WHERE true"
    " ON CONFLICT DO NOTHING"
)
_USED = "(SELECT sha256 FROM attachment UNION SELECT sha256 FROM draft_file)"
_FORGET_CONTENT = (
    text(f"DELETE FROM blob_chunk WHERE sha256 NOT IN {_USED}"),
    text(f"DELETE FROM blob WHERE sha256 NOT IN {_USED}"),
)


def repair(connection: Connection) -> None:
    """Rebuild counters, message numbers, wake-ups, alerts, values of fields, the search index.

    Files of unsent texts get their draft back; content that nothing refers to is forgotten.
    """
    compute_anew(connection)
    for (number,) in connection.execute(text("SELECT id FROM ticket")).fetchall():
        counting.refresh_conversation(connection, number)
    _plan_due_work(connection)
    for statement in (_DRAFTS_OF_FILES, *_FORGET_CONTENT):
        connection.execute(statement)
    custom_fields.compute_anew(connection)


def compute_anew(connection: Connection) -> None:
    """Rebuild the counters, the tallies of templates and the search index."""
    connection.execute(text("DELETE FROM ticket_count"))
    connection.execute(_COUNT_ALL)
    template_uses.tally_all(connection)
    search_index.rebuild(connection)


def _plan_due_work(connection: Connection) -> None:
    asleep = text("SELECT id, wake_at FROM ticket WHERE wake_at IS NOT NULL AND category < 4")
    for number, at in connection.execute(asleep).fetchall():
        due.plan(connection, "wake", number, at)
    for statement in _ALERTS:
        connection.execute(statement)
    planned = text("SELECT id, at FROM outbox WHERE state = 'waiting' AND at IS NOT NULL")
    for entry, at in connection.execute(planned).fetchall():
        due.plan(connection, "send", entry, at)
    connection.execute(_DELIVERIES)
