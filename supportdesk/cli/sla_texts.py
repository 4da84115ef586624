"""Policies and clocks as people and scripts see them (F87, F92)."""

from collections.abc import Mapping

from supportdesk.cli.session import Session
from supportdesk.domain.action import PolicyTarget
from supportdesk.domain.duration import read_duration
from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.patterns import pattern
from supportdesk.store.read import calendars, policies
from supportdesk.store.read.policies import PolicyRow
from supportdesk.texts.service_levels import PRIORITIES, targets_by_priority

ALL = "all"
"""Stands for every priority in a target."""

NONE = "none"
_MINUTE = 60_000
_HOURS = pattern(r"(\d{1,5})h(?:([0-5]?\d)m?)?")
"""As `length_text` writes them: targets may be weeks long."""


def chosen_policy(session: Session, wanted: str) -> PolicyRow:
    """The policy with this name or number. Raises NotFound("sla_policy.missing")."""
    row = session.ask(policies.policy_named, wanted)
    if row is None:
        raise NotFound("sla_policy.missing", wanted=wanted)
    return row


def calendar_names(session: Session) -> dict[int | None, str]:
    """Id → name of every calendar."""
    return {row.id: row.name for row in session.ask(calendars.calendars)}


def policy_object(row: PolicyRow, names: Mapping[int | None, str]) -> dict[str, object]:
    """A policy as scripts see it; targets in minutes of working time."""
    return {
        "number": row.id,
        "name": row.name,
        "place": row.position,
        "query": row.query,
        "calendar": names.get(row.calendar),
        "hold_pauses": row.hold_pauses,
        "out_of_hours_minutes": row.out_of_hours // _MINUTE,
        "targets": targets_by_priority(row),
        "uuid": row.uuid,
    }


def read_targets(typed: str) -> list[PolicyTarget]:
    """`high.first_response=30m`, `all.resolution=16h`, `low.update=none`.

    Raises Invalid("sla.target_unreadable") and Invalid("duration.unknown").
    """
    name, equals, length = typed.partition("=")
    priority, dot, clock = name.strip().casefold().replace("-", "_").partition(".")
    if not (equals and dot and priority and clock and length.strip()):
        raise Invalid("sla.target_unreadable", value=typed)
    minutes = read_minutes(length)
    wanted = PRIORITIES if priority == ALL else (priority,)
    return [PolicyTarget(one, clock, minutes) for one in wanted]


def read_minutes(typed: str) -> int | None:
    """A length of time in minutes; None for `none`. Raises Invalid("duration.unknown")."""
    said = typed.strip().casefold()
    if said in (NONE, ""):
        return None
    if long := _HOURS.fullmatch(said):
        return int(long[1]) * 60 + int(long[2] or 0)
    return read_duration(typed) // _MINUTE
