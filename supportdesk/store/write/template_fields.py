"""Fields of templates: title, one text a language, presence."""

from sqlalchemy import delete, insert, select

from supportdesk.store.write import rows
from supportdesk.store.write.fields import Field, plain_text, presence
from supportdesk.store.write.tables import TEMPLATE_VARIANT
from supportdesk.store.write.transaction import Transaction


def _read_variant(transaction: Transaction, template: int, language: str) -> str | None:
    found = rows.one(
        transaction.connection,
        select(TEMPLATE_VARIANT).where(
            TEMPLATE_VARIANT.c.template_id == template, TEMPLATE_VARIANT.c.language == language
        ),
    )
    return str(found["body"]) if found else None


def _write_variant(
    transaction: Transaction, template: int, language: str, value: str | None
) -> None:
    connection = transaction.connection
    connection.execute(
        delete(TEMPLATE_VARIANT).where(
            TEMPLATE_VARIANT.c.template_id == template, TEMPLATE_VARIANT.c.language == language
        )
    )
    if value is not None:
        connection.execute(
            insert(TEMPLATE_VARIANT).values(template_id=template, language=language, body=value)
        )


FIELDS = {
    ("template", "title"): plain_text("template", "title"),
    ("template", "variant"): Field(_read_variant, _write_variant, is_text=True),
    ("template", "trait"): plain_text("template", "trait"),
    ("template", "present"): presence("template"),
}
