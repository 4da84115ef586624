"""What stops a person who gives tickets by hand over a cap (R3)."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.roles import MAY_LEAD
from supportdesk.domain.staffing import Mode, desk_caps, is_cap_set, read_caps
from supportdesk.store.write import dealing
from supportdesk.store.write.kept_options import kept_options
from supportdesk.store.write.operators import require_operator, require_queue
from supportdesk.store.write.rows import Stored


def require_room(submission: Submission, ticket: Stored, owner: int) -> None:
    """Stop who takes one more than their cap, refuse who gives somebody more and is no lead.

    A cap holds in queues that are dealt, and where somebody has set it.
    """
    actor = submission.actor
    if actor is None or ticket["owner_id"] == owner or not dealing.is_load(ticket):
        return
    connection = submission.transaction.connection
    queue, person = (
        require_queue(connection, ticket["queue_id"]),
        require_operator(connection, owner),
    )
    kept, own, line = kept_options(connection), read_caps(person["caps"]), queue["line"]
    if queue["dealing"] == Mode.OFF and not is_cap_set(kept, own, line):
        return
    load, cap = dealing.load_of(connection, owner), desk_caps(kept, [line]).of(line, own)
    if load < cap:
        return
    if owner == actor.id:
        stop = Stop("cap", {"load": load, "cap": cap})
        submission.stop_unless_confirmed("assign.stopped", [stop])
    elif actor.role not in MAY_LEAD:
        raise Refused("assign.over_cap", name=person["name"], load=load, cap=cap)
