"""`mail kept`: mails that could not be taken in: list, save, drop."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.parameters import session_of, whole_number
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.roles import require_to_drop_mail
from supportdesk.i18n import gettext as _
from supportdesk.i18n.import_texts import reason_text
from supportdesk.i18n.refusals import sentence
from supportdesk.intake.record import SKIP_REASONS
from supportdesk.objects.times import utc_text
from supportdesk.store.read import mailboxes
from supportdesk.store.read.mailboxes import KeptMailRow

Number = Annotated[
    int, typer.Argument(metavar="NUMBER", parser=whole_number, help=_("Its number in the list."))
]


def add_kept(group: typer.Typer) -> None:
    """Add `kept` to the commands of `mail`."""
    kept = typer.Typer(no_args_is_help=True)
    kept.command("list", help=_("List them with the reason."))(list_kept)
    kept.command("save", help=_("Write one into a file as it came; - is standard output."))(save)
    kept.command("drop", help=_("Forget one for good."))(drop)
    group.add_typer(kept, name="kept", help=_("Mails that could not be taken in."))


def list_kept(context: typer.Context) -> None:
    """One line, or one object, a mail."""
    session = session_of(context)
    rows = session.ask(mailboxes.kept_mails)
    for row in rows:
        if session.as_json:
            session.output.item(_kept_object(row))
        else:
            when = local_text(row.at, session.settings.zone)
            said = f"{row.id}  {when}  {row.mailbox}  {row.size}  {why_kept(row.reason)}"
            session.output.say(said if row.held else f"{said}  ({row.place})")
    if not rows and not session.as_json:
        session.output.say(_("None: every mail was taken in."))


def save(
    context: typer.Context,
    number: Number,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A new file, or -."))],
) -> None:
    """Write its bytes; an existing file is left alone."""
    session = session_of(context)
    content = session.ask(mailboxes.kept_content, number)
    if content is None:
        raise NotFound("mail.not_kept", number=number)
    if file == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        with Path(file).expanduser().open("xb") as written:
            written.write(content)
    except FileExistsError:
        raise Refused("file.exists", path=file) from None
    except OSError as trouble:
        raise Refused("file.unwritable", path=file, reason=trouble.strerror) from trouble
    if not session.as_json:
        session.output.say(_("Written: {path}").format(path=file))


def drop(context: typer.Context, number: Number) -> None:
    """Forget it."""
    from supportdesk.store.write import mailboxes as kept

    session = session_of(context)
    session.require_writing()
    require_to_drop_mail(session.actor().role)
    if not session.desk.lease(kept.let_go, number):
        raise NotFound("mail.not_kept", number=number)
    if session.as_json:
        session.output.item({"dropped": number})
    else:
        session.output.say(_("Dropped: {number}").format(number=number))


def why_kept(reason: str) -> str:
    """The reason of a kept mail: of its reading, or what the desk has refused."""
    return reason_text(reason) if reason in SKIP_REASONS else sentence(reason, {}, interface="cli")


def tell_mailboxes(session: Session) -> None:
    """What works and what fails of the mailboxes, for people; nothing where there are none."""
    zone = session.settings.zone
    for row in session.ask(mailboxes.mailboxes):
        if row.failing_since is None:
            when = "—" if row.looked_at is None else local_text(row.looked_at, zone)
            said = _("Mailbox {name}: works, looked at {when}").format(name=row.name, when=when)
        else:
            since = local_text(row.failing_since, zone)
            why = trouble_sentence(row.trouble)
            said = _("Mailbox {name}: fails since {when}. {why}").format(
                name=row.name, when=since, why=why
            )
        session.output.say(said)
    count = len(session.ask(mailboxes.kept_mails))
    if count:
        told = _("Mails that could not be taken in: {count}; see: supportdesk mail kept list")
        session.output.say(told.format(count=count))


def mailbox_objects(session: Session) -> list[dict[str, object]]:
    """The same for scripts."""
    return [
        {
            "account": row.name,
            "works": row.failing_since is None,
            "looked_at": None if row.looked_at is None else utc_text(row.looked_at),
            "failing_since": None if row.failing_since is None else utc_text(row.failing_since),
            "code": json.loads(row.trouble)["code"] if row.trouble else None,
        }
        for row in session.ask(mailboxes.mailboxes)
    ]


def trouble_sentence(kept: str) -> str:
    """Why a mailbox fails and what would help, from what was kept of it."""
    parameters = json.loads(kept)
    return sentence(str(parameters.pop("code")), parameters, interface="cli")


def _kept_object(row: KeptMailRow) -> dict[str, object]:
    return {
        "kept": row.id,
        "account": row.mailbox,
        "place": row.place,
        "reason": row.reason,
        "size": row.size,
        "at": utc_text(row.at),
        "held": row.held,
    }
