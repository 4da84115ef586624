"""Files of a copy are fetched from its desk when somebody wants them.

What that needs is loaded then: a list of a copy starts as fast as any other.
"""

from typing import TYPE_CHECKING

from supportdesk.desk.desk import Desk

if TYPE_CHECKING:
    from supportdesk.cli.session import Session


def equip(session: "Session", desk: Desk) -> None:
    """Let a copy of a desk of ours get files; nothing for what stands for another help desk."""
    from supportdesk.desk.replica.linked_desk import LinkedDesk

    def fetch(number: int) -> bytes:
        from supportdesk.cli.links import attachment

        return attachment(session, number)

    if isinstance(desk, LinkedDesk):
        desk.fetch = fetch
