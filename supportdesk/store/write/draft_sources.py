"""What an unsent reply was made of: templates to be counted, a macro that waits (law 5)."""

from sqlalchemy import Connection, delete, select, text

from supportdesk.domain.memory import InsertTemplate, PrepareMacro
from supportdesk.store.write import rows
from supportdesk.store.write.tables import DRAFT_SOURCE

TEMPLATE, MACRO = "template", "macro"

_KEEP = text(
    "INSERT INTO draft_source(operator_id, ticket_id, kind, source_id, text)"
    " VALUES (:operator, :ticket, :kind, :source, :text)"
    " ON CONFLICT(operator_id, ticket_id, kind, source_id) DO UPDATE SET text = excluded.text"
)


def insert_template(connection: Connection, memory: InsertTemplate) -> None:
    """Remember the text of a template as it went into a reply. Raises NotFound."""
    rows.require_row(connection, "template", memory.template)
    _keep(connection, memory, TEMPLATE, memory.template, memory.text)


def prepare_macro(connection: Connection, memory: PrepareMacro) -> None:
    """Remember what a macro does beside the reply it waits for. Raises NotFound."""
    _forget(connection, memory.operator, memory.ticket, MACRO)
    if memory.macro is not None:
        rows.require_row(connection, "macro", memory.macro)
        _keep(connection, memory, MACRO, memory.macro, memory.does)


def inserted_templates(connection: Connection, operator: int, ticket: int) -> list[tuple[int, str]]:
    """The templates in an unsent reply: their ids and texts as inserted."""
    found = rows.every(
        connection,
        select(DRAFT_SOURCE.c.source_id, DRAFT_SOURCE.c.text).where(
            DRAFT_SOURCE.c.operator_id == operator,
            DRAFT_SOURCE.c.ticket_id == ticket,
            DRAFT_SOURCE.c.kind == TEMPLATE,
        ),
    )
    return [(row["source_id"], row["text"]) for row in found]


def forget(connection: Connection, operator: int, ticket: int) -> None:
    """The reply is sent: nothing of how it was made is needed, and nothing waits for it."""
    _forget(connection, operator, ticket, TEMPLATE)
    _forget(connection, operator, ticket, MACRO)


def _keep(
    connection: Connection, memory: InsertTemplate | PrepareMacro, kind: str, source: int, body: str
) -> None:
    connection.execute(
        _KEEP,
        {
            "operator": memory.operator,
            "ticket": memory.ticket,
            "kind": kind,
            "source": source,
            "text": body,
        },
    )


def _forget(connection: Connection, operator: int, ticket: int, kind: str) -> None:
    connection.execute(
        delete(DRAFT_SOURCE).where(
            DRAFT_SOURCE.c.operator_id == operator,
            DRAFT_SOURCE.c.ticket_id == ticket,
            DRAFT_SOURCE.c.kind == kind,
        )
    )
