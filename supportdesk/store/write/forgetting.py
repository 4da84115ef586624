"""Blanking everything a store holds of a person (F160, trust.md Access).

Rows stay, so that counts and spans of the past do; what anybody wrote on the person's tickets, and
what the person wrote on others', goes. Events hold no text (law 3): the texts they refer to are
emptied here.
"""

import json
from collections.abc import Sequence
from time import monotonic

from sqlalchemy import Connection, String, bindparam, delete, text

from supportdesk.domain.ticket import CLOSE_REASONS, HOLD_REASONS, UNANSWERED, WITHDRAWN
from supportdesk.store.write import file_index, mailboxes, search_index
from supportdesk.store.write.tables import CLIENT_LOOKUP
from supportdesk.store.write.transaction import Transaction

NOBODY = "—"
"""What stands for a name or a subject that is gone."""

_KNOWN_REASONS = ", ".join(
    f"'{reason}'" for reason in (*CLOSE_REASONS, *HOLD_REASONS, UNANSWERED, WITHDRAWN)
)
_FAMILY = "(SELECT id FROM client WHERE id = :client OR merged_into = :client)"
_TICKETS = f"(SELECT id FROM ticket WHERE client_id IN {_FAMILY})"
_MESSAGES = (
    f"(SELECT id FROM message WHERE ticket_id IN {_TICKETS}"
    f" UNION SELECT id FROM message WHERE client_id IN {_FAMILY})"
)
_LETTERS = f"(SELECT id FROM letter WHERE message_id IN {_MESSAGES} OR ticket_id IN {_TICKETS})"
_NOTES = f"(SELECT id FROM client_note WHERE client_id IN {_FAMILY})"

_UNSENT = "state IN ('waiting', 'returned')"

_RECEIVED = (
    f"(SELECT id FROM message_recipient WHERE message_id IN {_MESSAGES} OR key IN"
    f" (SELECT key FROM client_address WHERE kind = 'email' AND client_id IN {_FAMILY}"
    " UNION SELECT lower(value) FROM text_value WHERE subject = 'client'"
    f" AND subject_id IN {_FAMILY}))"
)
"""Everybody named on the person's tickets, and the person, by every address they had, in copy."""

_OWN_ORGANISATIONS = (
    "SELECT g.id FROM organisation g WHERE (g.id IN"
    f" (SELECT organisation_id FROM client WHERE id IN {_FAMILY}) OR g.name IN (SELECT value FROM"
    f" text_value WHERE subject = 'client' AND subject_id IN {_FAMILY})) AND NOT EXISTS (SELECT 1"
    f" FROM client c WHERE c.organisation_id = g.id AND c.id NOT IN {_FAMILY})"
)
"""Organisations that nobody else belongs to: often the person's own name."""

_COUNTS = {
    "tickets": f"SELECT count(*) FROM ticket WHERE client_id IN {_FAMILY}",
    "messages": f"SELECT count(*) FROM message WHERE id IN {_MESSAGES}",
    "files": f"SELECT count(*) FROM attachment WHERE message_id IN {_MESSAGES}",
    "addresses": f"SELECT count(*) FROM client_address WHERE client_id IN {_FAMILY}",
    "notes": f"SELECT count(*) FROM client_note WHERE client_id IN {_FAMILY}",
    "events": f"SELECT count(*) FROM client_event WHERE client_id IN {_FAMILY}",
    "recommendations": f"SELECT count(*) FROM recommendation WHERE client_id IN {_FAMILY}",
    "properties": f"SELECT count(*) FROM client_property_value WHERE client_id IN {_FAMILY}",
    "fields": f"SELECT count(*) FROM field_value WHERE ticket_id IN {_TICKETS}",
    "drafts": f"SELECT (SELECT count(*) FROM draft WHERE ticket_id IN {_TICKETS})"
    f" + (SELECT count(*) FROM outbox WHERE ticket_id IN {_TICKETS} AND {_UNSENT})",
    "organisations": f"SELECT count(*) FROM ({_OWN_ORGANISATIONS}) own",
}
"""What is counted for the report, in its order."""

_INDEXED = text(
    "SELECT m.id, m.kind, m.body, t.subject FROM message m JOIN ticket t ON t.id = m.ticket_id"
    f" WHERE m.id IN {_MESSAGES} AND NOT m.withdrawn"
)
_AT_ONCE = 50
_SAID = f"message WHERE id IN {_MESSAGES} AND body <> '' AND delivery NOT IN ('queued', 'outgoing')"
"""Texts nobody is about to send: a letter must not leave empty."""
_COUNT_SAID = text(f"SELECT count(*) FROM {_SAID}")
_SAID_NEXT = text(
    "SELECT m.id, m.kind, t.subject, m.body, m.withdrawn FROM message m"
    f" JOIN ticket t ON t.id = m.ticket_id WHERE m.id IN (SELECT id FROM {_SAID}"
    " ORDER BY id LIMIT :limit)"
)
_BLANK_SAID = (
    text(
        "UPDATE text_value SET value = '' WHERE subject = 'message'"
        " AND subject_id IN (SELECT value FROM json_each(:numbers))"
    ),
    text(
        "UPDATE message SET body = '', signed_from = NULL"
        " WHERE id IN (SELECT value FROM json_each(:numbers))"
    ),
)
_WITH_FILES = text(f"SELECT id FROM message WHERE id IN {_MESSAGES} AND attachments > 0")
_ADDRESSES = text(f"SELECT key FROM client_address WHERE kind = 'email' AND client_id IN {_FAMILY}")
_BLANK_BEFORE = tuple(
    map(
        text,
        (
            f"DELETE FROM due_work WHERE kind = 'release' AND ref IN {_MESSAGES}",
            f"DELETE FROM due_work WHERE kind = 'deliver' AND ref IN {_LETTERS}",
            f"DELETE FROM letter WHERE id IN {_LETTERS}",
            "UPDATE letter SET recipients = '', left_to = '', receiver = '', because = ''"
            " WHERE state NOT IN ('waiting', 'sending') AND message_id IN"
            f" (SELECT message_id FROM message_recipient WHERE id IN {_RECEIVED})",
            f"DELETE FROM due_work WHERE kind = 'send' AND ref IN"
            f" (SELECT id FROM outbox WHERE ticket_id IN {_TICKETS})",
            f"DELETE FROM outbox WHERE ticket_id IN {_TICKETS}",
            "UPDATE message SET recipients = recipients - (SELECT count(*) FROM message_recipient r"
            f" WHERE r.message_id = message.id AND r.id IN {_RECEIVED}) WHERE id IN"
            f" (SELECT message_id FROM message_recipient WHERE id IN {_RECEIVED})",
            f"DELETE FROM message_recipient WHERE id IN {_RECEIVED}",
            f"DELETE FROM bulk_step WHERE ticket_id IN {_TICKETS}",
            f"DELETE FROM field_value WHERE ticket_id IN {_TICKETS}",
            f"UPDATE time_entry SET reason = '' WHERE ticket_id IN {_TICKETS}",
            f"DELETE FROM draft WHERE ticket_id IN {_TICKETS}",
            f"DELETE FROM draft_file WHERE ticket_id IN {_TICKETS}",
            f"DELETE FROM draft_article WHERE ticket_id IN {_TICKETS}",
            f"DELETE FROM draft_source WHERE ticket_id IN {_TICKETS}",
            f"DELETE FROM message_reference WHERE ticket_id IN {_TICKETS}",
            "UPDATE text_value SET value = '' WHERE subject = 'client'"
            f" AND subject_id IN {_FAMILY}",
            "UPDATE text_value SET value = '' WHERE subject = 'client_note'"
            f" AND subject_id IN {_NOTES}",
            "UPDATE text_value SET value = '' WHERE subject = 'ticket'"
            f" AND subject_id IN {_TICKETS}",
            "UPDATE text_value SET value = '' WHERE subject = 'message'"
            f" AND subject_id IN {_MESSAGES}",
            f"DELETE FROM attachment WHERE message_id IN {_MESSAGES}",
            "UPDATE message SET delivery = 'recorded', release_at = NULL"
            f" WHERE delivery NOT IN ('received', 'saved', 'sent') AND id IN {_MESSAGES}",
            "UPDATE message SET body = '', attachments = 0, signed_from = NULL, remote_id = NULL,"
            " source_id = 'forgotten:' || uuid,"
            f" author = CASE WHEN operator_id IS NULL THEN '{NOBODY}' ELSE author END"
            f" WHERE id IN {_MESSAGES}",
            f"UPDATE ticket SET subject = '{NOBODY}', source_id = NULL, remote_id = NULL,"
            " remote_version = NULL, rating_comment = NULL,"
            f" reason = CASE WHEN reason IN ({_KNOWN_REASONS}) THEN reason END"
            f" WHERE client_id IN {_FAMILY}",
        ),
    )
)
_BLANK_CARD = tuple(
    map(
        text,
        (
            f"DELETE FROM client_address WHERE client_id IN {_FAMILY}",
            f"DELETE FROM client_property_value WHERE client_id IN {_FAMILY}",
            f"DELETE FROM client_lookup WHERE client_id IN {_FAMILY}",
            f"UPDATE recommendation SET comment = '' WHERE client_id IN {_FAMILY}",
            f"UPDATE client_note SET body = '' WHERE client_id IN {_FAMILY}",
            "UPDATE client_event SET kind = '', body = '', details = '{}', source_id = NULL"
            f" WHERE client_id IN {_FAMILY}",
            f"UPDATE client SET name = '{NOBODY}', organisation_id = NULL, language = NULL,"
            " timezone = NULL, channel = NULL, vip = false, traits = '{}', remote_id = NULL,"
            " remote_version = NULL, forgotten_at = :at"
            " WHERE id = :client OR merged_into = :client",
        ),
    )
)
_BLANK_ORGANISATIONS = (
    text(
        "UPDATE text_value SET value = '' WHERE subject = 'organisation'"
        " AND subject_id IN (SELECT value FROM json_each(:numbers))"
    ),
    text(
        f"UPDATE organisation SET name = '{NOBODY} ' || id, contract = NULL,"
        " contract_until = NULL, hours = NULL, timezone = NULL, email = NULL, phone = NULL,"
        " note = NULL, remote_id = NULL, remote_version = NULL"
        " WHERE id IN (SELECT value FROM json_each(:numbers))"
    ),
)
_DROP_CONTENT = [
    text(
        f"DELETE FROM {table} WHERE sha256 IN :digests"
        " AND sha256 NOT IN (SELECT sha256 FROM attachment UNION SELECT sha256 FROM draft_file)"
    ).bindparams(bindparam("digests", expanding=True, type_=String()))
    for table in ("blob_chunk", "blob")
]


def counts(connection: Connection, client: int) -> tuple[tuple[str, int], ...]:
    """How much there is of a client and those merged into it."""
    return tuple(
        (name, int(connection.execute(text(statement), {"client": client}).scalar_one()))
        for name, statement in _COUNTS.items()
    )


def tickets(connection: Connection, client: int) -> list[int]:
    """The tickets of a client and those merged into it."""
    found = connection.execute(
        text(f"SELECT id FROM ticket WHERE client_id IN {_FAMILY} ORDER BY id"), {"client": client}
    )
    return [int(number) for (number,) in found]


def family(connection: Connection, client: int) -> list[int]:
    """A client and those merged into it."""
    return list(connection.execute(text(_FAMILY[1:-1]), {"client": client}).scalars())


def blank_texts(connection: Connection, client: int, until: float) -> int:
    """Blank what was said, while there is time by the monotonic clock; how many texts are left."""
    left = int(connection.execute(_COUNT_SAID, {"client": client}).scalar_one())
    while left > 0:
        said = connection.execute(_SAID_NEXT, {"client": client, "limit": _AT_ONCE}).all()
        indexed = [row for row in said if not row.withdrawn]
        former = [
            search_index.message_row(row.id, row.kind, row.subject, row.body) for row in indexed
        ]
        search_index.drop_rows(connection, former)
        numbers = json.dumps([row.id for row in said])
        for statement in _BLANK_SAID:
            connection.execute(statement, {"numbers": numbers})
        now = [search_index.message_row(row.id, row.kind, row.subject, "") for row in indexed]
        search_index.add_rows(connection, now)
        left -= len(said)
        if monotonic() > until:
            break
    return left


def blank(transaction: Transaction, client: int) -> None:
    """Blank a client, those merged into it, and everything written on their tickets."""
    connection, who = transaction.connection, {"client": client}
    indexed = connection.execute(_INDEXED, who).all()
    digests = _digests(connection, client)
    own = json.dumps([*connection.execute(text(_OWN_ORGANISATIONS), who).scalars()])
    for statement in _BLANK_ORGANISATIONS:
        connection.execute(statement, {"numbers": own})
    search_index.drop_rows(
        connection, [search_index.message_row(row[0], row[1], row[3], row[2]) for row in indexed]
    )
    for message in connection.execute(_WITH_FILES, who).scalars().all():
        file_index.drop(connection, message)
    mailboxes.let_go_of(connection, connection.execute(_ADDRESSES, who).scalars().all())
    for statement in _BLANK_BEFORE:
        connection.execute(statement, who)
    for statement in _DROP_CONTENT:
        connection.execute(statement, {"digests": digests})
    blanked = connection.execute(_INDEXED, who).all()
    search_index.add_rows(
        connection, [search_index.message_row(row[0], row[1], row[3], row[2]) for row in blanked]
    )
    with search_index.clients_changing(connection, *family(connection, client)):
        for statement in _BLANK_CARD:
            connection.execute(statement, {**who, "at": transaction.at})


def drop_lookups(connection: Connection, clients: Sequence[int]) -> None:
    """Let go of what other systems have answered about clients."""
    connection.execute(delete(CLIENT_LOOKUP).where(CLIENT_LOOKUP.c.client_id.in_(clients)))


def _digests(connection: Connection, client: int) -> list[str]:
    found = connection.execute(
        text(
            f"SELECT sha256 FROM attachment WHERE message_id IN {_MESSAGES}"
            f" UNION SELECT sha256 FROM draft_file WHERE ticket_id IN {_TICKETS}"
        ),
        {"client": client},
    )
    return list(found.scalars())
