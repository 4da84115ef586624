"""What a field holds there, set here in our words: a fact, with what follows from it (R1)."""

from supportdesk.desk.mirror.people import Colleagues
from supportdesk.desk.mirror.words import Words, read
from supportdesk.domain.subject import cut_subject
from supportdesk.domain.ticket import NO_SUBJECT, STATES, Category, Priority
from supportdesk.store.write import mirror
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.transaction import Transaction


class Fields:
    """Sets fields of tickets within one transaction, at its moment."""

    def __init__(self, transaction: Transaction, words: Words, colleagues: Colleagues) -> None:
        self._transaction = transaction
        self._words = words
        self._colleagues = colleagues

    def take(
        self, number: int, field: str, value: str | None, urgency: Priority | None = None
    ) -> None:
        """Have a field hold what it holds there; `urgency` is what a priority comes to."""
        match field:
            case "state":
                self._state(number, value or "")
            case "owner":
                owner = self._colleagues.known(value)
                self.set(number, "owner_id", None if owner is None else str(owner))
            case "queue" if value:
                self.set(number, "queue_id", str(self._colleagues.queue(value)))
            case "priority" if value:
                ours = urgency or self._words.urgency(value) or self._words.nearest(value)
                self.set(number, "priority", str(int(ours)))
            case "subject":
                self.set(number, "subject", cut_subject(value or "") or NO_SUBJECT)
            case _ if field.startswith("tag:"):
                self.set(number, field, value)

    def set(self, number: int, field: str, value: str | None) -> None:
        """Have a field hold a value of ours."""
        change(self._transaction, "ticket", number, field, value)

    def _state(self, number: int, word: str) -> None:
        """Who closed here what is only done there keeps it closed."""
        ticket = ticket_row(self._transaction.connection, number)
        state = self._words.own_state(word)
        if not word:
            return
        is_done, was_done = (
            STATES[one].category is Category.DONE for one in (state, ticket["state"])
        )
        if ticket["state"] in (state, "merged") or (is_done and ticket["state"] == "closed"):
            return
        if was_done and not is_done:
            self.set(number, "reopens", str(ticket["reopens"] + 1))
        moment = str(self._transaction.at)
        self.set(number, "state", state)
        self.set(number, "reason", None)
        self.set(number, "solved_at", moment if is_done else None)
        self.set(number, "closed_at", moment if state == "closed" else None)
        if is_done:
            self.set(number, "wake_at", None)


def fields_of(transaction: Transaction) -> Fields:
    """What sets fields within a transaction, by the words that the store keeps."""
    connection = transaction.connection
    origin = str(mirror.link_row(connection)["kind"])
    return Fields(transaction, read(mirror.vocabulary(connection)), Colleagues(transaction, origin))
