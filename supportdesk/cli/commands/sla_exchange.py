"""`sla export`, `sla apply`: policies as a TOML file (law 8)."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.parameters import session_of
from supportdesk.cli.session import Session
from supportdesk.cli.sla_files import policies_text, read_policies, written_policy
from supportdesk.cli.sla_texts import calendar_names, policy_object
from supportdesk.domain.action import SavePolicies, SavePolicy
from supportdesk.i18n import gettext as _
from supportdesk.objects.receipts import receipt_object
from supportdesk.store.read import policies


def add_to(group: typer.Typer) -> None:
    """Add the commands of this file."""
    group.command("export", help=_("Write the policies as the TOML file that apply reads."))(export)
    group.command(
        "apply", help=_("Have the policies of a TOML file, in its order, and no others.")
    )(apply)


def export(context: typer.Context) -> None:
    """Write the policies to standard output; for scripts one object a line."""
    session = session_of(context)
    rows, names = session.ask(policies.policies), calendar_names(session)
    if session.as_json:
        for row in rows:
            session.output.item(policy_object(row, names))
        return
    print(policies_text(rows, names), end="")


def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A TOML file."))],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would change; change nothing."))
    ] = False,
) -> None:
    """Load a file: whole or not at all, and one undo takes it back."""
    session = session_of(context)
    session.open(create=True)
    wanted = read_policies(session, file)
    changes = _changes(session, wanted)
    if dry_run:
        _tell(session, changes)
        return
    receipt = session.act(SavePolicies(wanted))
    if session.as_json:
        named = [one.name for one in wanted]
        session.output.item({**receipt_object(receipt), "policies": named})
    else:
        _tell(session, changes)


def _changes(session: Session, wanted: tuple[SavePolicy, ...]) -> list[tuple[str, str, list[str]]]:
    """Name, change (`new`, `changed`, `removed`) and the fields that change, in the file's order.

    Another order is a change of every policy that comes earlier or later by it.
    """
    rows = session.ask(policies.policies)
    known = {row.name.casefold(): row for row in rows}
    stay = [row.name.casefold() for row in rows if row.name.casefold() in _names(wanted)]
    told: list[tuple[str, str, list[str]]] = []
    for one in wanted:
        row = known.get(one.name.casefold())
        if row is None:
            told.append((one.name, "new", []))
            continue
        stands = replace(written_policy(row), name=row.name)
        differ = [f.name for f in fields(one) if getattr(one, f.name) != getattr(stands, f.name)]
        kept = [name for name in _names(wanted) if name in known]
        if kept.index(one.name.casefold()) != stay.index(one.name.casefold()):
            differ.append("place")
        if differ:
            told.append((one.name, "changed", differ))
    told += [(row.name, "removed", []) for row in rows if row.name.casefold() not in _names(wanted)]
    return told


def _names(wanted: tuple[SavePolicy, ...]) -> list[str]:
    return [one.name.casefold() for one in wanted]


def _tell(session: Session, changes: list[tuple[str, str, list[str]]]) -> None:
    if session.as_json:
        for name, change, differ in changes:
            session.output.item({"policy": name, "change": change, "fields": differ})
        return
    for name, change, differ in changes:
        said = {"new": _("new"), "changed": _("changed"), "removed": _("removed")}[change]
        session.output.say(f"{name}: {said}{': ' if differ else ''}{', '.join(differ)}")
    if not changes:
        session.output.say(_("The policies are so already."))
