"""Writing down what has to be sent to the remote, and what came of it."""

import json
from typing import Any

from sqlalchemy import Connection, text

from supportdesk.store.read.sendings import DISCARDED, DONE, WITHDRAWN, Because
from supportdesk.store.write.rows import insert_row
from supportdesk.store.write.tables import REMOTE_LINK, REMOTE_SENDING

_TOLD = text(
    "UPDATE remote_sending SET state = :state, because = :because, next_at = :next_at"
    " WHERE number = :number"
)
_FOLLOW_NUMBER = (
    *("draft", "draft_file", "draft_source", "draft_article", "read_mark", "opened_ticket"),
    "remote_sending",
)
"""One's own things that go with a ticket when the remote has numbered it."""


def begin_link(connection: Connection, **columns: Any) -> None:
    """Make of an empty store one that is linked."""
    connection.execute(REMOTE_LINK.insert().values(id=1, trouble="", **columns))


def keep_place(
    connection: Connection,
    cursor: str,
    *,
    complete: bool,
    progress: int,
    total: int,
    synced_at: int | None,
) -> None:
    """The remote was read up to here; `synced_at` once it was read to its end."""
    connection.execute(
        text(
            "UPDATE remote_link SET cursor = :cursor, complete = :complete, progress = :progress,"
            " total = :total, synced_at = coalesce(:synced_at, synced_at)"
        ),
        {
            "cursor": cursor,
            "complete": complete,
            "progress": progress,
            "total": total,
            "synced_at": synced_at,
        },
    )


def keep_trouble(connection: Connection, because: Because | None, at: int) -> None:
    """Why the remote cannot be reached since then; None when it was read to its end now."""
    connection.execute(
        text(
            "UPDATE remote_link SET trouble = :trouble,"
            " failing_since = CASE WHEN :trouble = '' THEN NULL"
            " ELSE coalesce(failing_since, :at) END,"
            " synced_at = CASE WHEN :trouble = '' THEN :at ELSE synced_at END"
        ),
        {"trouble": json.dumps(because) if because else "", "at": at},
    )


def keep_operator(connection: Connection, operator: int) -> None:
    """As whom the link acts."""
    connection.execute(
        text("UPDATE remote_link SET operator_id = :operator"), {"operator": operator}
    )


def add(connection: Connection, **columns: Any) -> int:
    """Keep that something was done here; return its number."""
    held = {"state": "queued", "because": "", "attempts": 0, "effect": "", **columns}
    return insert_row(connection, REMOTE_SENDING, **held)


def describe(
    connection: Connection,
    number: int,
    *,
    action: str,
    ticket: int | None,
    message: int | None,
    effect: dict[str, Any],
) -> None:
    """What a sending is about, once it was done here."""
    connection.execute(
        text(
            "UPDATE remote_sending SET action = :action, ticket_id = :ticket,"
            " message_id = :message, effect = :effect WHERE number = :number"
        ),
        {
            "number": number,
            "action": action,
            "ticket": ticket,
            "message": message,
            "effect": json.dumps(effect),
        },
    )


def set_state(
    connection: Connection,
    number: int,
    state: str,
    *,
    because: Because | None = None,
    next_at: int | None = None,
) -> None:
    """What has become of a sending, and why."""
    connection.execute(
        _TOLD,
        {
            "number": number,
            "state": state,
            "because": json.dumps(because) if because else "",
            "next_at": next_at,
        },
    )


def begin_sending(connection: Connection, number: int, at: int) -> None:
    """It is about to leave: from now on it may be done there."""
    connection.execute(
        text(
            "UPDATE remote_sending SET state = 'sending', attempts = attempts + 1, sent_at = :at,"
            " because = '', next_at = NULL WHERE number = :number"
        ),
        {"number": number, "at": at},
    )


def keep_effect(connection: Connection, number: int, effect: dict[str, Any]) -> None:
    """What it has made there."""
    connection.execute(
        text("UPDATE remote_sending SET effect = :effect WHERE number = :number"),
        {"number": number, "effect": json.dumps(effect)},
    )


def confirm(connection: Connection, number: int, base: str, confirmed: tuple[str, ...]) -> None:
    """It goes past these stops, by somebody who has seen the remote up to `base`."""
    connection.execute(
        text(
            "UPDATE remote_sending SET base = :base, confirmed = :confirmed WHERE number = :number"
        ),
        {"number": number, "base": base, "confirmed": json.dumps(confirmed)},
    )


def renumber(connection: Connection, provisional: int, number: int, message: int | None) -> None:
    """A ticket that was made here has its number: one's own things go with it.

    A text that stands under that number already stays: no desk can have meant that ticket. Who has
    read it has read its first `message` there.
    """
    for table in _FOLLOW_NUMBER:
        connection.execute(
            text(f"UPDATE OR IGNORE {table} SET ticket_id = :number WHERE ticket_id = :former"),
            {"number": number, "former": provisional},
        )
    connection.execute(
        text("UPDATE read_mark SET seen = max(seen, :message) WHERE ticket_id = :number"),
        {"message": message or 0, "number": number},
    )
    connection.execute(
        text("INSERT OR REPLACE INTO remote_base VALUES (:former, 'number', :number)"),
        {"number": str(number), "former": provisional},
    )


def rewrite(connection: Connection, number: int, action: str, effect: dict[str, Any]) -> None:
    """What a sending asks and has made here, with the numbers of the remote."""
    connection.execute(
        text("UPDATE remote_sending SET action = :action, effect = :effect WHERE number = :number"),
        {"number": number, "action": action, "effect": json.dumps(effect)},
    )


def forget_over(connection: Connection, before: int) -> None:
    """Forget what was over before that moment (milliseconds)."""
    connection.execute(
        text(
            "DELETE FROM remote_sending WHERE at < :before"
            f" AND state IN ('{DONE}', '{WITHDRAWN}', '{DISCARDED}')"
        ),
        {"before": before},
    )
