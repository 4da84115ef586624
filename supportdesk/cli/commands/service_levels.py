"""`sla`: how soon what has to be done, and how tickets stand (F87, F92)."""

from typing import Annotated

import typer

from supportdesk.cli.calendar_texts import chosen_calendar
from supportdesk.cli.commands import sla_answers, sla_exchange
from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.sla_texts import (
    calendar_names,
    chosen_policy,
    policy_object,
    read_minutes,
    read_targets,
)
from supportdesk.domain.action import OrderPolicies, PolicyTarget, RemovePolicy, SavePolicy
from supportdesk.i18n import gettext as _
from supportdesk.store.read import policies
from supportdesk.texts.service_levels import tell_policies

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name or number of the policy."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List the policies: the first that holds is a ticket's."))(
        list_policies
    )
    group.command("save", help=_("Make a policy, or change what is named of one."))(save)
    group.command("remove", help=_("Take a policy away; undo brings it back."))(remove)
    group.command("order", help=_("Put policies first, in this order."))(order)
    sla_exchange.add_to(group)
    sla_answers.add_to(group)
    app.add_typer(
        group,
        name="sla",
        help=_("Service levels: list, save, remove, order, export, apply, explain, status."),
        epilog=_(
            "Clocks: first_response, next_reply, update, resolution. Time counts in a calendar;"
            " see: supportdesk calendar. Ask how tickets stand:"
            " supportdesk list sla:breached, sla:risk, sla:ok, sla:none."
        ),
    )


def list_policies(context: typer.Context) -> None:
    """List the policies in their order."""
    session = session_of(context)
    rows, names = session.ask(policies.policies), calendar_names(session)
    if session.as_json:
        for row in rows:
            session.output.item(policy_object(row, names))
    else:
        tell_policies(session.output, rows, names)


def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("A new name, or one there is."))],
    *,
    query: Annotated[
        str | None, typer.Option("--query", help=_("For which tickets; '' is all: 'vip:yes'."))
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="PRIORITY.CLOCK=TIME",
            help=_("high.first_response=30m, all.resolution=16h, low.update=none; repeatable."),
        ),
    ] = None,
    calendar: Annotated[
        str | None,
        typer.Option("--calendar", metavar="NAME", help=_("Of the desk's; '' is its default.")),
    ] = None,
    hold_pauses: Annotated[
        bool | None,
        typer.Option(
            "--hold-pauses/--hold-runs", help=_("Whether resolution pauses while on hold.")
        ),
    ] = None,
    out_of_hours: Annotated[
        str | None,
        typer.Option(
            "--out-of-hours",
            metavar="TIME",
            help=_("More time for tickets that come out of hours: 30m; none."),
        ),
    ] = None,
    new_name: Annotated[str | None, typer.Option("--name", help=_("A new name."))] = None,
) -> None:
    """Make a policy, or change what is named of one; tickets at work follow at once."""
    session = session_of(context)
    session.open(create=True)
    known = session.ask(policies.policy_named, name)
    receipt = session.act(
        SavePolicy(
            new_name or (name if known is None else known.name),
            None if known is None else known.id,
            query,
            _targets(target),
            calendar=_calendar(session, calendar),
            hold_pauses=hold_pauses,
            out_of_hours=None if out_of_hours is None else read_minutes(out_of_hours) or 0,
        )
    )
    tell_receipt(session, receipt, _("The policy {name} is kept.").format(name=new_name or name))


def remove(context: typer.Context, name: Name) -> None:
    """Take a policy away; its tickets go by the next one that holds."""
    session = session_of(context)
    row = chosen_policy(session, name)
    receipt = session.act(RemovePolicy(row.id))
    tell_receipt(session, receipt, _("The policy {name} is gone.").format(name=row.name))


def order(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME", help=_("The first comes first."))],
) -> None:
    """Put policies in an order; those that are not named follow."""
    session = session_of(context)
    chosen = tuple(chosen_policy(session, name).id for name in names)
    receipt = session.act(OrderPolicies(chosen))
    rows = ", ".join(row.name for row in session.ask(policies.policies))
    tell_receipt(session, receipt, _("The order is: {names}").format(names=rows))


def _targets(typed: list[str] | None) -> tuple[PolicyTarget, ...]:
    return tuple(target for one in typed or () for target in read_targets(one))


def _calendar(session: Session, name: str | None) -> int | None:
    if name is None:
        return None
    return chosen_calendar(session, name).id if name.strip() else 0
