"""Forgetting a person who asks for it (F160)."""

from time import monotonic

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import ForgetClient
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Stop
from supportdesk.store.write import forgetting, rows
from supportdesk.store.write.change import touch

SECONDS_AT_ONCE = 0.025
"""After so long a submission begins with no further texts: its transaction stays short."""


def forget_client(submission: Submission, action: ForgetClient) -> Receipt:
    """Blank everything the store holds of a client and of those merged into it.

    Stops once with the counts of what goes; they are in the receipt too. No undo brings it back.
    A submission blanks as many texts as fit into one short transaction; the receipt says how many
    are left, and the same envelope, or another one, goes on (law 2). The person goes with the last.
    Afterwards `Desk.clean_file` takes what the file still holds of it between its rows.
    """
    transaction = submission.transaction
    named = rows.require_row(transaction.connection, "client", action.client)
    client = named["merged_into"] or named["id"]
    row = rows.require_row(transaction.connection, "client", client)
    held = forgetting.counts(transaction.connection, client)
    counted = dict(held)
    stop = Stop(
        "forget",
        {
            "number": client,
            "client": row["name"],
            "tickets": counted["tickets"],
            "messages": counted["messages"],
            "files": counted["files"],
            "drafts": counted["drafts"],
        },
    )
    submission.stop_unless_confirmed("client.not_forgotten", [stop])
    left = forgetting.blank_texts(transaction.connection, client, monotonic() + SECONDS_AT_ONCE)
    if left:
        return Receipt(transaction.envelope, client=client, counts=held, left=left)
    numbers = forgetting.tickets(transaction.connection, client)
    forgetting.blank(transaction, client)
    transaction.record("client", client, "forgotten", None, "1")
    for number in numbers:
        transaction.record("ticket", number, "forgotten", None, "1", ticket=number)
        touch(transaction, number)
    return Receipt(transaction.envelope, client=client, counts=held)
