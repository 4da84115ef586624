"""Tickets, or their messages, as a table for a spreadsheet: no cell can act (trust.md)."""

import csv
import io
from collections.abc import Iterator, Sequence

from supportdesk.cli.export import Conversation, Exporter
from supportdesk.domain.query_predicate import CUSTOM
from supportdesk.domain.safe_text import clean_block, clean_cell, clean_line
from supportdesk.domain.ticket import CLIENT_SEES
from supportdesk.objects.tickets import message_object, ticket_object
from supportdesk.store.read.rows import TicketRow

COLUMNS = (
    "number",
    "subject",
    "state",
    "category",
    "priority",
    "kind",
    "queue",
    "owner",
    "client_name",
    "client_email",
    "tags",
    "created",
    "updated",
    "messages",
    "replies",
    "unanswered",
    "waiting_since",
    "wake",
    "solved",
    "closed",
    "reason",
    "channel",
    "language",
    "uuid",
)

MESSAGE_COLUMNS = (
    "number",
    "subject",
    "kind",
    "author",
    "email",
    "at",
    "body",
    "attachments",
    "delivery",
)

LONGEST_CELL = 32_000
"""Characters; spreadsheets take no more in one cell."""


def heading(columns: Sequence[str] = COLUMNS) -> bytes:
    """The first line of the table."""
    return _line(columns)


def ticket_columns(exporter: Exporter) -> tuple[str, ...]:
    """What a table of tickets tells: at its end every custom field, as `field.NAME`."""
    return (*COLUMNS, *(CUSTOM + one.name for one in exporter.fields))


def ticket_line(row: TicketRow, columns: Sequence[str] = COLUMNS) -> bytes:
    """One ticket; texts are cleaned, formulas made inert, tags joined by spaces."""
    item = ticket_object(row)
    item["client_name"], item["client_email"] = row.client, row.client_email
    item["tags"] = " ".join(row.tags)
    item.update({CUSTOM + held.name: held.value for held in row.fields})
    return _line([_cell(item.get(column)) for column in columns])


def message_lines(
    exporter: Exporter, conversation: Conversation, *, notes: bool
) -> Iterator[bytes]:
    """The messages of one ticket, a line each; private notes only when asked for."""
    for message in conversation.messages:
        if message.kind not in CLIENT_SEES and not notes:
            continue
        item = message_object(message)
        item["number"], item["subject"] = conversation.row.number, conversation.row.subject
        item["email"] = exporter.email_of(message)
        item["attachments"] = " ".join(file.name for file in message.attachments)
        body = clean_cell(clean_block(message.body, limit=LONGEST_CELL))
        yield _line([body if name == "body" else _cell(item[name]) for name in MESSAGE_COLUMNS])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return clean_cell(clean_line(value, limit=LONGEST_CELL))


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8", "replace")
