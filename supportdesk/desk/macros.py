"""Macros, kept with everything they do checked (F62); `macro_running` runs them."""

from dataclasses import replace
from datetime import UTC

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import DeleteMacro, SaveMacro
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.macro import OWNER_ME, OWNER_NOBODY, Macro, macro_text
from supportdesk.domain.moments import parse_moment
from supportdesk.domain.tag import clean_tag
from supportdesk.domain.template import check_template
from supportdesk.domain.ticket import CLOSE_REASONS, HOLD_REASONS, STATES, Priority, clean_kind
from supportdesk.store.write import macros
from supportdesk.store.write.change import change, read_value
from supportdesk.store.write.operators import require_operator, require_queue


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
