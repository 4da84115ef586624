"""Templates being made; their fields are set by changes that are recorded."""

from sqlalchemy import Connection, select

from supportdesk.store.write import rows
from supportdesk.store.write.tables import TEMPLATE, TEMPLATE_VARIANT
from supportdesk.store.write.transaction import Transaction


def make_template(transaction: Transaction, source_id: str | None) -> int:
    """A new, empty template."""
    return rows.insert_row(
        transaction.connection,
        TEMPLATE,
        uuid=transaction.fresh_uuid(),
        source_id=source_id,
        title="",
        tags="[]",
    )


def by_source(connection: Connection, source_id: str) -> int | None:
    """The template a source knows by this name, or None."""
    found: int | None = connection.execute(
        select(TEMPLATE.c.id).where(TEMPLATE.c.source_id == source_id)
    ).scalar_one_or_none()
    return found


def languages(connection: Connection, template: int) -> list[str]:
    """The languages a template has a variant in."""
    return [
        str(language)
        for (language,) in connection.execute(
            select(TEMPLATE_VARIANT.c.language).where(TEMPLATE_VARIANT.c.template_id == template)
        )
    ]
