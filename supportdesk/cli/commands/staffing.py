"""`operators status`, `set`, `absent` … and `queues deal`: who works on what, and gets it how."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.operator_lists import (
    absence_object,
    queue_names,
    tell_absences,
    time_objects,
)
from supportdesk.cli.parameters import assignments, positive_number, session_of, whole_number
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session, find_operator
from supportdesk.cli.times import local_text
from supportdesk.domain.action import EndAbsence, SetAbsence, SetDealing, SetDuties, SetStatus
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.i18n import gettext as _
from supportdesk.i18n.staffing_names import dealing_name, status_name
from supportdesk.i18n.work_names import time_text
from supportdesk.store.read import operators as reading
from supportdesk.store.read.operators import DealtQueue
from supportdesk.store.read.rows import OperatorRow

NONE = ("none", "-")

Who = Annotated[str, typer.Argument(metavar="WHO", help=_("A login, e-mail, name; me."))]
Skills = Annotated[
    list[str] | None,
    typer.Option(
        "--skill", metavar="WORD", help=_("May be repeated; two letters are a language; none.")
    ),
]


def add_to_operators(group: typer.Typer) -> None:
    """Add the commands about those who work."""
    group.command("status", help=_("Say what you do: available, busy, break, away, offline."))(
        set_status
    )
    group.command("set", help=_("Set queues, skills, caps and planned start of an operator."))(
        set_duties
    )
    group.command("absent", help=_("Plan an absence, with a substitute."))(plan_absence)
    group.command("absences", help=_("List the absences that are not over."))(list_absences)
    group.command("back", help=_("End an absence, or take back a planned one."))(end_absence)
    group.command("times", help=_("Show how long everybody had each status."))(list_times)


def add_to_queues(group: typer.Typer) -> None:
    """Add the commands about dealing."""
    group.command("deal", help=_("Say how a queue is dealt: off, balanced, round_robin."))(
        set_dealing
    )


def set_status(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="[WHO] STATUS", help=_("Without a name it is your own.")),
    ],
) -> None:
    """Set a status: one's own, or a lead somebody's. Who is available is dealt tickets."""
    session = session_of(context)
    if len(words) > 2:
        raise typer.BadParameter(_("at most a name and a status"))
    status = words[-1].strip().lower()
    row = _person(session, "me" if len(words) == 1 else words[0])
    receipt = session.act(SetStatus(status, row.id))
    said = _("{name} is {status} now.").format(name=row.name, status=status_name(status))
    tell_receipt(session, receipt, said)


def set_duties(
    context: typer.Context,
    who: Who,
    *,
    queues: Annotated[
        list[str] | None,
        typer.Option("--queue", metavar="QUEUE", help=_("May be repeated; all: every queue.")),
    ] = None,
    skills: Skills = None,
    caps: Annotated[
        list[str] | None,
        typer.Option("--cap", metavar="LINE=N", help=_("May be repeated; none: the desk's hold.")),
    ] = None,
    starts: Annotated[
        str | None,
        typer.Option(
            "--starts",
            metavar="TIME",
            help=_("When the shift is planned to begin: 09:00; none for no plan."),
        ),
    ] = None,
) -> None:
    """Set what is named and leave the rest."""
    session = session_of(context)
    row = _person(session, who)
    action = SetDuties(
        row.id,
        None if queues is None else _queues(session, queues),
        None if skills is None else tuple(word for word in skills if not _is_none(word)),
        None if caps is None else _caps(caps),
        "" if starts is not None and _is_none(starts) else starts,
    )
    receipt = session.act(action)
    tell_receipt(session, receipt, _("Operator {number} is changed.").format(number=row.id))


def plan_absence(
    context: typer.Context,
    who: Who,
    *,
    since: Annotated[
        str, typer.Option("--from", metavar="WHEN", help=_("A day or a moment; now."))
    ] = "now",
    until: Annotated[
        str,
        typer.Option("--to", metavar="WHEN", help=_("To the end of that day, or that moment.")),
    ],
    substitute: Annotated[
        str | None,
        typer.Option("--substitute", metavar="WHO", help=_("Else their clients are the queue's.")),
    ] = None,
) -> None:
    """Plan when somebody is away."""
    from supportdesk.domain.moments import parse_boundary

    session = session_of(context)
    row = _person(session, who)
    zone = session.settings.zone
    begin, _end = parse_boundary(since, session.clock(), zone)
    _begin, end = parse_boundary(until, session.clock(), zone)
    other = None if substitute is None else choosing.owner(session, substitute)
    receipt = session.act(SetAbsence(row.id, begin, end, other))
    said = _("{name} is away until {when} (absence {number}).").format(
        name=row.name,
        when=local_text(to_milliseconds(end), zone),
        number=dict(receipt.counts)["absence"],
    )
    tell_receipt(session, receipt, said)


def list_absences(context: typer.Context) -> None:
    """List who is away now or will be."""
    session = session_of(context)
    rows = session.ask(reading.absences, session.now())
    if session.as_json:
        for row in rows:
            session.output.item(absence_object(row))
        return
    tell_absences(session, rows)


def end_absence(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ABSENCE", parser=positive_number)],
) -> None:
    """End an absence now; its tickets return."""
    session = session_of(context)
    receipt = session.act(EndAbsence(number))
    session.desk.work()
    tell_receipt(session, receipt, _("The absence {number} is over.").format(number=number))


def list_times(
    context: typer.Context,
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help=_("From that day on: -7d, 2026-03-01."))
    ] = "today",
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help=_("To the end of that day."))
    ] = "now",
) -> None:
    """Show the time in each status between two moments."""
    from supportdesk.domain.moments import parse_boundary

    session = session_of(context)
    zone = session.settings.zone
    begin = to_milliseconds(parse_boundary(since, session.clock(), zone)[0])
    end = to_milliseconds(parse_boundary(until, session.clock(), zone)[1])
    items = time_objects(session, session.ask(reading.time_in_status, begin, end))
    if session.as_json:
        for item in items:
            session.output.item(item)
        return
    session.output.table(
        [_("Time"), _("Status"), _("Operator")],
        [
            [
                time_text(int(str(item["seconds"])) * 1000),
                status_name(str(item["status"])),
                str(item["operator"]),
            ]
            for item in items
        ],
    )


def set_dealing(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="QUEUE", help=_("A name or number."))],
    mode: Annotated[
        str | None,
        typer.Argument(metavar="[MODE]", help=_("off, balanced, round_robin; without it, as is.")),
    ] = None,
    *,
    take_back: Annotated[
        int | None,
        typer.Option(
            "--take-back",
            metavar="MINUTES",
            parser=whole_number,
            help=_("Business minutes after which an untouched ticket is taken back; 0: never."),
        ),
    ] = None,
    skills: Skills = None,
) -> None:
    """Set how a queue is dealt, what its tickets ask, and when they are taken back."""
    session = session_of(context)
    row = choosing.queue(session, which)
    asked = None if skills is None else tuple(word for word in skills if not _is_none(word))
    receipt = session.act(SetDealing(row.id, mode, take_back, asked))
    dealt = session.ask(reading.dealt_queues)[row.id]
    tell_receipt(session, receipt, _dealt_text(row.name, dealt))


def _dealt_text(name: str, dealt: DealtQueue) -> str:
    said = _("Queue {name}: {mode}.")
    if dealt.dealing != "off" and dealt.take_back:
        said = _("Queue {name}: {mode}, untouched tickets are taken back after {minutes} min.")
    mode = dealing_name(dealt.dealing)
    return said.format(name=name, mode=mode, minutes=dealt.take_back)


def _person(session: Session, who: str) -> OperatorRow:
    """The operator meant by `me`, a login, e-mail, name or number."""
    if who.strip().casefold() == "me":
        return session.actor()
    return find_operator(session.operators, who)


def _queues(session: Session, typed: list[str]) -> tuple[int, ...]:
    if [word.strip().casefold() for word in typed] == ["all"] and not _is_queue(session, "all"):
        return ()
    return tuple(choosing.queue(session, word).id for word in typed)


def _is_queue(session: Session, name: str) -> bool:
    return name in {known.casefold() for known in queue_names(session).values()}


def _caps(typed: list[str]) -> tuple[tuple[int, int], ...]:
    wanted = [word for word in typed if not _is_none(word)]
    return tuple((whole_number(line), whole_number(cap)) for line, cap in assignments(wanted))


def _is_none(word: str) -> bool:
    return word.strip().casefold() in NONE
