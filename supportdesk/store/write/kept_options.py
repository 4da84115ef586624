"""The shared options of the desk as they are kept: little, so that a first draft need not wait."""

from sqlalchemy import Connection, select

from supportdesk.store.write.tables import SETTING

OPTION_PREFIX = "option."
"""How options are told from other facts about the store."""


def kept_options(connection: Connection) -> dict[str, str]:
    """The options that were set."""
    found = connection.execute(
        select(SETTING.c.name, SETTING.c.value).where(SETTING.c.name.startswith(OPTION_PREFIX))
    )
    return {name.removeprefix(OPTION_PREFIX): value for name, value in found}
