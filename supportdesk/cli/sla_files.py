"""Policies of service levels as a TOML file: their exchange form, read and written (law 8).

[[policy]]
name = "Gold"
query = "vip:yes"
calendar = "Office"
hold_pauses = true
out_of_hours = "30m"

[policy.targets.all]
first_response = "1h"

[policy.targets.critical]
first_response = "15m"
resolution = "4h"
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from supportdesk.cli.calendar_texts import chosen_calendar
from supportdesk.cli.session import Session
from supportdesk.cli.sla_texts import ALL, read_minutes
from supportdesk.cli.view_files import safe_toml
from supportdesk.domain.action import PolicyTarget, SavePolicy
from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.domain.sla.policy import Clock
from supportdesk.store.read.policies import PolicyRow
from supportdesk.texts.service_levels import PRIORITIES, length_text, targets_by_priority

_KEYS = {
    "name": str,
    "query": str,
    "calendar": str,
    "hold_pauses": bool,
    "out_of_hours": str,
    "targets": dict,
}
_MINUTE = 60_000


def read_policies(session: Session, path: Path) -> tuple[SavePolicy, ...]:
    """The policies of a file, in its order.

    Raises NotFound("sla.file_missing"), NotFound("calendar.missing"), Invalid("sla.unreadable").
    """
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError as missing:
        raise NotFound("sla.file_missing", path=str(path)) from missing
    except (OSError, ValueError, RecursionError) as trouble:
        raise Invalid("sla.unreadable", path=str(path), reason=str(trouble)) from trouble
    tables = found.get("policy")
    if not isinstance(tables, list) or len(found) > 1:
        raise Invalid("sla.unreadable", path=str(path), reason="[[policy]]")
    wanted = tuple(_policy(session, path, said) for said in tables)
    if len({one.name.casefold() for one in wanted}) < len(wanted):
        raise Invalid("sla.unreadable", path=str(path), reason="name")
    return wanted


def _policy(session: Session, path: Path, said: Any) -> SavePolicy:
    if not isinstance(said, dict):
        raise Invalid("sla.unreadable", path=str(path), reason=str(said)[:40])
    wrong = [key for key, value in said.items() if not isinstance(value, _KEYS.get(key, ()))]
    if wrong or "name" not in said:
        raise Invalid("sla.unreadable", path=str(path), reason=[*wrong, "name"][0])
    calendar = said.get("calendar", "").strip()
    targets = dict(_targets(path, said.get("targets", {})))
    return SavePolicy(
        " ".join(said["name"].split()),
        query=" ".join(said.get("query", "").split()),
        targets=_in_order(targets),
        only_these=True,
        calendar=chosen_calendar(session, calendar).id if calendar else 0,
        hold_pauses=said.get("hold_pauses", False),
        out_of_hours=read_minutes(said.get("out_of_hours", "")) or 0,
    )


def _targets(path: Path, said: dict[str, Any]) -> Iterator[tuple[tuple[str, str], int]]:
    """Priority and clock → minutes; those of one priority go before those of all."""
    for priority in (ALL, *(key for key in said if key != ALL)):
        by_clock = said.get(priority, {})
        if not isinstance(by_clock, dict) or not all(
            isinstance(length, str) for length in by_clock.values()
        ):
            raise Invalid("sla.unreadable", path=str(path), reason=f"targets.{priority}")
        for clock, length in by_clock.items():
            minutes = read_minutes(length)
            for one in PRIORITIES if priority == ALL else (priority,):
                if minutes is not None:
                    yield (one, clock), minutes


def _in_order(targets: Mapping[tuple[str, str], int]) -> tuple[PolicyTarget, ...]:
    """As the store keeps them; what it does not know comes last, and is refused there."""
    known = [(priority, str(clock)) for priority in PRIORITIES for clock in Clock]
    keys = [key for key in known if key in targets] + [key for key in targets if key not in known]
    return tuple(PolicyTarget(*key, targets[key]) for key in keys)


def written_policy(row: PolicyRow) -> SavePolicy:
    """A policy there is, as a file would ask for it."""
    targets = {
        (priority, clock): minutes
        for priority, by_clock in targets_by_priority(row).items()
        for clock, minutes in by_clock.items()
    }
    return SavePolicy(
        row.name,
        query=row.query,
        targets=_in_order(targets),
        only_these=True,
        calendar=row.calendar or 0,
        hold_pauses=row.hold_pauses,
        out_of_hours=row.out_of_hours // _MINUTE,
    )


def policies_text(rows: Iterable[PolicyRow], calendars: Mapping[int | None, str]) -> str:
    """The file that makes these policies anew."""
    import tomlkit

    tables = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        table.add("name", row.name)
        table.add("query", row.query)
        if row.calendar in calendars:
            table.add("calendar", calendars[row.calendar])
        table.add("hold_pauses", row.hold_pauses)
        if row.out_of_hours:
            table.add("out_of_hours", length_text(row.out_of_hours // _MINUTE))
        targets = tomlkit.table(is_super_table=True)
        for priority, by_clock in targets_by_priority(row).items():
            one = tomlkit.table()
            for clock, minutes in by_clock.items():
                one.add(clock, length_text(minutes))
            targets.add(priority, one)
        if targets:
            table.add("targets", targets)
        tables.append(table)
    document = tomlkit.document()
    document.add("policy", tables)
    return safe_toml(tomlkit.dumps(document))
