"""Whether a client's message only thanks: then it opens no ticket and starts no clock (R1, R2)."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import ReceiveMessage
from supportdesk.domain.thanks import LONGEST, Courtesy, courtesy
from supportdesk.domain.ticket import Category
from supportdesk.store.write.conversations import our_last_word, speakers, ticket_row
from supportdesk.store.write.link_fields import end_of_merges

_MARKUP = 20
"""A text this many times longer than thanks can be is none, whatever is quoted in it."""


def is_courtesy(submission: Submission, action: ReceiveMessage) -> bool:
    """Whether a live message is thanks alone for what we wrote on its ticket.

    While work goes on, nothing counts as thanks that may answer a question of ours; a bare OK
    counts on a ticket that is done.
    """
    if action.ticket is None or action.attachments or len(action.body) > LONGEST * _MARKUP:
        return False
    connection = submission.transaction.connection
    number = end_of_merges(connection, action.ticket)
    ours = our_last_word(connection, number)
    if ours is None:
        return False
    said = courtesy(action.body, [*speakers(connection, number), action.client.name])
    if ticket_row(connection, number)["category"] == Category.DONE:
        return said is not None
    return said is Courtesy.THANKS and "?" not in ours
