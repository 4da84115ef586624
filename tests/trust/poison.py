"""Hostile texts in every column of a store that could hold one, whoever wrote the store.

The desk refuses some texts as names; a store that came from elsewhere holds them all the same.
Whatever column of text is not named here is poisoned: a new one is, until somebody says why not.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

ANYWHERE = frozenset(
    "uuid origin remote_id remote_version source_id envelope_id sha256 digest key word"
    " state kind stage scope role status sort group_by columns dealing delivery place doing clock"
    " channel work type before after field rule does trait language zone timezone starts".split()
)
"""Names of columns that hold identities, words of our own lists, or what the program reads."""

OF_ITS_TABLE = frozenset(
    "alembic_version.version_num article_text.* attachment_text.* blob_chunk.content"
    " blob_text.body bulk.action bulk_step.action bulk_step.stops"
    " calendar.hours calendar.days client.traits client_event.details"
    " client_lookup.lines client_property.choices client_property.name"
    " client_text.* custom_field.choices custom_field.former custom_field.name"
    " dealt.why draft.recipients draft_source.text"
    " envelope.id envelope.action envelope.receipt envelope.undone_by"
    " letter.purpose letter.recipients letter.left_to letter.mail_id letter.account letter.receiver"
    " mailbox.trouble kept_mail.reason operator.mail_notices"
    " event.subject indexed_word.* message_text.* operator.queues operator.skills"
    " operator.caps operator.login operator.email organisation.contract_until"
    " overlay_step.* remote_base.* remote_link.* remote_sending.*"
    " outbox.action outbox.confirmed outbox.because queue.skills saved_view.query setting.*"
    " sla_policy.query sla_policy.targets article.tags template.tags text_value.subject"
    " view_place.view".split()
)
"""Columns that hold JSON, queries, lists of ours, or an index: their texts came by actions.

Those of a link hold something in linked stores alone: see `hostile_links`.
"""

UNIQUE = frozenset(
    "operator.name queue.name tag.name organisation.name calendar.name saved_view.name"
    " sla_policy.name macro.name template.title custom_field.title client_lookup.title"
    " mailbox.name message_recipient.address client_address.shown field_value.value"
    " article.file".split()
)
"""Columns where each row needs a text of its own."""

ENDINGS = {
    "template_variant.body": "\n{{ ask['Where to?'] }}",
}
"""What stands behind the texts of a column, for the windows that only then open."""

LONGEST = 5_000
"""Characters of a text anywhere but in a body."""


def text_columns(store: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every table and column of text of our own tables."""
    tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for (table,) in tables.fetchall():
        for _, column, kind, *_rest in store.execute(f"PRAGMA table_info({table})").fetchall():
            if kind.upper().startswith(("VARCHAR", "TEXT", "JSON")):
                yield table, column


def open_columns(store: sqlite3.Connection) -> list[tuple[str, str]]:
    """The columns of text that nobody has said to be safe."""
    return [
        (table, column)
        for table, column in text_columns(store)
        if column not in ANYWHERE and not {f"{table}.{column}", f"{table}.*"} & OF_ITS_TABLE
    ]


def poison(path: Path, texts: Sequence[str]) -> list[str]:
    """Put the texts into every open column, each row another; return the columns."""
    counted = count()

    def hostile(kept: int, unique: int, ending: str) -> str:
        row = next(counted)
        text = texts[row % len(texts)][:kept]
        return f"{text} {row}{ending}" if unique else f"{text}{ending}"

    with closing(sqlite3.connect(path)) as store, store:
        store.create_function("hostile", 3, hostile)
        columns = open_columns(store)
        for table, column in columns:
            kept = 2_000_000 if column == "body" else LONGEST
            place = f"{table}.{column}"
            given = (kept, place in UNIQUE, ENDINGS.get(place, ""))
            store.execute(f"UPDATE {table} SET {column} = hostile(?, ?, ?)", given)
    return [f"{table}.{column}" for table, column in columns]


def unseen_tables(path: Path) -> list[str]:
    """Tables with an open column and no row: nothing was shown of what they hold."""
    with closing(sqlite3.connect(path)) as store:
        tables = sorted({table for table, _ in open_columns(store)})
        return [
            table
            for table in tables
            if not store.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
        ]
