"""Operators and queues of the remote as those of the store: matched once, else made."""

from collections.abc import Iterable

from supportdesk.desk.mirror.seen import Vocabulary, Who
from supportdesk.store.write import mirror, people
from supportdesk.store.write.change import change
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction


class Colleagues:
    """Who works there and here, within one transaction."""

    def __init__(self, transaction: Transaction, origin: str) -> None:
        self._transaction = transaction
        self._origin = origin
        self._operators = mirror.rows_of(transaction.connection, "operator")
        self._queues = mirror.rows_of(transaction.connection, "queue")

    def known(self, rid: str | None) -> int | None:
        """The operator with this id there, or None."""
        return next((row["id"] for row in self._operators if rid and row["remote_id"] == rid), None)

    def operator(self, who: Who) -> int:
        """The operator who is this one there: known, of the same address or name, or made."""
        found = self.known(who.rid) or self._matching(who)
        if found is None:
            found = people.make_operator(self._transaction, who.name or who.rid)
            for field, value in (("present", "1"), ("email", who.email or None)):
                if field == "present":
                    self._transaction.record("operator", found, field, None, value)
                elif value is not None:
                    change(self._transaction, "operator", found, field, value)
        if self.known(who.rid) is None:
            mirror.name_row(
                self._transaction.connection, ("operator", found), self._origin, who.rid
            )
            self._operators = mirror.rows_of(self._transaction.connection, "operator")
        return found

    def queue(self, name: str, rid: str = "") -> int:
        """The queue of this name, made where it is new."""
        found = self._queue_row(name, rid)
        if found is None:
            made = people.make_queue(self._transaction, name, 1)
            self._transaction.record("queue", made, "present", None, "1")
        else:
            made = found["id"]
        if found is None or (rid and found["remote_id"] != rid):
            mirror.name_row(
                self._transaction.connection, ("queue", made), self._origin, rid or name
            )
            self._queues = mirror.rows_of(self._transaction.connection, "queue")
        return int(made)

    def take(self, vocabulary: Vocabulary) -> int:
        """Take in everybody and every queue; the operator whose access the link has."""
        for rid, name in vocabulary.queues:
            row = self._queue_row(name, rid)
            if row is not None and row["name"] != name:
                change(self._transaction, "queue", row["id"], "name", name)
            self.queue(name, rid)
        for who in self._each(vocabulary.operators, vocabulary.me):
            self.operator(who)
        return self.operator(vocabulary.me)

    def _each(self, operators: Iterable[Who], me: Who) -> Iterable[Who]:
        return {who.rid: who for who in (me, *operators)}.values()

    def _matching(self, who: Who) -> int | None:
        """One of our people who is nobody there yet, by address, else by name or login."""
        free = [row for row in self._operators if row["remote_id"] is None]
        address, name, rid = (text.casefold() for text in (who.email, who.name, who.rid))
        by_address = [row for row in free if address and (row["email"] or "").casefold() == address]
        by_name = [
            row
            for row in free
            if row["name"].casefold() == name or (row["login"] or "").casefold() == rid
        ]
        return next((int(row["id"]) for row in (*by_address, *by_name)), None)

    def _queue_row(self, name: str, rid: str) -> Stored | None:
        by_id = [row for row in self._queues if rid and row["remote_id"] == rid]
        by_name = [row for row in self._queues if row["name"] == name]
        return next(iter((*by_id, *by_name)), None)
