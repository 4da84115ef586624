"""What clients did elsewhere, as others record it (F49)."""

import json

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import HistoricClientEvent, RecordClientEvents
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern
from supportdesk.store.write import client_doings, people, rows

LONGEST_TEXT = 2_000
MOST_DETAILS = 20

_KIND = pattern(r"\w[\w.-]{0,39}")


def record_events(submission: Submission, action: RecordClientEvents) -> Receipt:
    """Record a batch; what a source has named before is left alone.

    Raises Invalid("client_event.invalid"), NotFound("client.missing"). Of who was forgotten
    nothing is recorded.
    """
    transaction = submission.transaction
    client = None
    for event in action.events:
        _require_sense(event)
        client = people.standing(transaction.connection, event.client)
        row = rows.require_row(transaction.connection, "client", client)
        if row["forgotten_at"] is None:
            client_doings.add(
                transaction,
                client=client,
                at=to_milliseconds(event.at),
                kind=event.kind,
                body=event.text,
                details=json.dumps(dict(event.details), ensure_ascii=False),
                source_id=event.source_id,
            )
    return Receipt(transaction.envelope, client=client)


def _require_sense(event: HistoricClientEvent) -> None:
    lengths = [len(part) for pair in event.details for part in pair]
    wrong = (
        not _KIND.fullmatch(event.kind)
        or len(event.text) + sum(lengths) > LONGEST_TEXT
        or len(event.details) > MOST_DETAILS
    )
    if wrong:
        raise Invalid("client_event.invalid", kind=event.kind, limit=LONGEST_TEXT)
