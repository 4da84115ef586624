"""Client messages that have just come: what an operator is told of (F169)."""

from supportdesk.store.read.connection import Reader

MOST = 50
"""Tickets named at once."""

_NEW = """
SELECT +e.ticket_id AS number, max(CASE WHEN EXISTS (SELECT 1 FROM ticket_follower f
         WHERE f.operator_id = :me AND f.ticket_id = e.ticket_id) THEN :me ELSE t.owner_id END)
  FROM event e
  JOIN message m ON m.id = e.subject_id
  JOIN ticket t ON t.id = e.ticket_id
 WHERE e.seq > :seq AND +e.subject = 'message' AND +e.field = 'present' AND m.kind = 'client'
   AND e.at >= :after AND coalesce(e.actor_id, 0) <> :me
 GROUP BY number ORDER BY max(e.seq) LIMIT :limit
"""


def client_messages_since(
    connection: Reader, seq: int, after: int, me: int
) -> list[tuple[int, int | None]]:
    """Every client message after change number `seq`, oldest first: its ticket, and whom it is
    for: the owner, or `me` where I follow the ticket (F21).

    Messages sent before `after` (milliseconds) are history that is being taken in, and what `me`
    wrote down is known: neither is news.
    """
    asked = {"seq": seq, "after": after, "me": me, "limit": MOST}
    return [(ticket, whose) for ticket, whose in connection.execute(_NEW, asked)]
