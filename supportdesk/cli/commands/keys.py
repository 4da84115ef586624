"""`keys`: the keys of the console as they are here, and the file that remaps them (F164)."""

import typer

from supportdesk.cli.console_opening import own_keys
from supportdesk.cli.failures import WRONG_USAGE
from supportdesk.cli.files import make_folder, write_file
from supportdesk.cli.parameters import session_of
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.settings.keys_file import keys_file, read_keys


def file_text() -> str:
    """How keys are remapped, for the help."""
    return "\n".join(
        (
            *("\b", _("Keys of your own stand in keys.toml in the folder for settings:")),
            '  reply = "R"',
            '  undo = ["z", "ctrl+u"]',
            '  recent = "g l"',
            "  take = []",
            "",
            _(
                "One key, several, a sequence of two, or none; what is not named keeps its keys."
                " Letters are meant by their place and work on Russian and Ukrainian layouts, too."
                " The keys inside dialogs (Enter, Esc, Tab, arrows, Ctrl+D) stay as they are."
                " Where that folder is: supportdesk config."
            ),
        )
    )


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(invoke_without_command=True, epilog=file_text())
    group.callback()(list_when_alone)
    group.command("list", help=_("List every command with the keys it has here."))(list_keys)
    group.command("check", help=_("Tell everything that is wrong with your file of keys."))(check)
    group.command(
        "init", help=_("Write a file of keys to change: every command with its usual keys.")
    )(init)
    app.add_typer(group, name="keys", help=_("Keys of the console: list, check, init."))


def list_when_alone(context: typer.Context) -> None:
    """`keys` without a word lists."""
    if context.invoked_subcommand is None:
        list_keys(context)


def list_keys(context: typer.Context) -> None:
    """List every key of the console, for reading without looking."""
    from supportdesk.console.command import AREAS
    from supportdesk.console.keys import USUAL_KEYS

    session = session_of(context)
    usual = {command.name: list(command.keys) for command in USUAL_KEYS.all}
    for command in own_keys().all:
        if session.as_json:
            session.output.item(
                {
                    "name": command.name,
                    "where": str(command.where),
                    "keys": list(command.keys),
                    "usual_keys": usual[command.name],
                    "title": _(command.title),
                    "help": _(command.help),
                    "cli": command.cli,
                }
            )
        else:
            place, title, said = _(AREAS[command.where]), _(command.title), _(command.help)
            pressed = " ".join(command.keys) or _("in the palette")
            session.output.say(f"{place}: {pressed}: {title}. {said} ({command.name})")


def check(context: typer.Context) -> None:
    """Tell every trouble; exit code 2 where there is any."""
    from supportdesk.console.keys import USUAL_KEYS

    session, file = session_of(context), keys_file()
    chosen = read_keys(file)
    troubles = USUAL_KEYS.troubles(chosen, str(file))
    for trouble in troubles:
        message = sentence(trouble.code, trouble.parameters, interface="cli")
        if session.as_json:
            item = {"code": trouble.code, "message": message}
            session.output.item({**item, "parameters": dict(trouble.parameters)})
        else:
            session.output.say(message)
    if troubles:
        raise typer.Exit(WRONG_USAGE)
    if session.as_json:
        session.output.item({"keys_file": str(file), "remapped": sorted(chosen)})
    elif chosen:
        remapped = ", ".join(sorted(chosen))
        session.output.say(_("{file} is in order: {names}.").format(file=file, names=remapped))
    else:
        session.output.say(_("No keys are remapped: {file} names none.").format(file=file))


def init(context: typer.Context) -> None:
    """Write the file, every line a comment. Raises Invalid("file.exists", "file.unwritable")."""
    session, file = session_of(context), keys_file()
    make_folder(file.parent)
    write_file(file, lambda written: written.write(_template().encode()), former=None)
    if session.as_json:
        session.output.item({"keys_file": str(file)})
    else:
        session.output.say(_("Written: {file}. Take the # off what you change.").format(file=file))


def _template() -> str:
    from supportdesk.console.command import AREAS, Where
    from supportdesk.console.keys import USUAL_KEYS

    lines = [f"# {line}".rstrip() for line in file_text().removeprefix("\b\n").splitlines()]
    area: Where | None = None
    for command in USUAL_KEYS.all:
        if command.where is not area:
            area = command.where
            lines += ["", f"# {_(AREAS[area])}"]
        keys = ", ".join(f'"{key}"' for key in command.keys)
        lines.append(f"# {command.name} = [{keys}]  # {_(command.help)}")
    return "\n".join((*lines, ""))
