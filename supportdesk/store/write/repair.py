"""Computing anew everything that follows from other rows, when `doctor` finds a fault in it."""

from pathlib import Path

from sqlalchemy import text

from supportdesk.store.write import counting, custom_fields, due, search_index, template_uses
from supportdesk.store.write.engine import Writer

_COUNT_ALL = text(
    "INSERT INTO ticket_count(owner_id, queue_id, category, asleep, n)"
    " SELECT coalesce(owner_id, 0), queue_id, category, wake_at IS NOT NULL, count(*)"
    " FROM ticket GROUP BY 1, 2, 3, 4"
    " UNION ALL SELECT -1, queue_id, category, wake_at IS NOT NULL, count(*)"
    " FROM ticket GROUP BY 1, 2, 3, 4"
)
_RUNNING = "sla_clock WHERE ended_at IS NULL AND due_at NOT NULL AND breached_at IS NULL"
_ALERTS = (
    text(
        "INSERT OR IGNORE INTO due_work(at, kind, ref)"
        f" SELECT warn_at, 'sla_warning', id FROM {_RUNNING}"
        " AND warn_at NOT NULL AND warned_at IS NULL"
    ),
    text(
        "INSERT OR IGNORE INTO due_work(at, kind, ref)"
        f" SELECT due_at + 1, 'sla_breached', id FROM {_RUNNING}"
    ),
)
_DELIVERIES = text(
    "INSERT OR IGNORE INTO due_work(at, kind, ref)"
    " SELECT made_at, 'deliver', id FROM letter WHERE state IN ('waiting', 'sending')"
)
_DRAFTS_OF_FILES = text(
    "INSERT OR IGNORE INTO draft(operator_id, ticket_id, kind, body, cursor, base_seq, at)"
    " SELECT operator_id, ticket_id, kind, '', 0, 0, 0 FROM draft_file"
)
_USED = "(SELECT sha256 FROM attachment UNION SELECT sha256 FROM draft_file)"
_FORGET_CONTENT = (
    text(f"DELETE FROM blob_chunk WHERE sha256 NOT IN {_USED}"),
    text(f"DELETE FROM blob WHERE sha256 NOT IN {_USED}"),
)


def repair(store: Path) -> None:
    """Rebuild counters, message numbers, wake-ups, alerts, values of fields, the search index.

    Files of unsent texts get their draft back; content that nothing refers to is forgotten.

    Raises StoreTrouble; nothing is changed then.
    """
    writer = Writer(store)
    try:
        with writer.transaction() as connection:
            connection.execute(text("DELETE FROM ticket_count"))
            connection.execute(_COUNT_ALL)
            for (number,) in connection.execute(text("SELECT id FROM ticket")).fetchall():
                counting.refresh_conversation(connection, number)
            asleep = text("SELECT id, wake_at FROM ticket WHERE wake_at NOT NULL AND category < 4")
            for number, at in connection.execute(asleep).fetchall():
                due.plan(connection, "wake", number, at)
            for statement in _ALERTS:
                connection.execute(statement)
            template_uses.tally_all(connection)
            planned = text("SELECT id, at FROM outbox WHERE state = 'waiting' AND at NOT NULL")
            for entry, at in connection.execute(planned).fetchall():
                due.plan(connection, "send", entry, at)
            for statement in (_DELIVERIES, _DRAFTS_OF_FILES, *_FORGET_CONTENT):
                connection.execute(statement)
            custom_fields.compute_anew(connection)
            search_index.rebuild(connection)
    finally:
        writer.close()
