"""Envelopes that were accepted, and those that still go on."""

from supportdesk.store.read.connection import Reader


def accepted(connection: Reader, envelope: str) -> tuple[int | None, str] | None:
    """Who acted with the envelope of this id, and the name of the action; None for no such one."""
    found = connection.execute(
        "SELECT actor_id, action FROM envelope WHERE id = :envelope", {"envelope": envelope}
    ).fetchone()
    return None if found is None else (found[0], str(found[1]))


def begun_by(connection: Reader, envelope: str) -> tuple[int | None] | None:
    """Who began the bulk of the envelope with this id; None for no such one."""
    found = connection.execute(
        "SELECT actor_id FROM bulk WHERE envelope_id = :envelope", {"envelope": envelope}
    ).fetchone()
    return None if found is None else (found[0],)
