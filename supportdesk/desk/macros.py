"""Macros: saved with everything they do checked, run in one step that is undone in one (F62)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from typing import Any

from supportdesk.desk import assignment, details, notes, replies, snoozing, states
from supportdesk.desk.details import clean_tag
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeTags,
    DeleteMacro,
    MacroStep,
    MoveToQueue,
    Reply,
    RunMacro,
    SaveMacro,
    SetKind,
    SetPriority,
    SetState,
    Snooze,
)
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.macro import OWNER_ME, OWNER_NOBODY, Macro, macro_text
from supportdesk.domain.moments import parse_moment
from supportdesk.domain.roles import may
from supportdesk.domain.template import check_template, unresolved_marks
from supportdesk.domain.ticket import CLOSE_REASONS, HOLD_REASONS, STATES, Priority, clean_kind
from supportdesk.store.write import macros
from supportdesk.store.write.change import change, read_value
from supportdesk.store.write.operators import require_operator, require_queue
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


def save_macro(submission: Submission, action: SaveMacro) -> Receipt:
    """Make a macro, or change one. Raises Invalid or NotFound for what it could never do."""
    transaction = submission.transaction
    name = " ".join(action.name.split())
    if not name or action.does.is_empty:
        raise Invalid("macro.empty")
    does = _checked(submission, action.does)
    if macros.name_taken(transaction.connection, name, action.macro):
        raise Refused("macro.name_taken", name=name)
    if action.macro is None:
        macro = macros.make_macro(transaction)
        transaction.record("macro", macro, "present", None, "1")
    else:
        macro = _require_macro(submission, action.macro)
    change(transaction, "macro", macro, "name", name)
    change(transaction, "macro", macro, "does", macro_text(does))
    return Receipt(transaction.envelope, macro=macro)


def delete_macro(submission: Submission, action: DeleteMacro) -> Receipt:
    """Take a macro away. Raises NotFound."""
    macro = _require_macro(submission, action.macro)
    change(submission.transaction, "macro", macro, "present", None)
    return Receipt(submission.transaction.envelope, macro=macro)


def run_macro(submission: Submission, action: RunMacro) -> Receipt:
    """Make the steps in their order. Refuses what a step refuses; then nothing is changed."""
    transaction = submission.transaction
    require_row(transaction.connection, "macro", action.macro)
    transaction.rule = f"macro:{action.macro}"
    receipt = Receipt(transaction.envelope, tickets=(action.ticket,), macro=action.macro)
    for step in action.steps:
        _require_step(submission, action, step)
        if isinstance(step, Reply):
            made = (replies.reply if action.is_typed else replies.accept)(submission, step)
            receipt = replace(receipt, message=made.message, undo_until=made.undo_until)
        else:
            STEPS[type(step)](submission, step)
    return receipt


def _require_step(submission: Submission, action: RunMacro, step: MacroStep) -> None:
    kind = type(step)
    if kind not in STEPS or step.ticket != action.ticket:
        raise Invalid("macro.step", action=kind.__name__)
    if submission.actor is not None and not may(submission.actor.role, kind):
        raise Refused("role.not_allowed", role=submission.actor.role, action=kind.__name__)
    marks = unresolved_marks(step.body) if isinstance(step, AddNote) else ()
    if marks:
        raise Refused("macro.unresolved", number=action.ticket, marks=marks)


def _require_macro(submission: Submission, macro: int) -> int:
    if read_value(submission.transaction, "macro", macro, "present") is None:
        raise NotFound("macro.missing", number=macro)
    return macro


def _checked(submission: Submission, does: Macro) -> Macro:
    """The macro as it is kept, with nothing in it that could never be done."""
    for text in (*(body for _language, body in does.reply), does.note):
        check_template(text)
    if any(not body.strip() for _language, body in does.reply):
        raise Invalid("macro.empty")
    connection = submission.transaction.connection
    if does.queue is not None:
        require_queue(connection, does.queue)
    if does.owner not in (None, OWNER_ME, OWNER_NOBODY):
        require_operator(connection, _number(does.owner))
    if does.priority is not None and does.priority not in list(Priority):
        raise Invalid("priority.unknown", wanted=does.priority)
    if does.snooze:
        parse_moment(does.snooze, from_milliseconds(submission.transaction.at), UTC)
    _check_state(does)
    return replace(
        does,
        kind=None if does.kind is None else clean_kind(does.kind),
        add=tuple(clean_tag(tag) for tag in does.add),
        remove=tuple(clean_tag(tag) for tag in does.remove),
    )


def _check_state(does: Macro) -> None:
    if does.state is None:
        return
    settable = sorted(set().union(*(state.successors for state in STATES.values())))
    if does.state not in settable:
        raise Invalid("state.unknown", wanted=does.state, allowed=settable)
    reasons = {"hold": HOLD_REASONS, "closed": (None, *CLOSE_REASONS)}.get(does.state, (None,))
    if does.reason not in reasons:
        allowed = [reason for reason in reasons if reason]
        raise Refused("state.needs_reason", allowed=allowed)


def _number(owner: str | None) -> int:
    try:
        return int(owner or "")
    except ValueError:
        raise NotFound("operator.missing", wanted=owner) from None
