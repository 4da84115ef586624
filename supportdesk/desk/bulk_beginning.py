"""How a command on many tickets begins: a new one, one that is taken back, one that goes on."""

from uuid import UUID

from supportdesk.desk import undoing
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Bulk, Redo, RunMacro, TicketCommand, Undo
from supportdesk.domain.envelope import Envelope
from supportdesk.domain.errors import Refused
from supportdesk.domain.roles import may
from supportdesk.store.write import bulks, envelopes
from supportdesk.store.write.rows import Stored


def begun(submission: Submission, envelope: Envelope) -> Stored | None:
    """The bulk that an envelope goes on with or begins; None for one about a single thing.

    Raises Refused for a bulk of nothing, and where the role may not do one of its commands.
    """
    if not isinstance(envelope.action, Bulk | Undo | Redo):
        return None
    known = bulks.find(submission.transaction.connection, str(envelope.id))
    if known is not None:
        return known
    match envelope.action:
        case Bulk(steps):
            return _begin_new(submission, steps)
        case Undo(wanted):
            return _begin_undo(submission, wanted)
        case Redo(wanted):
            return _begin_redo(submission, wanted)
    return None


def _begin_new(submission: Submission, steps: tuple[TicketCommand, ...]) -> Stored:
    kinds = {type(step) for step in steps}
    if not kinds:
        raise Refused("bulk.empty")
    role = submission.operator.role
    inside = {type(one) for step in steps if isinstance(step, RunMacro) for one in step.steps}
    for kind in kinds | inside:
        if not may(role, kind):
            raise Refused("role.not_allowed", role=role, action=kind.__name__)
    names = sorted(kind.__name__ for kind in kinds)
    return _begin(submission, names[0] if len(names) == 1 else Bulk.__name__, None)


def _begin_undo(submission: Submission, wanted: UUID | None) -> Stored | None:
    """Taking back a bulk ends what was left of it."""
    connection = submission.transaction.connection
    if wanted is None:
        newest = undoing.newest(submission)
        number = None if newest is None else newest["bulk_id"]
    else:
        named = bulks.find(connection, str(wanted))
        number = None if named is None else named["id"]
    if number is None:
        return None
    for _place, step in bulks.in_force(connection, number, None, 1):
        undoing.require_undoable(submission, envelopes.require(connection, step))
        bulks.drop_rest(connection, number)
        return _begin(submission, bulks.by_id(connection, number)["action"], number)
    raise Refused("undo.nothing")


def _begin_redo(submission: Submission, wanted: UUID | None) -> Stored | None:
    """An interrupted bulk goes on; else what an undo took back is done again."""
    connection = submission.transaction.connection
    if wanted is not None:
        undo = bulks.find(connection, str(wanted))
        return None if undo is None else _begin(submission, undo["action"], undo["id"])
    unfinished = bulks.interrupted(connection, submission.operator.id)
    if unfinished is not None:
        return unfinished
    undone = envelopes.newest_to_redo(connection, submission.operator.id)
    if undone is None or undone["bulk_id"] is None:
        return None
    undo = bulks.by_id(connection, undone["bulk_id"])
    return _begin(submission, undo["action"], undo["id"])


def _begin(submission: Submission, action: str, takes_back: int | None) -> Stored:
    transaction = submission.transaction
    return bulks.begin(
        transaction.connection,
        envelope_id=str(transaction.envelope),
        actor_id=transaction.actor,
        at=transaction.at,
        action=action,
        takes_back=takes_back,
        window=submission.undo_send_seconds * 1000,
    )
