"""`roster`: when tickets come, how many people that needs, and whether a roster will do."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.completing import complete_query
from supportdesk.cli.failures import REFUSED
from supportdesk.cli.parameters import PASS_OPTIONS, session_of
from supportdesk.cli.roster_check import night_share, tell_check, tell_plan
from supportdesk.cli.roster_load import load_object, period, shades_for
from supportdesk.cli.roster_need import need_object
from supportdesk.cli.session import Session
from supportdesk.desk import needs as needing
from supportdesk.desk.loads import Counted, load_asked
from supportdesk.desk.needs import Channel
from supportdesk.desk.roster_file import read_need, read_roster, read_wishes, with_shifts
from supportdesk.domain.errors import Invalid
from supportdesk.domain.load import NIGHT_SHIFT_SHARE
from supportdesk.domain.roster import Roster, has_nights, night_of
from supportdesk.domain.roster_plan import plan, turns_of
from supportdesk.i18n import gettext as _
from supportdesk.texts.loads import tell_load
from supportdesk.texts.needs import tell_need

Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="QUERY",
        help=_("Which tickets, for example: queue:Billing channel:phone; else every one."),
        autocompletion=complete_query,
    ),
]
File = Annotated[Path, typer.Argument(metavar="FILE", help=_("The roster."))]
Needs = Annotated[
    Path | None,
    typer.Option(
        "--need", metavar="FILE", help=_("What `roster need --json` wrote, instead of [need].")
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help=_("From that day on: -7d, 2026-03-01."))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help=_("To the end of that day."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    roster = typer.Typer(no_args_is_help=True)
    for name, text, epilog, command in (
        ("load", _("Show when tickets come: each hour of the week, and at night."), None, show),
        ("need", _("Say how many people each hour of the week needs."), _need_text(), need),
        (
            "check",
            _("Hold a roster against the rules; exit code 1 if any is broken."),
            _file_text(),
            check,
        ),
        ("plan", _("Give out the shifts of a roster, greedily."), _plan_text(), make_plan),
    ):
        roster.command(name, help=text, epilog=epilog, context_settings=PASS_OPTIONS)(command)
    app.add_typer(
        roster, name="roster", help=_("Load, people needed, and shifts: load, need, check, plan.")
    )


def _need_text() -> str:
    return "\n\n".join(
        (
            _(
                "Tickets are foreseen by weekday and hour, as the mean of the last 8 whole weeks;"
                " the error on the last 4 is told, and with less than 8 weeks or 200 tickets it is"
                " refused. --observed takes the period as it was."
            ),
            _(
                "Mail is simulated hour by hour with its backlog: as few people on each weekday as"
                " will do. Live channels follow Erlang C, in which nobody hangs up."
            ),
            _(
                'For example: supportdesk roster need queue:Billing --handling 12m --hours "mon-fri'
                ' 9-18" --within 8h'
            ),
        )
    )


def _file_text() -> str:
    return "\n".join(
        (
            *("\b", _("A roster is a TOML file; times are on the clock of --timezone:")),
            "  night_premium = 0.4",
            "  [need]",
            '  "mon-fri 9-18" = 2',
            "  [[person]]",
            '  name = "Olga"',
            "  hour_cost = 20",
            '  shifts = ["2026-03-02 09:00-18:00", "2026-03-03 22:00-06:00"]',
            "",
            _(
                "Rules: nobody works two nights running; 11 hours of rest between shifts; none on a"
                " day off; in every hour as many people as needed; no night shift while less than"
                " 5 % of the tickets come from 22:00 to 06:00 (pass with --confirm night_shift). At"
                " least 3 hours of that make a night shift. Pieces up to 2 hours apart are one"
                " shift with a"
                " break. The night costs a premium, 0.2 of the hour's cost where none is named."
                " first and last name a longer period, timezone another clock."
            ),
        )
    )


def _plan_text() -> str:
    return "\n".join(
        (
            *("\b", _("The file of a roster, with what may be given out and to whom:")),
            "  first = 2026-03-02",
            "  last = 2026-03-08",
            "  [plan]",
            '  turns = ["09:00-18:00", "13:00-22:00"]',
            "  week_hours = 40",
            "  [need]",
            '  "mon-sun 9-22" = 1',
            "  [[person]]",
            '  name = "Olga"',
            "  off = [2026-03-05]",
            "",
            _(
                "The turn that fills most goes to whoever works least and may take it: shifts that"
                " are in the file stay, no rule is broken, and what nobody may take is told; then"
                " the exit code is 1. Write the answer into a file: supportdesk roster plan FILE >"
                " PLANNED, and look at it with supportdesk roster check PLANNED. It is not the best"
                " roster there is."
            ),
        )
    )


def show(
    context: typer.Context,
    query: Query = None,
    *,
    since: Since = None,
    until: Until = None,
    counted: Annotated[
        Counted,
        typer.Option("--count", help=_("Tickets created, messages of clients, or replies.")),
    ] = Counted.TICKETS,
    numbers: Annotated[
        bool, typer.Option("--numbers", help=_("Numbers alone, no shades beside them."))
    ] = False,
) -> None:
    """Show the load."""
    session = session_of(context)
    zone = session.settings.zone
    found = session.ask(load_asked, period(session, query, since, until), zone, counted)
    if session.as_json:
        session.output.item(load_object(session, found, counted))
        return
    shades = "" if numbers else shades_for(sys.stdout.encoding)
    tell_load(session.output, found, zone, counted, shades=shades)


def need(
    context: typer.Context,
    query: Query = None,
    *,
    since: Since = None,
    until: Until = None,
    channel: Annotated[
        Channel, typer.Option("--channel", help=_("mail, or live: calls and chats."))
    ] = Channel.MAIL,
    handled_in: Annotated[
        str | None,
        typer.Option(
            "--handling",
            metavar="TIME",
            help=_("What a ticket takes: 167s, 12m; else as counted, or as a call was open."),
        ),
    ] = None,
    level: Annotated[
        int, typer.Option("--level", metavar="PERCENT", help=_("How many are answered in time."))
    ] = 80,
    within: Annotated[
        str | None,
        typer.Option(
            "--within", metavar="TIME", help=_("In what time: live 20s, mail 8h of open hours.")
        ),
    ] = None,
    hours: Annotated[
        str,
        typer.Option("--hours", metavar="HOURS", help=_('When the desk is open: "mon-fri 9-18".')),
    ] = "24x7",
    observed: Annotated[
        bool, typer.Option("--observed", help=_("For the load as it was, without a forecast."))
    ] = False,
) -> None:
    """Say how many people are needed."""
    session = session_of(context)
    zone = session.settings.zone
    wanted = needing.promise(channel, level, within, hours)
    asked = period(session, query, since, until)
    found = session.ask(needing.arrivals, asked, session.clock(), zone, observed=observed)
    each = session.ask(needing.handling, asked, handled_in, channel)
    needed = needing.need(found, each, wanted)
    if session.as_json:
        session.output.item(need_object(needed, zone))
    else:
        tell_need(session.output, needed)


def check(
    context: typer.Context,
    file: File,
    query: Query = None,
    *,
    since: Since = None,
    until: Until = None,
    needs: Needs = None,
) -> None:
    """Check a roster; the store is asked only when somebody works at night."""
    session = session_of(context)
    roster, known = _read(session, file, needs)
    share = None
    if has_nights(roster):
        share = night_share(session, period(session, query, since, until), known)
    if tell_check(session, roster, share):
        raise typer.Exit(REFUSED)


def make_plan(
    context: typer.Context,
    file: File,
    query: Query = None,
    *,
    since: Since = None,
    until: Until = None,
    needs: Needs = None,
) -> None:
    """Write a roster whose shifts are given out."""
    session = session_of(context)
    roster, known = _read(session, file, needs)
    if roster.need is None:
        raise Invalid("roster.no_need", path=str(file))
    wishes, share = read_wishes(file), None
    if has_nights(roster) or any(night_of(turn) for turn in turns_of(roster, wishes)):
        share = night_share(session, period(session, query, since, until), known)
        wishes = replace(wishes, nights=share is None or share >= NIGHT_SHIFT_SHARE)
    planned = plan(roster, roster.need, wishes)
    if tell_plan(session, planned, share, with_shifts(file, planned)):
        raise typer.Exit(REFUSED)


def _read(session: Session, file: Path, needs: Path | None) -> tuple[Roster, float | None]:
    """The roster, and the share of tickets at night where a file of needs tells it."""
    roster = read_roster(file, session.settings.zone)
    if needs is None:
        return roster, None
    needed, share = read_need(needs)
    return replace(roster, need=needed), share
