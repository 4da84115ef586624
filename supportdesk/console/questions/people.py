"""Who works at the desk, and the names it goes by."""

from collections.abc import Sequence

from supportdesk.console.questions.asking import Questions
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import OperatorRow, QueueRow


class PeopleQuestions(Questions):
    """Who works here, and what queues and tags there are."""

    def queues(self) -> Sequence[QueueRow]:
        """The queues, by line and name."""
        return self._desk.ask(desk_lists.queues)

    def operators(self) -> Sequence[OperatorRow]:
        """Everybody who works at this desk, or did."""
        return self._desk.ask(desk_lists.operators)

    def who_sits(self) -> OperatorRow | None:
        """The operator who acts as the one who is shown, where that is known."""
        sits = self._desk.sits
        return None if sits is None else next(row for row in self.operators() if row.id == sits)

    def tags(self) -> Sequence[str]:
        """The tags in use."""
        return self._desk.ask(desk_lists.tags)
