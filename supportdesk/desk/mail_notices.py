"""Telling operators by mail: what they have asked for, and nothing else."""

from supportdesk.desk import letters
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import PlanNotices, SetMailNotices
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.letter import NOTICES
from supportdesk.domain.recipients import Recipient, Recipients, address_key
from supportdesk.domain.roles import MAY_LEAD
from supportdesk.store.write import letters as stored
from supportdesk.store.write import mail_notices, rows
from supportdesk.store.write.change import change
from supportdesk.store.write.letters import NewLetter
from supportdesk.store.write.operators import require_operator


def set_mail_notices(submission: Submission, action: SetMailNotices) -> Receipt:
    """Say what one is told of by mail; for another that is a lead's. Raises Invalid, Refused."""
    transaction = submission.transaction
    operator = submission.operator.id if action.operator is None else action.operator
    row = require_operator(transaction.connection, operator)
    if operator != submission.operator.id and submission.operator.role not in MAY_LEAD:
        raise Refused("mail_notices.not_own", role=submission.operator.role)
    unknown = [kind for kind in action.kinds if kind not in NOTICES]
    if unknown:
        raise Invalid("mail_notices.unknown", wanted=unknown[0], allowed=list(NOTICES))
    if action.kinds and not row["email"]:
        raise Refused("mail_notices.no_address", name=row["name"])
    if action.kinds and not mail_notices.has_begun(transaction.connection):
        mail_notices.begin(transaction.connection)
    kept = " ".join(kind for kind in NOTICES if kind in action.kinds)
    change(transaction, "operator", operator, "mail_notices", kept)
    return Receipt(transaction.envelope, operator=operator)


def plan_notices(submission: Submission, _action: PlanNotices) -> Receipt:
    """Look at what has happened since the last time, and send what somebody asked for."""
    transaction = submission.transaction
    sender = letters.outgoing_address(submission)
    for notice in mail_notices.next_part(transaction.connection):
        if not sender or address_key(notice.address) == address_key(sender):
            continue
        name = rows.require_row(transaction.connection, "operator", notice.operator)["name"]
        stored.add(
            transaction,
            NewLetter(
                notice.purpose,
                sender,
                sender,
                Recipients((Recipient(notice.address, name),)),
                notice.ticket,
                operator=notice.operator,
            ),
        )
    return Receipt(transaction.envelope)
