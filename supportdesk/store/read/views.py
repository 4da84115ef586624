"""Saved views, the places operators gave them, and tickets opened last."""

from typing import Any

from supportdesk.domain.views import Place
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import ViewRow

_VIEWS = """
SELECT v.id, v.uuid, v.name, v.query, v.sort, v.group_by, v.columns, v.scope, v.owner_id, v.role,
       v.digit
  FROM saved_view v LEFT JOIN operator o ON o.id = :me
 WHERE NOT v.withdrawn
   AND (v.scope = 'team' OR (v.scope = 'me' AND v.owner_id = :me)
        OR (v.scope = 'role' AND (v.role = o.role OR o.role IN ('lead', 'admin'))))
 ORDER BY v.scope = 'me' DESC, v.name, v.id
"""


def saved(connection: Reader, me: int | None) -> list[ViewRow]:
    """The saved views an operator has: one's own first, then those of role and team, by name.

    Leads see those of every role: they are who changes them.
    """
    return [_view_row(found) for found in connection.execute(_VIEWS, {"me": me})]


def _view_row(found: tuple[Any, ...]) -> ViewRow:
    values = (*found[:6], tuple(found[6].split()), *found[7:])
    return ViewRow(*values)


def places(connection: Reader, me: int | None) -> list[Place]:
    """Where an operator has put views, in order."""
    found = connection.execute(
        "SELECT view, hidden FROM view_place WHERE operator_id = :me ORDER BY position", {"me": me}
    )
    return [Place(view, bool(hidden)) for view, hidden in found]


def opened_last(connection: Reader, me: int | None) -> list[int]:
    """Numbers of the tickets an operator opened last, newest first (F12)."""
    found = connection.execute(
        "SELECT ticket_id FROM opened_ticket WHERE operator_id = :me ORDER BY number DESC",
        {"me": me},
    )
    return [number for (number,) in found]
