"""`config`: one's settings and where files lie; `keys`: the keys of the console as a list."""

import os
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.parameters import session_of
from supportdesk.domain.errors import Invalid
from supportdesk.i18n import gettext as _
from supportdesk.settings.fields import FIELDS
from supportdesk.settings.keeping import keep_setting
from supportdesk.settings.paths import crash_folder, settings_folder
from supportdesk.settings.settings import Settings, load_settings


def settings_text() -> str:
    """What can be set, for the help of `config`."""
    said = {
        "store": _("the file of the desk"),
        "operator": _("who acts: a login, e-mail, name or number"),
        "language": _("language of the program: en, ru or uk"),
        "theme": _("colours of the console: calm-dark, calm-light"),
        "timezone": _("zone times are shown and read in, such as Europe/Kyiv"),
        "articles": _("a folder of Markdown files read as articles, never written"),
        "articles_url": _("where the pages of public articles are published"),
        "undo_send_seconds": _("seconds in which a reply can be recalled: 0 to 60"),
    }
    lines = [f"  {field.name:18} {said[field.name]}" for field in FIELDS.values()]
    variables = [f"  {field.name:18} {field.variable}" for field in FIELDS.values()]
    return "\n".join(
        (
            *("\b", _("Settings:"), *lines, ""),
            *("\b", _("Each can also stand in the environment, which wins over the file:")),
            *variables,
        )
    )


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(invoke_without_command=True, epilog=settings_text())
    group.callback()(show_when_alone)
    group.command("show", help=_("Show the settings, where they come from, where files lie."))(show)
    group.command("set", epilog=settings_text(), help=_("Keep a setting in the settings file."))(
        set_one
    )
    group.command("unset", help=_("Take a setting out of the settings file."))(unset)
    app.add_typer(group, name="config", help=_("Settings: show, set, unset."))
    app.command("keys", help=_("List the keys of the console."))(keys)


def show_when_alone(context: typer.Context) -> None:
    """`config` without a word shows."""
    if context.invoked_subcommand is None:
        show(context)


def show(context: typer.Context) -> None:
    """Show every setting, one a line, and the places of files."""
    session = session_of(context)
    settings = session.settings
    places = {
        "settings_file": str(settings.file),
        "settings_folder": str(settings_folder()),
        "crash_folder": str(crash_folder()),
    }
    if session.as_json:
        values = {name: _plain(settings, name) for name in FIELDS}
        session.output.item({**values, "sources": dict(settings.sources), **places})
        return
    for name in FIELDS:
        value = _plain(settings, name)
        shown = _("chosen by the system") if value is None else value
        session.output.say(f"{name}: {shown} ({settings.sources[name]})")
    for name, place in places.items():
        session.output.say(f"{name}: {place}")


def set_one(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    value: Annotated[str, typer.Argument(metavar="VALUE")],
) -> None:
    """Keep one setting; comments in the file stay. Raises Invalid("theme.unknown")."""
    if name == "theme":
        _known_theme(value)
    _keep(context, name, value)


def unset(context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Go back to what holds without this setting."""
    _keep(context, name, None)


def keys(context: typer.Context) -> None:
    """List every key of the console, for reading without looking."""
    from supportdesk.console.command import AREAS
    from supportdesk.console.commands import COMMANDS
    from supportdesk.console.writing_commands import EDITOR_COMMANDS, REVIEW_COMMANDS

    session = session_of(context)
    for command in (*COMMANDS, *EDITOR_COMMANDS, *REVIEW_COMMANDS):
        if session.as_json:
            session.output.item(
                {
                    "name": command.name,
                    "where": str(command.where),
                    "keys": list(command.keys),
                    "title": _(command.title),
                    "help": _(command.help),
                    "cli": command.cli,
                }
            )
        else:
            place, title, said = _(AREAS[command.where]), _(command.title), _(command.help)
            pressed = " ".join(command.keys) or _("in the palette")
            session.output.say(f"{place}: {pressed}: {title}. {said}")


def _known_theme(name: str) -> None:
    """A theme that is not there would keep the console from opening."""
    from supportdesk.console.themes import palettes

    if name not in (known := palettes()):
        raise Invalid("theme.unknown", wanted=name, allowed=sorted(known))


def _keep(context: typer.Context, name: str, value: str | None) -> None:
    session = session_of(context)
    file = session.settings.file
    if name == "theme" and value is not None:
        _require_theme(value)
    keep_setting(file, name, value)
    kept = _plain(load_settings(file, os.environ, {}), name)
    if session.as_json:
        session.output.item({name: kept, "settings_file": str(file)})
    else:
        shown = _("chosen by the system") if kept is None else kept
        session.output.say(f"{name}: {shown} ({file})")


def _require_theme(wanted: str) -> None:
    from supportdesk.console.themes import palettes

    if wanted not in (known := palettes()):
        raise Invalid("theme.unknown", wanted=wanted, allowed=sorted(known))


def _plain(settings: Settings, name: str) -> object:
    value: object = getattr(settings, name)
    return str(value) if isinstance(value, Path) else value
