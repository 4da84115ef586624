"""Zendesk's SLA policies, as far as ours measure exactly the same."""

from collections.abc import Iterable, Iterator

from supportdesk.domain.action import PolicyTarget, SavePolicy
from supportdesk.domain.sla.policy import Clock
from supportdesk.intake.helpdesks.found import Found, NoPlace, inner, number, objects, text
from supportdesk.intake.helpdesks.zendesk_audits import PRIORITIES
from supportdesk.intake.helpdesks.zendesk_views import ViewReader

_WAIT, _WORK = "requester_wait_time", "agent_work_time"
_CLOCKS = {
    "first_reply_time": Clock.FIRST_RESPONSE,
    "next_reply_time": Clock.NEXT_REPLY,
    "pausable_update_time": Clock.UPDATE,
    _WAIT: Clock.RESOLUTION,
    _WORK: Clock.RESOLUTION,
}
"""Metric there → clock here: both of the last pause while we wait, the work also on hold."""


def policies(bodies: Iterable[Found], views: ViewReader, no_place: NoPlace) -> Iterator[SavePolicy]:
    """The policies in their order, up to the first that ours cannot say.

    Tickets of that one would fall to those behind it, so they stay behind as well.
    """
    ordered = sorted(bodies, key=lambda body: number(body, "position") or 0)
    for place, body in enumerate(ordered):
        policy = _policy(body, views, no_place)
        if policy is None:
            no_place["sla_policy", "", "policy"] += len(ordered) - place
            return
        yield policy


def _policy(body: Found, views: ViewReader, no_place: NoPlace) -> SavePolicy | None:
    query = views.query(inner(body, "filter"), "sla_policy")
    metrics = objects(body, "policy_metrics")
    named = {text(one, "metric") for one in metrics}
    for metric in named - _CLOCKS.keys():
        no_place["sla_policy", metric, "field"] += 1
    in_hours = any(one.get("business_hours") for one in metrics)
    if in_hours:
        no_place["sla_policy", "business_hours", "field"] += 1
    if query is None or in_hours or named - _CLOCKS.keys() or {_WAIT, _WORK} <= named:
        return None
    return SavePolicy(
        name=" ".join(text(body, "title").split()),
        query=query,
        targets=tuple(_target(one) for one in metrics if text(one, "priority") in PRIORITIES),
        hold_pauses=_WORK in named,
    )


def _target(metric: Found) -> PolicyTarget:
    """Minutes for a clock at a priority."""
    priority = PRIORITIES[text(metric, "priority")].name.lower()
    return PolicyTarget(priority, _CLOCKS[text(metric, "metric")], number(metric, "target"))
