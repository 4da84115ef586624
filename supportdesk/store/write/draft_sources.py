"""What an unsent reply was made of: templates to be counted, a macro that waits (law 5)."""

from dataclasses import replace

from sqlalchemy import Connection, text

from supportdesk.domain.memory import InsertTemplate, PrepareMacro
from supportdesk.records import dataclass
from supportdesk.store.write import rows

TEMPLATE, MACRO = "template", "macro"
_PLANNED = ":outbox "

_KEEP = text(
    "INSERT INTO draft_source(operator_id, ticket_id, kind, source_id, text)"
    " VALUES (:operator, :ticket, :kind, :source, :text)"
    " ON CONFLICT(operator_id, ticket_id, kind, source_id) DO UPDATE SET text = excluded.text"
)
_OF_TICKET = text(
    "SELECT kind, source_id, text FROM draft_source"
    " WHERE operator_id = :operator AND ticket_id = :ticket"
)
_FORGET = text(
    "DELETE FROM draft_source"
    " WHERE operator_id = :operator AND ticket_id = :ticket AND kind = :kind"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A template's text as it was inserted, or what a macro does beside the reply.

    `kind` is TEMPLATE or MACRO; with `:MESSAGE` behind it that of a reply that was sent, with
    `:outbox ENTRY` that of one that waits in the outbox.
    """

    kind: str
    id: int
    text: str


def insert_template(connection: Connection, memory: InsertTemplate) -> None:
    """Remember the text of a template as it went into a reply. Raises NotFound."""
    rows.require_row(connection, "template", memory.template)
    source = Source(TEMPLATE, memory.template, memory.text)
    _keep(connection, memory.operator, memory.ticket, source)


def prepare_macro(connection: Connection, memory: PrepareMacro) -> None:
    """Remember what a macro does beside the reply it waits for. Raises NotFound."""
    _forget(connection, memory.operator, memory.ticket, MACRO)
    if memory.macro is not None:
        rows.require_row(connection, "macro", memory.macro)
        source = Source(MACRO, memory.macro, memory.does)
        _keep(connection, memory.operator, memory.ticket, source)


def sources(connection: Connection, operator: int, ticket: int) -> list[Source]:
    """What an unsent reply was made of, and what the one sent before it was."""
    found = connection.execute(_OF_TICKET, {"operator": operator, "ticket": ticket})
    return [Source(kind, source, body) for kind, source, body in found.all()]


def finish(connection: Connection, operator: int, ticket: int, message: int | None) -> None:
    """The reply is sent as `message`: nothing waits any more, until that reply is recalled.

    What belongs to a reply in the outbox stays.
    """
    for source in sources(connection, operator, ticket):
        if _PLANNED in source.kind:
            continue
        _forget(connection, operator, ticket, source.kind)
        if message is not None and source.kind in (TEMPLATE, MACRO):
            sent = replace(source, kind=f"{source.kind}:{message}")
            _keep(connection, operator, ticket, sent)


def planned(kind: str, entry: int) -> str:
    """The kind of what belongs to an entry of the outbox."""
    return f"{kind}{_PLANNED}{entry}"


def plan(connection: Connection, operator: int, ticket: int, entry: int) -> None:
    """The reply waits as this entry of the outbox: what it was made of waits with it."""
    for source in sources(connection, operator, ticket):
        if source.kind in (TEMPLATE, MACRO):
            _forget(connection, operator, ticket, source.kind)
            waiting = replace(source, kind=planned(source.kind, entry))
            _keep(connection, operator, ticket, waiting)


def forget_planned(connection: Connection, operator: int, ticket: int, entry: int) -> None:
    """The entry of the outbox was sent."""
    for kind in (TEMPLATE, MACRO):
        _forget(connection, operator, ticket, planned(kind, entry))


def bring_back(connection: Connection, operator: int, ticket: int, message: int) -> bool:
    """The reply sent as `message` is a draft again; whether its macro waits for it again.

    Where another waits there by now, that one stays alone.
    """
    return _bring_back(connection, operator, ticket, str(message))


def bring_planned_back(connection: Connection, operator: int, ticket: int, entry: int) -> None:
    """The reply that was in the outbox is a draft again."""
    _bring_back(connection, operator, ticket, planned("", entry)[1:])


def _bring_back(connection: Connection, operator: int, ticket: int, sent: str) -> bool:
    kept = sources(connection, operator, ticket)
    taken = {source.kind for source in kept} & {MACRO}
    came_back = False
    for source in kept:
        kind, _colon, sent_as = source.kind.partition(":")
        if sent_as != sent:
            continue
        _forget(connection, operator, ticket, source.kind)
        if kind not in taken:
            _keep(connection, operator, ticket, replace(source, kind=kind))
            came_back = came_back or kind == MACRO
    return came_back


def _keep(connection: Connection, operator: int, ticket: int, source: Source) -> None:
    connection.execute(
        _KEEP,
        {
            "operator": operator,
            "ticket": ticket,
            "kind": source.kind,
            "source": source.id,
            "text": source.text,
        },
    )


def _forget(connection: Connection, operator: int, ticket: int, kind: str) -> None:
    connection.execute(_FORGET, {"operator": operator, "ticket": ticket, "kind": kind})
