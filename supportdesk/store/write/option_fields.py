"""Shared options of the desk as a field that can be changed and undone like any other."""

from sqlalchemy import delete, text

from supportdesk.store.write.fields import Field
from supportdesk.store.write.kept_options import OPTION_PREFIX, kept_options
from supportdesk.store.write.tables import SETTING
from supportdesk.store.write.transaction import Transaction

_KEEP = text(
    "INSERT INTO setting(name, value) VALUES (:name, :value)"
    " ON CONFLICT(name) DO UPDATE SET value = excluded.value"
)


def _read(transaction: Transaction, _desk: int, name: str) -> str | None:
    return kept_options(transaction.connection).get(name)


def _write(transaction: Transaction, _desk: int, name: str, value: str | None) -> None:
    named = f"{OPTION_PREFIX}{name}"
    if value is None:
        transaction.connection.execute(delete(SETTING).where(SETTING.c.name == named))
    else:
        transaction.connection.execute(_KEEP, {"name": named, "value": value})


FIELDS = {("desk", "option"): Field(_read, _write)}
