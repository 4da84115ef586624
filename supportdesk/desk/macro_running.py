"""Running a macro: one step that is undone in one, whatever became of the ticket since (F62)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from supportdesk.desk import assignment, details, notes, replies, snoozing, states
from supportdesk.desk.merging import merged_stops
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeTags,
    MacroStep,
    MoveToQueue,
    Reply,
    RunMacro,
    SetKind,
    SetPriority,
    SetState,
    Snooze,
)
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, Refused, Stop
from supportdesk.domain.roles import may
from supportdesk.domain.template import unresolved_marks
from supportdesk.store.write.conversations import changed_by_others
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.rows import require_row

STEPS: dict[type[MacroStep], Callable[[Submission, Any], Receipt]] = {
    Reply: replies.accept,
    AddNote: notes.accept,
    SetState: states.set_state,
    SetPriority: details.set_priority,
    SetKind: details.set_kind,
    Assign: assignment.assign,
    MoveToQueue: assignment.move_to_queue,
    ChangeTags: details.change_tags,
    Snooze: snoozing.snooze,
}
"""What a macro can do, each step by the same rules as alone; drafts stay as they are (F64)."""

_FIELDS: dict[type[MacroStep], tuple[str, str]] = {
    SetState: ("state", "state"),
    SetPriority: ("priority", "priority"),
    SetKind: ("kind", "kind"),
    Assign: ("owner_id", "owner"),
    MoveToQueue: ("queue_id", "queue"),
    Snooze: ("wake_at", "wake"),
}
"""The field that a step sets: as it is kept, and as a change of it is called."""


def run_macro(submission: Submission, action: RunMacro) -> Receipt:
    """Make the steps in their order. Refuses what a step refuses; then nothing is changed.

    Stops once where somebody else has set since the reply was begun what the macro sets, and
    where the ticket was merged: everything is then done on the one it was merged into.
    """
    transaction = submission.transaction
    require_row(transaction.connection, "macro", action.macro)
    number = _where_it_goes(submission, action)
    for step in action.steps:
        _require_step(submission, action, step, number)
    stops = [
        *merged_stops(submission, action.ticket, number),
        *_changed_stops(submission, action, number),
    ]
    submission.stop_unless_confirmed("macro.stopped", stops)
    transaction.rule = f"macro:{action.macro}"
    receipt = Receipt(transaction.envelope, tickets=(number,), macro=action.macro)
    for step in action.steps:
        if isinstance(step, Reply):
            made = (replies.reply if action.is_typed else replies.accept)(submission, step)
            receipt = replace(receipt, message=made.message, undo_until=made.undo_until)
        elif isinstance(step, AddNote):
            notes.accept(submission, step)
        else:
            STEPS[type(step)](submission, replace(step, ticket=number))
    return receipt


def _where_it_goes(submission: Submission, action: RunMacro) -> int:
    """The ticket on which a text stands that is written on this one, and with it all else."""
    if any(isinstance(step, Reply | AddNote) for step in action.steps):
        return end_of_merges(submission.transaction.connection, action.ticket)
    return action.ticket


def _changed_stops(submission: Submission, action: RunMacro, number: int) -> Iterator[Stop]:
    """The stop for fields that others have set after what the writer of the reply has seen."""
    seen = next((step.base_seq for step in action.steps if isinstance(step, Reply)), None)
    names = dict(_FIELDS[type(step)] for step in action.steps if type(step) in _FIELDS)
    if seen is None or not names:
        return
    changed = changed_by_others(
        submission.transaction.connection, number, seen, submission.operator.id, tuple(names)
    )
    if changed:
        fields = tuple(name for field, name in names.items() if field in changed)
        yield Stop("changed", {"number": number, "fields": fields})


def _require_step(submission: Submission, action: RunMacro, step: MacroStep, number: int) -> None:
    kind = type(step)
    if kind not in STEPS or step.ticket not in (action.ticket, number):
        raise Invalid("macro.step", action=kind.__name__)
    if submission.actor is not None and not may(submission.actor.role, kind):
        raise Refused("role.not_allowed", role=submission.actor.role, action=kind.__name__)
    marks = unresolved_marks(step.body) if isinstance(step, AddNote) else ()
    if marks:
        raise Refused("macro.unresolved", number=action.ticket, marks=marks)
