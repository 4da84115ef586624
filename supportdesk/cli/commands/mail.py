"""`mail`: the mailboxes of the desk: set one up, list, try, remove."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from supportdesk.cli.commands.kept_mails import add_kept
from supportdesk.cli.mailboxes import account_named, accounts, password_of
from supportdesk.cli.parameters import session_of
from supportdesk.cli.session import Session
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.i18n import gettext as _
from supportdesk.objects.times import utc_text
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.mail_accounts import (
    ENVIRONMENT,
    IMAP_PORTS,
    SMTP_PORTS,
    MailAccount,
    Server,
    keep_account,
    mail_file,
    remove_account,
    require_sound,
)
from supportdesk.settings.secrets import keep_secret, secrets_file
from supportdesk.store.read.connection import is_made

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the account: support."))]
Text = str | None


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("add", help=_("Set up an account, or change one; its password is asked for."))(
        add
    )
    group.command("list", help=_("List the accounts."))(list_accounts)
    group.command("check", help=_("Connect, and say what works."))(check)
    group.command("password", help=_("Give the password again: asked for, or standard input."))(
        password
    )
    group.command("remove", help=_("Forget an account and its password; tickets stay."))(remove)
    add_kept(group)
    app.add_typer(
        group,
        name="mail",
        help=_("Mailboxes of the desk: add, list, check, password, remove, kept."),
    )


def add(
    context: typer.Context,
    name: Name,
    *,
    address: Annotated[Text, typer.Option(help=_("The address clients write to."))] = None,
    sender: Annotated[Text, typer.Option(help=_("The name beside the address."))] = None,
    queue: Annotated[Text, typer.Option(help=_("The queue of its new tickets."))] = None,
    imap: Annotated[
        Text, typer.Option(metavar="HOST[:PORT]", help=_("Where mail comes from."))
    ] = None,
    maildir: Annotated[
        Text, typer.Option(metavar="PATH", help=_("Or a Maildir of this machine."))
    ] = None,
    smtp: Annotated[
        Text, typer.Option(metavar="HOST[:PORT]", help=_("Where answers leave."))
    ] = None,
    user: Annotated[Text, typer.Option(help=_("Who one is there; else the address."))] = None,
    security: Annotated[
        Text, typer.Option(help=_("Of the servers named here: tls, starttls, none (local)."))
    ] = None,
    folder: Annotated[Text, typer.Option(help=_("The folder that is read: INBOX."))] = None,
    after: Annotated[
        Text, typer.Option(help=_("What becomes of taken mail: seen, nothing, move:FOLDER."))
    ] = None,
    whole: Annotated[
        bool, typer.Option("--all", help=_("Take what lies there already as new mail too."))
    ] = False,
    secret: Annotated[
        Text, typer.Option(help=_("Where the password is: keyring, file, environment."))
    ] = None,
) -> None:
    """Keep an account; what is not named stays as it is."""
    session = session_of(context)
    file = mail_file(session.settings.file)
    known = accounts(session).get(name)
    wanted = known or MailAccount(
        name,
        address or _asked(_("The address clients write to")),
        since="" if whole else utc_text(to_milliseconds(session.clock())) or "",
    )
    texts: dict[str, Any] = {
        "address": address,
        "sender": sender,
        "queue": queue,
        "folder": folder,
        "after": after,
        "secret": secret,
    }
    wanted = replace(wanted, **{key: value for key, value in texts.items() if value is not None})
    wanted = replace(wanted, since="") if whole else wanted
    if maildir is not None:
        wanted = replace(wanted, maildir=Path(maildir).expanduser().absolute(), imap=None)
    login = wanted.address if user is None else user
    if known is None and not (imap or maildir or smtp):
        imap = _asked(_("The IMAP server"))
    if imap:
        wanted = replace(
            wanted, imap=_server(imap, security or "tls", login, IMAP_PORTS), maildir=None
        )
    if smtp:
        wanted = replace(wanted, smtp=_server(smtp, security or "tls", login, SMTP_PORTS))
    if wanted.queue is not None:
        _require_queue(session, wanted.queue)
    require_sound(wanted, file)
    moved = known is None or known.secret != wanted.secret
    logins = any(server and server.user for server in (wanted.imap, wanted.smtp))
    if moved and wanted.secret != ENVIRONMENT and logins:
        _keep_password(session, wanted)
    keep_account(file, wanted)
    _tell(session, wanted)
    if not session.as_json:
        session.output.say(_("Try it: supportdesk mail check {name}").format(name=name))


def list_accounts(context: typer.Context) -> None:
    """One line, or one object, an account."""
    session = session_of(context)
    known = accounts(session)
    for account in known.values():
        _tell(session, account)
    if not known and not session.as_json:
        session.output.say(_("No mail account. Add one: supportdesk mail add NAME"))


def check(context: typer.Context, name: Name) -> None:
    """Connect and say what works; nothing is read, marked or sent."""
    from supportdesk.cli.posting import greet

    session = session_of(context)
    account = account_named(session, name)
    smtp = account.smtp
    found: dict[str, Any] = {"account": name, "works": True}
    if account.imap or account.maildir or smtp is None:
        found |= _looked_into(session, account)
    if smtp is not None:
        greet(session, account)
    found["smtp"] = None if smtp is None else f"{smtp.host}:{smtp.port}"
    if session.as_json:
        session.output.item(found)
        return
    if smtp is not None:
        said = _("Answers can leave by {host} ({security}).")
        session.output.say(said.format(host=found["smtp"], security=smtp.security))
    session.output.say(_("The mail comes and goes while this runs: supportdesk work"))


def _looked_into(session: Session, account: MailAccount) -> dict[str, Any]:
    """What stands where mail comes from; a person is told of it."""
    from supportdesk.intake.boxes import open_box

    box = open_box(account, password_of(session, account))
    try:
        found = {
            "folder": account.folder if account.imap else str(account.maildir),
            "security": account.imap.security if account.imap else None,
            "idle": box.waits,
            "mails": len(box.letters(0)),
        }
    finally:
        box.close()
    if session.as_json:
        return found
    say = session.output.say
    if account.imap is not None:
        server, security = account.imap.host, account.imap.security
        say(_("Connected to {host} ({security}).").format(host=server, security=security))
        say(_("Logged in as {user}.").format(user=account.imap.user))
    say(_("The folder {folder} opens.").format(folder=found["folder"]))
    if account.maildir:
        say(_("It is looked at every two seconds."))
    else:
        say(_("It tells of new mail at once.") if box.waits else _("It is looked at every minute."))
    return found


def password(context: typer.Context, name: Name) -> None:
    """Keep another password."""
    session = session_of(context)
    account = account_named(session, name)
    _keep_password(session, account)
    if not session.as_json:
        session.output.say(_("Kept. Try it: supportdesk mail check {name}").format(name=name))


def remove(context: typer.Context, name: Name) -> None:
    """Forget the account, then its password."""
    session = session_of(context)
    account = account_named(session, name)
    remove_account(mail_file(session.settings.file), name)
    if account.imap or account.smtp:
        keep_secret(account.secret, name, secrets_file(session.settings.file), None)
    if is_made(session.settings.store):
        _forget_mailbox(session, name)
    if session.as_json:
        session.output.item({"removed": name})
    else:
        session.output.say(_("Removed: {name}; its tickets stay.").format(name=name))


def _forget_mailbox(session: Session, name: str) -> None:
    """Say no more how the mailbox of an account fares. Raises StoreTrouble."""
    from supportdesk.store.read import mailboxes as known
    from supportdesk.store.write import mailboxes

    if session.ask(known.mailbox, name) is not None:
        session.require_writing()
        session.desk.lease(mailboxes.forget, name)


def _keep_password(session: Session, account: MailAccount) -> None:
    """Ask for the password without showing it, or read it from standard input."""
    if sys.stdin.isatty():
        from getpass import getpass

        given = getpass(_("Password of {name}: ").format(name=account.name))
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise SettingTrouble("secret.empty", name=account.name)
    keep_secret(account.secret, account.name, secrets_file(session.settings.file), given)


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        return ""
    return str(typer.prompt(question))


def _server(written: str, security: str, user: str, ports: dict[str, int]) -> Server:
    host, colon, port = written.rpartition(":")
    if colon and port.isascii() and port.isdigit():
        return Server(host, int(port[:6]), security, user)
    return Server(written, ports.get(security, 993), security, user)


def _require_queue(session: Session, name: str) -> None:
    """Raises NotFound for a queue the store does not have."""
    from supportdesk.cli.choosing import queue

    queue(session, name)


def account_object(account: MailAccount) -> dict[str, object]:
    """An account as scripts see it; no password is in it."""
    return {
        "account": account.name,
        "address": account.address,
        "queue": account.queue,
        "imap": _server_object(account.imap),
        "maildir": None if account.maildir is None else str(account.maildir),
        "folder": account.folder,
        "after": account.after,
        "since": account.since or None,
        "smtp": _server_object(account.smtp),
        "secret": account.secret,
    }


def _server_object(server: Server | None) -> dict[str, object] | None:
    if server is None:
        return None
    return {
        "host": server.host,
        "port": server.port,
        "security": server.security,
        "user": server.user,
    }


def _tell(session: Session, account: MailAccount) -> None:
    if session.as_json:
        session.output.item(account_object(account))
        return
    parts = [account.name, account.address]
    if account.imap or account.maildir:
        place = _place(account.imap) if account.imap else str(account.maildir)
        parts.append(f"{place}  → {account.queue or _('first queue')}")
    if account.smtp:
        parts.append(_("answers leave by {server}").format(server=_place(account.smtp)))
    session.output.say("  ".join(parts))


def _place(server: Server) -> str:
    return f"{server.host}:{server.port} {server.security}"
