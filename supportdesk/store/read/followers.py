"""Who follows a ticket (F21)."""

from typing import NamedTuple

from supportdesk.store.read.connection import Reader


class Follower(NamedTuple):
    """An operator who follows a ticket."""

    operator: int
    name: str
    login: str | None


def of_ticket(connection: Reader, ticket: int) -> list[Follower]:
    """The followers of a ticket by name; those who work here no more are none."""
    return [
        Follower(*found)
        for found in connection.execute(
            "SELECT o.id, o.name, o.login FROM ticket_follower f"
            " JOIN operator o ON o.id = f.operator_id"
            " WHERE f.ticket_id = :ticket AND o.active ORDER BY o.name, o.id",
            {"ticket": ticket},
        )
    ]
