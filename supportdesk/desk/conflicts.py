"""The same field set on both sides: shown to whoever was later, never decided (remotes.md).

An envelope that was made elsewhere says what was known there (`base`). Different fields merge,
notes and tags go one by one (rule 6); a field that somebody else has set to something else
meanwhile stops it.
"""

from supportdesk.desk.submission import Submission
from supportdesk.domain.errors import Stop
from supportdesk.store.write import envelopes


def require_none(submission: Submission, base: int) -> None:
    """Raise Refused("sync.conflict") where others have set the same fields after event `base`."""
    transaction = submission.transaction
    found = envelopes.set_otherwise(
        transaction.connection, transaction.envelope, transaction.actor, base
    )
    if found:
        stop = Stop(
            "conflict",
            {
                "number": found[0]["ticket_id"],
                "fields": sorted({event["field"] for event in found}),
                "actor": found[0]["actor_id"],
            },
        )
        submission.stop_unless_confirmed("sync.conflict", [stop])
