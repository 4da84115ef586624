"""Policies of service levels in lines: `sla list`, and the console (F87)."""

from collections.abc import Mapping, Sequence

from supportdesk.domain.sla.policy import Clock, targets_from
from supportdesk.domain.ticket import Priority
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.clock_names import clock_name
from supportdesk.store.read.policies import PolicyRow
from supportdesk.texts.page import Page

PRIORITIES = tuple(priority.name.lower() for priority in sorted(Priority, reverse=True))


def tell_policies(page: Page, rows: Sequence[PolicyRow], names: Mapping[int | None, str]) -> None:
    """The policies in their order; `names` are those of calendars."""
    if not rows:
        page.say(
            _(
                "There is no policy: no clock runs. Make one: supportdesk sla save NAME"
                " --target all.first_response=1h"
            )
        )
        return
    page.table(
        [_("Number"), _("Name"), _("Tickets"), _("Calendar"), _("Targets")],
        [
            [
                str(row.id),
                row.name,
                row.query or _("all"),
                names.get(row.calendar) or _("that of the desk"),
                targets_line(row) or "—",
            ]
            for row in rows
        ],
    )


def targets_by_priority(row: PolicyRow) -> dict[str, dict[str, int]]:
    """Priority → clock → minutes."""
    found: dict[str, dict[str, int]] = {}
    for (priority, clock), target in targets_from(row.targets).items():
        minutes = int(target.total_seconds()) // 60
        found.setdefault(priority.name.lower(), {})[str(clock)] = minutes
    return found


def targets_line(row: PolicyRow) -> str:
    """The targets in one line; a clock that has the same for every priority is said once."""
    by_clock: dict[str, dict[str, int]] = {}
    for priority, targets in targets_by_priority(row).items():
        for clock, minutes in targets.items():
            by_clock.setdefault(clock, {})[priority] = minutes
    return "; ".join(
        f"{clock_name(clock)} {_same_or_each(by_clock[str(clock)])}"
        for clock in Clock
        if str(clock) in by_clock
    )


def _same_or_each(minutes: Mapping[str, int]) -> str:
    if len(minutes) == len(PRIORITIES) and len(set(minutes.values())) == 1:
        return length_text(next(iter(minutes.values())))
    return ", ".join(
        f"{ticket_names.priority(Priority[priority.upper()])} {length_text(length)}"
        for priority, length in minutes.items()
    )


def length_text(minutes: int) -> str:
    """Minutes as they are typed: 45m, 2h, 1h30."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"
