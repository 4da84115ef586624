"""`options`: what everybody at this desk shares: sizes of files, the place of a writer."""

from typing import Annotated

import typer

from supportdesk.cli.parameters import assignments, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.domain.action import ChangeOption
from supportdesk.domain.desk_options import DEFAULTS, option_value
from supportdesk.i18n import gettext as _
from supportdesk.store.read import desk_lists


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(invoke_without_command=True)
    group.callback()(show_when_alone)
    group.command("show", help=_("Show the options of the desk."))(show)
    group.command("set", help=_("Set options of the desk: NAME=VALUE …"))(set_options)
    app.add_typer(group, name="options", help=_("Options everybody shares: show, set."))


def show_when_alone(context: typer.Context) -> None:
    """`options` without a word shows."""
    if context.invoked_subcommand is None:
        show(context)


def show(context: typer.Context) -> None:
    """Show every option, one a line, and what it means."""
    session = session_of(context)
    kept = session.ask(desk_lists.options)
    names = sorted({*DEFAULTS, *kept})
    if session.as_json:
        session.output.item({name: option_value(kept, name) for name in names})
        return
    meanings = {
        "writing_lock": _("who begins a reply is named to the others, who may take over: on, off"),
        "silence_hours": _("working hours without our word until a ticket is silent: 1 to 200"),
        "file_limit": _("megabytes of files with one message: 1 to 500"),
        "cap": _("tickets dealt to one person at most, by line: 0 to 999"),
        "outgoing": _("the address replies are sent from by mail; off keeps them here"),
        "mail_number": _("whether subjects of mails carry the ticket's number: on, off"),
        "mail_from": _("whose name stands before that address: operator, desk"),
        "acknowledge": _("the template that answers a new ticket at once, by number; off"),
        "acknowledge_minutes": _("how long one address gets no second such answer: 1 to 10080"),
        "acknowledge_most": _("such answers of the whole desk within an hour: 1 to 1000"),
    }
    for name in names:
        base, _dot, channel = name.partition(".")
        where = f" ({channel})" if channel else ""
        session.output.say(f"{name}: {option_value(kept, name)} · {meanings[base]}{where}")


def set_options(
    context: typer.Context,
    values: Annotated[list[str], typer.Argument(metavar="NAME=VALUE …")],
) -> None:
    """Set options; each can be undone."""
    session = session_of(context)
    for name, value in assignments(values):
        receipt = session.act(ChangeOption(name, value))
        said = _("The option {name} is {value} now.").format(name=name, value=value)
        tell_receipt(session, receipt, said)
