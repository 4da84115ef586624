"""Queues during an import: those of the store, and those the import names."""

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import SaveQueue
from supportdesk.intake.operators import folded_name
from supportdesk.store.read import desk_lists


class Queues:
    """Finds queues by name, and makes those the store does not have yet."""

    def __init__(self, desk: Desk, only: str | None = None) -> None:
        self._desk = desk
        self._by_name = {folded_name(row.name): row.id for row in desk.ask(desk_lists.queues)}
        self.only = None if only is None else self.named(only)
        """The queue everything goes to, whatever the source says."""

    def named(self, name: str, line: int = 1) -> int:
        """The id of the queue with this name, made for `line` when new."""
        known = self._by_name.get(folded_name(name))
        if known is not None:
            return known
        made = self._desk.act(None, SaveQueue(name, line)).queue
        if made is None:
            raise LookupError(name)
        self._by_name[folded_name(name)] = made
        return made
