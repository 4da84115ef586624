"""`backup`, `restore` and `doctor`: keeping a store safe and sound."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.address import ServerAddress
from supportdesk.cli.commands.kept_mails import mailbox_objects, tell_mailboxes
from supportdesk.cli.failures import STORE_TROUBLE
from supportdesk.cli.outgoing_mail import outgoing_object, tell_outgoing
from supportdesk.cli.parameters import session_of
from supportdesk.cli.session import Session
from supportdesk.cli.times import stamp
from supportdesk.domain.errors import DeskError, Refused
from supportdesk.i18n import gettext as _
from supportdesk.objects.times import utc_text_or_none
from supportdesk.store.read import desk_lists, health, mailboxes, sendings
from supportdesk.store.read.connection import open_file
from supportdesk.store.read.health import Finding
from supportdesk.store.read.rows import StoreFacts


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("backup", help=_("Copy the store, also while others work, into one file."))(backup)
    app.command("restore", help=_("Go back to a backup; the former store is kept beside it."))(
        restore
    )
    app.command("doctor", help=_("Check that the store holds together."))(doctor)


def backup(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A file that does not exist."))],
) -> None:
    """Copy the store as it is now into one plain file that is checked before it is named."""
    from supportdesk.store.write.backup import back_up

    session = session_of(context)
    size = back_up(session.file(), Path(file))
    if session.as_json:
        session.output.item({"backup": file, "bytes": size})
    else:
        session.output.say(
            _("The store is backed up to {file}, {size} bytes.").format(file=file, size=size)
        )


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A backup."))],
) -> None:
    """Make the store what the backup holds; nothing of the former store is lost."""
    from supportdesk.store.write import backup as backups

    session = session_of(context)
    session.require_writing()
    store = session.file()
    if (session.settings.link or _copied(store)) != _copied(Path(file)):
        raise Refused("link.other_backup", path=file, store=str(store))
    former = store.with_name(f"{store.name}.before-restore-{stamp(session.clock())}")
    kept = former if backups.restore(Path(file), store, former) else None
    if session.as_json:
        session.output.item({"restored": file, "store": str(store), "former": kept and str(kept)})
        return
    session.output.say(
        _("The store {store} is now what {file} holds.").format(store=store, file=file)
    )
    if kept is not None:
        session.output.say(
            _(
                "What it held before is kept: {former}. To go back: supportdesk restore {former}"
            ).format(former=kept)
        )


def _copied(store: Path) -> str | None:
    """The link whose copy lies there; None for a desk of its own, and for what cannot be read.

    What is no plain file is not opened: a pipe would be waited for.
    """
    try:
        reader = open_file(store) if store.is_file() else None
    except (DeskError, OSError):
        return None
    if reader is None:
        return None
    with closing(reader):
        try:
            row = sendings.link(reader)
        except sqlite3.Error:  # older than links, or none of ours: told of by what reads it next
            return None
        return None if row is None else row.name


def doctor(
    context: typer.Context,
    repair: Annotated[
        bool,
        typer.Option("--repair", help=_("Compute anew what can be: counters, search index.")),
    ] = False,
) -> None:
    """Check file, references, numbers, index, events and late work; exit with 4 on a fault."""
    session = session_of(context)
    facts = session.ask(desk_lists.facts, session.now())
    found = _findings(session)
    if repair and any(finding.faults and finding.repairable for finding in found):
        session.desk.repair()
        found = _findings(session)
    if session.as_json:
        session.output.item(_report(session, facts, found))
    else:
        _tell(session, facts, found)
    if any(finding.faults for finding in found):
        raise typer.Exit(STORE_TROUBLE)


def _findings(session: Session) -> list[Finding]:
    return session.ask(lambda connection: list(health.findings(connection)))


def _way_back(session: Session) -> str:
    if isinstance(session.settings.store, ServerAddress):
        return _("Go back to a sound backup with: pg_restore --clean")
    return _("Go back to a sound backup with: supportdesk restore FILE")


def _report(session: Session, facts: StoreFacts, found: list[Finding]) -> dict[str, object]:
    return {
        "store": str(session.settings.store),
        "tickets": facts.tickets,
        "messages": facts.messages,
        "clients": facts.clients,
        "change": facts.change,
        "overdue_work": facts.overdue_work,
        "oldest_overdue": utc_text_or_none(facts.oldest_overdue_at),
        "read_only": session.desk.read_only_because,
        "mailboxes": mailbox_objects(session),
        "kept_mails": len(session.ask(mailboxes.kept_mails)),
        "outgoing": outgoing_object(session),
        "sound": not any(finding.faults for finding in found),
        "checks": [
            {
                "check": finding.check,
                "faults": finding.faults,
                "examples": list(finding.examples),
                "repairable": finding.repairable,
            }
            for finding in found
        ],
    }


def _tell(session: Session, facts: StoreFacts, found: list[Finding]) -> None:
    output = session.output
    output.fact(_("Store"), session.settings.store)
    output.fact(_("Tickets"), facts.tickets)
    output.fact(_("Messages"), facts.messages)
    output.fact(_("Clients"), facts.clients)
    output.fact(_("Change number"), facts.change)
    output.fact(_("Read only"), session.desk.read_only_because)
    for finding in found:
        if finding.faults:
            examples = ", ".join(finding.examples)
            output.say(f"{finding.check}: {finding.faults} ({examples})")
        else:
            output.say(_("{check}: sound").format(check=finding.check))
    tell_mailboxes(session)
    tell_outgoing(session)
    since = facts.oldest_overdue_at
    if since is not None and (minutes := (session.now() - since) // 60_000):
        late = _(
            "Late work: {count}, up to {minutes} min. Nobody works for this store; open the"
            " console or run: supportdesk work"
        )
        output.say(late.format(count=facts.overdue_work, minutes=minutes))
    if any(finding.faults and finding.repairable for finding in found):
        output.say(_("Some of this can be computed anew: supportdesk doctor --repair"))
    if any(finding.faults and not finding.repairable for finding in found):
        output.say(_way_back(session))
