"""`operators` and `queues`: who works here and where tickets stand."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.commands import mail_notices, staffing
from supportdesk.cli.operator_lists import operator_objects, tell_operators
from supportdesk.cli.parameters import positive_number, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import find_operator
from supportdesk.domain.action import SaveOperator, SaveQueue
from supportdesk.i18n import gettext as _
from supportdesk.i18n.staffing_names import dealing_name
from supportdesk.objects.desk_lists import queue_object
from supportdesk.store.read import desk_lists, tickets
from supportdesk.store.read.operators import dealt_queues

Login = Annotated[
    str | None, typer.Option("--login", help=_("The system's user who is this operator."))
]
Email = Annotated[str | None, typer.Option("--email", help=_("E-mail."))]
Job = Annotated[str | None, typer.Option("--job", help=_("Job title, for templates."))]
Signature = Annotated[
    str | None,
    typer.Option("--signature", help=_("Ends replies; may hold {{ operator.job }} and the like.")),
]
QueueSignature = Annotated[
    str | None,
    typer.Option(
        "--signature",
        help=_("Ends replies in this queue instead of the operator's."),
    ),
]
Role = Annotated[
    str | None,
    typer.Option("--role", help=_("auditor, trainee, operator, mentor, lead, planner, admin.")),
]
Line = Annotated[
    int | None,
    typer.Option(
        "--line",
        metavar="N",
        parser=positive_number,
        help=_("1 for the first line, 2 for the second …"),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    operators = typer.Typer(no_args_is_help=True)
    operators.command("list", help=_("List the operators."))(list_operators)
    operators.command("add", help=_("Add an operator."))(add_operator)
    operators.command("edit", help=_("Change an operator."))(edit_operator)
    staffing.add_to_operators(operators)
    mail_notices.add_to(operators)
    app.add_typer(
        operators,
        name="operators",
        help=_("Operators: list, add, edit, status, set, absent, absences, back, times."),
    )
    queues = typer.Typer(no_args_is_help=True)
    queues.command("list", help=_("List the queues."))(list_queues)
    queues.command("add", help=_("Add a queue."))(add_queue)
    queues.command("edit", help=_("Change name, line or signature of a queue."))(edit_queue)
    staffing.add_to_queues(queues)
    app.add_typer(
        queues,
        name="queues",
        help=_("Queues: list, add, edit, deal."),
        epilog=_(
            "A queue that is dealt gives its new and open tickets to those who are available, up"
            " to their cap (supportdesk options: 3 on the first line). Who named skills and"
            " languages gets what they can; a tag skill:WORD asks for one. Who has another ticket"
            " of the client comes first, then who has most room. Who has a planned start within a"
            " quarter of an hour has a part kept."
        ),
    )


def list_operators(context: typer.Context) -> None:
    """List our people: what they do, and their load against their cap."""
    session = session_of(context)
    if session.as_json:
        for item in operator_objects(session):
            session.output.item(item)
        return
    tell_operators(session)


def add_operator(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    login: Login = None,
    role: Role = None,
    email: Email = None,
    job: Job = None,
    signature: Signature = None,
) -> None:
    """Add an operator; in a new store the system's user becomes the admin first."""
    session = session_of(context)
    session.open(create=True)
    receipt = session.act(
        SaveOperator(
            name=name,
            login=login,
            role=role or "operator",
            email=email,
            job=job,
            signature=signature,
        )
    )
    tell_receipt(session, receipt, _("Operator {name} is added.").format(name=name))


def edit_operator(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO")],
    *,
    name: Annotated[str | None, typer.Option("--name")] = None,
    login: Login = None,
    role: Role = None,
    email: Email = None,
    job: Job = None,
    signature: Signature = None,
) -> None:
    """Change what is named and leave the rest; an empty value takes it away."""
    session = session_of(context)
    row = find_operator(session.operators, who)
    receipt = session.act(
        SaveOperator(
            operator=row.id,
            name=row.name if name is None else name,
            login=row.login if login is None else login,
            role=row.role if role is None else role,
            email=row.email if email is None else email,
            job=row.job if job is None else job,
            signature=row.signature if signature is None else signature,
        )
    )
    tell_receipt(session, receipt, _("Operator {number} is changed.").format(number=row.id))


def list_queues(context: typer.Context) -> None:
    """List the queues with the tickets at work in them."""
    session = session_of(context)
    counts = dict(session.ask(tickets.counts, session.my_id()).queues)
    rows = session.ask(desk_lists.queues)
    dealt = session.ask(dealt_queues)
    if session.as_json:
        for row in rows:
            session.output.item(queue_object(row, counts.get(row.id, 0), dealt[row.id]))
        return
    session.output.table(
        [_("Number"), _("Line"), _("Tickets"), _("Dealt"), _("Name")],
        [
            [
                str(row.id),
                str(row.line),
                str(counts.get(row.id, 0)),
                dealing_name(dealt[row.id].dealing),
                row.name,
            ]
            for row in rows
        ],
    )


def add_queue(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    line: Line = None,
    signature: QueueSignature = None,
) -> None:
    """Add a queue."""
    session = session_of(context)
    session.open(create=True)
    receipt = session.act(SaveQueue(name=name, line=line or 1, signature=signature))
    tell_receipt(session, receipt, _("Queue {name} is added.").format(name=name))


def edit_queue(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="WHICH")],
    name: Annotated[str | None, typer.Option("--name")] = None,
    line: Line = None,
    signature: QueueSignature = None,
) -> None:
    """Rename a queue, move it to another line, or sign for it; an empty signature takes it away."""
    session = session_of(context)
    row = choosing.queue(session, which)
    receipt = session.act(
        SaveQueue(name=name or row.name, line=line or row.line, queue=row.id, signature=signature)
    )
    tell_receipt(session, receipt, _("Queue {number} is changed.").format(number=row.id))
