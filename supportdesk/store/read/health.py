"""Whether a store holds together: what `doctor` asks (F161).

Every check recomputes by brute force what the store keeps ready, and counts the rows that differ.
"""

from collections.abc import Callable, Iterator

from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader, is_in_file
from supportdesk.store.read.message_index import MESSAGE
from supportdesk.store.read.sendings import follows_a_desk


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `faults` rows that do not hold together, with the ids of the first few."""

    check: str
    faults: int
    examples: tuple[str, ...] = ()
    repairable: bool = False
    """Derived from other rows: `doctor --repair` computes it anew."""


EXAMPLES = 5

_NUMBERS = """
SELECT t.id FROM ticket t
  LEFT JOIN (SELECT ticket_id, count(*) AS n, sum(kind = 'operator') AS replies,
                    sum(kind = 'client') AS of_client,
                    max(CASE WHEN kind IN ('client', 'third_party') THEN id END) AS last_client,
                    coalesce(max(CASE WHEN kind = 'operator' THEN id END), 0) AS answered
               FROM message WHERE NOT withdrawn GROUP BY ticket_id) m ON m.ticket_id = t.id
 WHERE t.messages <> coalesce(m.n, 0) OR t.replies <> coalesce(m.replies, 0)
    OR t.client_messages <> coalesce(m.of_client, 0)
    OR t.last_client_message IS NOT m.last_client
    OR t.unanswered <> (SELECT count(*) FROM message c WHERE c.ticket_id = t.id
         AND c.kind = 'client' AND c.asks AND NOT c.withdrawn AND c.id > coalesce(m.answered, 0))
    OR t.waiting_since IS NOT (SELECT min(c.id) >> 20 FROM message c WHERE c.ticket_id = t.id
         AND c.kind = 'client' AND c.asks AND NOT c.withdrawn AND c.id > coalesce(m.answered, 0))
    OR t.thanked <> coalesce((SELECT NOT c.asks FROM message c WHERE c.ticket_id = t.id
         AND c.kind IN ('client', 'operator') AND NOT c.withdrawn
         ORDER BY c.id DESC LIMIT 1), false)
"""
_COUNTERS = """
WITH really AS (SELECT queue_id, category, coalesce(owner_id, 0) AS owner_id,
                       CASE WHEN wake_at IS NULL THEN 0 ELSE 1 END AS asleep, count(*) AS n
                  FROM ticket GROUP BY 1, 2, 3, 4
                UNION ALL
                SELECT queue_id, category, -1, CASE WHEN wake_at IS NULL THEN 0 ELSE 1 END, count(*)
                  FROM ticket GROUP BY 1, 2, 3, 4)
SELECT c.queue_id || '/' || c.category || '/' || c.owner_id || '/' || c.asleep
  FROM ticket_count c LEFT JOIN really r USING (queue_id, category, owner_id, asleep)
 WHERE c.n <> coalesce(r.n, 0)
UNION ALL
SELECT r.queue_id || '/' || r.category || '/' || r.owner_id || '/' || r.asleep
  FROM really r LEFT JOIN ticket_count c USING (queue_id, category, owner_id, asleep)
 WHERE c.n IS NULL
"""
_SPANS = """
SELECT t.id FROM ticket t
 WHERE NOT EXISTS (SELECT 1 FROM ticket_span s WHERE s.ticket_id = t.id AND s.to_at IS NULL
                   AND s.state = t.state AND s.category = t.category
                   AND s.queue_id = t.queue_id AND s.owner_id IS t.owner_id
                   AND s.asleep = (t.wake_at IS NOT NULL))
    OR (SELECT count(*) FROM ticket_span s WHERE s.ticket_id = t.id AND s.to_at IS NULL) <> 1
"""
_TALLIES = """
WITH really AS (SELECT template_id, operator_id, count(*) AS uses, sum(distance) AS distance,
                       sum(length) AS length, max(at) AS last_at
                  FROM template_use WHERE NOT withdrawn GROUP BY 1, 2)
SELECT t.template_id || '/' || t.operator_id
  FROM template_tally t LEFT JOIN really r USING (template_id, operator_id)
 WHERE (t.uses, t.distance, t.length, t.last_at)
    IS NOT (r.uses, r.distance, r.length, r.last_at)
UNION ALL
SELECT r.template_id || '/' || r.operator_id
  FROM really r LEFT JOIN template_tally t USING (template_id, operator_id)
 WHERE t.uses IS NULL
UNION ALL
SELECT u.template_id || '/' || u.operator_id FROM template_use u JOIN message m
    ON m.id = u.message_id WHERE m.withdrawn <> u.withdrawn
"""
_WORDS = ("message_text", "client_text", "attachment_text")
"""The full-text indexes whose words are listed, as tables of the connection that asks."""
_INDEXED_MESSAGES = "(SELECT id AS rowid FROM message_text_docsize) s"
_CHECKS: dict[str, tuple[str, bool]] = {
    "message numbers of tickets": (_NUMBERS, True),
    "counters of the views": (_COUNTERS, True),
    "uses of templates": (_TALLIES, True),
    "spans of tickets": (_SPANS, False),
    "statuses of operators": (
        "SELECT o.id FROM operator o WHERE (SELECT count(*) FROM operator_span s"
        " WHERE s.operator_id = o.id AND s.to_at IS NULL AND s.status = o.status"
        " AND s.from_at >= o.status_since)"
        " <> CASE WHEN o.status_since IS NULL THEN 0 ELSE 1 END",
        False,
    ),
    "dealt queues without a pass": (
        "SELECT id FROM queue WHERE dealing <> 'off'"
        " AND NOT EXISTS (SELECT 1 FROM due_work WHERE kind = 'deal')",
        False,
    ),
    "search index of messages": (
        "SELECT id FROM message WHERE NOT withdrawn"
        f" AND id NOT IN (SELECT {MESSAGE} FROM {_INDEXED_MESSAGES})"
        f" UNION ALL SELECT {MESSAGE} FROM {_INDEXED_MESSAGES}"
        f" WHERE {MESSAGE} NOT IN (SELECT id FROM message WHERE NOT withdrawn)",
        True,
    ),
    "search index of attached files": (
        "SELECT DISTINCT m.id FROM message m JOIN attachment a ON a.message_id = m.id"
        " JOIN blob_text b ON b.sha256 = a.sha256 WHERE NOT m.withdrawn"
        " AND lower(a.name) LIKE '%.txt' AND lower(b.body) <> upper(b.body)"
        " AND m.id NOT IN (SELECT id FROM attachment_text_docsize)"
        " UNION ALL SELECT id FROM attachment_text_docsize"
        " WHERE id NOT IN (SELECT a.message_id FROM attachment a JOIN message m"
        " ON m.id = a.message_id WHERE NOT m.withdrawn)",
        True,
    ),
    "search index of articles": (
        "SELECT id FROM article WHERE NOT withdrawn"
        " AND id NOT IN (SELECT id FROM article_text_docsize)"
        " UNION ALL SELECT id FROM article_text_docsize"
        " WHERE id NOT IN (SELECT id FROM article WHERE NOT withdrawn)",
        True,
    ),
    "search index of clients": (
        "SELECT id FROM client WHERE id NOT IN (SELECT id FROM client_text_docsize)"
        " UNION ALL SELECT id FROM client_text_docsize WHERE id NOT IN (SELECT id FROM client)",
        True,
    ),
    "words of the search index": (
        "SELECT term FROM message_text_in_use WHERE term NOT IN (SELECT word FROM indexed_word)"
        " UNION ALL SELECT term FROM client_text_in_use"
        " WHERE term NOT IN (SELECT word FROM indexed_word)"
        " UNION ALL SELECT term FROM attachment_text_in_use"
        " WHERE term NOT IN (SELECT word FROM indexed_word)",
        True,
    ),
    "events without their envelope": (
        "SELECT seq FROM event WHERE envelope_id NOT IN (SELECT id FROM envelope)",
        False,
    ),
    "events with missing texts": (
        "SELECT seq FROM event WHERE (before LIKE 'text:%' AND CAST(substr(before, 6) AS INTEGER)"
        " NOT IN (SELECT id FROM text_value)) OR (after LIKE 'text:%' AND"
        " CAST(substr(after, 6) AS INTEGER) NOT IN (SELECT id FROM text_value))",
        False,
    ),
    "gaps in the chain of events": (
        "SELECT e.seq FROM event e WHERE e.seq > 1"
        " AND NOT EXISTS (SELECT 1 FROM event p WHERE p.seq = e.seq - 1)",
        False,
    ),
    "tickets without events": (
        "SELECT id FROM ticket WHERE NOT EXISTS"
        " (SELECT 1 FROM event WHERE event.ticket_id = ticket.id)",
        False,
    ),
    "attached files with missing content": (
        "SELECT b.sha256 FROM blob b WHERE b.size <> coalesce("
        "(SELECT sum(length(c.content)) FROM blob_chunk c WHERE c.sha256 = b.sha256), 0)",
        False,
    ),
    "content of files that nothing refers to": (
        "SELECT b.sha256 FROM blob b"
        " WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = b.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM draft_file d WHERE d.sha256 = b.sha256)",
        True,
    ),
    "files of no draft": (
        "SELECT f.id FROM draft_file f LEFT JOIN draft d ON d.operator_id = f.operator_id"
        " AND d.ticket_id = f.ticket_id AND d.kind = f.kind WHERE d.ticket_id IS NULL",
        True,
    ),
    "links of merged tickets": (
        "SELECT l.ticket_id FROM ticket_link l JOIN ticket t ON t.id = l.ticket_id"
        " WHERE l.kind = 'merged' AND (t.state <> 'merged' OR t.messages > 0)",
        False,
    ),
    "links that lead in a circle": (
        "WITH RECURSIVE way(start, kind, at, steps) AS ("
        "SELECT ticket_id, kind, other_id, 1 FROM ticket_link UNION ALL"
        " SELECT w.start, w.kind, l.other_id, w.steps + 1 FROM way w JOIN ticket_link l"
        " ON l.ticket_id = w.at AND l.kind = w.kind WHERE w.at <> w.start AND w.steps < 1000)"
        " SELECT DISTINCT start FROM way WHERE at = start",
        False,
    ),
    "tags that mean no tag": (
        "SELECT g.id FROM tag g LEFT JOIN tag n ON n.id = g.synonym_of"
        " WHERE g.synonym_of IS NOT NULL AND (n.id IS NULL OR n.synonym_of IS NOT NULL)",
        False,
    ),
    "messages whose recipients are missing": (
        "SELECT m.id FROM message m WHERE m.recipients <> (SELECT count(*)"
        " FROM message_recipient r WHERE r.message_id = m.id)",
        False,
    ),
    "planned replies without a sending": (
        "SELECT id FROM outbox WHERE state = 'waiting' AND (at IS NULL OR id NOT IN"
        " (SELECT ref FROM due_work WHERE kind = 'send'))",
        True,
    ),
    "letters without a delivery": (
        "SELECT id FROM letter WHERE state IN ('waiting', 'sending') AND id NOT IN"
        " (SELECT ref FROM due_work WHERE kind = 'deliver')",
        True,
    ),
    "letters that say otherwise than their message": (
        "SELECT l.id FROM letter l JOIN message m ON m.id = l.message_id WHERE m.delivery <> "
        "CASE WHEN l.state IN ('waiting', 'sending') THEN 'outgoing' ELSE l.state END",
        False,
    ),
    "values of custom fields": (
        "SELECT v.ticket_id FROM field_value v JOIN custom_field f ON f.id = v.field_id"
        " WHERE v.word <> same(v.value) OR v.number IS NOT CASE f.type"
        " WHEN 'int' THEN CAST(v.value AS INTEGER)"
        " WHEN 'date' THEN CAST(julianday(v.value) - 1721424.5 AS INTEGER) END",
        True,
    ),
    "time below zero": (
        "SELECT DISTINCT ticket_id FROM (SELECT ticket_id, operator_id, work, milliseconds"
        " FROM time_spent UNION ALL SELECT ticket_id, operator_id, work, milliseconds"
        " FROM time_entry WHERE NOT withdrawn) spent"
        " GROUP BY ticket_id, operator_id, work HAVING sum(milliseconds) < 0",
        False,
    ),
    "sleeping tickets without a wake-up": (
        "SELECT id FROM ticket WHERE wake_at IS NOT NULL AND category < 4 AND id NOT IN"
        " (SELECT ref FROM due_work WHERE kind = 'wake')",
        True,
    ),
}

_NOT_IN_A_COPY = frozenset(
    {
        "foreign keys",  # contents of files come when they are wanted
        "gaps in the chain of events",  # what its operator may not see is not told
        "statuses of operators",
        "dealt queues without a pass",
        "planned replies without a sending",
        "sleeping tickets without a wake-up",
        "time below zero",
    }
)
"""What holds where the desk itself is: a copy of it has no due work and not every table."""


def findings(connection: Reader) -> Iterator[Finding]:
    """Run every check, the cheapest first; a fault of the file itself ends it.

    A server looks after its files and its foreign keys itself, and the copy of another desk has
    less to be checked. Takes a while on a large store: it reads everything.
    """
    left_out = _NOT_IN_A_COPY if follows_a_desk(connection) else frozenset()
    for finding in _every_finding(connection):
        if finding.check not in left_out:
            yield finding


def _every_finding(connection: Reader) -> Iterator[Finding]:
    if is_in_file(connection):
        file = Finding("file", *_pragma(connection, "integrity_check", lambda row: row[0] == "ok"))
        yield file
        if file.faults:
            return
        _list_words(connection)
        yield Finding("foreign keys", *_pragma(connection, "foreign_key_check", lambda _: False))
    for check, (query, repairable) in _CHECKS.items():
        found = [str(row[0]) for row in connection.execute(query)]
        yield Finding(check, len(found), tuple(found[:EXAMPLES]), repairable)


def _list_words(connection: Reader) -> None:
    """Make tables of the indexes' words: of this connection alone, the file is not written."""
    connection.execute("PRAGMA query_only=OFF")
    for index in _WORDS:
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_in_use"
            f" USING fts5vocab(main, {index}, row)"
        )
    connection.execute("PRAGMA query_only=ON")


def _pragma(
    connection: Reader, name: str, fine: Callable[[tuple[object, ...]], bool]
) -> tuple[int, tuple[str, ...]]:
    faults = [
        " ".join(str(part) for part in row)
        for row in connection.execute(f"PRAGMA {name}")
        if not fine(row)
    ]
    return len(faults), tuple(faults[:EXAMPLES])
