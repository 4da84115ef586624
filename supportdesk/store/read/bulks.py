"""Changes of many tickets that were interrupted."""

from supportdesk.store.read.connection import Reader

INTERRUPTED = """
SELECT (SELECT count(*) FROM bulk_step s WHERE s.bulk_id = b.id AND s.stops = '')
  FROM (SELECT bulk_id FROM envelope WHERE actor_id = :actor ORDER BY number DESC LIMIT 1) v
  JOIN bulk b ON b.id = v.bulk_id
 WHERE b.is_planned AND b.takes_back IS NULL
"""
"""How many steps are left of an operator's newest command, where that is a bulk."""


def interrupted(connection: Reader, actor: int) -> int:
    """How many steps are left of the operator's newest command, a bulk; else 0."""
    found = connection.execute(INTERRUPTED, {"actor": actor}).fetchone()
    return 0 if found is None else int(found[0])
