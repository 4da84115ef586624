"""Tickets as a table for a spreadsheet: one line a ticket, no cell can act (trust.md)."""

import csv
import io

from supportdesk.cli.ticket_objects import ticket_object
from supportdesk.domain.safe_text import clean_cell, clean_line
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

LONGEST_CELL = 32_000
"""Characters; spreadsheets take no more in one cell."""


def heading() -> bytes:
    """The first line of the table."""
    return _line(list(COLUMNS))


def ticket_line(row: TicketRow) -> bytes:
    """One ticket; texts are cleaned, formulas made inert, tags joined by spaces."""
    item = ticket_object(row)
    item["client_name"], item["client_email"] = row.client, row.client_email
    item["tags"] = " ".join(row.tags)
    return _line([_cell(item[column]) for column in COLUMNS])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return clean_cell(clean_line(value, limit=LONGEST_CELL))


def _line(cells: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8", "replace")
