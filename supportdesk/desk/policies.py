"""Policies of service levels: made, changed, put in order and removed by leads (F87, F92)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import (
    OrderPolicies,
    PolicyTarget,
    RemovePolicy,
    SavePolicies,
    SavePolicy,
)
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused
from supportdesk.domain.query import Words, asked_of
from supportdesk.domain.sla.policy import (
    LONGEST_NAME,
    LONGEST_TARGET,
    Clock,
    targets_from,
    targets_text,
)
from supportdesk.domain.ticket import Priority
from supportdesk.store.read.policies import PolicyRow, question_of
from supportdesk.store.write import custom_fields, policies
from supportdesk.store.write.calendars import kept_calendar
from supportdesk.store.write.change import change
from supportdesk.store.write.rows import Stored

MINUTE = timedelta(minutes=1)
NOT_ASKED = frozenset({"due", "risk"})
"""What follows from the policy cannot choose it."""


def save_policy(submission: Submission, action: SavePolicy) -> Receipt:
    """Make a policy, or change one.

    Raises Invalid for what no policy can be, Refused("sla.name_taken"), NotFound.
    """
    return Receipt(submission.transaction.envelope, policy=_saved(submission, action))


def _saved(submission: Submission, action: SavePolicy) -> int:
    transaction = submission.transaction
    name = " ".join(action.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid("sla.name", limit=LONGEST_NAME)
    present = policies.present_policies(transaction.connection)
    former = None if action.policy is None else _kept(present, action.policy)
    values = {
        "name": name,
        "query": _checked_query(submission, action.query),
        "targets": _checked_targets("{}" if former is None else former.targets, action),
        "hold_pauses": None if action.hold_pauses is None else str(int(action.hold_pauses)),
        "out_of_hours": _checked_allowance(action.out_of_hours),
    }
    if former is None:
        policy = policies.make_policy(transaction, position=len(present) + 1)
        transaction.record("sla_policy", policy, "present", None, "1")
    else:
        policy = former.id
    for field, value in values.items():
        if value is not None:
            change(transaction, "sla_policy", policy, field, value)
    if action.calendar is not None:
        calendar = _checked_calendar(submission, action.calendar)
        change(transaction, "sla_policy", policy, "calendar_id", calendar)
    _require_apart(policies.present_policies(transaction.connection), policy)
    return policy


def save_policies(submission: Submission, action: SavePolicies) -> Receipt:
    """Have these policies and no others, or change nothing.

    Raises what `save_policy` raises, with the `place` of the policy, from 1.
    """
    transaction = submission.transaction
    known = {
        row.name.casefold(): row.id for row in policies.present_policies(transaction.connection)
    }
    kept: list[int] = []
    for place, wanted in enumerate(action.policies, start=1):
        policy = known.get(" ".join(wanted.name.split()).casefold())
        try:
            kept.append(_saved(submission, replace(wanted, policy=policy, only_these=True)))
        except DeskError as error:
            error.parameters = {**error.parameters, "place": place}
            raise
    for row in policies.present_policies(transaction.connection):
        if row.id not in kept:
            change(transaction, "sla_policy", row.id, "present", None)
    _put_in_order(submission, kept)
    return Receipt(transaction.envelope)


def remove_policy(submission: Submission, action: RemovePolicy) -> Receipt:
    """Take a policy away. Raises NotFound("sla_policy.missing")."""
    transaction = submission.transaction
    _kept(policies.present_policies(transaction.connection), action.policy)
    change(transaction, "sla_policy", action.policy, "present", None)
    return Receipt(transaction.envelope, policy=action.policy)


def order_policies(submission: Submission, action: OrderPolicies) -> Receipt:
    """Put policies in an order; those not named follow. Raises NotFound("sla_policy.missing")."""
    transaction = submission.transaction
    present = policies.present_policies(transaction.connection)
    _put_in_order(submission, [_kept(present, policy).id for policy in action.policies])
    return Receipt(transaction.envelope)


def _put_in_order(submission: Submission, first: Sequence[int]) -> None:
    transaction = submission.transaction
    present = [row.id for row in policies.present_policies(transaction.connection)]
    for position, policy in enumerate(dict.fromkeys((*first, *present)), start=1):
        change(transaction, "sla_policy", policy, "position", str(position))


def require_sound(submission: Submission, events: Sequence[Stored]) -> None:
    """Raise Refused where an undo leaves two policies of one name."""
    touched = {event["subject_id"] for event in events if event["subject"] == "sla_policy"}
    for policy in sorted(touched):
        _require_apart(policies.present_policies(submission.transaction.connection), policy)


def _kept(present: Sequence[PolicyRow], policy: int) -> PolicyRow:
    for row in present:
        if row.id == policy:
            return row
    raise NotFound("sla_policy.missing", number=policy)


def _require_apart(present: Sequence[PolicyRow], policy: int) -> None:
    names = {row.name.casefold() for row in present if row.id == policy}
    for row in present:
        if row.id != policy and row.name.casefold() in names:
            raise Refused("sla.name_taken", name=row.name)


def _checked_query(submission: Submission, query: str | None) -> str | None:
    """The question as it is kept: one about the ticket, without words and order.

    Raises Invalid.
    """
    if query is None:
        return None
    transaction = submission.transaction
    query = " ".join(query.split())
    fields = [
        custom_fields.defined(row) for row in custom_fields.by_name(transaction.connection).values()
    ]
    row = PolicyRow(0, "", 0, "", query, "{}", None, hold_pauses=False, out_of_hours=0)
    asked = question_of(row, from_milliseconds(transaction.at), lambda: fields)
    for part in asked_of(asked.condition):
        if isinstance(part, Words):
            raise Invalid("sla.words")
        if part.field in NOT_ASKED:
            raise Invalid("sla.circle", field=part.field)
        if "me" in getattr(part, "values", ()):
            raise Invalid("sla.me")
    return query


def _checked_targets(former: str, action: SavePolicy) -> str | None:
    """The targets as they are kept; None where they stay. Raises Invalid."""
    if not action.targets and not action.only_these and action.policy is not None:
        return None
    targets = dict(targets_from("{}" if action.only_these else former))
    for wanted in action.targets:
        key = _key(wanted)
        if wanted.minutes is None:
            targets.pop(key, None)
        elif not 1 <= wanted.minutes <= LONGEST_TARGET // MINUTE:
            raise Invalid("sla.target", priority=wanted.priority, clock=wanted.clock)
        else:
            targets[key] = wanted.minutes * MINUTE
    return targets_text(targets)


def _key(wanted: PolicyTarget) -> tuple[Priority, Clock]:
    if wanted.priority.upper() not in Priority.__members__:
        raise Invalid("priority.unknown", wanted=wanted.priority)
    if wanted.clock not in list(Clock):
        raise Invalid("sla.clock", wanted=wanted.clock, allowed=[*map(str, Clock)])
    return Priority[wanted.priority.upper()], Clock(wanted.clock)


def _checked_allowance(minutes: int | None) -> str | None:
    if minutes is None:
        return None
    if not 0 <= minutes <= LONGEST_TARGET // MINUTE:
        raise Invalid("sla.allowance")
    return str(minutes * (MINUTE // timedelta(milliseconds=1)))


def _checked_calendar(submission: Submission, calendar: int) -> str | None:
    """The id as it is kept; None for the desk's own. Raises NotFound("calendar.missing")."""
    if calendar == 0:
        return None
    kept_calendar(submission.transaction.connection, calendar)
    return str(calendar)
