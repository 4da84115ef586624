"""The words of the remote, its operators and queues, taken into the store."""

from datetime import datetime

from supportdesk.desk.mirror.people import Colleagues
from supportdesk.desk.mirror.seen import Vocabulary
from supportdesk.desk.mirror.words import written
from supportdesk.store.write import mirror
from supportdesk.store.write.transaction import Transaction


def vocabulary_of(transaction: Transaction) -> str:
    """The words as the store keeps them."""
    return mirror.vocabulary(transaction.connection)


def take_words(transaction: Transaction, found: Vocabulary, now: datetime) -> None:
    """Keep the words, with whoever works there and the queues; the link acts as one of those."""
    origin = str(mirror.link_row(transaction.connection)["kind"])
    me = Colleagues(transaction, origin).take(found)
    mirror.keep_vocabulary(transaction.connection, written(found, now))
    mirror.keep_link(transaction.connection, operator_id=me)
